"""What the machine suggests and what people say of it: links, checks, sources and assessments."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, String, Table, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.db.models.council import CouncilItem
from tracker.db.models.questionnaire import Promise
from tracker.db.models.users import User
from tracker.db.types import Base, Id, Json, PublicId, Sha256, listed
from tracker.domain.assessment import (
    FINAL,
    AssessmentState,
    CheckFinding,
    Effort,
    EvidenceRank,
    Outcome,
    ReasonCode,
    Role,
)
from tracker.domain.link import Judgement


class Link(Base):
    """A suggested pair of a promise and a council item, once per pair.

    `model` names the version of the matching that scored it. `background` items are older than the promise's term:
    they are context, never evidence. The judgement is the latest of `history`; nobody's judgement is ever removed.
    """

    __tablename__ = "link"
    __table_args__ = (
        UniqueConstraint("promise_id", "item_id"),
        CheckConstraint("score BETWEEN 0 AND 1", name="score"),
        CheckConstraint("(judgement = 'unreviewed') = (judged_by_id IS NULL)", name="judged_by_a_person"),
        CheckConstraint("(judged_by_id IS NULL) = (judged_at IS NULL)", name="judged_at_a_time"),
        Index("ix_link_judgement_score", "judgement", "score"),
        Index("ix_link_judgement_promise_id", "judgement", "promise_id"),
    )

    id: Mapped[Id]
    public_id: Mapped[PublicId]
    promise_id: Mapped[int] = mapped_column(ForeignKey("promise.id"))
    item_id: Mapped[int] = mapped_column(ForeignKey("council_item.id"), index=True)
    score: Mapped[float]
    model: Mapped[str] = mapped_column(String(64))
    reasons: Mapped[Json]
    passage: Mapped[Json | None]
    background: Mapped[bool] = mapped_column(default=False)
    judgement: Mapped[Judgement] = mapped_column(default=Judgement.UNREVIEWED)
    judged_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    judged_at: Mapped[datetime | None]
    created_at: Mapped[datetime]

    promise: Mapped[Promise] = relationship()
    item: Mapped[CouncilItem] = relationship()
    judged_by: Mapped[User | None] = relationship()
    history: Mapped[list["LinkJudgement"]] = relationship(back_populates="link", order_by="LinkJudgement.id")


class LinkJudgement(Base):
    """One judgement of a link; `item_hash` is the content that the person saw, `undone_at` when it was taken back."""

    __tablename__ = "link_judgement"
    __table_args__ = (CheckConstraint("judgement <> 'unreviewed'", name="says_something"),)

    id: Mapped[Id]
    link_id: Mapped[int] = mapped_column(ForeignKey("link.id"), index=True)
    judgement: Mapped[Judgement]
    by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    at: Mapped[datetime]
    note: Mapped[str] = mapped_column(default="")
    item_hash: Mapped[Sha256]
    undone_at: Mapped[datetime | None]

    link: Mapped[Link] = relationship(back_populates="history")
    by: Mapped[User] = relationship()


class Claim(Base):
    """A link that lies before a person until a moment, so that two do not look at the same; `later` puts it off.

    A row of the desk, no event: it expires by itself.
    """

    __tablename__ = "claim"

    link_id: Mapped[int] = mapped_column(ForeignKey("link.id"), primary_key=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), primary_key=True)
    until: Mapped[datetime]
    later: Mapped[bool] = mapped_column(default=False)


class Check(Base):
    """On `day` a person looked in `sources` for a promise and found something or nothing."""

    __tablename__ = "promise_check"

    id: Mapped[Id]
    public_id: Mapped[PublicId]
    promise_id: Mapped[int] = mapped_column(ForeignKey("promise.id"), index=True)
    day: Mapped[date]
    finding: Mapped[CheckFinding]
    sources: Mapped[str] = mapped_column(default="")
    by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    at: Mapped[datetime]

    promise: Mapped[Promise] = relationship()
    by: Mapped[User] = relationship()


class Source(Base):
    """A stored copy of what a person brings as evidence; its bytes lie in the file store under their sha256."""

    __tablename__ = "source"
    __table_args__ = (UniqueConstraint("promise_id", "sha256"),)

    id: Mapped[Id]
    public_id: Mapped[PublicId]
    promise_id: Mapped[int] = mapped_column(ForeignKey("promise.id"))
    kind: Mapped[EvidenceRank]
    title: Mapped[str]
    day: Mapped[date]
    url: Mapped[str] = mapped_column(default="")
    sha256: Mapped[Sha256]
    added_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    added_at: Mapped[datetime]

    promise: Mapped[Promise] = relationship()
    added_by: Mapped[User] = relationship()


assessment_link = Table(
    "assessment_link",
    Base.metadata,
    Column("assessment_id", ForeignKey("assessment.id"), primary_key=True),
    Column("link_id", ForeignKey("link.id"), primary_key=True),
)
"""The judged links that an assessment leans on."""

assessment_source = Table(
    "assessment_source",
    Base.metadata,
    Column("assessment_id", ForeignKey("assessment.id"), primary_key=True),
    Column("source_id", ForeignKey("source.id"), primary_key=True),
)
"""The sources that an assessment leans on."""


class Assessment(Base):
    """A dated, signed finding. The database itself refuses a final outcome that its proposer confirmed.

    `single_person` marks a confirmation under the rule of a one-person team; public pages say so. `codebook` is the
    version of the rules by which it was found. A published one that is taken back is `returned`, with `returned_at`.
    """

    __tablename__ = "assessment"
    __table_args__ = (
        CheckConstraint(
            f"confirmed_by_id IS NULL OR confirmed_by_id <> proposed_by_id OR single_person "
            f"OR outcome NOT IN ({listed(FINAL)})",
            name="second_person",
        ),
        CheckConstraint(
            "state NOT IN ('confirmed', 'published', 'superseded') OR confirmed_by_id IS NOT NULL",
            name="confirmed_by_a_person",
        ),
        CheckConstraint(
            "state NOT IN ('published', 'superseded') OR published_at IS NOT NULL", name="published_at_a_time"
        ),
        CheckConstraint("state <> 'returned' OR length(return_reason) > 0", name="returned_with_reason"),
        CheckConstraint("outcome <> 'not_testable' OR length(reason) > 0", name="not_testable_with_reason"),
        CheckConstraint(
            "outcome NOT IN ('stalled', 'not_fulfilled') OR reason_code IS NOT NULL", name="says_what_stopped_it"
        ),
    )

    id: Mapped[Id]
    public_id: Mapped[PublicId]
    version: Mapped[int] = mapped_column()
    promise_id: Mapped[int] = mapped_column(ForeignKey("promise.id"), index=True)
    state: Mapped[AssessmentState] = mapped_column(default=AssessmentState.PROPOSED)
    outcome: Mapped[Outcome]
    effort: Mapped[Effort] = mapped_column(default=Effort.NONE_KNOWN)
    role: Mapped[Role] = mapped_column(default=Role.UNKNOWN)
    reason_code: Mapped[ReasonCode | None]
    reason: Mapped[str] = mapped_column(default="")
    late: Mapped[bool] = mapped_column(default=False)
    effective: Mapped[date]
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    proposed_at: Mapped[datetime]
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    confirmed_at: Mapped[datetime | None]
    published_at: Mapped[datetime | None] = mapped_column(index=True)
    single_person: Mapped[bool] = mapped_column(default=False)
    returned_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    return_reason: Mapped[str] = mapped_column(default="")
    returned_at: Mapped[datetime | None]
    codebook: Mapped[str] = mapped_column(String(16), default="")

    promise: Mapped[Promise] = relationship()
    proposed_by: Mapped[User] = relationship(foreign_keys=[proposed_by_id])
    confirmed_by: Mapped[User | None] = relationship(foreign_keys=[confirmed_by_id])
    links: Mapped[list[Link]] = relationship(secondary=assessment_link)
    sources: Mapped[list[Source]] = relationship(secondary=assessment_source)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  # SQLAlchemy reads it from the class body
