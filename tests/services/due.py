"""Whatever is due, run one after the other: as a tick does it, without polling and mail."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Engine

from tracker.services.roll import Roll
from tracker.services.schedule import NOBODY, Due, Job, Ran, run_one, whats_due


def run_due(
    engine: Engine,
    jobs: Sequence[Job],
    actions: Mapping[str, Callable[[Due], None]],
    *,
    now: datetime,
    roll: Roll = NOBODY,
) -> list[Ran]:
    """What was run; periods that somebody else took are left out."""
    waiting = whats_due(engine, jobs, now=now, roll=roll)
    ran = (run_one(engine, one, actions, now=now, roll=roll) for one in waiting)
    return [one for one in ran if one is not None]
