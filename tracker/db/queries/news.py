"""What was recorded lately of public promises, what is coming in the councils, and who last did anything here."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload

from tracker.db.models import (
    AgendaItem,
    Assessment,
    Check,
    Correction,
    CouncilItem,
    Event,
    Feed,
    FeedRun,
    Link,
    Meeting,
    Promise,
    Reply,
)
from tracker.db.queries.readers import SHOWN, counts_as_evidence, public
from tracker.domain.link import Judgement

Rows = Sequence[Any]


def rated(session: Session, limit: int) -> Rows:
    """Published assessments, the newest first."""
    query = select(Promise.public_id, Assessment.published_at, Assessment.outcome).join(Assessment.promise)
    return _newest(session, query.where(public(), Assessment.state.in_(SHOWN)), Assessment.published_at, limit)


def evidence(session: Session, limit: int) -> Rows:
    """Links judged relevant, the newest judgement first."""
    query = select(Promise.public_id, Link.judged_at, CouncilItem.title).join(Link.promise)
    query = query.join(CouncilItem, Link.item_id == CouncilItem.id).where(public(), counts_as_evidence())
    return _newest(session, query, Link.judged_at, limit)


def looked(session: Session, limit: int) -> Rows:
    """Checks, the newest first."""
    query = select(Promise.public_id, Check.at, Check.finding).join(Check.promise).where(public())
    return _newest(session, query, Check.at, limit)


def corrected(session: Session, limit: int | None = None) -> Rows:
    """Corrections, the newest first."""
    query = select(Promise.public_id, Correction.at, Correction.text, Correction.day, Promise.title)
    return _newest(session, query.join(Correction.promise).where(public()), Correction.at, limit)


def replied(session: Session, limit: int) -> Rows:
    """Replies of respondents to what was published, the newest first."""
    query = select(Promise.public_id, Reply.replied_at).join(Reply.assessment).join(Assessment.promise)
    query = query.where(public(), Assessment.state.in_(SHOWN), Reply.replied_at.is_not(None))
    return _newest(session, query, Reply.replied_at, limit)


def _newest(session: Session, query: Select[*tuple[Any, ...]], moment: Any, limit: int | None) -> Rows:
    return session.execute(query.order_by(moment.desc()).limit(limit)).all()


def last_act(session: Session) -> str | None:
    """When a person last did anything, as events write moments."""
    query = select(Event.at).where(Event.actor.startswith("user:", autoescape=True))
    return session.scalar(query.order_by(Event.seq.desc()).limit(1))


def feeds(session: Session) -> Sequence[Feed]:
    """The sources that stand in feeds.yaml, with their municipality."""
    return session.scalars(select(Feed).options(joinedload(Feed.body)).where(Feed.listed).order_by(Feed.id)).all()


def first_attempts(session: Session) -> dict[str, datetime]:
    """When each source was polled for the first time."""
    query = select(FeedRun.feed_id, func.min(FeedRun.finished_at)).group_by(FeedRun.feed_id)
    return {row[0]: row[1] for row in session.execute(query)}


def last_success(session: Session) -> datetime | None:
    """When any source was last read."""
    return session.scalar(select(func.max(Feed.last_success)).where(Feed.listed))


def _announced(first: date, last: date) -> tuple[Any, ...]:
    """Items of these days that their source has not taken back."""
    return (
        CouncilItem.item_date >= first,
        CouncilItem.item_date <= last,
        CouncilItem.gone_since.is_(None),
        CouncilItem.deleted_at.is_(None),
    )


def coming_meetings(session: Session, first: date, last: date) -> Sequence[Meeting]:
    """Announced meetings from one day to another, both inclusive."""
    query = select(Meeting).options(joinedload(Meeting.organization)).where(*_announced(first, last))
    return session.scalars(query.order_by(Meeting.item_date, Meeting.id)).all()


def coming_links(session: Session, first: date, last: date) -> Sequence[Link]:
    """Links that a person found relevant to items of these days, with item and promise."""
    return session.scalars(
        select(Link)
        .join(Link.item)
        .join(Link.promise)
        .options(joinedload(Link.item).joinedload(CouncilItem.organization), joinedload(Link.promise))
        .where(public(), Link.judgement == Judgement.RELEVANT, *_announced(first, last))
        .order_by(CouncilItem.item_date, CouncilItem.id, Link.id)
    ).all()


def agenda_numbers(session: Session, items: Sequence[int]) -> dict[int, tuple[str, int | None]]:
    """The number and the meeting of each of these agenda items."""
    query = select(AgendaItem.id, AgendaItem.number, AgendaItem.meeting_id).where(AgendaItem.id.in_(items))
    return {row: (number, meeting) for row, number, meeting in session.execute(query)}
