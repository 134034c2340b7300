"""One public promise with everything that people recorded of it, and the council items that it leans on."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, joinedload, load_only, selectinload

from tracker.db.models import (
    Answer,
    Assessment,
    Check,
    Correction,
    CouncilItem,
    Document,
    Event,
    File,
    Link,
    Promise,
    Reply,
    Source,
    Statement,
    User,
    assessment_link,
    assessment_source,
)
from tracker.db.queries.readers import SHOWN, counts_as_evidence
from tracker.domain.promise import PromiseState

_WITHOUT_TEXT = (Document.name, Document.sha256, Document.media_type, Document.pages, Document.stored_at)
READABLE = (PromiseState.ACCEPTED, PromiseState.WITHDRAWN)
"""What was public once keeps its address; a withdrawn promise says there that it was withdrawn."""


def promise(session: Session, public_id: str) -> Promise | None:
    """The promise, without the text of its document; None where it was never public."""
    return session.scalar(
        select(Promise)
        .options(
            joinedload(Promise.respondent),
            joinedload(Promise.body),
            joinedload(Promise.term),
            joinedload(Promise.document).load_only(*_WITHOUT_TEXT),
            joinedload(Promise.criterion),
            joinedload(Promise.statement).joinedload(Statement.answer).joinedload(Answer.question),
        )
        .where(Promise.public_id == public_id, Promise.state.in_(READABLE))
    )


def stretch(session: Session, document: int, start: int, end: int) -> str:
    """Characters `[start, end)` of a document's text."""
    query = select(func.substr(Document.text, start + 1, end - start)).where(Document.id == document)
    return session.scalar(query) or ""


def checks(session: Session, of: Promise) -> Sequence[Check]:
    """Every look at it."""
    query = select(Check).options(joinedload(Check.by)).where(Check.promise_id == of.id)
    return session.scalars(query.order_by(Check.day, Check.id)).all()


def evidence(session: Session, of: Promise) -> Sequence[Link]:
    """Links that count as evidence, with item, committee, and who judged them."""
    return session.scalars(
        select(Link)
        .options(
            joinedload(Link.item).joinedload(CouncilItem.organization),
            joinedload(Link.judged_by),
            selectinload(Link.history),
        )
        .where(Link.promise_id == of.id, counts_as_evidence())
        .order_by(Link.judged_at, Link.id)
    ).all()


def attached(session: Session, items: Iterable[CouncilItem]) -> Sequence[File]:
    """Stored attachments of these items, without their texts."""
    wanted = [(item.feed_id, url) for item in items for url in item.attachments]
    if not wanted:
        return ()
    named = or_(*((File.feed_id == feed) & (File.download_url == url) for feed, url in wanted))
    columns = (File.feed_id, File.download_url, File.file_name, File.mime_type, File.size, File.sha256, File.fetched_at)
    query = select(File).options(load_only(*columns)).where(named, File.sha256.is_not(None))
    return session.scalars(query.order_by(File.id)).all()


def sources(session: Session, of: Promise) -> Sequence[Source]:
    """What people brought."""
    query = select(Source).options(joinedload(Source.added_by)).where(Source.promise_id == of.id)
    return session.scalars(query.order_by(Source.day, Source.id)).all()


def assessments(session: Session, of: Promise) -> Sequence[Assessment]:
    """Everything ever published of it, in the order of publication."""
    return session.scalars(
        select(Assessment)
        .options(joinedload(Assessment.proposed_by), joinedload(Assessment.confirmed_by))
        .where(Assessment.promise_id == of.id, Assessment.state.in_(SHOWN))
        .order_by(Assessment.published_at, Assessment.id)
    ).all()


def grounds(session: Session, wanted: Iterable[int]) -> tuple[dict[int, list[str]], dict[int, list[str]]]:
    """The public ids of the links and of the sources that each of these assessments leans on."""
    ids = list(wanted)
    links = select(assessment_link.c.assessment_id, Link.public_id).join(Link, Link.id == assessment_link.c.link_id)
    brought = select(assessment_source.c.assessment_id, Source.public_id).join(
        Source, Source.id == assessment_source.c.source_id
    )
    return (
        _listed(session.execute(links.where(assessment_link.c.assessment_id.in_(ids)).order_by(Link.id)).all()),
        _listed(session.execute(brought.where(assessment_source.c.assessment_id.in_(ids)).order_by(Source.id)).all()),
    )


def replies(session: Session, of: Promise) -> Sequence[Reply]:
    """Questions to the respondent about what was published, and its replies."""
    return session.scalars(
        select(Reply)
        .join(Reply.assessment)
        .where(Assessment.promise_id == of.id, Assessment.state.in_(SHOWN))
        .order_by(Reply.asked_at, Reply.id)
    ).all()


def corrections(session: Session, of: Promise) -> Sequence[Correction]:
    """Corrections of what was said of it."""
    query = select(Correction).options(joinedload(Correction.by)).where(Correction.promise_id == of.id)
    return session.scalars(query.order_by(Correction.at, Correction.id)).all()


TOLD = ("promise.accepted", "criterion.changed", "promise.withdrawn")


def told_events(session: Session, public_id: str) -> Sequence[Event]:
    """The events that tell how its criterion came about and whether it was withdrawn, oldest first."""
    query = select(Event).where(Event.subject == f"promise:{public_id}", Event.kind.in_(TOLD))
    return session.scalars(query.order_by(Event.seq)).all()


def names(session: Session) -> dict[int, str]:
    """Who worked here, by row."""
    return {row.id: row.name for row in session.execute(select(User.id, User.name))}


def _listed(rows: Sequence[Any]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for key, public_id in rows:
        found.setdefault(key, []).append(public_id)
    return found
