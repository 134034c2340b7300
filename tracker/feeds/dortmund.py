"""Dortmund: two open-data sets and the minutes pages behind one of them.

The council information system itself may not be polled; the city publishes an index of all minutes since 2013
(`fb1-gremienniederschriften`: date, body, link) and the coming sittings (`fb1-gremientermine`). Old minutes may enter
the index late, so it is read whole once a week and from its newest end in between. Of the pages not yet read, the
newest are read first, a limited number a run; what was read stands in the cursor, so a stop loses nothing. Pages
are final once published and are read once. They hold names of persons, so their bytes are not kept.
"""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any, Final
from urllib.parse import urlsplit

from tracker.domain.council import CouncilItem, FeedState, ItemKind, folded
from tracker.errors import FeedError
from tracker.feeds import dates
from tracker.feeds.adapter import Cursor, Harvest, Payload
from tracker.feeds.config import FeedConfig
from tracker.feeds.dortmund_items import items_of_minutes
from tracker.feeds.dortmund_minutes import read_minutes
from tracker.feeds.exchange import Fetching
from tracker.feeds.failures import Doubt, FetchError, Reason, SuspiciousError

MINUTES_SET: Final = "fb1-gremienniederschriften"
SITTINGS_SET: Final = "fb1-gremientermine"
PAGE_SIZE: Final = 100
PAGES_PER_RUN: Final = 150
"""Minutes pages a run: at one request a second two and a half minutes."""

RECONCILE_EVERY: Final = timedelta(days=7)
TRIES: Final = 3
"""A page that failed so often is left alone until the next reconciliation."""

_MOST_ROWS: Final = 10_000
"""The open-data interface serves no offset beyond this."""

_UNID: Final = re.compile(r"(?:documentId=|/)([0-9a-f]{32})(?![0-9a-f])", re.IGNORECASE)
_SESSION: Final = re.compile(r"(?<=[?&])SessionID=[^&]*&?", re.IGNORECASE)
_SHORT: Final = 12
"""Hexadecimal digits that the cursor remembers of a document: enough for a hundred thousand of them."""


class DortmundAdapter:
    """Polls the data sets and the next minutes pages; keeps nothing between polls."""

    def poll(self, feed: FeedConfig, fetcher: Fetching, cursor: Cursor, now: datetime) -> Harvest:
        """Coming sittings, and agenda items of minutes not read before.

        Raises FetchError where a data set cannot be fetched. One that cannot be read, or a page that fails, makes the
        harvest suspicious; the rest is delivered and the cursor asks for the failed ones again. Never complete: minutes
        are read once, so nothing that is missing here has vanished.
        """
        before = cursor.for_url(feed.url)
        run = _Run(feed, fetcher, now, _Progress.of(before))
        whole = before.since_full(now) >= RECONCILE_EVERY
        items: list[CouncilItem] = []
        try:
            items += [item for row in run.rows(SITTINGS_SET) if (item := _sitting(row, feed, now))]
            run.read_index(whole=whole)
            items += run.read_minutes()
        except SuspiciousError as doubt:
            run.problem = doubt
        after = replace(before.with_marks(**run.progress.marks()), url=feed.url)
        if whole and run.index_whole:
            after = replace(after, full_at=now.isoformat())
        state = FeedState.SUSPICIOUS if run.problem else FeedState.OK
        return Harvest(
            tuple(items), state, after, complete=False, fetched=run.fetched, raw=tuple(run.raw), problem=run.problem
        )


@dataclass(frozen=True, slots=True)
class Document:
    """One row of the minutes index."""

    unid: str
    url: str
    body: str
    day: date | None

    @property
    def short(self) -> str:
        """How the cursor remembers it: a digest, because ids of one database begin alike."""
        return hashlib.sha256(self.unid.encode()).hexdigest()[:_SHORT]


@dataclass(slots=True)
class _Progress:
    """What the cursor remembers: documents read, tries of failing ones, and whether unread ones were left over."""

    read: set[str]
    tries: dict[str, int]
    backlog: bool

    @classmethod
    def of(cls, cursor: Cursor) -> "_Progress":
        read = cursor.mark("read")
        tries = (entry.partition("=") for entry in cursor.mark("tries").split(",") if "=" in entry)
        return cls(
            {read[i : i + _SHORT] for i in range(0, len(read), _SHORT)},
            {short: int(count) for short, _, count in tries if count.isdecimal()},
            cursor.mark("backlog") == "yes",
        )

    def marks(self) -> dict[str, str]:
        """As notes of a cursor."""
        return {
            "read": "".join(sorted(self.read)),
            "tries": ",".join(f"{short}={count}" for short, count in sorted(self.tries.items())),
            "backlog": "yes" if self.backlog else "",
        }

    def open(self, document: Document) -> bool:
        """Whether the document is still to be read."""
        return document.short not in self.read and self.tries.get(document.short, 0) < TRIES


