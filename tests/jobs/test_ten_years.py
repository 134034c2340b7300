"""Ten years of monthly editions, with everything that befalls a small server in that time."""

import random
import shutil
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, event

from tests.factories import NOW, make_accepted, make_town
from tests.services.due import run_due
from tracker.db import models
from tracker.db.models import RunState
from tracker.db.session import open_engine, reading, writing
from tracker.services import editions
from tracker.services.editions import Frame
from tracker.services.schedule import HELD_AFTER, Run, daily, due, monthly

BERLIN = ZoneInfo("Europe/Berlin")
REPORT = monthly("report", "report", day=1, hour=7, zone=BERLIN)
LINK = daily("link", hour=5, zone=BERLIN)
FRAME = Frame("Musterstadt-Ost", BERLIN)
MONTHS = [f"report:{2026 + (2 + n) // 12}-{(2 + n) % 12 + 1:02}" for n in range(120)]
"""March 2026, in which the town of the factories was founded, to February 2036."""

END = datetime(2036, 3, 1, 12, tzinfo=BERLIN)


def moments(seed: int):
    """When the clock ticks in ten years: every few days, with outages of an hour, three days and forty days."""
    luck, now = random.Random(seed), NOW
    outages = {luck.randrange(0, 900): timedelta(hours=1) for _ in range(60)}
    outages |= {luck.randrange(0, 900): timedelta(days=3) for _ in range(30)}
    outages |= {luck.randrange(0, 900): timedelta(days=40) for _ in range(4)}
    for number in range(20_000):
        yield min(now, END)
        if now >= END:
            return
        now += outages.get(number, timedelta(hours=luck.uniform(12, 150)))


@pytest.fixture
def town(migrated_sqlite: Path, tmp_path: Path) -> Engine:
    path = tmp_path / "tracker.sqlite"
    shutil.copyfile(migrated_sqlite, path)
    engine = opened(path)
    with writing(engine) as session:
        make_town(session)
        make_accepted(session)
    return engine


def opened(path: Path) -> Engine:
    """The database without waiting for the disk: no power is lost in this story."""
    engine = open_engine(f"sqlite:///{path}")
    event.listen(engine, "connect", lambda connection, _record: connection.execute("PRAGMA synchronous = OFF"))
    return engine


class Office:
    """Freezes the month's edition for real, and remembers how often each was sent."""

    def __init__(self, engine: Engine) -> None:
        self.engine, self.sent, self.now = engine, Counter(), NOW

    def report(self, one) -> None:
        month = datetime.fromisoformat(f"{one.period.key[-7:]}-01").date()
        editions.monthly(self.engine, month, FRAME, now=self.now)
        self.sent[one.period.key] += 1

    def tick(self, now: datetime):
        self.now = now
        actions = {"report": self.report, "link": lambda _one: None}
        return [ran for ran in run_due(self.engine, [REPORT, LINK], actions, now=now) if ran.job == "report"]


def test_ten_years_are_120_editions_without_gap_or_double(town: Engine):
    office = Office(town)
    late = {ran.period for now in moments(1) for ran in office.tick(now) if ran.late}
    assert dict(office.sent) == dict.fromkeys(MONTHS, 1)
    with reading(town) as session:
        rows = session.query(models.JobRun).filter_by(job="report").all()
        frozen = [row.key for row in session.query(models.Edition).order_by(models.Edition.id)]
    assert frozen == MONTHS
    assert {row.state for row in rows} == {RunState.DONE}
    assert {row.period for row in rows if row.late} == late
    assert late  # the long outages made some late, and they say so


def test_a_backup_restored_in_the_middle_freezes_no_month_twice(town: Engine, tmp_path: Path):
    office, saved = Office(town), tmp_path / "saved.sqlite"
    for number, now in enumerate(moments(2)):
        if number == 400:
            with town.connect() as connection:
                driver = connection.connection.driver_connection
                driver.execute("PRAGMA query_only = OFF")
                driver.execute("VACUUM INTO ?", (str(saved),))
        if number == 415:  # about fifty days later the disk dies
            office.engine = opened(saved)
        office.tick(now)
    with reading(office.engine) as session:
        assert [row.key for row in session.query(models.Edition).order_by(models.Edition.id)] == MONTHS
        assert {row.state for row in session.query(models.JobRun)} == {RunState.DONE}
    assert set(office.sent) == set(MONTHS)
    assert set(office.sent.values()) <= {1, 2}  # mail is held after a restore, so that nobody gets the second


def test_two_schedulers_for_ten_years_share_the_editions(town: Engine):
    one, other = Office(town), Office(town)
    for number, now in enumerate(moments(3)):
        for office in (one, other) if number % 7 else (other, one):
            office.tick(now)
    assert one.sent + other.sent == dict.fromkeys(MONTHS, 1)


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 2**32), st.lists(st.tuples(st.integers(0, 1500), st.integers(1, 50)), max_size=20))
def test_no_pattern_of_outages_up_to_fifty_days_loses_or_doubles_a_month(seed, outages):
    luck, gaps, now = random.Random(seed), dict(outages), NOW
    done: list[str] = []
    for number in range(2500):
        known = [Run("report", period, RunState.DONE, 1, now) for period in done]
        found = due([REPORT], known, NOW, min(now, END), alive=now - timedelta(days=gaps.get(number - 1, 1)))
        assert not any(one.held for one in found)
        done += [one.period.key for one in found]
        if now >= END:
            break
        now += timedelta(days=gaps.get(number, 0) or luck.choice([1, 2, 9]))
    assert done == MONTHS


def test_what_would_go_out_after_a_standstill_of_months_waits_for_a_person():
    back = datetime(2026, 9, 1, 8, tzinfo=BERLIN)
    alive = back - HELD_AFTER - timedelta(days=1)
    (july, august) = due([REPORT], [], datetime(2026, 7, 3, tzinfo=UTC), back, alive=alive)
    assert (july.held, august.held) == (True, True)
    (july, august) = due([REPORT], [], datetime(2026, 7, 3, tzinfo=UTC), back, alive=back - timedelta(days=40))
    assert (july.held, august.held) == (False, False)
