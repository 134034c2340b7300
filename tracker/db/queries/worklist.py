"""What waits for people: counts of each room, last looks, coming meetings."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, func, select, union_all
from sqlalchemy.orm import Session, joinedload, selectinload

from tracker.db.models import (
    Assessment,
    Check,
    CouncilItem,
    Link,
    LinkJudgement,
    Promise,
    Reply,
    Source,
    Tip,
)
from tracker.domain.assessment import AssessmentState
from tracker.domain.link import Judgement
from tracker.domain.promise import PromiseState
from tracker.domain.tip import TipState


def accepted(session: Session) -> list[Promise]:
    """The promises that are tracked."""
    query = select(Promise).options(joinedload(Promise.respondent), selectinload(Promise.criterion))
    return list(session.scalars(query.where(Promise.state == PromiseState.ACCEPTED).order_by(Promise.id)))


def last_looks(session: Session) -> dict[int, date]:
    """The day on which somebody last looked for a promise: a check, a judged link, or a source that was brought."""
    checked = select(Check.promise_id, func.max(Check.day)).group_by(Check.promise_id)
    found: dict[int, date] = dict(session.execute(checked).all())
    judged = select(Link.promise_id, func.max(LinkJudgement.at)).join(LinkJudgement.link)
    judged = judged.where(LinkJudgement.undone_at.is_(None))
    brought = select(Source.promise_id, func.max(Source.added_at)).group_by(Source.promise_id)
    for query in (judged.group_by(Link.promise_id), brought):
        for promise, at in session.execute(query):
            day = at.date()
            found[promise] = max(found.get(promise, day), day)
    return found


def coming(session: Session, after: date, last: date, limit: int = 20) -> list[Link]:
    """Links of tracked promises to what comes before the council, judged fitting or not yet judged, soonest first."""
    query = (
        select(Link)
        .join(Link.promise)
        .join(Link.item)
        .options(
            joinedload(Link.promise),
            joinedload(Link.item).joinedload(CouncilItem.organization),
        )
        .where(
            CouncilItem.item_date >= after,
            CouncilItem.item_date <= last,
            CouncilItem.gone_since.is_(None),
            CouncilItem.deleted_at.is_(None),
            Link.judgement.in_((Judgement.RELEVANT, Judgement.UNREVIEWED)),
            Promise.state == PromiseState.ACCEPTED,
        )
        .order_by(CouncilItem.item_date, Link.score.desc(), Link.id)
        .limit(limit)
    )
    return list(session.scalars(query))


def ripe(session: Session, limit: int) -> list[tuple[Promise, int, datetime]]:
    """Tracked promises with evidence younger than their last assessment: how much, and since when; the oldest first."""
    weighed = (
        select(Assessment.promise_id, func.max(Assessment.proposed_at).label("at"))
        .where(Assessment.state != AssessmentState.RETURNED)
        .group_by(Assessment.promise_id)
        .subquery()
    )
    fitting = select(Link.promise_id.label("promise"), Link.judged_at.label("at"))
    came = union_all(
        fitting.where(Link.judgement == Judgement.RELEVANT, Link.background.is_(False)),
        select(Source.promise_id, Source.added_at),
    ).subquery()
    first = func.min(came.c.at)
    query = (
        select(Promise, func.count(), first)
        .join(came, came.c.promise == Promise.id)
        .outerjoin(weighed, weighed.c.promise_id == Promise.id)
        .where(Promise.state == PromiseState.ACCEPTED, (weighed.c.at.is_(None)) | (came.c.at > weighed.c.at))
        .group_by(Promise.id)
        .order_by(first, Promise.id)
        .limit(limit)
        .options(selectinload(Promise.respondent))
    )
    return [(row, number, at) for row, number, at in session.execute(query)]


def count_promises(session: Session, state: PromiseState) -> int:
    """How many promises are in that state."""
    return _count(session, select(func.count()).where(Promise.state == state))


def count_proposed(session: Session) -> int:
    """How many assessments wait for a second person."""
    return _count(session, select(func.count()).where(Assessment.state == AssessmentState.PROPOSED))


def count_tips(session: Session, state: TipState) -> int:
    """How many tips are in that state."""
    return _count(session, select(func.count()).where(Tip.state == state))


def replies_over(session: Session, today: date) -> int:
    """How many confirmed assessments may be published: the reply came, or its days are over."""
    over = (Reply.replied_at.is_not(None)) | (Reply.due_on < today)
    query = select(func.count()).select_from(Reply).join(Reply.assessment)
    return _count(session, query.where(Assessment.state == AssessmentState.CONFIRMED, over))


def waiting_links(session: Session) -> int:
    """How many links of tracked promises nobody has judged."""
    by_promise = (
        select(Link.promise_id, func.count().label("number"))
        .where(Link.judgement == Judgement.UNREVIEWED)
        .group_by(Link.promise_id)
        .subquery()
    )
    query = select(func.sum(by_promise.c.number)).join(Promise, Promise.id == by_promise.c.promise_id)
    return _count(session, query.where(Promise.state == PromiseState.ACCEPTED))


def _count(session: Session, query: Select[Any]) -> int:
    return session.scalar(query) or 0
