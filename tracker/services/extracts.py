"""What a document says becomes rows: document, questions, answers, statements, proposed promises.

Everything is found again by its stretch of the text (`same_stretch`), so reading a document twice stores it once, also
where improved rules cut it a little differently. Rows that people decided on are never touched.
"""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any, Protocol, TypeVar

from sqlalchemy.orm import Session

from tracker.db import models
from tracker.db.ids import answer_id, promise_id
from tracker.db.queries import documents
from tracker.domain.council import LegislativeTerm
from tracker.domain.questionnaire import (
    Answer,
    Commitment,
    Deadline,
    Document,
    Edit,
    Extraction,
    Span,
    Statement,
    same_stretch,
)
from tracker.errors import RuleError, key
from tracker.services.deadlines import reminder
from tracker.services.origins import fragment_rows, page_rows
from tracker.services.respondents import respondent_named


def store_document(
    session: Session,
    source: Document,
    body_id: str,
    term_id: int | None,
    *,
    came_in: str | None = None,
    now: datetime,
) -> tuple[models.Document, bool]:
    """The row of these bytes, and whether it is new. `came_in` is the hash of the e-mail that they were attached to.

    Raises RuleError where another body has them.
    """
    known = documents.by_sha256(session, source.sha256)
    if known is not None and known.body_id != body_id:
        raise RuleError(
            key("„{subject}“ ist schon bei {body} eingelesen und kann nicht noch einer Körperschaft gehören."),
            subject=source.name,
            body=known.body_id,
        )
    if known is not None:
        if known.text == source.text and not known.fragments:  # stored before places were kept
            known.pages, known.fragments = page_rows(source.pages), fragment_rows(source.fragments)
        return known, False
    row = models.Document(
        sha256=source.sha256,
        body_id=body_id,
        term_id=term_id,
        name=source.name,
        media_type=source.media_type,
        text=source.text,
        damaged=source.damage.damaged,
        umlaut_share=source.damage.umlaut_share,
        letters=source.damage.letters,
        edits=[_edit(edit) for edit in source.edits],
        pages=page_rows(source.pages),
        fragments=fragment_rows(source.fragments),
        came_in=came_in,
        stored_at=now,
    )
    session.add(row)
    session.flush()
    return row, True


def store_answers(session: Session, document: models.Document, extraction: Extraction) -> dict[str, models.Answer]:
    """The row of each extracted answer, by the extraction's id."""
    stored = documents.answers(session, document)
    questions = documents.questions(session, document)
    found: dict[str, models.Answer] = {}
    for answer in extraction.answers:
        row = _same(stored, answer.span)
        if row is None:
            question = _question(document, answer, questions) if answer.question else None
            row = _new_answer(session, document, answer, question)
            session.add(row)
            stored.append(row)
        found[answer.id] = row
    session.flush()
    return found


def store_statements(
    session: Session, document: models.Document, extraction: Extraction, answers: dict[str, models.Answer]
) -> list[tuple[Statement, models.Statement]]:
    """Each extracted statement with its row. What the machine thinks of it today replaces what it thought then."""
    stored = documents.statements(session, document)
    pairs = []
    for statement in extraction.statements:
        row = _same(stored, statement.span)
        if row is None:
            row = models.Statement(
                answer=answers[statement.answer], **plain(statement.span), quote=statement.quote, text=statement.text
            )
            stored.append(row)
        row.act = statement.act
        row.rule = statement.rule
        row.confidence = statement.confidence
        row.triggers = [plain(span) for span in statement.triggers]
        row.lead_in = plain(statement.lead_in) if statement.lead_in else None
        row.uncertain_readings = [
            {**plain(r.span), "reading": r.reading, "alternative": r.alternative} for r in statement.uncertain_readings
        ]
        session.add(row)
        pairs.append((statement, row))
    session.flush()
    return pairs


def store_promises(
    session: Session,
    document: models.Document,
    statements: Sequence[tuple[Statement, models.Statement]],
    *,
    now: datetime,
) -> tuple[list[models.Promise], int]:
    """The promises that are new, and how many were known in whatever state."""
    stored = documents.promises(session, document)
    new: list[models.Promise] = []
    known = 0
    for statement, row in statements:
        if statement.commitment is None:
            continue
        if _same(stored, statement.span):
            known += 1
            continue
        promise = _new_promise(document, row, statement, statement.commitment, now)
        session.add(promise)
        stored.append(promise)
        new.append(promise)
    session.flush()
    return new, known


def plain(span: Span) -> dict[str, int]:
    """A span as it stands in rows and JSON."""
    return {"start": span.start, "end": span.end}


def _edit(edit: Edit) -> dict[str, Any]:
    return {**plain(edit.span), **{name: value for name, value in asdict(edit).items() if name != "span"}}


class _Stretch(Protocol):
    @property
    def span(self) -> Span: ...


_Found = TypeVar("_Found", bound=_Stretch)


def _same(rows: Sequence[_Found], span: Span) -> _Found | None:
    """The stored row that stands for this stretch; the one that shares most of it where there are several."""
    candidates = [row for row in rows if same_stretch(row.span, span)]
    return max(candidates, key=lambda row: row.span.overlap(span), default=None)


def _question(document: models.Document, answer: Answer, known: list[models.Question]) -> models.Question | None:
    """The question that was asked; the answers of several respondents share it."""
    if answer.question is None:
        return None
    row = _same(known, answer.question)
    if row is None:
        row = models.Question(
            document_id=document.id,
            **plain(answer.question),
            number=answer.number,
            text=answer.question.of(document.text),
        )
        known.append(row)
    return row


def _new_answer(
    session: Session, document: models.Document, answer: Answer, question: models.Question | None
) -> models.Answer:
    respondent = respondent_named(session, document.body_id, answer.respondent) if answer.respondent else None
    return models.Answer(
        public_id=answer_id(document.sha256, answer.span),
        document=document,
        question=question,
        respondent=respondent,
        number=answer.number,
        **plain(answer.span),
        confidence=answer.confidence,
    )


def _new_promise(
    document: models.Document, row: models.Statement, statement: Statement, found: Commitment, now: datetime
) -> models.Promise:
    deadline = found.deadline
    return models.Promise(
        public_id=promise_id(document.sha256, statement.span),
        statement=row,
        document=document,
        body_id=document.body_id,
        term_id=document.term_id,
        respondent=row.answer.respondent,
        title=found.title,
        **plain(statement.span),
        quote=statement.quote,
        text=statement.text,
        strength=found.strength,
        kind=found.kind,
        testability=found.testability,
        level=found.level,
        negated=found.negated,
        condition=found.condition.of(document.text) if found.condition else "",
        deadline_text=deadline.text if deadline else "",
        deadline_date=deadline.date if deadline else None,
        deadline_term=deadline.term if deadline else None,
        due_on=_due_on(document, deadline, now.date()) if deadline else None,
        numbers=[asdict(number) for number in found.numbers],
        bodies=list(found.bodies),
        beneficiaries=list(found.beneficiaries),
        uncertain=bool(statement.uncertain_readings),
        created_at=now,
    )


def _due_on(document: models.Document, deadline: Deadline, today: date) -> date | None:
    terms = [_term(row) for row in document.body.terms]
    return reminder(deadline, terms, _term(document.term) if document.term else None, today)


def _term(row: models.LegislativeTerm) -> LegislativeTerm:
    return LegislativeTerm(row.key, row.name, row.start_date, row.end_date)
