"""What others say: the reply of a respondent, corrections, tips of readers, and the second look at a decision."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.db.models.questionnaire import Promise
from tracker.db.models.review import Assessment
from tracker.db.models.users import User
from tracker.db.types import Base, Id, PublicId, Sha256
from tracker.domain.assessment import Outcome
from tracker.domain.questionnaire import Act, Testability
from tracker.domain.tip import TipKind, TipState


class Reply(Base):
    """The respondent's right of reply to one assessment: asked on a day, due on another, the text verbatim.

    `token_hash` is the sha256 of the secret in the link; nobody can read the link back from here.
    """

    __tablename__ = "reply"
    __table_args__ = (CheckConstraint("(replied_at IS NULL) = (length(text) = 0)", name="says_something"),)

    id: Mapped[Id]
    public_id: Mapped[PublicId]
    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id"), unique=True)
    token_hash: Mapped[Sha256] = mapped_column(unique=True)
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    asked_at: Mapped[datetime]
    due_on: Mapped[date]
    sent_to: Mapped[str] = mapped_column(default="")
    text: Mapped[str] = mapped_column(default="")
    signed: Mapped[str] = mapped_column(default="")
    replied_at: Mapped[datetime | None]

    assessment: Mapped[Assessment] = relationship()
    asked_by: Mapped[User] = relationship()


class Correction(Base):
    """A public, dated correction of what was said of a promise."""

    __tablename__ = "correction"
    __table_args__ = (CheckConstraint("length(text) > 0", name="says_something"),)

    id: Mapped[Id]
    public_id: Mapped[PublicId]
    promise_id: Mapped[int] = mapped_column(ForeignKey("promise.id"), index=True)
    assessment_id: Mapped[int | None] = mapped_column(ForeignKey("assessment.id"))
    day: Mapped[date]
    text: Mapped[str]
    by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    at: Mapped[datetime]

    promise: Mapped[Promise] = relationship()
    by: Mapped[User] = relationship()


class Tip(Base):
    """What a reader sent in. `contact` is erased with the answer; text and contact are in no event."""

    __tablename__ = "tip"
    __table_args__ = (
        CheckConstraint("(state = 'open') = (answered_by_id IS NULL)", name="answered_by_a_person"),
        CheckConstraint("state = 'open' OR length(answer) > 0", name="answered_with_words"),
        Index("ix_tip_state_received_at", "state", "received_at"),
    )

    id: Mapped[Id]
    public_id: Mapped[PublicId]
    promise_id: Mapped[int] = mapped_column(ForeignKey("promise.id"), index=True)
    kind: Mapped[TipKind]
    state: Mapped[TipState] = mapped_column(default=TipState.OPEN)
    text: Mapped[str]
    url: Mapped[str] = mapped_column(default="")
    contact: Mapped[str] = mapped_column(default="")
    sender: Mapped[str] = mapped_column(String(64), default="", index=True)
    received_at: Mapped[datetime]
    answer: Mapped[str] = mapped_column(default="")
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    answered_at: Mapped[datetime | None]

    promise: Mapped[Promise] = relationship()
    answered_by: Mapped[User | None] = relationship()


class Coding(Base):
    """What a second person who did not see the first verdict says of a promise, and how differences were settled."""

    __tablename__ = "coding"
    __table_args__ = (
        UniqueConstraint("promise_id", "by_id"),
        CheckConstraint("(settled_at IS NULL) = (settled_by_id IS NULL)", name="settled_by_a_person"),
        CheckConstraint("(settled_at IS NULL) = (length(settlement) = 0)", name="settled_with_words"),
    )

    id: Mapped[Id]
    public_id: Mapped[PublicId]
    promise_id: Mapped[int] = mapped_column(ForeignKey("promise.id"))
    by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    at: Mapped[datetime]
    act: Mapped[Act]
    testability: Mapped[Testability]
    outcome: Mapped[Outcome | None]
    codebook: Mapped[str] = mapped_column(String(16), default="")
    note: Mapped[str] = mapped_column(default="")
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    settled_at: Mapped[datetime | None]
    settlement: Mapped[str] = mapped_column(default="")

    promise: Mapped[Promise] = relationship()
    by: Mapped[User] = relationship(foreign_keys=[by_id])
    settled_by: Mapped[User | None] = relationship(foreign_keys=[settled_by_id])


class Received(Base):
    """A file that somebody sent through the browser; its bytes lie in the file store, no row tells what it says yet."""

    __tablename__ = "received_file"

    id: Mapped[Id]
    sha256: Mapped[Sha256] = mapped_column(unique=True)
    name: Mapped[str]
    by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    at: Mapped[datetime]

    by: Mapped[User] = relationship()
