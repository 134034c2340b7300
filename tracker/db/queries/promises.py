"""Promises: one by its public id, and lists."""

from collections.abc import Collection

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from tracker.db.models import Promise, PromiseSplit
from tracker.domain.promise import PromiseState
from tracker.errors import NotFoundError, key


def one(session: Session, public_id: str) -> Promise:
    """The promise of that id. Raises NotFoundError."""
    promise = session.scalar(select(Promise).where(Promise.public_id == public_id))
    if promise is None:
        raise NotFoundError(
            key("Ein Versprechen {subject} gibt es nicht. Alle zeigt: tracker promise list"), subject=public_id
        )
    return promise


def listing(
    session: Session, *, states: Collection[PromiseState] = tuple(PromiseState), body: str | None = None
) -> list[Promise]:
    """Promises in the order of their respondents and documents, with what a list shows."""
    query = (
        select(Promise)
        .options(joinedload(Promise.respondent), joinedload(Promise.document), selectinload(Promise.criterion))
        .where(Promise.state.in_(states))
    )
    if body is not None:
        query = query.where(Promise.body_id == body)
    rows = session.scalars(query)
    return sorted(rows, key=lambda p: (p.respondent.name if p.respondent else "", p.document.name, p.start, p.id))


def count(session: Session, state: PromiseState) -> int:
    """How many promises are in that state."""
    return session.scalar(select(func.count()).where(Promise.state == state)) or 0


def parts(session: Session, whole: Promise) -> list[Promise]:
    """The promises that a person cut out of this one, in the order of the text."""
    return list(
        session.scalars(
            select(Promise)
            .join(PromiseSplit, PromiseSplit.part_id == Promise.id)
            .where(PromiseSplit.whole_id == whole.id)
            .order_by(Promise.start, Promise.id)
        )
    )
