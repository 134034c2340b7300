"""The promises that counted at a moment, and what they said then.

Rows hold the present; where a person changed one later, the events before the moment say how it stood.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, defer, joinedload

from tracker.db.models import Answer, Document, Event, Promise, Statement
from tracker.domain.audit import instant
from tracker.domain.promise import PromiseState

_SUBJECT = "promise:"


@dataclass(frozen=True, slots=True)
class Stood:
    """A promise that counted, since when, and what it said where that is no longer what the row says."""

    row: Promise
    accepted_at: datetime
    said: Mapping[str, Any]


def accepted(session: Session, until: datetime, body: str | None = None) -> list[Stood]:
    """Promises that counted at `until` (exclusive), in the order in which they were accepted."""
    changed = _changed_since(session, until)
    counted = (Promise.state == PromiseState.ACCEPTED) & (Promise.decided_at < until)
    query = (
        select(Promise)
        .options(
            joinedload(Promise.respondent),
            joinedload(Promise.document).load_only(Document.name, Document.sha256),  # never its whole text
            joinedload(Promise.statement)
            .load_only(Statement.answer_id)
            .joinedload(Statement.answer)
            .load_only(Answer.question_id)
            .joinedload(Answer.question),
            *(defer(column) for column in (Promise.numbers, Promise.bodies, Promise.beneficiaries)),
        )
        .where(or_(counted, Promise.public_id.in_(changed)))
    )
    rows = session.scalars(query.where(Promise.body_id == body) if body else query)
    found = (_then(session, row, until) if row.public_id in changed else _now(row) for row in rows)
    return sorted((one for one in found if one), key=lambda one: (one.accepted_at, one.row.id))


def _changed_since(session: Session, until: datetime) -> set[str]:
    """The public ids of promises of which something was recorded since."""
    subjects = session.scalars(
        select(Event.subject).where(Event.at >= instant(until), Event.subject.startswith(_SUBJECT)).distinct()
    )
    return {subject.removeprefix(_SUBJECT) for subject in subjects}


def _now(row: Promise) -> Stood | None:
    return Stood(row, row.decided_at, {}) if row.decided_at else None


def _then(session: Session, row: Promise, until: datetime) -> Stood | None:
    """The promise as the events before the moment tell it; None where it did not count then."""
    state, since = PromiseState.PROPOSED, None
    said: Mapping[str, Any] = {}
    for event in session.scalars(
        select(Event)
        .where(Event.subject == f"{_SUBJECT}{row.public_id}", Event.at < instant(until))
        .order_by(Event.seq)
    ):
        payload = json.loads(event.payload)
        said = payload if "title" in payload else said
        after = _state(event.kind, payload) or state
        if after is PromiseState.ACCEPTED and state is not after:
            since = datetime.fromisoformat(event.at)
        state = after
    return Stood(row, since, said) if state is PromiseState.ACCEPTED and since else None


def _state(kind: str, payload: Mapping[str, Any]) -> PromiseState | None:
    """The state after an event, where it says one."""
    told = payload.get("state") or kind.removeprefix("promise.")
    return PromiseState(told) if told in set(PromiseState) else None
