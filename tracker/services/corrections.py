"""Public, dated corrections, and taking a published finding back."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from tracker.db import models
from tracker.db.ids import correction_id
from tracker.db.queries import assessments, fairness, promises
from tracker.domain.assessment import AssessmentState
from tracker.errors import RuleError, key
from tracker.services import events
from tracker.services.assess import give_back, record, settle
from tracker.services.users import acting, actor_of


@dataclass(frozen=True, slots=True)
class CorrectionLine:
    """A correction as readers see it."""

    id: str
    promise: str
    promise_title: str
    on: date
    text: str
    by: str


def correct(session: Session, promise_id: str, text: str, *, by: str, now: datetime) -> models.Correction:
    """Make a correction public; the same words again on the same day are the same. RuleError where it says nothing."""
    promise, user = promises.one(session, promise_id), acting(session, by)
    for known in fairness.corrections(session, promise):
        if (known.text, known.day, known.by_id) == (text.strip(), now.date(), user.id):
            return known
    row = _add(session, promise, text, user, now)
    said: dict[str, Any] = {"correction": row.public_id, "day": row.day.isoformat(), "text": row.text}
    events.record(session, "correction.published", f"promise:{promise_id}", said, actor=actor_of(user), now=now)
    return row


def retract(session: Session, assessment_id: str, reason: str, *, by: str, now: datetime) -> models.Assessment:
    """Take a published finding back, with a reason that is public as a correction; the one before it stands again.

    Raises RuleError without a reason or where it is not published.
    """
    row, user = assessments.one(session, assessment_id), acting(session, by)
    if row.state is AssessmentState.RETURNED and row.published_at:
        return row
    if row.state not in {AssessmentState.PUBLISHED, AssessmentState.SUPERSEDED}:
        raise RuleError(key("Bewertung {subject} ist nicht veröffentlicht."), subject=assessment_id)
    correction = _add(session, row.promise, reason, user, now)
    correction.assessment_id = row.id
    give_back(row, reason, user, now)
    session.flush()
    settle(session, row.promise)
    record(session, row, "assessment.retracted", user, now)
    return row


def _add(session: Session, promise: models.Promise, text: str, user: models.User, now: datetime) -> models.Correction:
    if not text.strip():
        raise RuleError(key("Eine Korrektur braucht Worte: Was war falsch, was gilt?"), subject=promise.public_id)
    row = models.Correction(
        public_id=correction_id(promise.public_id, user.name, now),
        promise=promise,
        day=now.date(),
        text=text.strip(),
        by=user,
        at=now,
    )
    session.add(row)
    session.flush()
    return row


def listing(session: Session, promise_id: str | None = None) -> tuple[CorrectionLine, ...]:
    """Corrections as readers see them, newest first: of one promise, or all."""
    promise = promises.one(session, promise_id) if promise_id else None
    return tuple(
        CorrectionLine(row.public_id, row.promise.public_id, row.promise.title, row.day, row.text, row.by.name)
        for row in fairness.corrections(session, promise)
    )
