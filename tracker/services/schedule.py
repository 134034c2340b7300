"""What is due, decided by rows with a period key, and running it exactly once per period.

A clock that ticks may be late, double or absent: downtime, restarts, two schedulers, summer time and restored backups
neither lose a period nor run one twice. Actions must be idempotent, because a killed run is taken up again.
"""

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import count, takewhile
from zoneinfo import ZoneInfo

from sqlalchemy import Engine

from tracker.db import models
from tracker.db.models import RunState
from tracker.db.queries import runs
from tracker.db.session import reading, writing
from tracker.errors import NotFoundError, TrackerError, key
from tracker.services import events
from tracker.services.roll import Roll
from tracker.services.users import acting, actor_of

LATE_AFTER = timedelta(days=1)
HELD_AFTER = timedelta(days=60)
"""Work that is later than this needs a person: a restored backup must not mail out old reports.

So does what goes out after a standstill as long: the clock may be wrong.
"""

LEASE = timedelta(hours=2)
"""A run that has been running for longer was killed and is taken up again, at once where the roll says so."""

FIRST_RETRY = timedelta(minutes=10)
LONGEST_RETRY = timedelta(hours=12)

NOBODY = Roll()
"""Where nobody signs, nobody is known to have left."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Period:
    """One period of a job: its key, unique per job, and the moment from which it may run."""

    key: str
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Job:
    """What runs regularly. `periods` names the periods that fell due after one moment and up to another, in order."""

    name: str
    periods: Callable[[datetime, datetime], Sequence[Period]]
    goes_out: bool = False
    """Whether people outside hear of it, so that being wrong cannot be taken back."""


@dataclass(frozen=True, slots=True)
class Run:
    """What is known of a period that was tried."""

    job: str
    period: str
    state: RunState
    attempts: int
    since: datetime
    left: bool = False
    """Whether whoever was at it is surely gone."""


@dataclass(frozen=True, slots=True)
class Due:
    """A period to run now. `held` ones are so late that only a person may start them."""

    job: str
    period: Period
    late: bool
    held: bool


@dataclass(frozen=True, slots=True)
class Ran:
    """What came of a period."""

    job: str
    period: str
    state: RunState
    late: bool
    error: str = ""


def monthly(name: str, prefix: str, *, day: int, hour: int, zone: ZoneInfo) -> Job:
    """A job about each month that is over, due on a day of the next: "report:2026-10" on 1 November at 7."""

    def periods(after: datetime, until: datetime) -> list[Period]:
        start = after.astimezone(zone).date().replace(day=1)
        months = (_month_later(start, n) for n in count())
        dues = (
            (datetime(first.year, first.month, day, hour, tzinfo=zone), _month_later(first, -1)) for first in months
        )
        return [
            Period(f"{prefix}:{month:%Y-%m}", due)
            for due, month in takewhile(lambda pair: pair[0] <= until, dues)
            if due >= after
        ]

    return Job(name, periods, goes_out=True)


def daily(name: str, *, hour: int, zone: ZoneInfo) -> Job:
    """A job for each day. Missed days are made up by one run, so only the last one that fell due counts."""

    def periods(after: datetime, until: datetime) -> list[Period]:
        today = until.astimezone(zone).date()
        for day in (today, today - timedelta(days=1)):
            due = datetime(day.year, day.month, day.day, hour, tzinfo=zone)
            if after <= due <= until:
                return [Period(f"{name}:{day.isoformat()}", due)]
        return []

    return Job(name, periods)


def weekly(name: str, *, weekday: int, hour: int, zone: ZoneInfo) -> Job:
    """A job for each week, on a weekday (Monday is 0). Missed weeks are made up by one run."""

    def periods(after: datetime, until: datetime) -> list[Period]:
        today = until.astimezone(zone).date()
        last = today - timedelta(days=(today.weekday() - weekday) % 7)
        for day in (last, last - timedelta(days=7)):
            due = datetime(day.year, day.month, day.day, hour, tzinfo=zone)
            if after <= due <= until:
                return [Period(f"{name}:{day.isoformat()}", due)]
        return []

    return Job(name, periods)


def _month_later(first: date, months: int) -> date:
    years, month = divmod(first.month - 1 + months, 12)
    return date(first.year + years, month + 1, 1)


def next_period(job: Job, now: datetime) -> Period | None:
    """The next period that falls due after `now`, within a year."""
    for days in (1, 2, 8, 32, 63, 366):
        if coming := job.periods(now + timedelta(microseconds=1), now + timedelta(days=days)):
            return coming[0]
    return None


def due(
    jobs: Iterable[Job], known: Iterable[Run], since: datetime, now: datetime, alive: datetime | None = None
) -> list[Due]:
    """The periods to run at `now`, oldest first.

    Nothing from before `since` (the beginning of the instance) is owed. Done and held periods are over; a failed one is
    tried again after a growing pause, one whose runner is gone or that has been running for longer than the lease was
    killed. `alive` is when
    something last happened here.
    """
    tried = {(run.job, run.period): run for run in known}
    standstill = alive is not None and now - alive > HELD_AFTER
    found = [
        Due(
            job.name,
            period,
            late=now - period.due_at > LATE_AFTER,
            held=job.goes_out and (standstill or now - period.due_at > HELD_AFTER),
        )
        for job in jobs
        for period in job.periods(since, now)
        if _open(tried.get((job.name, period.key)), now)
    ]
    return sorted(found, key=lambda one: one.period.due_at)


def _open(run: Run | None, now: datetime) -> bool:
    match run:
        case None:
            return True
        case Run(state=RunState.FAILED | RunState.RUNNING) if run.since - now > LONGEST_RETRY:
            return True  # the clock stood wrong when that was written
        case Run(state=RunState.FAILED):
            doublings = min(run.attempts - 1, 10)  # the longest pause is reached long before
            return now - run.since >= min(FIRST_RETRY * (1 << doublings), LONGEST_RETRY)
        case Run(state=RunState.RUNNING):
            return run.left or now - run.since > LEASE
        case _:
            return False


def whats_due(
    engine: Engine, jobs: Sequence[Job], *, now: datetime, unfinished: bool = False, roll: Roll = NOBODY
) -> list[Due]:
    """What is to run now, or needs a person; with `unfinished` also what somebody may still be running."""
    with reading(engine) as session:
        since = runs.beginning(session) or now
        wanted = [period.key for job in jobs for period in job.periods(since, now)]
        rows = runs.of_periods(session, wanted)
        known = [_value(row, roll) for row in rows if not (unfinished and row.state is RunState.RUNNING)]
        alive = runs.last_sign_of_life(session)
    return due(jobs, known, since, now, alive)


def release(
    engine: Engine,
    jobs: Sequence[Job],
    actions: Mapping[str, Callable[[Due], None]],
    wanted: str,
    *,
    by: str,
    now: datetime,
    roll: Roll = NOBODY,
) -> Ran:
    """Run a held period now, because a person says so. Raises NotFoundError where nothing is held under that key."""
    with writing(engine) as session:
        user = acting(session, by)
        row = runs.held(session, wanted)
        if row is None or row.job not in {job.name for job in jobs}:
            raise NotFoundError(
                key("{subject} wartet auf niemanden. Was wartet, zeigt: tracker schedule --list"), subject=wanted
            )
        row.state, row.started_at, row.finished_at, row.runner = RunState.RUNNING, now, None, roll.mine
        row.attempts += 1
        events.record(session, "job.released", f"job:{wanted}", {}, actor=actor_of(user), now=now)
        one = Due(row.job, Period(row.period, now), late=True, held=False)
    return _act(engine, one, actions, now)


def run_one(
    engine: Engine,
    one: Due,
    actions: Mapping[str, Callable[[Due], None]],
    *,
    now: datetime,
    taken_up: bool = False,
    roll: Roll = NOBODY,
) -> Ran | None:
    """Claim one period that is due, run it, note how it went; None where somebody else was quicker.

    A period that needs a person is marked `held` and not run. `taken_up` where it is known that whoever ran it before
    is dead: its lease counts for nothing then. `roll` tells the same of those who signed it, and holds the name with
    which we sign.
    """
    if not _claim(engine, one, now, roll, taken_up=taken_up):
        return None
    if one.held:
        return Ran(one.job, one.period.key, RunState.HELD, one.late)
    return _act(engine, one, actions, now)


def _act(engine: Engine, one: Due, actions: Mapping[str, Callable[[Due], None]], now: datetime) -> Ran:
    error = ""
    try:
        actions[one.job](one)
    except TrackerError as failure:
        error = str(failure)
    except Exception as failure:
        log.exception("job %s failed for %s", one.job, one.period.key)
        error = f"{type(failure).__name__}: {failure}"
    state = RunState.FAILED if error else RunState.DONE
    with writing(engine) as session:
        row = runs.of_period(session, one.job, one.period.key)
        if row is not None:
            row.state, row.finished_at, row.error = state, now, error
    return Ran(one.job, one.period.key, state, one.late, error)


def _claim(engine: Engine, one: Due, now: datetime, roll: Roll, *, taken_up: bool) -> bool:
    """Take the period, unless another scheduler took it since we looked: writers come one after the other."""
    with writing(engine) as session:
        row = runs.of_period(session, one.job, one.period.key)
        if row is not None and not _open(_value(row, roll), now) and not (taken_up and row.state is RunState.RUNNING):
            return False
        if row is None:
            row = models.JobRun(job=one.job, period=one.period.key, attempts=0, error="")
            session.add(row)
        row.state = RunState.HELD if one.held else RunState.RUNNING
        row.late, row.started_at, row.finished_at, row.runner = one.late, now, None, roll.mine
        row.attempts += 1
    return True


def _value(row: models.JobRun, roll: Roll) -> Run:
    left = row.state is RunState.RUNNING and roll.has_left(row.runner)
    return Run(row.job, row.period, row.state, row.attempts, row.finished_at or row.started_at, left)
