"""What is frozen and what is sent: editions and the outbox."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.db.types import Base, Id, Sha256
from tracker.domain.delivery import DeliveryState


class EditionKind(StrEnum):
    """Which report an edition is."""

    MONTHLY = "monthly"
    RETROSPECTIVE = "retrospective"


class Edition(Base):
    """One period's report, frozen. `frozen` is its canonical JSON, byte for byte what `sha256` was taken of."""

    __tablename__ = "edition"

    id: Mapped[Id]
    key: Mapped[str] = mapped_column(String(96), unique=True)
    kind: Mapped[EditionKind]
    cut_off: Mapped[date]
    frozen: Mapped[str]
    sha256: Mapped[Sha256]
    frozen_at: Mapped[datetime]


class OutboxMail(Base):
    """One mail to one recipient, once per kind and period; `message` is the whole mail as it goes out."""

    __tablename__ = "outbox"
    __table_args__ = (
        UniqueConstraint("kind", "period", "recipient"),
        CheckConstraint("attempts >= 0", name="attempts_are_counted"),
        CheckConstraint("state NOT IN ('sending', 'sent') OR claimed_at IS NOT NULL", name="claimed_before_sent"),
        Index("ix_outbox_state_due_at", "state", "due_at"),
    )

    id: Mapped[Id]
    kind: Mapped[str] = mapped_column(String(32))
    period: Mapped[str] = mapped_column(String(96))
    recipient: Mapped[str]
    subject: Mapped[str]
    message: Mapped[bytes] = mapped_column(LargeBinary)
    message_id: Mapped[str] = mapped_column(unique=True)
    state: Mapped[DeliveryState] = mapped_column(default=DeliveryState.TODO)
    attempts: Mapped[int] = mapped_column(default=0)
    queued_at: Mapped[datetime]
    due_at: Mapped[datetime]
    claimed_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    error: Mapped[str] = mapped_column(default="")
