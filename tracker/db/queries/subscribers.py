"""Subscribers, their wishes, the links in their mails, and what promises belong to."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session, joinedload, selectinload

from tracker.db.models import (
    MailToken,
    MeetingNotice,
    OutboxMail,
    Promise,
    Respondent,
    Subscriber,
    Subscription,
    User,
)
from tracker.domain.delivery import DeliveryState
from tracker.domain.promise import PromiseState
from tracker.domain.subscription import Facet, Occasion


def addressed(session: Session, email: str) -> Subscriber | None:
    """The subscriber with that address."""
    return session.scalar(select(Subscriber).where(Subscriber.email == email))


def wanting(session: Session, occasion: Occasion) -> list[Subscriber]:
    """Subscribers that can be reached and have confirmed a wish for that occasion, in the order in which they came."""
    confirmed = select(Subscription.subscriber_id).where(
        Subscription.occasion == occasion, Subscription.confirmed_at.is_not(None), Subscription.ended_at.is_(None)
    )
    return list(
        session.scalars(
            select(Subscriber)
            .options(selectinload(Subscriber.subscriptions))
            .where(Subscriber.id.in_(confirmed), Subscriber.unreachable_since.is_(None))
            .order_by(Subscriber.id)
        )
    )


def token(session: Session, digest: str, *, confirms: bool) -> MailToken | None:
    """The link with that hash, where it does this thing."""
    found = select(MailToken).where(MailToken.token_sha256 == digest, MailToken.confirms == confirms)
    return session.scalar(found.options(joinedload(MailToken.subscriber).selectinload(Subscriber.subscriptions)))


def facets(session: Session) -> dict[str, Facet]:
    """What every promise that counts belongs to, by its public id."""
    rows = session.execute(
        select(Promise.public_id, Promise.body_id, Respondent.key, Promise.topic)
        .outerjoin(Respondent, Promise.respondent_id == Respondent.id)
        .where(Promise.state == PromiseState.ACCEPTED)
    )
    return {
        promise: Facet(promise, body, respondent or "", topic.value if topic else "")
        for promise, body, respondent, topic in rows
    }


def unconfirmed_before(session: Session, moment: datetime) -> list[Subscription]:
    """Wishes asked for before then and never confirmed."""
    found = select(Subscription).where(Subscription.confirmed_at.is_(None), Subscription.requested_at < moment)
    return list(session.scalars(found.options(joinedload(Subscription.subscriber))))


def forget_mail_to(session: Session, address: str) -> None:
    """Remove every mail to the address that is not being sent at this moment."""
    session.execute(
        delete(OutboxMail).where(OutboxMail.recipient == address, OutboxMail.state != DeliveryState.SENDING)
    )


def forget_links_of(session: Session, subscriber: Subscriber) -> None:
    """Remove the links in a subscriber's mails, and what they were told of."""
    session.execute(delete(MailToken).where(MailToken.subscriber_id == subscriber.id))
    session.execute(delete(MeetingNotice).where(MeetingNotice.subscriber_id == subscriber.id))


def is_user(session: Session, address: str) -> bool:
    """Whether somebody who works here has that address."""
    return session.scalar(select(User.id).where(User.email == address)) is not None


def mails_of(session: Session, kind: str, address: str) -> list[OutboxMail]:
    """The mails of that kind that went out to the address."""
    found = select(OutboxMail).where(
        OutboxMail.kind == kind, OutboxMail.recipient == address, OutboxMail.state == DeliveryState.SENT
    )
    return list(session.scalars(found))
