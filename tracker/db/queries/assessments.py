"""Assessments, checks and sources of promises."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.db.models import Assessment, Check, Promise, Source
from tracker.domain.assessment import AssessmentState
from tracker.errors import NotFoundError, key


def one(session: Session, public_id: str) -> Assessment:
    """The assessment of that id. Raises NotFoundError."""
    assessment = session.scalar(select(Assessment).where(Assessment.public_id == public_id))
    if assessment is None:
        raise NotFoundError(
            key("Eine Bewertung {subject} gibt es nicht. Die Bewertungen zeigt: tracker promise show"),
            subject=public_id,
        )
    return assessment


def of_promise(session: Session, promise: Promise) -> list[Assessment]:
    """Its assessments, oldest first."""
    return list(
        session.scalars(
            select(Assessment).where(Assessment.promise_id == promise.id).order_by(Assessment.effective, Assessment.id)
        )
    )


def proposed(session: Session) -> list[Assessment]:
    """All assessments that wait for a second person, the longest waiting first."""
    query = select(Assessment).where(Assessment.state == AssessmentState.PROPOSED)
    return list(session.scalars(query.order_by(Assessment.proposed_at, Assessment.id)))


def published(session: Session, promise: Promise) -> list[Assessment]:
    """Its published assessments that nothing has superseded."""
    return [a for a in of_promise(session, promise) if a.state is AssessmentState.PUBLISHED]


def standing(session: Session, promise: Promise) -> Assessment | None:
    """The published assessment that stands."""
    return next(reversed(published(session, promise)), None)


def checks(session: Session, promise: Promise) -> list[Check]:
    """Who looked for it and when, oldest first."""
    return list(session.scalars(select(Check).where(Check.promise_id == promise.id).order_by(Check.day, Check.id)))


def sources(session: Session, promise: Promise) -> list[Source]:
    """What people brought for it, oldest first."""
    return list(session.scalars(select(Source).where(Source.promise_id == promise.id).order_by(Source.day, Source.id)))
