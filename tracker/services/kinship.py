"""Promises that say the same: shown to people beside each other, and merged only by a person.

Two promises of one respondent may be merged into one. What several respondents promise stays several promises, "also
promised by": each is accountable for its own word.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from tracker.db import models
from tracker.db.queries import promises
from tracker.domain.promise import Kinship, PromiseState, move
from tracker.domain.questionnaire import Number
from tracker.errors import RuleError, key
from tracker.extraction.kinship import Kin, Pledge, kin
from tracker.services import events
from tracker.services.users import acting, actor_of

LIVING = (PromiseState.PROPOSED, PromiseState.ACCEPTED)
"""Only these are compared; what was rejected, merged or withdrawn is settled."""


@dataclass(frozen=True, slots=True)
class Relative:
    """Another promise that says the same, how it belongs to this one, and by which words."""

    promise: models.Promise
    kinship: Kinship
    score: float
    shared: tuple[str, ...]


def relatives(session: Session, body: str) -> Mapping[str, list[Relative]]:
    """All relatives in a body by the promise's public id, the surest first; promises without any are left out."""
    rows = {row.public_id: row for row in promises.listing(session, states=LIVING, body=body)}
    found: defaultdict[str, list[Relative]] = defaultdict(list)
    for pair in kin([_pledge(row) for row in rows.values()]):
        for one, other in ((pair.first, pair.second), (pair.second, pair.first)):
            found[one].append(_relative(rows[other], pair))
    return dict(found)


def relatives_of(session: Session, promise: models.Promise) -> list[Relative]:
    """The promises of the same body that say the same as this one, the surest first."""
    return relatives(session, promise.body_id).get(promise.public_id, [])


def merge_promise(session: Session, promise_id: str, into_id: str, *, by: str, now: datetime) -> models.Promise:
    """Settle a proposed promise as the same as another one of its respondent; its source stays readable.

    Merging again into the same changes nothing. Raises RuleError where the promise is already decided, where both are
    one, belong to different respondents or bodies, or where the other is itself settled.
    """
    promise, into, user = promises.one(session, promise_id), promises.one(session, into_id), acting(session, by)
    if promise.merged_into_id == into.id:
        return promise
    _may_merge(promise, into)
    promise.state = move(promise_id, promise.state, PromiseState.MERGED)
    promise.merged_into_id = into.id
    promise.decided_by, promise.decided_at = user, now
    session.flush()
    payload: dict[str, Any] = {"title": promise.title, "state": promise.state.value, "into": into_id}
    events.record(session, "promise.merged", f"promise:{promise_id}", payload, actor=actor_of(user), now=now)
    return promise


def _may_merge(promise: models.Promise, into: models.Promise) -> None:
    if promise.id == into.id:
        raise RuleError(key("{subject} kann nicht mit sich selbst zusammengeführt werden."), subject=promise.public_id)
    if (promise.body_id, promise.respondent_id) != (into.body_id, into.respondent_id):
        raise RuleError(
            key("{subject} und {into} haben Verschiedene zugesagt. Beide bleiben; „auch zugesagt von“ zeigt sie an."),
            subject=promise.public_id,
            into=into.public_id,
        )
    if into.state not in LIVING:
        raise RuleError(
            key("{subject} ist selbst schon erledigt ({state}). Bitte ein Versprechen nennen, das noch gilt."),
            subject=into.public_id,
            state=into.state,
        )


def _pledge(row: models.Promise) -> Pledge:
    numbers = tuple(Number(n["text"], n["value"], n["unit"]) for n in row.numbers)
    respondent = str(row.respondent_id or f"document {row.document_id}")
    return Pledge(row.public_id, respondent, row.title, row.text, row.negated, numbers)


def _relative(row: models.Promise, pair: Kin) -> Relative:
    return Relative(row, pair.kinship, pair.score, pair.shared)
