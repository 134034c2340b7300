"""A promise as volunteers look at it: in its whole answer, with the quote marked and every uncertain reading shown."""

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from tracker.db import models
from tracker.db.queries import council, promises
from tracker.domain.highlight import Piece, around, flowing, repaired_pieces
from tracker.domain.promise import Criterion, PromiseState, Revision
from tracker.domain.questionnaire import Span
from tracker.domain.topic import TopicHint, suggested_topic
from tracker.services.origins import as_read, pages_of
from tracker.services.promise_values import criterion_of, revision_of

WHOLE = 20_000
"""Characters of an answer that are shown around a quote; longer ones are programmes."""


@dataclass(frozen=True, slots=True)
class PromiseView:
    """What a page shows of a promise, and the version by which a change is tied to what was seen.

    `cut_short`: the answer is longer than what is shown. `parts` are the ids of what was cut out of it.
    """

    id: str
    version: int
    state: PromiseState
    body: str
    respondent: str
    revision: Revision
    criterion: Criterion | None
    quote: str
    reading: str
    document: str
    sha256: str
    pages: tuple[int, ...]
    number: str
    question: str
    answer: tuple[Piece, ...]
    cut_short: bool
    uncertain: bool
    topic_hint: TopicHint | None
    decision_note: str
    decided_by: str
    decided_on: date | None
    due_on: date | None
    merged_into: str
    parts: tuple[str, ...]

    @property
    def title(self) -> str:
        """The promise in one line."""
        return self.revision.title


def promise_view(session: Session, promise: models.Promise, zone: ZoneInfo, reach: int = WHOLE) -> PromiseView:
    """The promise with at most `reach` characters of its answer on either side of the quote."""
    answer = promise.statement.answer if promise.statement else None
    question = answer.question if answer else None
    document = as_read(promise.document)
    whole = answer.span if answer else Span(0, len(document.text))
    shown = around(document.text, promise.span, whole, reach)
    asked = " ".join(question.text.split()) if question else ""
    into = session.get(models.Promise, promise.merged_into_id) if promise.merged_into_id else None
    return PromiseView(
        id=promise.public_id,
        version=promise.version,
        state=promise.state,
        body=promise.body_id,
        respondent=promise.respondent.name if promise.respondent else "",
        revision=revision_of(promise),
        criterion=criterion_of(promise),
        quote=promise.quote,
        reading="" if promise.text.split() == promise.quote.split() else promise.text,
        document=document.name,
        sha256=document.sha256,
        pages=tuple(page.number for page in pages_of(promise)),
        number=(answer.number if answer else None) or "",
        question=asked,
        answer=flowing(repaired_pieces(document.text, shown, promise.span, document.edits)),
        cut_short=shown != whole,
        uncertain=promise.uncertain,
        topic_hint=suggested_topic(promise.text, asked),
        decision_note=promise.decision_note,
        decided_by=promise.decided_by.name if promise.decided_by else "",
        decided_on=promise.decided_at.astimezone(zone).date() if promise.decided_at else None,
        due_on=promise.due_on,
        merged_into=into.public_id if into else "",
        parts=tuple(part.public_id for part in promises.parts(session, promise)),
    )


def respondents(session: Session, body: str) -> tuple[tuple[str, str], ...]:
    """Who may have promised: keys and names, for a choice."""
    return tuple((row.key, row.name) for row in council.respondents(session, body))
