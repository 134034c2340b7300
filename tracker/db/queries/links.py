"""Links: one by its public id, those of a promise or a body, those that wait, those that people judged."""

from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from tracker.db.models import Answer, CouncilItem, Event, Link, LinkJudgement, Promise, Statement
from tracker.domain.link import Judgement
from tracker.domain.promise import PromiseState
from tracker.errors import NotFoundError, key


def one(session: Session, public_id: str) -> Link:
    """The link of that id. Raises NotFoundError."""
    link = session.scalar(select(Link).where(Link.public_id == public_id))
    if link is None:
        raise NotFoundError(
            key("Einen Treffer {subject} gibt es nicht. Die Treffer eines Versprechens zeigt: tracker promise show"),
            subject=public_id,
        )
    return link


def whole(session: Session, public_id: str) -> Link:
    """The link of that id with all that its card shows, asked for at once. Raises NotFoundError."""
    promise = joinedload(Link.promise)
    answer = promise.joinedload(Promise.statement).joinedload(Statement.answer)
    query = select(Link).options(
        promise.joinedload(Promise.document),
        promise.joinedload(Promise.respondent),
        promise.joinedload(Promise.criterion),
        promise.joinedload(Promise.decided_by),
        answer.joinedload(Answer.question),
        joinedload(Link.item).joinedload(CouncilItem.organization),
        selectinload(Link.history).joinedload(LinkJudgement.by),
    )
    found = session.scalar(query.where(Link.public_id == public_id))
    return found or one(session, public_id)


def of_promise(session: Session, promise: Promise) -> list[Link]:
    """Its links with their items, best first."""
    return list(
        session.scalars(
            select(Link)
            .options(joinedload(Link.item))
            .where(Link.promise_id == promise.id)
            .order_by(Link.score.desc(), Link.id)
        )
    )


class Pair(NamedTuple):
    """A link as the public ids of its two sides, what was said of it, and whether the item's title was the reason."""

    promise: str
    item: str
    judgement: Judgement
    in_title: bool


def of_body(session: Session, body_id: str) -> list[Pair]:
    """The links of a body's promises."""
    rows = session.execute(
        select(Promise.public_id, CouncilItem.public_id, Link.judgement, Link.passage)
        .select_from(Link)
        .join(Link.promise)
        .join(Link.item)
        .where(Promise.body_id == body_id)
        .order_by(Link.id)
    )
    return [Pair(*row[:3], in_title=bool(row.passage) and row.passage["field"] == "title") for row in rows]


def judged(session: Session) -> list[Link]:
    """Links that people found relevant or irrelevant, in the order in which they said so."""
    return list(
        session.scalars(
            select(Link)
            .join(Link.item)
            .options(joinedload(Link.item).load_only(CouncilItem.kind, CouncilItem.feed_id), joinedload(Link.promise))
            .where(Link.judgement.in_((Judgement.RELEVANT, Judgement.IRRELEVANT)))
            .order_by(Link.judged_at, Link.id)
        )
    )


def unmatched(session: Session) -> list[str]:
    """Bodies with promises that were accepted after anybody last looked for what touches them."""
    runs = select(Event.subject, func.max(Event.seq)).where(Event.kind == "links.suggested").group_by(Event.subject)
    last: dict[str, int] = dict(session.execute(runs).all())
    every = last.get("body:*", 0)
    accepted = (
        select(Promise.body_id, func.max(Event.seq))
        .join(Event, Event.subject == "promise:" + Promise.public_id)
        .where(Event.kind == "promise.accepted", Event.seq > every, Promise.state == PromiseState.ACCEPTED)
        .group_by(Promise.body_id)
        .order_by(Promise.body_id)
    )
    return [body for body, seq in session.execute(accepted) if seq > last.get(f"body:{body}", 0)]


def waiting(session: Session, limit: int | None = None) -> list[Link]:
    """Links of accepted promises that nobody has judged, best first."""
    return list(
        session.scalars(
            select(Link)
            .join(Link.promise)
            .options(joinedload(Link.item), joinedload(Link.promise))
            .where(Link.judgement == Judgement.UNREVIEWED, Promise.state == PromiseState.ACCEPTED)
            .order_by(Link.score.desc(), Link.id)
            .limit(limit)
        )
    )


def waiting_count(session: Session) -> int:
    """How many links of accepted promises nobody has judged."""
    return (
        session.scalar(
            select(func.count())
            .select_from(Link)
            .join(Link.promise)
            .where(Link.judgement == Judgement.UNREVIEWED, Promise.state == PromiseState.ACCEPTED)
        )
        or 0
    )
