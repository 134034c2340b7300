"""Replies, corrections, tips and second codings."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from tracker.db.models import Assessment, Coding, Correction, Promise, Reply, Tip
from tracker.domain.assessment import AssessmentState
from tracker.domain.tip import TipState
from tracker.errors import NotFoundError, key


def reply_to(session: Session, assessment: Assessment) -> Reply | None:
    """The reply to an assessment that was asked for or came."""
    return session.scalar(select(Reply).where(Reply.assessment_id == assessment.id))


def reply_with(session: Session, token_hash: str) -> Reply | None:
    """The reply whose link has that secret."""
    return session.scalar(select(Reply).where(Reply.token_hash == token_hash))


def replies(session: Session, promise: Promise) -> list[Reply]:
    """What the respondent was asked and said of a promise's assessments, oldest first."""
    query = select(Reply).join(Reply.assessment).where(Assessment.promise_id == promise.id).order_by(Reply.id)
    return list(session.scalars(query))


def confirmed(session: Session) -> list[Assessment]:
    """Confirmed assessments that are not published yet, oldest first."""
    query = select(Assessment).where(Assessment.state == AssessmentState.CONFIRMED)
    return list(session.scalars(query.options(joinedload(Assessment.promise)).order_by(Assessment.id)))


def corrections(session: Session, promise: Promise | None = None) -> list[Correction]:
    """Corrections, newest first: of one promise, or all."""
    query = select(Correction).options(joinedload(Correction.promise), joinedload(Correction.by))
    if promise is not None:
        query = query.where(Correction.promise_id == promise.id)
    return list(session.scalars(query.order_by(Correction.day.desc(), Correction.id.desc())))


def tip(session: Session, public_id: str) -> Tip:
    """The tip of that id. Raises NotFoundError."""
    found = session.scalar(select(Tip).where(Tip.public_id == public_id))
    if found is None:
        raise NotFoundError(key("Einen Hinweis {subject} gibt es nicht."), subject=public_id)
    return found


def tips(session: Session, states: Collection[TipState] = tuple(TipState), limit: int = 200) -> list[Tip]:
    """Tips in these states, the longest waiting first."""
    query = select(Tip).options(joinedload(Tip.promise)).where(Tip.state.in_(states))
    return list(session.scalars(query.order_by(Tip.received_at, Tip.id).limit(limit)))


def answered_tips(session: Session, limit: int) -> list[Tip]:
    """The last tips that were answered, newest first."""
    query = select(Tip).options(joinedload(Tip.promise)).where(Tip.state != TipState.OPEN)
    return list(session.scalars(query.order_by(Tip.answered_at.desc(), Tip.id.desc()).limit(limit)))


def tips_since(session: Session, sender: str, since: datetime) -> int:
    """How many tips came from one sender since a moment."""
    query = select(func.count()).where(Tip.sender == sender, Tip.received_at > since)
    return session.scalar(query) or 0


def coding(session: Session, public_id: str) -> Coding:
    """The second coding of that id. Raises NotFoundError."""
    found = session.scalar(select(Coding).where(Coding.public_id == public_id))
    if found is None:
        raise NotFoundError(key("Eine Zweitkodierung {subject} gibt es nicht."), subject=public_id)
    return found


def codings(session: Session) -> list[Coding]:
    """All second codings with their promises, oldest first."""
    return list(session.scalars(select(Coding).options(joinedload(Coding.promise)).order_by(Coding.id)))
