"""Documents attached to council items: which are still to be fetched, and what those that were read say."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from itertools import islice

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from tracker.db.models import CouncilItem, File

TRIES = 3
"""What could not be fetched or read so often is left alone."""

PAUSE = timedelta(days=1)
LONGEST_ADDRESS = 2000
"""Characters: an index of PostgreSQL takes no more than 2,704 bytes."""

LONGEST_READ = 20_000
"""Characters of an item's attachments that are searched: the first ten pages hold what a paper is about."""


def wanted(session: Session, feed_id: str, since: date | None, now: datetime, limit: int) -> list[str]:
    """Addresses of at most `limit` attachments to fetch now, those of the newest items first.

    Left out are items from before `since`, what is stored already, and what failed within a day or too often.
    """
    rows = session.execute(select(File.download_url, File.problem, File.tries, File.fetched_at).where(_of(feed_id)))
    settled = {url for url, problem, tries, at in rows if not problem or tries >= TRIES or now - at < PAUSE}
    item = CouncilItem
    query = select(item.attachments).where(item.feed_id == feed_id, item.deleted_at.is_(None))
    if since:
        query = query.where(or_(item.item_date >= since, item.item_date.is_(None)))
    lists = session.scalars(query.order_by(item.item_date.desc().nulls_last(), item.id.desc()))
    return list(islice(_unsettled(lists, settled), limit))


def _unsettled(lists: Iterable[list[str]], settled: set[str]) -> Iterator[str]:
    for attachments in lists:
        for url in attachments:
            if url not in settled and len(url) <= LONGEST_ADDRESS:
                settled.add(url)
                yield url


def one(session: Session, feed_id: str, download_url: str) -> File | None:
    """The file of a feed with that address."""
    return session.scalar(select(File).where(_of(feed_id), File.download_url == download_url))


def read_before(session: Session, sha256: str) -> File | None:
    """A file with these very bytes whose text is stored, wherever it came from."""
    return session.scalar(select(File).where(File.sha256 == sha256, File.text != "").limit(1))


def searched_texts(session: Session, items: Iterable[CouncilItem]) -> dict[int, str]:
    """What matching reads of each item beyond its title, by row: its own text, then what its attachments say.

    The own text comes first and whole, so that a stretch of it stays where it is when an attachment is read later.
    """
    rows = list(items)
    named = {row.feed_id for row in rows if row.attachments}
    query = select(File.feed_id, File.download_url, File.text).where(File.feed_id.in_(named), File.text != "")
    read = {(feed, url): text for feed, url, text in session.execute(query)}
    return {row.id: _searched(row, (read.get((row.feed_id, url), "") for url in row.attachments)) for row in rows}


def _searched(row: CouncilItem, attached: Iterable[str]) -> str:
    said = "\n\n".join(text for text in attached if text)[:LONGEST_READ]
    return "\n\n".join(text for text in (row.text, said) if text)


def place(session: Session, item: CouncilItem, at: int) -> tuple[File | None, int | None]:
    """The attachment in which character `at` of the item's searched text stands, and its page, counted from 1.

    The first attachment that was read where the character stands in the item's own text; nothing where none was.
    """
    if not item.attachments:
        return None, None
    named = _of(item.feed_id), File.download_url.in_(item.attachments), File.text != ""
    read = {file.download_url: file for file in session.scalars(select(File).where(*named))}
    attached = [read[url] for url in item.attachments if url in read]
    start = len(item.text) + 2 if item.text else 0
    for file in attached:
        if start <= at < start + len(file.text):
            pages = [number for number, (first, last) in enumerate(file.pages, 1) if first <= at - start < last]
            return file, pages[0] if pages else None
        start += len(file.text) + 2
    return (attached[0], None) if attached else (None, None)


def _of(feed_id: str) -> ColumnElement[bool]:
    return File.feed_id == feed_id
