import threading
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine

from tests.factories import make_town
from tests.services.due import run_due
from tracker.db import models
from tracker.db.models import RunState
from tracker.db.session import reading, writing
from tracker.errors import NotFoundError, RuleError
from tracker.services import events
from tracker.services.schedule import (
    LEASE,
    Job,
    Period,
    Run,
    daily,
    due,
    monthly,
    next_period,
    release,
    run_one,
    weekly,
    whats_due,
)
from tracker.services.users import add_user

BERLIN = ZoneInfo("Europe/Berlin")
REPORT = monthly("report", "report", day=1, hour=7, zone=BERLIN)
LINK = daily("link", hour=5, zone=BERLIN)
BIRTH = datetime(2026, 1, 10, 12, tzinfo=UTC)


def at(text: str) -> datetime:
    """A moment in Berlin."""
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN)


def keys(job, since: datetime, now: datetime, *known: Run) -> list[str]:
    return [one.period.key for one in due([job], known, since, now)]


def test_a_month_is_reported_on_the_first_day_of_the_next():
    assert keys(REPORT, BIRTH, at("2026-02-01T06:59")) == []
    assert keys(REPORT, BIRTH, at("2026-02-01T07:00")) == ["report:2026-01"]


def test_months_from_before_the_beginning_are_nobodys_debt():
    assert keys(REPORT, BIRTH, at("2026-01-31T23:00")) == []


def test_the_turn_of_the_year_is_a_month_like_others():
    assert keys(REPORT, at("2026-12-05T00:00"), at("2027-02-01T08:00")) == ["report:2026-12", "report:2027-01"]


def test_a_short_absence_gives_exactly_the_missed_month_and_marks_it_late():
    (one,) = due([REPORT], [], at("2026-02-20T00:00"), at("2026-03-03T10:00"))
    assert (one.period.key, one.late, one.held) == ("report:2026-02", True, False)


def test_what_is_very_late_waits_for_a_person():
    found = due([REPORT], [], BIRTH, at("2026-06-01T08:00"))
    assert [(one.period.key, one.held) for one in found] == [
        ("report:2026-01", True),
        ("report:2026-02", True),
        ("report:2026-03", True),
        ("report:2026-04", False),
        ("report:2026-05", False),
    ]


def test_missed_days_are_made_up_by_one_run():
    assert keys(LINK, BIRTH, at("2026-02-20T12:00")) == ["link:2026-02-20"]
    assert keys(LINK, BIRTH, at("2026-02-20T04:00")) == ["link:2026-02-19"]


@given(st.lists(st.integers(1, 40 * 24), min_size=1, max_size=200))
def test_however_the_clock_ticks_every_month_comes_once(hours):
    now, done = BIRTH, []
    for step in hours:
        now += timedelta(hours=step)
        known = [Run("report", key, RunState.DONE, 1, now) for key in done]
        done += keys(REPORT, BIRTH, now, *known)
    first, last = datetime(2026, 1, 1, tzinfo=BERLIN), now.astimezone(BERLIN)
    expected = []
    while True:
        year, month = divmod(first.year * 12 + first.month, 12)
        next_month = first.replace(year=year, month=month + 1)
        if next_month.replace(hour=7) > last:
            break
        expected.append(f"report:{first:%Y-%m}")
        first = next_month
    assert done == expected


@pytest.mark.parametrize(
    ("day", "hour_in_utc"), [("2026-03-29", 0), ("2026-10-25", 0), ("2026-03-30", 0), ("2026-10-26", 1)]
)
def test_changing_the_clocks_neither_drops_nor_doubles_a_day(day, hour_in_utc):
    two = daily("night", hour=2, zone=BERLIN)
    start = datetime.fromisoformat(day).replace(tzinfo=UTC) - timedelta(hours=3)
    seen: list[str] = []
    for minutes in range(0, 24 * 60, 10):
        now = start + timedelta(minutes=minutes)
        known = [Run("night", key, RunState.DONE, 1, now) for key in seen]
        seen += keys(two, start, now, *known)
    assert seen.count(f"night:{day}") == 1


def test_a_failed_period_is_tried_again_after_a_growing_pause():
    now = at("2026-02-01T08:00")
    for attempts, minutes in ((1, 10), (2, 20), (3, 40)):
        failed = Run("report", "report:2026-01", RunState.FAILED, attempts, now)
        assert keys(REPORT, BIRTH, now + timedelta(minutes=minutes - 1), failed) == []
        assert keys(REPORT, BIRTH, now + timedelta(minutes=minutes), failed) == ["report:2026-01"]


def test_a_run_that_was_killed_is_taken_up_again_after_its_lease():
    now = at("2026-02-01T08:00")
    running = Run("report", "report:2026-01", RunState.RUNNING, 1, now)
    assert keys(REPORT, BIRTH, now + LEASE, running) == []
    assert keys(REPORT, BIRTH, now + LEASE + timedelta(seconds=1), running) == ["report:2026-01"]


@pytest.fixture
def born(engine: Engine) -> Engine:
    with writing(engine) as session:
        make_town(session)
        session.query(models.User).delete()
    return engine


NOW = at("2026-04-01T08:00")  # the town of the factories was founded on 14 March


def test_what_is_due_runs_once(born: Engine):
    ran: list[str] = []
    actions = {"report": lambda one: ran.append(one.period.key)}
    (first,) = run_due(born, [REPORT], actions, now=NOW)
    assert (first.state, first.error) == (RunState.DONE, "")
    assert run_due(born, [REPORT], actions, now=NOW) == []
    assert ran == ["report:2026-03"]


