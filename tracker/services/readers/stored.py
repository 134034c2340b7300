"""Stored copies that readers may fetch: only bytes that something public leans on."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.db.models import CouncilItem, Document, File, Link, Promise, Source
from tracker.db.queries.readers import counts_as_evidence, public
from tracker.domain.promise import PromiseState
from tracker.errors import NotFoundError, key


@dataclass(frozen=True, slots=True)
class StoredCopy:
    """What a copy is called, and what it is."""

    sha256: str
    name: str
    media_type: str


def stored_copy(session: Session, sha256: str) -> StoredCopy:
    """The copy with that hash. Raises NotFoundError where there is none, or nothing public leans on it."""
    found = _document(session, sha256) or _source(session, sha256) or _file(session, sha256)
    if found is None:
        raise NotFoundError(key("Eine veröffentlichte Kopie mit dieser Prüfsumme gibt es hier nicht."), subject=sha256)
    return found


def _document(session: Session, sha256: str) -> StoredCopy | None:
    readable = Promise.state.in_((PromiseState.ACCEPTED, PromiseState.WITHDRAWN))
    row = session.execute(
        select(Document.name, Document.media_type)
        .where(Document.sha256 == sha256)
        .where(select(Promise.id).where(Promise.document_id == Document.id, readable).exists())
    ).first()
    return StoredCopy(sha256, row.name, row.media_type) if row else None


def _source(session: Session, sha256: str) -> StoredCopy | None:
    title = session.scalar(
        select(Source.title).join(Source.promise).where(Source.sha256 == sha256, public()).order_by(Source.id).limit(1)
    )
    return StoredCopy(sha256, title, "") if title is not None else None


def _file(session: Session, sha256: str) -> StoredCopy | None:
    files = session.execute(
        select(File.feed_id, File.download_url, File.file_name, File.mime_type).where(File.sha256 == sha256)
    ).all()
    for feed, url, name, media_type in files:
        lists = session.scalars(
            select(CouncilItem.attachments)
            .join(Link, Link.item_id == CouncilItem.id)
            .join(Link.promise)
            .where(CouncilItem.feed_id == feed, public(), counts_as_evidence())
        )
        if any(url in attachments for attachments in lists):
            return StoredCopy(sha256, name or url.rpartition("/")[2], media_type)
    return None
