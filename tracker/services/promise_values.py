"""A promise's values as people decide on them: read from its row, written to it, and kept whole in every event."""

from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from tracker.db import models
from tracker.db.queries import council, promises
from tracker.domain.promise import Criterion, PromiseState, Revision, require_revision
from tracker.errors import ConflictError, NotFoundError, RuleError, key

CORRECTABLE = (PromiseState.PROPOSED, PromiseState.ACCEPTED)
"""What was rejected, merged or withdrawn is first taken back, then corrected."""


def unchanged(session: Session, promise_id: str, version: int | None) -> models.Promise:
    """The promise, where nobody changed it since the version that was seen. Raises ConflictError otherwise."""
    promise = promises.one(session, promise_id)
    if version is not None and promise.version != version:
        raise ConflictError(
            key("{subject} hat inzwischen jemand anderes geändert. Bitte den neuen Stand ansehen und neu entscheiden."),
            subject=promise_id,
        )
    return promise


def criterion_of(row: models.Promise) -> Criterion | None:
    """When the promise counts as fulfilled, as far as somebody wrote it down."""
    found = row.criterion
    if found is None:
        return None
    return Criterion(
        found.fulfilled_if, found.partly_if, found.not_fulfilled_if, found.where_to_look, found.next_review
    )


def revision_of(row: models.Promise) -> Revision:
    """The wording and the fields as they stand."""
    return Revision(
        title=row.title,
        act=row.act,
        strength=row.strength,
        kind=row.kind,
        testability=row.testability,
        negated=row.negated,
        competence=row.competence,
        topic=row.topic,
        deadline_text=row.deadline_text,
        deadline_date=row.deadline_date,
        respondent=row.respondent.key if row.respondent else "",
    )


def revise(session: Session, row: models.Promise, revision: Revision, now: datetime) -> bool:
    """Write another wording and other fields to the row; whether anything changed.

    Raises RuleError where the title says nothing or the promise is settled, NotFoundError for an unknown respondent.
    """
    require_revision(row.public_id, revision)
    if row.state not in CORRECTABLE:
        raise RuleError(
            key("{subject} ist schon erledigt. Bitte zuerst die Entscheidung zurücknehmen."), subject=row.public_id
        )
    if revision_of(row) == revision:
        return False
    for name, value in asdict(revision).items():
        if name != "respondent":
            setattr(row, name, value)
    row.respondent = _respondent(session, row.body_id, revision.respondent)
    if revision.deadline_date or row.deadline_term is None:
        row.due_on = revision.deadline_date
    mark_edited(row, now)
    return True


def mark_edited(row: models.Promise, now: datetime) -> None:
    """Note that a person changed the promise; its version moves on even where two changes share a moment."""
    row.edited_at = now
    flag_modified(row, "edited_at")


def _respondent(session: Session, body_id: str, wanted: str) -> models.Respondent | None:
    if not wanted:
        return None
    for known in council.respondents(session, body_id):
        if known.key == wanted:
            return known
    raise NotFoundError(key("Antwortende mit der Kennung {subject} gibt es hier nicht."), subject=wanted)


def payload(row: models.Promise) -> dict[str, Any]:
    """All that people decided of a promise, as it stands in events: full new values, whatever changed."""
    written = criterion_of(row)
    return {
        **{name: _plain(value) for name, value in asdict(revision_of(row)).items()},
        "state": row.state.value,
        "start": row.start,
        "end": row.end,
        "criterion": {name: _plain(value) for name, value in asdict(written).items()} if written else None,
    }


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
