"""Links: one by its public id, those of a promise, those that wait."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from tracker.db.models import Link, Promise
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