def test_a_failure_is_kept_and_does_not_stop_the_rest(born: Engine):
    def broken(_one):
        raise RuleError("Kein Papier.")

    def defective(_one):
        raise ZeroDivisionError

    jobs = [REPORT, LINK, daily("check", hour=6, zone=BERLIN)]
    done: list[str] = []
    actions = {"report": broken, "link": defective, "check": lambda one: done.append(one.job)}
    ran = {one.job: one for one in run_due(born, jobs, actions, now=NOW)}
    assert (ran["report"].state, ran["report"].error) == (RunState.FAILED, "Kein Papier.")
    assert (ran["link"].state, ran["link"].error[:17]) == (RunState.FAILED, "ZeroDivisionError")
    assert done == ["check"]
    again = run_due(born, jobs, dict.fromkeys(actions, lambda _one: None), now=NOW + timedelta(minutes=10))
    assert sorted((one.job, one.state) for one in again) == [("link", RunState.DONE), ("report", RunState.DONE)]


def alive(engine: Engine, when: datetime) -> None:
    """Something happens: no standstill."""
    with writing(engine) as session:
        events.record(session, "test.happened", "x", {}, actor="system:test", now=when)


def test_held_work_is_not_run_and_not_forgotten(born: Engine):
    sent: list[str] = []
    alive(born, at("2026-06-01T08:00"))
    ran = run_due(born, [REPORT], {"report": lambda one: sent.append(one.period.key)}, now=at("2026-06-15T08:00"))
    assert (ran[0].period, ran[0].state) == ("report:2026-03", RunState.HELD)
    assert sent == ["report:2026-04", "report:2026-05"]
    with reading(born) as session:
        assert session.query(models.JobRun).filter_by(period="report:2026-03").one().state is RunState.HELD


def test_two_schedulers_share_the_work(born: Engine):
    ran: list[str] = []
    both_looked = threading.Barrier(2)

    def schedule() -> None:
        whats_due(born, [REPORT], now=NOW)
        both_looked.wait()
        run_due(born, [REPORT], {"report": lambda one: ran.append(one.period.key)}, now=NOW)

    threads = [threading.Thread(target=schedule) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert ran == ["report:2026-03"]


def test_an_empty_instance_owes_nothing(engine: Engine):
    assert whats_due(engine, [REPORT, LINK], now=NOW) == []
    with writing(engine) as session:
        events.record(session, "test.happened", "x", {}, actor="system:test", now=BIRTH)
    assert [one.period.key for one in whats_due(engine, [REPORT], now=NOW)] == [
        "report:2026-01",
        "report:2026-02",
        "report:2026-03",
    ]


def test_a_person_may_release_what_waits(born: Engine):
    late = at("2026-06-15T08:00")
    alive(born, at("2026-06-01T08:00"))
    run_due(born, [REPORT], {"report": lambda _one: None}, now=late)
    ran: list[str] = []
    actions = {"report": lambda one: ran.append(one.period.key)}
    with writing(born) as session:
        add_user(session, "Ada", now=late)
    with pytest.raises(NotFoundError, match="wartet auf niemanden"):
        release(born, [REPORT], actions, "report:2026-04", by="Ada", now=late)
    with pytest.raises(NotFoundError, match="Niemand"):
        release(born, [REPORT], actions, "report:2026-03", by="Niemand", now=late)
    assert release(born, [REPORT], actions, "report:2026-03", by="Ada", now=late).state is RunState.DONE
    assert ran == ["report:2026-03"]
    with reading(born) as session:
        assert session.query(models.Event).filter_by(kind="job.released", subject="job:report:2026-03").count() == 1
    with pytest.raises(NotFoundError):
        release(born, [REPORT], actions, "report:2026-03", by="Ada", now=late)


def test_a_run_whose_worker_is_known_to_be_dead_is_taken_up_at_once(born: Engine):
    (one,) = whats_due(born, [REPORT], now=NOW)
    with pytest.raises(KeyboardInterrupt):
        run_one(born, one, {"report": interrupted}, now=NOW)
    assert run_one(born, one, {"report": lambda _one: None}, now=NOW) is None
    taken = run_one(born, one, {"report": lambda _one: None}, now=NOW, taken_up=True)
    assert taken is not None
    assert taken.state is RunState.DONE
    assert run_one(born, one, {"report": interrupted}, now=NOW, taken_up=True) is None


def interrupted(_one):
    raise KeyboardInterrupt


def test_what_was_written_while_the_clock_stood_wrong_stops_nothing():
    now = at("2026-02-01T08:00")
    for state in (RunState.FAILED, RunState.RUNNING):
        ahead = Run("report", "report:2026-01", state, 1, now + timedelta(days=4000))
        assert keys(REPORT, BIRTH, now, ahead) == ["report:2026-01"]


def test_the_next_period_of_every_job_is_known():
    now = at("2026-02-01T08:00")
    assert next_period(REPORT, now) == Period("report:2026-02", at("2026-03-01T07:00"))
    assert next_period(LINK, now) == Period("link:2026-02-02", at("2026-02-02T05:00"))
    assert next_period(Job("never", lambda _after, _until: []), now) is None


def test_a_week_is_made_up_once_on_its_day():
    mondays = weekly("reminder", weekday=0, hour=8, zone=BERLIN)
    assert keys(mondays, BIRTH, at("2026-02-16T07:59")) == ["reminder:2026-02-09"]
    assert keys(mondays, BIRTH, at("2026-02-16T08:00")) == ["reminder:2026-02-16"]
    assert keys(mondays, BIRTH, at("2026-02-22T23:00")) == ["reminder:2026-02-16"]
    assert keys(mondays, at("2026-02-17T00:00"), at("2026-02-22T23:00")) == []
    assert next_period(mondays, at("2026-02-17T00:00")) == Period("reminder:2026-02-23", at("2026-02-23T08:00"))