@dataclass(slots=True)
class _Run:
    """One poll: what it fetched so far and what went wrong."""

    feed: FeedConfig
    fetcher: Fetching
    now: datetime
    progress: _Progress
    documents: dict[str, Document] = field(default_factory=dict)
    raw: list[Payload] = field(default_factory=list)
    fetched: int = 0
    index_whole: bool = False
    problem: FeedError | None = None

    def rows(self, data_set: str, order: str = "") -> Iterator[Mapping[str, Any]]:
        """The rows of a data set up to its total. A page that is missing before the total is a problem of the run."""
        offset, total = 0, 1
        while offset < min(total, _MOST_ROWS):
            url = self._records_url(data_set, offset, order)
            answer = self.fetcher.get(url, access=self.feed.access)
            total, rows = _records(answer.body, self.feed.id, url)
            self.raw.append(Payload(url, answer.body, answer.media_type))
            if not rows and offset < total:
                self.problem = SuspiciousError(
                    Doubt.INCOMPLETE, feed=self.feed.id, url=url, message=f"{offset} von {total}"
                )
                return
            self.fetched += len(rows)
            yield from rows
            offset += len(rows)
        self.index_whole = data_set == MINUTES_SET and self.problem is None

    def read_index(self, *, whole: bool) -> None:
        """The minutes index: all of it, or from the newest end until a page's worth of documents is known."""
        if whole:
            self.progress.tries.clear()
        known = unread = 0
        for row in self.rows(MINUTES_SET, "datum DESC"):
            document = _document(row, self.now)
            if document is None or (self.feed.since and document.day and document.day < self.feed.since):
                continue
            self.documents.setdefault(document.unid, document)
            is_open = self.progress.open(document)
            known, unread = (0, unread + 1) if is_open else (known + 1, unread)
            if not whole and (unread > PAGES_PER_RUN or (known >= PAGE_SIZE and not self.progress.backlog)):
                return

    def read_minutes(self) -> list[CouncilItem]:
        """The items of the newest unread pages, at most `PAGES_PER_RUN`; a busy server ends the run."""
        waiting = [document for document in self.documents.values() if self.progress.open(document)]
        items: list[CouncilItem] = []
        for document in waiting[:PAGES_PER_RUN]:
            try:
                answer = self.fetcher.get(self.feed.fetch_url(document.url), access=self.feed.access)
            except FetchError as error:
                self._failed(document, error)
                if error.reason in {Reason.BUSY, Reason.UNREACHABLE, Reason.TIMEOUT, Reason.ROBOTS_UNREACHABLE}:
                    break
                continue
            self.fetched += 1
            page = read_minutes(answer.body, self.now, charset=answer.charset, body=document.body)
            if not page.items:
                self._failed(document, SuspiciousError(Doubt.NO_FEED, feed=self.feed.id, url=document.url))
                continue
            self.progress.read.add(document.short)
            self.progress.tries.pop(document.short, None)
            items += items_of_minutes(page, document.unid, document.url, document.day)
        self.progress.backlog = any(self.progress.open(document) for document in waiting)
        return items

    def _failed(self, document: Document, error: FeedError) -> None:
        self.progress.tries[document.short] = self.progress.tries.get(document.short, 0) + 1
        self.problem = self.problem or error

    def _records_url(self, data_set: str, offset: int, order: str) -> str:
        parts = urlsplit(self.feed.url)
        order_by = f"&order_by={order.replace(' ', '%20')}" if order else ""
        path = f"/api/explore/v2.1/catalog/datasets/{data_set}/records?limit={PAGE_SIZE}&offset={offset}{order_by}"
        return self.feed.fetch_url(f"{parts.scheme}://{parts.netloc}{path}")


def _records(body: bytes, feed: str, url: str) -> tuple[int, list[Mapping[str, Any]]]:
    """(total, rows) of a page of records. Raises SuspiciousError where it is something else."""
    try:
        page = json.loads(body)
    except (ValueError, RecursionError) as error:
        doubt = Doubt.HTML if body.lstrip()[:1] == b"<" else Doubt.NO_FEED
        raise SuspiciousError(doubt, feed=feed, url=url) from error
    if not isinstance(page, dict):
        raise SuspiciousError(Doubt.NO_FEED, feed=feed, url=url)
    total, rows = page.get("total_count"), page.get("results")
    if "message" in page and rows is None:
        raise SuspiciousError(Doubt.ERROR_OBJECT, feed=feed, url=url, message=str(page["message"])[:200])
    if not isinstance(total, int) or isinstance(total, bool) or not isinstance(rows, list):
        raise SuspiciousError(Doubt.NO_FEED, feed=feed, url=url)
    return total, [row for row in rows if isinstance(row, dict)]


def _document(row: Mapping[str, Any], now: datetime) -> Document | None:
    link = str(row.get("link") or "")
    unid = _UNID.search(link)
    if unid is None:
        return None
    return Document(
        unid[1].lower(), _SESSION.sub("", link).rstrip("?&"), _text(row, "gremium"), dates.day(_text(row, "datum"), now)
    )


def _sitting(row: Mapping[str, Any], feed: FeedConfig, now: datetime) -> CouncilItem | None:
    """A coming sitting; rows without a date or a body say nothing."""
    organization = _text(row, "gremium", "gremien", "bezeichnung")
    day = dates.day(_text(row, "datum", "termin", "sitzungsdatum", "beginn"), now)
    if not organization or day is None:
        return None
    return CouncilItem(
        ItemKind.MEETING,
        identity=f"termin:{day.isoformat()}:{organization.casefold()}",
        title=organization,
        url=feed.url,
        text=_text(row, "ort", "sitzungsort", "raum"),
        organization=organization,
        item_date=day,
    )


def _text(row: Mapping[str, Any], *names: str) -> str:
    return next((folded(row[name]) for name in names if isinstance(row.get(name), str) and row[name].strip()), "")
