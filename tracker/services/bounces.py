"""Mails that came back: the delivery is marked, and an address that does not exist is not written to again."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from tracker.db.queries import outbox as queries
from tracker.db.queries import subscribers
from tracker.db.session import writing
from tracker.domain.delivery import DeliveryState
from tracker.errors import RuleError, key
from tracker.mail.bounce import Bounce, bounces

_CAME_BACK = key("Die Mail kam zurück: {reason}")


@dataclass(frozen=True, slots=True)
class Returned:
    """What came of a heap of stored mails.

    `known` failed deliveries were ours, `stopped` addresses end because of them, `other` mails were no notices of ours.
    """

    known: int
    stopped: int
    other: int


def take_back(engine: Engine, mails: Iterable[bytes], *, now: datetime) -> Returned:
    """Mark what came back. The same notice again changes nothing; a notice of a mail that we never sent is ignored."""
    known = stopped = other = 0
    with writing(engine) as session:
        for raw in mails:
            ours = [found for found in bounces(raw) if _is_ours(session, found)]
            other += not ours
            for found in ours:
                known += 1
                stopped += _mark(session, found, now)
    return Returned(known, stopped, other)


def _is_ours(session: Session, found: Bounce) -> bool:
    row = queries.with_message_id(session, found.message_id)
    return row is not None and row.recipient.casefold() == found.recipient.casefold()


def _mark(session: Session, found: Bounce, now: datetime) -> bool:
    """Mark the delivery as failed; whether the subscriber is written to no more because of it."""
    row = queries.with_message_id(session, found.message_id)
    if row is None or row.state not in {DeliveryState.SENT, DeliveryState.UNCERTAIN}:
        return False  # noted before
    row.state = DeliveryState.FAILED
    row.error = str(RuleError(_CAME_BACK, reason=found.reason))
    subscriber = subscribers.addressed(session, row.recipient)
    if subscriber is None or not found.permanent or subscriber.unreachable_since is not None:
        return False
    subscriber.unreachable_since = now
    return True
