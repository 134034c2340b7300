"""Whose answers a document holds, put right by a person: a name that was forgotten or mistyped when it was taken in.

Reading the same bytes again never changes who answered: a person says so, once, for the document, and its answers and
promises follow together. What was read later goes with the corrected answers.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from tracker.db import models
from tracker.db.queries import documents, promises
from tracker.errors import NotFoundError, RuleError, key
from tracker.services import events
from tracker.services.promise_values import mark_edited
from tracker.services.respondents import respondent_named
from tracker.services.users import acting, actor_of

SHORTEST_DIGEST = 8
"""Characters of a checksum that name a document."""


@dataclass(frozen=True, slots=True)
class Attribution:
    """A document whose answers and promises belong to a respondent now; both are empty where they did before."""

    document: models.Document
    respondent: models.Respondent
    answers: tuple[models.Answer, ...]
    promises: tuple[models.Promise, ...]


def attribute(
    session: Session, named: str, respondent: str, *, former: str | None = None, by: str, now: datetime
) -> Attribution:
    """Say whose answers a document holds; saying it again changes nothing.

    `named` is the id of one of its promises, its file name, or the start of its checksum. `former` limits the change to
    the answers under that name; "" means those under no name. Raises RuleError where several answered and `former` does
    not say whose answers are meant, NotFoundError where there is no such document, name or person.
    """
    user, document = acting(session, by), _document(session, named)
    answers = _meant(document, documents.answers(session, document), former)
    target = respondent_named(session, document.body_id, respondent)
    changed = tuple(row for row in answers if row.respondent_id != target.id)
    if not changed:
        return Attribution(document, target, (), ())
    was = sorted({_name(row) for row in changed})
    moved = _moved(session, document, changed, target, now)
    said: dict[str, Any] = {
        "respondent": target.key,
        "name": target.name,
        "was": was,
        "answers": [row.public_id for row in changed],
        "promises": [row.public_id for row in moved],
    }
    events.record(session, "document.attributed", f"document:{document.sha256}", said, actor=actor_of(user), now=now)
    return Attribution(document, target, changed, moved)


def _moved(
    session: Session,
    document: models.Document,
    answers: Sequence[models.Answer],
    target: models.Respondent,
    now: datetime,
) -> tuple[models.Promise, ...]:
    """Give these answers and the promises made in them to the respondent."""
    ids = {row.id for row in answers}
    moved = tuple(p for p in documents.promises(session, document) if p.statement and p.statement.answer_id in ids)
    for answer in answers:
        answer.respondent = target
    for promise in moved:
        promise.respondent = target
        mark_edited(promise, now)
    session.flush()
    return moved


def _document(session: Session, named: str) -> models.Document:
    if named.startswith("p-"):
        return promises.one(session, named).document
    found = documents.called(session, named, shortest=SHORTEST_DIGEST)
    if not found:
        raise NotFoundError(
            key("Ein Dokument „{subject}“ gibt es hier nicht. Es genügt die Kennung eines Versprechens daraus."),
            subject=named,
        )
    if len(found) > 1:
        raise RuleError(
            key("„{subject}“ heißen mehrere Dokumente. Bitte den Anfang der Prüfsumme angeben: {sums}."),
            subject=named,
            sums=", ".join(row.sha256[:SHORTEST_DIGEST] for row in found),
        )
    return found[0]


def _meant(document: models.Document, answers: Sequence[models.Answer], former: str | None) -> list[models.Answer]:
    names = sorted({_name(row) for row in answers})
    if former is None and len(names) > 1:
        raise RuleError(
            key("In „{subject}“ antworten mehrere. Bitte mit --former sagen, wessen Antworten gemeint sind: {names}."),
            subject=document.name,
            names=", ".join(f"„{name}“" for name in names),
        )
    if former is not None and former not in names:
        raise NotFoundError(
            key("In „{document}“ antwortet niemand namens „{subject}“, sondern: {names}."),
            subject=former,
            document=document.name,
            names=", ".join(f"„{name}“" for name in names),
        )
    return [row for row in answers if former is None or _name(row) == former]


def _name(answer: models.Answer) -> str:
    return answer.respondent.name if answer.respondent else ""
