"""Who was killed at work is known to be gone at once, in a real process that a real kill ends."""

import os
import signal
import subprocess
import sys
import time
from datetime import timedelta

import pytest
from sqlalchemy import Engine

from tests.factories import make_town
from tests.services.due import run_due
from tests.services.test_schedule import NOW, REPORT
from tracker.db.models import RunState
from tracker.db.queries import runs
from tracker.db.session import reading, writing
from tracker.services.roll import OLD, Roll, signed
from tracker.services.schedule import whats_due

AT_WORK = """
import sys, time
from datetime import datetime
from pathlib import Path
from tests.services.due import run_due
from tests.services.test_schedule import REPORT
from tracker.db.session import open_engine
from tracker.services.roll import signed

def report(_one):
    print("at it", flush=True)
    time.sleep(300)

with signed(Path(sys.argv[2])) as roll:
    run_due(open_engine(sys.argv[1]), [REPORT], {"report": report}, now=datetime.fromisoformat(sys.argv[3]), roll=roll)
"""


@pytest.fixture
def born(engine: Engine) -> Engine:
    with writing(engine) as session:
        make_town(session)
    return engine


@pytest.fixture
def other(born, tmp_path):
    """A second scheduler on the same instance, in the midst of the monthly report."""
    url = born.url.render_as_string(hide_password=False)
    arguments = [sys.executable, "-c", AT_WORK, url, str(tmp_path / "at-work"), NOW.isoformat()]
    process = subprocess.Popen(arguments, stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": "."})
    assert process.stdout.readline() == b"at it\n"
    yield process
    process.kill()
    process.wait()
    process.stdout.close()


def test_what_a_killed_scheduler_held_is_taken_up_at_once_and_not_before(born, other, tmp_path):
    done = []
    actions = {"report": lambda one: done.append(one.period.key)}
    soon = NOW + timedelta(minutes=1)
    with signed(tmp_path / "at-work") as roll:
        assert run_due(born, [REPORT], actions, now=soon, roll=roll) == []
        other.send_signal(signal.SIGKILL)
        other.wait()
        assert whats_due(born, [REPORT], now=soon) == []  # who cannot tell waits for the lease
        (ran,) = run_due(born, [REPORT], actions, now=soon, roll=roll)
        assert (ran.state, done) == (RunState.DONE, [ran.period])
        assert run_due(born, [REPORT], actions, now=soon, roll=roll) == []
    with reading(born) as session:
        assert runs.of_period(session, "report", ran.period).attempts == 2


def test_who_leaves_takes_the_sheet_along(tmp_path):
    with signed(tmp_path) as roll:
        assert [path.name for path in tmp_path.iterdir()] == [roll.mine]
        assert not roll.has_left(roll.mine)
        with signed(tmp_path) as second:
            assert not roll.has_left(second.mine)
            assert not second.has_left(roll.mine)
    assert list(tmp_path.iterdir()) == []


def test_who_signed_elsewhere_or_nowhere_cannot_be_told(tmp_path):
    assert not Roll(tmp_path).has_left("anderswo")
    assert not Roll(tmp_path).has_left("")
    assert not Roll().has_left("irgendwer")


def test_the_sheets_of_the_killed_are_thrown_away_after_a_day_and_those_of_the_living_are_not(tmp_path):
    for name in ("lange-tot", "eben-tot"):
        (tmp_path / name).touch()
    long_ago = time.time() - OLD - 60
    os.utime(tmp_path / "lange-tot", (long_ago, long_ago))
    with signed(tmp_path) as living:
        os.utime(tmp_path / living.mine, (long_ago, long_ago))
        with signed(tmp_path) as roll:
            assert {path.name for path in tmp_path.iterdir()} == {"eben-tot", living.mine, roll.mine}
            assert roll.has_left("eben-tot")


def test_where_nobody_can_sign_work_goes_on(tmp_path):
    (tmp_path / "at-work").touch()
    with signed(tmp_path / "at-work") as roll:
        assert roll.mine == ""
