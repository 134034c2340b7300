"""Correcting promises: other words and fields, cutting one into several, withdrawing, taking a decision back.

Nothing is erased: what was is in the chain of events, what is settled keeps its row.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from tracker.db import models
from tracker.db.ids import promise_id as new_id
from tracker.db.queries import promises
from tracker.domain.highlight import plain, repaired_pieces
from tracker.domain.promise import Criterion, PromiseState, Revision, move, reopened
from tracker.domain.questionnaire import Act, Span
from tracker.errors import RuleError, key
from tracker.services import events
from tracker.services.cuts import cut, shortened
from tracker.services.origins import as_read
from tracker.services.promise_values import criterion_of, payload, revise, unchanged
from tracker.services.review import accept_promise, reject_promise, write_criterion
from tracker.services.users import acting, actor_of


@dataclass(frozen=True, slots=True)
class Seen:
    """What the person saw when deciding: the promise's version, and why it is changed, in a sentence."""

    version: int | None = None
    note: str = ""


def edit_promise(
    session: Session, promise_id: str, revision: Revision, *, by: str, now: datetime, seen: Seen
) -> models.Promise:
    """Correct the wording or the fields. Once the promise is accepted, readers are told why.

    Raises RuleError without a reason where one is needed, ConflictError where somebody else changed it meanwhile.
    """
    promise, user = unchanged(session, promise_id, seen.version), acting(session, by)
    if promise.state is PromiseState.ACCEPTED and not seen.note.strip():
        raise RuleError(
            key("{subject} ist schon angenommen. Bitte schreiben Sie dazu, warum Sie es ändern."), subject=promise_id
        )
    if not revise(session, promise, revision, now):
        return promise
    session.flush()
    said: dict[str, Any] = {**payload(promise), "note": seen.note.strip()}
    events.record(session, "promise.edited", f"promise:{promise_id}", said, actor=actor_of(user), now=now)
    return promise


def accept_revised(
    session: Session,
    promise_id: str,
    revision: Revision,
    criterion: Criterion,
    *,
    by: str,
    now: datetime,
    seen: Seen,
) -> models.Promise:
    """Correct and accept a proposed promise in one step, which is one event."""
    promise = unchanged(session, promise_id, seen.version)
    if promise.state is PromiseState.PROPOSED:
        revise(session, promise, revision, now)
    return accept_promise(session, promise_id, criterion, by=by, now=now)


def reject_as(
    session: Session, promise_id: str, act: Act, reason: str, *, by: str, now: datetime, seen: Seen
) -> models.Promise:
    """Reject a proposed promise and say what the statement is instead: a position, an appeal."""
    promise = unchanged(session, promise_id, seen.version)
    if promise.state is PromiseState.PROPOSED:
        promise.act = act
    return reject_promise(session, promise_id, reason, by=by, now=now)


def change_criterion(
    session: Session, promise_id: str, criterion: Criterion, *, by: str, now: datetime, seen: Seen
) -> models.Promise:
    """Word the criterion of an accepted promise anew; the former one stays readable as a revision.

    Raises RuleError without a reason, ConflictError where somebody else changed the promise meanwhile.
    """
    promise, user = unchanged(session, promise_id, seen.version), acting(session, by)
    if promise.state is not PromiseState.ACCEPTED:
        raise RuleError(key("Versprechen {subject} ist nicht angenommen."), subject=promise_id)
    if criterion_of(promise) == criterion:
        return promise
    if not criterion.fulfilled_if.strip() or not seen.note.strip():
        raise RuleError(
            key("Ein geänderter Prüfmaßstab braucht „umgesetzt, wenn …“ und einen Grund für die Änderung."),
            subject=promise_id,
        )
    write_criterion(session, promise, criterion, user, now)
    said: dict[str, Any] = {**payload(promise), "note": seen.note.strip()}
    events.record(session, "criterion.changed", f"promise:{promise_id}", said, actor=actor_of(user), now=now)
    return promise


