"""What a person decides of a mail of which nobody knows whether it arrived."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from tracker.db import models
from tracker.domain.delivery import DeliveryState
from tracker.errors import NotFoundError, RuleError, key
from tracker.services import events
from tracker.services.users import acting, actor_of


class Resolution(StrEnum):
    """What the person found out: it arrived, or it did not and goes again."""

    SENT = "sent"
    AGAIN = "again"


def resolve(session: Session, mail: int, resolution: Resolution, *, by: str, now: datetime) -> models.OutboxMail:
    """Settle an uncertain or failed mail; its Message-ID stays, so that a double would fold into one.

    The event names the mail by its number, never by its address. Raises NotFoundError, or RuleError for a mail that
    waits, is being sent or has arrived.
    """
    user, row = acting(session, by), session.get(models.OutboxMail, mail)
    if row is None:
        raise NotFoundError(
            key("Eine Mail mit der Nummer {subject} gibt es nicht. „tracker send“ zeigt die Nummern."),
            subject=str(mail),
        )
    if row.state not in {DeliveryState.UNCERTAIN, DeliveryState.FAILED}:
        raise RuleError(
            key("Über die Mail {subject} ist nichts zu entscheiden: Sie ist weder unsicher noch gescheitert."),
            subject=str(mail),
        )
    if resolution is Resolution.AGAIN:
        row.state, row.due_at, row.attempts, row.error = DeliveryState.TODO, now, 0, ""
    else:
        row.state, row.sent_at, row.error = DeliveryState.SENT, row.sent_at or now, ""
    payload = {"kind": row.kind, "period": row.period, "finding": resolution.value}
    events.record(session, "mail.resolved", f"mail:{row.id}", payload, actor=actor_of(user), now=now)
    return row
