"""Attachments: fetched on demand with the manners of a poll, read in the sandbox, kept by hash with their text by page.

Each file is stored as soon as it is read, so a stop loses nothing. What cannot be fetched or read is noted with its
reason and tried again on another day, three times in all. A web page instead of a file (a sign-in, a block) is no file.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from email.message import Message
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from tracker.db import models
from tracker.db.files import FileStore
from tracker.db.queries import council, files
from tracker.db.session import reading, writing
from tracker.documents import media
from tracker.documents.read import read
from tracker.domain.questionnaire import Document
from tracker.errors import DocumentError, FeedError, TrackerError, key
from tracker.feeds.config import FeedConfig
from tracker.feeds.exchange import Fetched, Fetching
from tracker.feeds.lanes import lane_of, side_by_side

PER_RUN = 100
"""Files of one source in a run: at one request a second two minutes, which any council server bears."""

LONGEST_FILE_NAME = 200


@dataclass(frozen=True, slots=True)
class Attached:
    """One attachment that was asked for; `error` says why it is not readable."""

    feed: str
    url: str
    pages: int = 0
    error: TrackerError | None = None


@dataclass(frozen=True, slots=True)
class _Wanted:
    feed: FeedConfig
    url: str


@dataclass(frozen=True, slots=True)
class _Read:
    """What an address brought. `values` are columns of its file."""

    wanted: _Wanted
    values: dict[str, Any]
    error: TrackerError | None = None


def fetch_attachments(
    engine: Engine,
    feeds: Iterable[FeedConfig],
    fetcher: Fetching,
    store: FileStore,
    *,
    now: datetime,
    limit: int = PER_RUN,
) -> Iterator[Attached]:
    """Fetch and read what the items of these sources have attached, at most `limit` files of each source.

    Each is told as soon as it is stored. Newest items first, none from before the running term: promises are matched
    with what happened since the election.
    """
    wanted: list[_Wanted] = []
    with reading(engine) as session:
        for feed in (feed for feed in feeds if not feed.paused):
            urls = files.wanted(session, feed.id, _since(session, feed, now), now, limit)
            wanted += (_Wanted(feed, url) for url in urls)
    for one in side_by_side(wanted, _lane, lambda one: _fetched(engine, one, fetcher, store)):
        with writing(engine) as session:
            _keep(session, one, now)
        yield Attached(one.wanted.feed.id, one.wanted.url, len(one.values["pages"]), one.error)


def _since(session: Session, feed: FeedConfig, now: datetime) -> date | None:
    term = council.term_on(session, feed.body, now.date())
    return term.evidence_from if term else None


def _lane(wanted: _Wanted) -> str:
    try:
        return lane_of(wanted.feed.fetch_url(wanted.url))
    except ValueError:  # no address at all: the fetcher will say so
        return ""


def _fetched(engine: Engine, wanted: _Wanted, fetcher: Fetching, store: FileStore) -> _Read:
    """Ask for one file and read it."""
    try:
        answer = fetcher.get(wanted.feed.fetch_url(wanted.url), access=wanted.feed.access)
    except FeedError as error:
        return _Read(wanted, _nothing(error), error)
    name = _file_name(answer)
    digest = store.put(answer.body)
    kept = {"sha256": digest, "size": len(answer.body), "file_name": name, "mime_type": answer.media_type}
    with reading(engine) as session:
        twin = files.read_before(session, digest)
        if twin is not None:
            return _Read(wanted, kept | {"mime_type": twin.mime_type} | _text(twin.text, twin.pages))
    try:
        document = _document(answer.body, name)
    except DocumentError as error:
        return _Read(wanted, kept | _nothing(error), error)
    pages = [{"start": p.span.start, "end": p.span.end, "origin": p.origin.value} for p in document.pages]
    return _Read(wanted, kept | {"mime_type": document.media_type} | _text(document.text, pages))


def _document(body: bytes, name: str) -> Document:
    if body and media.media_type(body, name) == media.HTML:
        raise DocumentError(
            key("„{subject}“ ist eine Webseite und keine Datei, vielleicht eine Anmelde- oder Sperrseite."),
            subject=name,
        )
    return read(body, name)


def _text(text: str, pages: list[dict[str, Any]]) -> dict[str, Any]:
    return {"text": text, "pages": pages, "problem": ""}


def _nothing(error: TrackerError) -> dict[str, Any]:
    return {"text": "", "pages": [], "problem": str(error)}


def _keep(session: Session, one: _Read, now: datetime) -> None:
    feed, url = one.wanted.feed.id, one.wanted.url
    row = files.one(session, feed, url)
    if row is None:
        row = models.File(feed_id=feed, download_url=url, tries=0)
        session.add(row)
    row.tries, row.fetched_at = row.tries + 1, now
    for name, value in one.values.items():
        setattr(row, name, value)


def _file_name(answer: Fetched) -> str:
    """The name that the server gives the file, else the end of its address."""
    said = Message()
    said["Content-Disposition"] = " ".join(answer.headers.get("content-disposition", "").split())
    path = unquote(urlsplit(answer.final_url).path)
    name = PurePosixPath((said.get_filename() or path).replace("\\", "/")).name
    shown = "".join(c for c in name if c.isprintable())[:LONGEST_FILE_NAME]
    return shown or urlsplit(answer.final_url).netloc
