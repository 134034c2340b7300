"""From a document to the promises found in it. `start` and `end` count characters of the document's text as read."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.db.models.council import Body, LegislativeTerm, Respondent
from tracker.db.models.users import User
from tracker.db.types import Base, Id, Json, PublicId, Sha256
from tracker.domain.promise import Competence, PromiseState
from tracker.domain.questionnaire import Act, Kind, Level, Span, Strength, TermReference, Testability
from tracker.domain.topic import Topic

SPAN = '0 <= start AND start <= "end"'


class Document(Base):
    """One read source; its bytes lie in the file store under their sha256. `edits` are the repairs of its text.

    `pages` and `fragments` lead its characters back to the source (rows as in `tracker.services.origins`); `came_in` is
    the sha256 of the e-mail that it was attached to.
    """

    __tablename__ = "document"

    id: Mapped[Id]
    sha256: Mapped[Sha256] = mapped_column(unique=True)
    body_id: Mapped[str] = mapped_column(ForeignKey("body.id"), index=True)
    term_id: Mapped[int | None] = mapped_column(ForeignKey("legislative_term.id"))
    name: Mapped[str]
    media_type: Mapped[str]
    text: Mapped[str]
    damaged: Mapped[bool]
    umlaut_share: Mapped[float]
    letters: Mapped[int]
    edits: Mapped[Json]
    pages: Mapped[Json] = mapped_column(default=list)
    fragments: Mapped[Json] = mapped_column(default=list, deferred=True)
    came_in: Mapped[Sha256 | None]
    stored_at: Mapped[datetime]

    body: Mapped[Body] = relationship()
    term: Mapped[LegislativeTerm | None] = relationship()


class Question(Base):
    """A question of the association, as it stands in the document."""

    __tablename__ = "question"
    __table_args__ = (UniqueConstraint("document_id", "start", "end"), CheckConstraint(SPAN, name="span"))

    id: Mapped[Id]
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    start: Mapped[int]
    end: Mapped[int]
    number: Mapped[str | None]
    text: Mapped[str]

    @property
    def span(self) -> Span:
        """Where the question stands in its document."""
        return Span(self.start, self.end)


class Answer(Base):
    """One reply to one question."""

    __tablename__ = "answer"
    __table_args__ = (
        UniqueConstraint("document_id", "start", "end"),
        CheckConstraint(SPAN, name="span"),
        CheckConstraint("confidence BETWEEN 0 AND 1", name="confidence"),
    )

    id: Mapped[Id]
    public_id: Mapped[PublicId]
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    question_id: Mapped[int | None] = mapped_column(ForeignKey("question.id"), index=True)
    respondent_id: Mapped[int | None] = mapped_column(ForeignKey("respondent.id"), index=True)
    number: Mapped[str | None]
    start: Mapped[int]
    end: Mapped[int]
    confidence: Mapped[float]

    document: Mapped[Document] = relationship()
    question: Mapped[Question | None] = relationship()
    respondent: Mapped[Respondent | None] = relationship()

    @property
    def span(self) -> Span:
        """Where the answer stands in its document."""
        return Span(self.start, self.end)


class Statement(Base):
    """A stretch of an answer with one act, as the machine read it, with the rule and the words that decided."""

    __tablename__ = "statement"
    __table_args__ = (
        UniqueConstraint("answer_id", "start", "end"),
        CheckConstraint(SPAN, name="span"),
        CheckConstraint("confidence BETWEEN 0 AND 1", name="confidence"),
    )

    id: Mapped[Id]
    answer_id: Mapped[int] = mapped_column(ForeignKey("answer.id"))
    act: Mapped[Act]
    start: Mapped[int]
    end: Mapped[int]
    quote: Mapped[str]
    text: Mapped[str]
    rule: Mapped[str]
    confidence: Mapped[float]
    triggers: Mapped[Json]
    lead_in: Mapped[Json | None]
    uncertain_readings: Mapped[Json]

    answer: Mapped[Answer] = relationship()

    @property
    def span(self) -> Span:
        """Where the statement stands in its document."""
        return Span(self.start, self.end)


class Promise(Base):
    """A tracked commitment. `uncertain` asks a person to look at the act or the reading before accepting it.

    `due_on` is the day of reminder: the deadline's date, or the day on which the named term ends. `version` counts
    changes: two persons who edit the same promise cannot overwrite each other silently. `act` and `topic` are what a
    person says of it; `edited_at` is when a person last changed the wording, the fields or the criterion.
    """

    __tablename__ = "promise"
    __table_args__ = (
        CheckConstraint(SPAN, name="span"),
        CheckConstraint("length(title) BETWEEN 1 AND 300", name="title"),
        CheckConstraint("state <> 'rejected' OR length(decision_note) > 0", name="rejected_with_reason"),
        CheckConstraint("(state = 'proposed') = (decided_by_id IS NULL)", name="decided_by_a_person"),
        CheckConstraint("(state = 'merged') = (merged_into_id IS NOT NULL)", name="merged_into_another"),
    )

    id: Mapped[Id]
    public_id: Mapped[PublicId]
    version: Mapped[int] = mapped_column()
    state: Mapped[PromiseState] = mapped_column(default=PromiseState.PROPOSED)
    statement_id: Mapped[int | None] = mapped_column(ForeignKey("statement.id"), index=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), index=True)
    body_id: Mapped[str] = mapped_column(ForeignKey("body.id"))
    term_id: Mapped[int | None] = mapped_column(ForeignKey("legislative_term.id"))
    respondent_id: Mapped[int | None] = mapped_column(ForeignKey("respondent.id"), index=True)
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("promise.id"))
    title: Mapped[str]
    start: Mapped[int]
    end: Mapped[int]
    quote: Mapped[str]
    text: Mapped[str]
    strength: Mapped[Strength]
    kind: Mapped[Kind]
    testability: Mapped[Testability]
    level: Mapped[Level]
    negated: Mapped[bool] = mapped_column(default=False)
    condition: Mapped[str] = mapped_column(default="")
    deadline_text: Mapped[str] = mapped_column(default="")
    deadline_date: Mapped[date | None]
    deadline_term: Mapped[TermReference | None]
    due_on: Mapped[date | None] = mapped_column(index=True)
    numbers: Mapped[Json]
    bodies: Mapped[Json]
    beneficiaries: Mapped[Json]
    competence: Mapped[Competence] = mapped_column(default=Competence.UNCLEAR)
    topic: Mapped[Topic | None] = mapped_column(index=True)
    act: Mapped[Act] = mapped_column(default=Act.COMMITMENT)
    uncertain: Mapped[bool] = mapped_column(default=False)
    decision_note: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]
    edited_at: Mapped[datetime | None]
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))

    document: Mapped[Document] = relationship()
    statement: Mapped[Statement | None] = relationship()
    body: Mapped[Body] = relationship()
    term: Mapped[LegislativeTerm | None] = relationship()
    respondent: Mapped[Respondent | None] = relationship()
    decided_by: Mapped[User | None] = relationship()
    criterion: Mapped["Criterion | None"] = relationship(back_populates="promise")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  # SQLAlchemy reads it from the class body

    @property
    def span(self) -> Span:
        """Where the promise stands in its document."""
        return Span(self.start, self.end)


class PromiseSplit(Base):
    """A promise that a person cut out of another one; the whole stays as it was read, settled as split."""

    __tablename__ = "promise_split"

    part_id: Mapped[int] = mapped_column(ForeignKey("promise.id"), primary_key=True)
    whole_id: Mapped[int] = mapped_column(ForeignKey("promise.id"), index=True)


class Criterion(Base):
    """When a promise counts as fulfilled, written by a person before evidence is judged."""

    __tablename__ = "criterion"

    id: Mapped[Id]
    promise_id: Mapped[int] = mapped_column(ForeignKey("promise.id"), unique=True)
    fulfilled_if: Mapped[str]
    partly_if: Mapped[str] = mapped_column(default="")
    not_fulfilled_if: Mapped[str] = mapped_column(default="")
    where_to_look: Mapped[str] = mapped_column(default="")
    next_review: Mapped[date | None]
    written_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    written_at: Mapped[datetime]

    promise: Mapped[Promise] = relationship(back_populates="criterion")
