"""What readers may know of all promises at once: few columns, no texts of documents, nothing unpublished.

Only accepted promises, published assessments and links that a person found relevant leave this file.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, aliased

from tracker.db.models import (
    Answer,
    Assessment,
    Body,
    Check,
    Correction,
    CouncilItem,
    Event,
    LegislativeTerm,
    Link,
    Promise,
    Question,
    Reply,
    Respondent,
    Source,
    Statement,
)
from tracker.domain.assessment import AssessmentState
from tracker.domain.link import Judgement
from tracker.domain.promise import PromiseState

SHOWN = (AssessmentState.PUBLISHED, AssessmentState.SUPERSEDED)
"""What was published stays readable when something newer replaces it."""

Rows = Sequence[Any]
"""Rows with the named columns of their query."""


def last_event(session: Session) -> tuple[str, str]:
    """Hash and moment of the last event: while it stays, nothing that readers see has changed.

    The number would not do: another database at the same address may have as many events, after a restore for instance.
    """
    row = session.execute(select(Event.hash, Event.at).order_by(Event.seq.desc()).limit(1)).first()
    return (row.hash, row.at) if row else ("", "")


def public() -> ColumnElement[bool]:
    """Promises that a person accepted."""
    return Promise.state == PromiseState.ACCEPTED


def counts_as_evidence() -> ColumnElement[bool]:
    """Links that a person found relevant and that are not older than the promise's term."""
    return (Link.judgement == Judgement.RELEVANT) & Link.background.is_(False)


def promises(session: Session) -> Rows:
    """Every public promise with who gave it, where, and to which question."""
    return session.execute(
        select(
            Promise.id,
            Promise.public_id,
            Promise.title,
            Promise.quote,
            Promise.text,
            Promise.topic,
            Promise.decided_at,
            Promise.due_on,
            Promise.respondent_id,
            Body.id.label("body_key"),
            Body.name.label("body_name"),
            Question.text.label("question"),
        )
        .join(Promise.body)
        .outerjoin(Promise.statement)
        .outerjoin(Statement.answer)
        .outerjoin(Answer.question)
        .where(public())
        .order_by(Promise.id)
    ).all()


def respondents(session: Session) -> Rows:
    """Everybody who replied or stands in feeds.yaml."""
    return session.execute(
        select(Respondent.id, Respondent.body_id, Respondent.key, Respondent.name, Respondent.majority)
    ).all()


def bodies(session: Session) -> Rows:
    """The municipalities of feeds.yaml, and those that left it with public promises, by name."""
    promised = select(Promise.id).where(Promise.body_id == Body.id, public()).exists()
    return session.execute(select(Body.id, Body.name).where(Body.listed | promised).order_by(Body.name, Body.id)).all()


def terms(session: Session) -> Rows:
    """The terms of all municipalities, oldest first."""
    return session.execute(
        select(
            LegislativeTerm.body_id, LegislativeTerm.name, LegislativeTerm.start_date, LegislativeTerm.end_date
        ).order_by(LegislativeTerm.start_date, LegislativeTerm.id)
    ).all()


def assessments(session: Session) -> Rows:
    """Everything ever published of public promises, in the order of publication."""
    return session.execute(
        select(
            Assessment.id,
            Assessment.promise_id,
            Assessment.state,
            Assessment.outcome,
            Assessment.effort,
            Assessment.role,
            Assessment.late,
            Assessment.effective,
            Assessment.published_at,
        )
        .join(Assessment.promise)
        .where(public(), Assessment.state.in_(SHOWN))
        .order_by(Assessment.published_at, Assessment.id)
    ).all()


def checks(session: Session) -> Rows:
    """Every look that somebody took."""
    return session.execute(
        select(Check.promise_id, Check.day, Check.finding, Check.at).join(Check.promise).where(public())
    ).all()


def evidence(session: Session) -> Rows:
    """Links that count as evidence, with the title of their item."""
    return session.execute(
        select(Link.promise_id, Link.judged_at, CouncilItem.title)
        .join(Link.promise)
        .join(CouncilItem, Link.item_id == CouncilItem.id)
        .where(public(), counts_as_evidence())
    ).all()


def sources(session: Session) -> Rows:
    """What people brought."""
    return session.execute(
        select(Source.promise_id, Source.added_at, Source.title).join(Source.promise).where(public())
    ).all()


def corrections(session: Session) -> Rows:
    """Corrections, the newest first."""
    return session.execute(
        select(Correction.promise_id, Correction.day, Correction.text, Correction.at)
        .join(Correction.promise)
        .where(public())
        .order_by(Correction.at.desc(), Correction.id.desc())
    ).all()


def replies(session: Session) -> Rows:
    """Replies of respondents to what was published."""
    rated = aliased(Assessment)
    return session.execute(
        select(rated.promise_id, Reply.replied_at)
        .join(rated, Reply.assessment_id == rated.id)
        .join(Promise, rated.promise_id == Promise.id)
        .where(public(), rated.state.in_(SHOWN), Reply.replied_at.is_not(None))
    ).all()
