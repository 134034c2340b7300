"""Mails that wait, and mails that a dead process left behind."""

from datetime import datetime

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from tracker.db.models import OutboxMail
from tracker.domain.delivery import DeliveryState


def known(session: Session, kind: str, period: str, recipient: str) -> OutboxMail | None:
    """The mail of that kind and period to that recipient, in whatever state."""
    return session.scalar(
        select(OutboxMail).where(
            OutboxMail.kind == kind, OutboxMail.period == period, OutboxMail.recipient == recipient
        )
    )


def next_due(session: Session, now: datetime) -> OutboxMail | None:
    """The mail that has waited longest of those that may be sent now."""
    return session.scalar(
        select(OutboxMail)
        .where(OutboxMail.state == DeliveryState.TODO, OutboxMail.due_at <= now)
        .order_by(OutboxMail.due_at, OutboxMail.id)
        .limit(1)
    )


def abandoned(session: Session, before: datetime) -> list[OutboxMail]:
    """Mails claimed before that moment that nobody reported back."""
    return list(
        session.scalars(
            select(OutboxMail)
            .where(OutboxMail.state == DeliveryState.SENDING, OutboxMail.claimed_at < before)
            .order_by(OutboxMail.id)
        )
    )


def troubled(session: Session) -> list[OutboxMail]:
    """Mails that failed, that nobody knows of, or that wait after a try that failed; oldest first."""
    return list(
        session.scalars(
            select(OutboxMail)
            .where(
                or_(
                    OutboxMail.state.in_((DeliveryState.FAILED, DeliveryState.UNCERTAIN)),
                    and_(OutboxMail.state == DeliveryState.TODO, OutboxMail.error != ""),
                )
            )
            .order_by(OutboxMail.id)
        )
    )


def counts(session: Session) -> dict[DeliveryState, int]:
    """How many mails are in each state."""
    rows = session.execute(select(OutboxMail.state, func.count()).group_by(OutboxMail.state))
    return dict.fromkeys(DeliveryState, 0) | dict(rows.all())


def with_message_id(session: Session, message_id: str) -> OutboxMail | None:
    """The mail with that Message-ID."""
    return session.scalar(select(OutboxMail).where(OutboxMail.message_id == message_id))


def waiting_of(session: Session, kind: str, period: str) -> int:
    """How many mails of that kind and period wait to be sent."""
    found = select(func.count()).where(
        OutboxMail.kind == kind, OutboxMail.period == period, OutboxMail.state == DeliveryState.TODO
    )
    return session.scalar(found) or 0


def waiting(session: Session) -> list[OutboxMail]:
    """Every mail that will be sent, in the order in which it is due."""
    found = select(OutboxMail).where(OutboxMail.state == DeliveryState.TODO)
    return list(session.scalars(found.order_by(OutboxMail.due_at, OutboxMail.id)))
