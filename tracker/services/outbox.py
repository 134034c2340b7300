"""The outbox: every mail is a row before it is sent, claimed before it is handed over, and marked afterwards.

A process killed between handing over and marking leaves a claimed row. Nobody knows whether that mail arrived, so it
becomes `uncertain` and a person decides; it is never sent again by itself.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from tracker.db import models
from tracker.db.queries import outbox as queries
from tracker.db.session import reading, writing
from tracker.domain.delivery import DeliveryState
from tracker.errors import RuleError, key
from tracker.mail import MailError, MailLoginError, MailTrustError, MailUnreachableError, Transport, after_error
from tracker.services import pauses

LEASE = timedelta(minutes=10)
"""How long a claimed mail counts as being sent: well above the time-outs of a transport."""

INTERRUPTED = key(
    "Beim Verschicken unterbrochen. Bitte nachfragen, ob die Mail ankam; von selbst geht sie nicht noch einmal."
)

_AS_STORED = SMTP.clone(refold_source="none")
"""Headers go out as they were composed."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A mail to one recipient, once per kind and period; its Message-ID is stable."""

    kind: str
    period: str
    recipient: str
    message: EmailMessage


@dataclass(frozen=True, slots=True)
class Sent:
    """What a run of sending did, and how many mails still wait."""

    sent: int
    failed: int
    uncertain: int
    waiting: int


def queue(session: Session, draft: Draft, *, now: datetime) -> models.OutboxMail:
    """Put a mail into the outbox. The same kind and period to the same recipient again is the row that is there."""
    known = queries.known(session, draft.kind, draft.period, draft.recipient)
    if known is not None:
        return known
    row = models.OutboxMail(
        kind=draft.kind,
        period=draft.period,
        recipient=draft.recipient,
        subject=str(draft.message["Subject"]),
        message=draft.message.as_bytes(),
        message_id=str(draft.message["Message-ID"]),
        queued_at=now,
        due_at=now,
    )
    session.add(row)
    session.flush()
    return row


def known(session: Session, kind: str, period: str, recipient: str) -> bool:
    """Whether that mail is in the outbox, in whatever state."""
    return queries.known(session, kind, period, recipient) is not None


def waiting(session: Session, kind: str, period: str) -> int:
    """How many mails of that kind and period wait to be sent."""
    return queries.waiting_of(session, kind, period)


def send_waiting(engine: Engine, transport: Transport, *, now: datetime, limit: int | None = None) -> Sent:
    """Send what is due, at most `limit` mails, each in its own two short transactions.

    Where the mail server cannot be reached or lets nobody in, the rest waits. What a dead process left claimed for
    longer than `LEASE` becomes uncertain first. While the mail is paused, everything waits.
    """
    before = _counts(engine)
    with writing(engine) as session:
        for row in queries.abandoned(session, now - LEASE):
            row.state = DeliveryState.UNCERTAIN
            row.error = str(RuleError(INTERRUPTED))
    tried = 0
    while (limit is None or tried < limit) and (claimed := _claim(engine, now)) is not None:
        tried += 1
        if not _send(engine, transport, claimed, now):
            break
    after = _counts(engine)
    return Sent(
        sent=after[DeliveryState.SENT] - before[DeliveryState.SENT],
        failed=after[DeliveryState.FAILED] - before[DeliveryState.FAILED],
        uncertain=after[DeliveryState.UNCERTAIN] - before[DeliveryState.UNCERTAIN],
        waiting=after[DeliveryState.TODO],
    )


@dataclass(frozen=True, slots=True)
class _Claim:
    id: int
    message: EmailMessage
    recipient: str
    attempts: int


def _claim(engine: Engine, now: datetime) -> _Claim | None:
    with writing(engine) as session:
        row = queries.next_due(session, now)
        if row is None or pauses.paused(session, pauses.MAIL):
            return None
        row.state, row.claimed_at, row.attempts = DeliveryState.SENDING, now, row.attempts + 1
        return _Claim(row.id, parsed(row.message), row.recipient, row.attempts)


def _send(engine: Engine, transport: Transport, claimed: _Claim, now: datetime) -> bool:
    """Hand one mail over and note what came of it; whether the next one is worth a try."""
    try:
        transport.send(claimed.message, claimed.recipient)
    except MailError as error:
        after = after_error(error, claimed.attempts)
        _mark(
            engine,
            claimed,
            DeliveryState(after.state.value),
            error=str(error),
            due_at=now + (after.wait or timedelta()),
        )
        return not isinstance(error, MailUnreachableError | MailTrustError | MailLoginError)
    _mark(engine, claimed, DeliveryState.SENT, sent_at=now)
    return True


def _mark(engine: Engine, claimed: _Claim, state: DeliveryState, **values: object) -> None:
    with writing(engine) as session:
        row = session.get_one(models.OutboxMail, claimed.id)
        row.state = state
        for name, value in values.items():
            setattr(row, name, value)


def _counts(engine: Engine) -> dict[DeliveryState, int]:
    with reading(engine) as session:
        return queries.counts(session)


def parsed(message: bytes) -> EmailMessage:
    """A stored mail as a message again, its headers untouched."""
    return message_from_bytes(message, policy=_AS_STORED)
