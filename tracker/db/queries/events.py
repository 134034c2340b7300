"""The chain of events as it is stored."""

import json
from collections.abc import Collection, Iterator
from datetime import datetime

from sqlalchemy import literal, or_, select
from sqlalchemy.orm import Session

from tracker.db.models import Assessment, Link, Promise
from tracker.db.models import Event as Row
from tracker.domain.audit import Event, canonical, instant

PAGE = 500
"""Events in memory at a time while the chain is walked."""


def head(session: Session, until: datetime | None = None) -> Event | None:
    """The last event, or the last one at or before `until`."""
    query = select(Row).order_by(Row.seq.desc()).limit(1)
    if until is not None:
        query = query.where(Row.at <= instant(until))
    row = session.scalar(query)
    return value(row) if row else None


def chain(session: Session) -> Iterator[Event]:
    """All events in order, without holding them in memory.

    Raises ValueError where a payload is not the canonical JSON that was stored: equal values in other bytes are told.
    """
    seen = -1
    while page := session.scalars(select(Row).where(Row.seq > seen).order_by(Row.seq).limit(PAGE)).all():
        for row in page:
            event = value(row)
            if canonical(event.payload).decode() != row.payload:
                raise ValueError(f"event {row.seq}: the payload is not canonical JSON")
            yield event
        seen = page[-1].seq
        for row in page:
            session.expunge(row)


def about(session: Session, subject: str) -> list[Event]:
    """What happened to one thing, in order."""
    return [value(row) for row in session.scalars(select(Row).where(Row.subject == subject).order_by(Row.seq))]


def of_promise(session: Session, promise: Promise) -> list[Event]:
    """What happened to a promise, its links, its assessments, and the document that it came from."""
    links = select(literal("link:").concat(Link.public_id)).where(Link.promise_id == promise.id)
    found = select(literal("assessment:").concat(Assessment.public_id)).where(Assessment.promise_id == promise.id)
    own = (f"promise:{promise.public_id}", f"document:{promise.document.sha256}")
    about_it = or_(Row.subject.in_(own), Row.subject.in_(links), Row.subject.in_(found))
    return [value(row) for row in session.scalars(select(Row).where(about_it).order_by(Row.seq))]


def promises_of(session: Session, subjects: Collection[str]) -> dict[str, tuple[str, str]]:
    """Id and title of the promise that each of these subjects is or belongs to; the others are left out."""
    found: dict[str, tuple[str, str]] = {}
    own = [one.removeprefix("promise:") for one in subjects if one.startswith("promise:")]
    for row in session.scalars(select(Promise).where(Promise.public_id.in_(own))):
        found[f"promise:{row.public_id}"] = row.public_id, row.title
    for kind, table in (("link", Link), ("assessment", Assessment)):
        ids = [one.removeprefix(f"{kind}:") for one in subjects if one.startswith(f"{kind}:")]
        query = select(table.public_id, Promise.public_id, Promise.title).join(table.promise)
        for own_id, promise, title in session.execute(query.where(table.public_id.in_(ids))):
            found[f"{kind}:{own_id}"] = promise, title
    return found


def last(session: Session, *, before: int | None = None, limit: int = 100) -> list[Event]:
    """The last events, newest first: all, or those before a number."""
    query = select(Row).order_by(Row.seq.desc()).limit(limit)
    if before is not None:
        query = query.where(Row.seq < before)
    return [value(row) for row in session.scalars(query)]


def value(row: Row) -> Event:
    """The row as a value of the domain."""
    return Event(
        seq=row.seq,
        at=row.at,
        actor=row.actor,
        kind=row.kind,
        subject=row.subject,
        payload=json.loads(row.payload),
        prev=row.prev,
        hash=row.hash,
    )
