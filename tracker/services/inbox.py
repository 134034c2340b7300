"""The inbox: proposed promises in the order of their documents, and which one comes next."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from tracker.db import models
from tracker.domain.promise import PromiseState


@dataclass(frozen=True, slots=True)
class InboxLine:
    """A proposed promise in a list. `uncertain` asks to compare with the original."""

    id: str
    title: str
    respondent: str
    document: str
    uncertain: bool


def inbox(session: Session, *, offset: int = 0, limit: int = 40) -> tuple[InboxLine, ...]:
    """Proposed promises, document by document as they stand in the text."""
    query = (
        select(models.Promise)
        .options(joinedload(models.Promise.respondent), joinedload(models.Promise.document))
        .where(models.Promise.state == PromiseState.PROPOSED)
        .order_by(models.Promise.document_id, models.Promise.start, models.Promise.id)
    )
    return tuple(
        InboxLine(
            row.public_id,
            row.title,
            row.respondent.name if row.respondent else "",
            row.document.name,
            row.uncertain,
        )
        for row in session.scalars(query.offset(offset).limit(limit))
    )


def next_proposed(session: Session, after: str) -> str | None:
    """The public id of the proposal behind another promise, in the order of the inbox; the first one at the end."""
    here = session.execute(
        select(models.Promise.document_id, models.Promise.start).where(models.Promise.public_id == after)
    ).first()
    proposed = select(models.Promise.public_id).where(models.Promise.state == PromiseState.PROPOSED)
    ordered = proposed.order_by(models.Promise.document_id, models.Promise.start, models.Promise.id).limit(1)
    if here is None:
        return session.scalar(ordered)
    document, start = here
    behind = (models.Promise.document_id > document) | (
        (models.Promise.document_id == document) & (models.Promise.start > start)
    )
    return session.scalar(ordered.where(behind)) or session.scalar(ordered)
