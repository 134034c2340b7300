"""Asking an OParl server: objects, and lists by their `links.next` only."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urljoin, urlsplit

from tracker.feeds import oparl_vendors as vendors
from tracker.feeds.adapter import Payload
from tracker.feeds.config import FeedConfig
from tracker.feeds.exchange import Fetching
from tracker.feeds.failures import Doubt, FetchError, Reason, SuspiciousError
from tracker.feeds.oparl_vendors import Object

MOST_PAGES: Final = 20_000
_EMPTY_PAGES: Final = 3
_NOT_THERE: Final = frozenset({Reason.NOT_FOUND, Reason.GONE, Reason.FORBIDDEN, Reason.BAD_URL, Reason.SCHEME})
_RAW_LIMIT: Final = 5_000_000
"""Bytes kept for a replay: enough for an update, not for a whole crawl."""


@dataclass(slots=True)
class OparlClient:
    """One poll's view of a server; nothing is asked twice."""

    feed: FeedConfig
    fetcher: Fetching
    fetched: int = 0
    raw: list[Payload] = field(default_factory=list)
    _seen: dict[str, Object | None] = field(default_factory=dict)
    _raw_bytes: int = 0

    def value(self, url: str) -> Any:
        """The JSON value at an address. Raises FetchError, or SuspiciousError where it is an error or no JSON."""
        asked = self.feed.fetch_url(vendors.fetch_form(url))
        answer = self._get(asked)
        try:
            value = vendors.parsed(answer)
        except ValueError as error:
            doubt = Doubt.HTML if answer.lstrip()[:1] == b"<" else Doubt.EMPTY if not answer.strip() else Doubt.NO_FEED
            raise SuspiciousError(doubt, feed=self.feed.id, url=url) from error
        message = vendors.error_message(value)
        if message:
            raise SuspiciousError(Doubt.ERROR_OBJECT, feed=self.feed.id, url=url, message=message)
        return value

    def lookup(self, url: str) -> Object | None:
        """A single object that others refer to; None where the server says that there is none. Asked once a poll.

        Raises SuspiciousError(incomplete) where it could not be asked: going on would make known facts vanish.
        """
        if url not in self._seen:
            try:
                value = self.value(url)
            except FetchError as error:
                if error.reason not in _NOT_THERE:
                    raise self._incomplete(self.feed.url, url) from error
                value = None
            except SuspiciousError:
                value = None
            self._seen[url] = value if isinstance(value, dict) else None
        return self._seen[url]

    def rows(self, list_url: str) -> Iterator[Object]:
        """The objects of a list, page by page.

        Raises SuspiciousError(incomplete) at a page that cannot be read, comes again, brings nothing new, or lies on
        another host; what was yielded until then is true. A page that fails at the very beginning raises FetchError.
        """
        url, asked, known, empty = list_url, set[str](), set[str](), 0
        while url:
            if url in asked or len(asked) >= MOST_PAGES:
                raise self._incomplete(list_url, url)
            rows, following = self._page(url, list_url, first=not asked)
            asked.add(url)
            identities = {str(row.get("id")) for row in rows}
            empty = 0 if rows else empty + 1
            if (rows and identities <= known) or (empty >= _EMPTY_PAGES and following):
                raise self._incomplete(list_url, url)
            known |= identities
            self.fetched += len(rows)
            yield from rows
            if following and _host(_joined(url, following)) != _host(url):
                raise self._incomplete(list_url, following)
            url = _joined(url, following) if following else ""

    def _page(self, url: str, list_url: str, *, first: bool) -> tuple[list[Object], str]:
        try:
            value = self.value(url)
        except FetchError as error:
            if error.reason is Reason.NOT_FOUND and vendors.says_nothing_new(error.body):
                return [], ""
            if first:
                raise
            raise self._incomplete(list_url, url) from error
        except SuspiciousError as error:
            if first:
                raise
            raise self._incomplete(list_url, url) from error
        rows, following = _rows_and_next(value)
        if rows is None:
            raise self._incomplete(list_url, url)
        return rows, following

    def _get(self, url: str) -> bytes:
        """The body, asked a second time where the server stumbled: some answer 500 now and then."""
        try:
            answer = self.fetcher.get(url, access=self.feed.access)
        except FetchError as error:
            if error.status < 500 or error.reason is Reason.BUSY:
                raise
            answer = self.fetcher.get(url, access=self.feed.access)
        self._raw_bytes += len(answer.body)
        if self._raw_bytes <= _RAW_LIMIT:
            self.raw.append(Payload(url, answer.body, answer.media_type))
        return answer.body

    def _incomplete(self, list_url: str, at: str) -> SuspiciousError:
        return SuspiciousError(Doubt.INCOMPLETE, feed=self.feed.id, url=list_url, message=at)


def _rows_and_next(value: Any) -> tuple[list[Object] | None, str]:
    """(objects, next address) of a page; None where the answer holds no list. A bare object is a list of one."""
    if isinstance(value, list):
        return [row for row in value if isinstance(row, dict)], ""
    if not isinstance(value, dict):
        return None, ""
    data = value.get("data")
    if isinstance(data, list):
        links = value.get("links")
        following = links.get("next") if isinstance(links, dict) else None
        return [row for row in data if isinstance(row, dict)], following if isinstance(following, str) else ""
    return ([value], "") if isinstance(value.get("id"), str) else (None, "")


def _joined(url: str, following: str) -> str:
    """The next page's address, which may be relative; empty where it is none."""
    try:
        return urljoin(url, following)
    except ValueError:
        return ""


def _host(url: str) -> tuple[str, int | None]:
    try:
        parts = urlsplit(url)
        return parts.hostname or "", parts.port or {"http": 80, "https": 443}.get(parts.scheme)
    except ValueError:
        return "", None