def split_promise(
    session: Session, promise_id: str, parts: Sequence[str], *, by: str, now: datetime, version: int | None = None
) -> list[models.Promise]:
    """Cut a proposed promise into several, each a stretch of its quote; the whole is settled as split.

    `parts` are the stretches as they stand in the quote, in its order. Splitting again into the same parts finds them.
    Raises RuleError for fewer than two parts, for words that do not stand in the quote, or where it is decided already.
    """
    whole, user = unchanged(session, promise_id, version), acting(session, by)
    spans = cut(whole.public_id, whole.quote, whole.start, parts)
    known = promises.parts(session, whole)
    if [row.span for row in known] == spans:
        return known
    settled = move(promise_id, whole.state, PromiseState.REJECTED)
    found = [_part(session, whole, span, now) for span in spans]
    whole.state, whole.decided_by, whole.decided_at = settled, user, now
    whole.decision_note = "Geteilt in " + ", ".join(row.public_id for row in found) + "."
    session.flush()
    session.add_all(models.PromiseSplit(part_id=row.id, whole_id=whole.id) for row in found)
    said: dict[str, Any] = {**payload(whole), "parts": [_told(row) for row in found]}
    events.record(session, "promise.split", f"promise:{promise_id}", said, actor=actor_of(user), now=now)
    return found


def _told(row: models.Promise) -> dict[str, Any]:
    return {"id": row.public_id, "title": row.title, "quote": row.quote, "start": row.start, "end": row.end}


_COPIED = (
    *("statement", "document", "body_id", "term_id", "respondent", "strength", "kind", "testability", "level"),
    *("negated", "condition", "deadline_text", "deadline_date", "deadline_term", "due_on", "topic", "uncertain"),
)
"""What a part shares with the whole."""


def _part(session: Session, whole: models.Promise, span: Span, now: datetime) -> models.Promise:
    """A proposed promise like the whole, with a stretch of its own. Its statement stays the full sentence."""
    document = whole.document
    quote, edits = span.of(document.text), as_read(document).edits
    row = models.Promise(
        public_id=new_id(document.sha256, span),
        title=shortened(quote),
        start=span.start,
        end=span.end,
        quote=quote,
        text=plain(repaired_pieces(document.text, span, span, edits)),
        numbers=[number for number in whole.numbers if number["text"] in quote],
        bodies=[name for name in whole.bodies if name in quote],
        beneficiaries=[name for name in whole.beneficiaries if name in quote],
        created_at=now,
        **{name: getattr(whole, name) for name in _COPIED},
    )
    session.add(row)
    return row


def withdraw_promise(
    session: Session, promise_id: str, note: str, *, by: str, now: datetime, version: int | None = None
) -> models.Promise:
    """Stop tracking an accepted promise, with a note that stays public; nothing is deleted.

    Raises RuleError without a note, or where the promise is not accepted.
    """
    promise, user = unchanged(session, promise_id, version), acting(session, by)
    if not note.strip():
        raise RuleError(key("Bitte geben Sie an, warum {subject} zurückgezogen wird."), subject=promise_id)
    state = move(promise_id, promise.state, PromiseState.WITHDRAWN)
    if promise.state is state:
        return promise
    promise.state, promise.decision_note = state, note.strip()
    session.flush()
    said: dict[str, Any] = {**payload(promise), "note": note.strip()}
    events.record(session, "promise.withdrawn", f"promise:{promise_id}", said, actor=actor_of(user), now=now)
    return promise


def reopen_promise(
    session: Session, promise_id: str, note: str, *, by: str, now: datetime, version: int | None = None
) -> models.Promise:
    """Take a decision back: rejected and merged ones are proposed again, withdrawn ones accepted again.

    Raises RuleError without a note, or where there is nothing to take back.
    """
    promise, user = unchanged(session, promise_id, version), acting(session, by)
    if not note.strip():
        raise RuleError(key("Bitte geben Sie an, warum die Entscheidung zurückgenommen wird."), subject=promise_id)
    if promises.parts(session, promise):
        raise RuleError(
            key("{subject} wurde geteilt; seine Teile stehen für sich. Bitte diese bearbeiten."), subject=promise_id
        )
    promise.state = reopened(promise_id, promise.state)
    if promise.state is PromiseState.PROPOSED:
        promise.decided_by, promise.decided_at, promise.decision_note = None, None, ""
        promise.merged_into_id, promise.act = None, Act.COMMITMENT
    session.flush()
    said: dict[str, Any] = {**payload(promise), "note": note.strip()}
    events.record(session, "promise.reopened", f"promise:{promise_id}", said, actor=actor_of(user), now=now)
    return promise
