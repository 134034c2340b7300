"""Writing and proving the chain of events."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from tracker.db import models
from tracker.db.queries import events as queries
from tracker.db.types import storable
from tracker.domain.audit import FIRST_PREV, Event, Plain, canonical, chained, first_broken, instant


def record(
    session: Session, kind: str, subject: str, payload: Mapping[str, Plain], *, actor: str, now: datetime
) -> Event:
    """Append one event in the transaction of what it records.

    `kind` is like "promise.accepted", `subject` like "promise:p-0123456789", `actor` "user:ID" or "system:JOB". The
    payload holds the full new values, without floats (TypeError). The session must come from `writing`.
    """
    event = chained(
        queries.head(session),
        at=instant(now),
        actor=actor,
        kind=kind,
        subject=storable(subject),
        payload={name: _storable(value) for name, value in payload.items()},
    )
    session.add(
        models.Event(
            seq=event.seq,
            at=event.at,
            actor=event.actor,
            kind=event.kind,
            subject=event.subject,
            payload=canonical(event.payload).decode(),
            prev=event.prev,
            hash=event.hash,
        )
    )
    session.flush()
    return event


def _storable(value: Plain) -> Plain:
    match value:
        case str():
            return storable(value)
        case list():
            return [_storable(v) for v in value]
        case dict():
            return {storable(k): _storable(v) for k, v in value.items()}
        case _:
            return value


def verify(session: Session) -> int | None:
    """The `seq` of the first event that was tampered with, or None where the chain holds."""
    last_good = 0

    def remembered() -> Iterator[Event]:
        nonlocal last_good
        for event in queries.chain(session):
            yield event
            last_good = event.seq

    try:
        return first_broken(remembered())
    except (ValueError, TypeError):  # a payload that is not what was stored stands right behind the last good one
        return last_good + 1


def head_hash(session: Session, until: datetime | None = None) -> str:
    """The hash of the last event (at or before `until`), 64 zeros where nothing has happened yet."""
    head = queries.head(session, until)
    return head.hash if head else FIRST_PREV
