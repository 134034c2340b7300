"""Who is written to. Nothing of this is ever part of the chain of events, so that a subscriber can be erased."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.db.models.council import Meeting
from tracker.db.models.questionnaire import Promise
from tracker.db.types import Base, Id, Json, Sha256
from tracker.domain.subscription import Occasion, Scope


class Subscriber(Base):
    """One address. `unreachable_since`: a mail came back for good; nothing is sent until they ask again."""

    __tablename__ = "subscriber"

    id: Mapped[Id]
    email: Mapped[str] = mapped_column(unique=True)
    language: Mapped[str] = mapped_column(String(8))
    created_at: Mapped[datetime]
    unreachable_since: Mapped[datetime | None]

    subscriptions: Mapped[list["Subscription"]] = relationship(
        back_populates="subscriber", cascade="all, delete-orphan", order_by="Subscription.id"
    )


class Subscription(Base):
    """One wish of a subscriber, and the proof of consent: when they asked, to which words, when they confirmed."""

    __tablename__ = "subscription"
    __table_args__ = (
        UniqueConstraint("subscriber_id", "occasion", "scope", "subject"),
        CheckConstraint("ended_at IS NULL OR confirmed_at IS NOT NULL", name="ends_after_it_began"),
    )

    id: Mapped[Id]
    subscriber_id: Mapped[int] = mapped_column(ForeignKey("subscriber.id"), index=True)
    occasion: Mapped[Occasion]
    scope: Mapped[Scope]
    subject: Mapped[str] = mapped_column(String(160))
    requested_at: Mapped[datetime]
    consent: Mapped[str] = mapped_column(String(16))
    confirmed_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]

    subscriber: Mapped[Subscriber] = relationship(back_populates="subscriptions")


class MailToken(Base):
    """A link in one mail that does one thing: confirm these subscriptions, or end them. Only its hash is kept."""

    __tablename__ = "mail_token"

    id: Mapped[Id]
    token_sha256: Mapped[Sha256] = mapped_column(unique=True)
    subscriber_id: Mapped[int] = mapped_column(ForeignKey("subscriber.id"), index=True)
    confirms: Mapped[bool]
    subscriptions: Mapped[Json]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    used_at: Mapped[datetime | None]

    subscriber: Mapped[Subscriber] = relationship()


class MeetingNotice(Base):
    """That a subscriber was told of a promise on the agenda of a meeting: nobody is told twice."""

    __tablename__ = "meeting_notice"

    subscriber_id: Mapped[int] = mapped_column(ForeignKey("subscriber.id"), primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), primary_key=True)
    promise_id: Mapped[int] = mapped_column(ForeignKey("promise.id"), primary_key=True)
    day: Mapped[date]

    meeting: Mapped[Meeting] = relationship()
    promise: Mapped[Promise] = relationship()
