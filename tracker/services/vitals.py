"""Signs of life for supervisors: is the instance ready, and figures that tell how it does. No addresses, no titles."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from tracker.db import models
from tracker.db.queries import outbox
from tracker.db.schema import check_schema
from tracker.db.session import reading
from tracker.services import pauses
from tracker.services.instance import Instance
from tracker.settings import shipped


@dataclass(frozen=True, slots=True)
class Ready:
    """The database answers and is of this program's version; seconds since a source last answered, None before."""

    last_poll_seconds: int | None


def ready(instance: Instance, now: datetime) -> Ready:
    """Raises DatabaseError where the database does not answer or is of another version."""
    check_schema(instance.engine, shipped("alembic"))
    with reading(instance.engine) as session:
        last = _last_poll(session)
    return Ready(int((now - last).total_seconds()) if last else None)


def _last_poll(session: Session) -> datetime | None:
    return session.scalar(select(func.max(models.Feed.last_success)))


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured value; `labels` are words of the glossary or ids of sources, never persons."""

    name: str
    about: str
    value: float
    labels: tuple[tuple[str, str], ...] = ()


def figures(instance: Instance, now: datetime) -> Iterator[Figure]:
    """What a supervisor may want to watch, in the same order at every look."""
    with reading(instance.engine) as session:
        if last := _last_poll(session):
            yield Figure("last_poll_seconds", "Seconds since a source last answered", (now - last).total_seconds())
        yield from _by(session, "promises", "Promises", models.Promise.state)
        yield from _by(session, "links", "Suggested links", models.Link.judgement)
        yield from _by(session, "feeds", "Sources", models.Feed.state)
        yield from _by(session, "job_runs", "Periods of jobs", models.JobRun.state)
        for state, count in sorted(outbox.counts(session).items()):
            yield Figure("mails", "Mails", count, (("state", state.value),))
        for name, noun in (("items", models.CouncilItem), ("events", models.Event), ("editions", models.Edition)):
            yield Figure(name, name.capitalize(), session.scalar(select(func.count()).select_from(noun)) or 0)
        yield Figure("mail_paused", "Whether mail is held", float(pauses.paused(session, pauses.MAIL) is not None))


def _by(session: Session, name: str, about: str, column: InstrumentedAttribute[Any]) -> Iterator[Figure]:
    rows = session.execute(select(column, func.count()).group_by(column))
    for state, count in sorted((member.value, count) for member, count in rows):
        yield Figure(name, about, count, (("state", state),))
