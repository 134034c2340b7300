"""Which address, which entry, which stored item is the same: canonical URLs, identities in a feed, aliases.

A position (sequence number, agenda number) is never part of an identity: agendas are renumbered. The one exception is
a fragment like `#top24`, which some sources use as an item's only address.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias
from urllib.parse import unquote, urlsplit, urlunsplit

from tracker.domain.council import CouncilItem, folded
from tracker.feeds.changes import Known, is_withdrawn_title

_SESSION_PATH = re.compile(r";jsessionid=[^/;?#]*", re.IGNORECASE)
_SESSION_QUERY = re.compile(
    r"(?:jsessionid|phpsessid|aspsessionid\w*|session_?id|sid|cfid|cftoken|smcspf)=.*", re.IGNORECASE
)
_VIEW_QUERY = re.compile(r"(?:__c\w*|refresh|utm_\w*)(?:=.*)?|\d+-\d+\..*", re.IGNORECASE)
_ITEM_FRAGMENT = re.compile(r"[A-Za-z]{0,12}[-_]?\d[\w.-]*")
_DEFAULT_PORT = {"http": 80, "https": 443}


def canonical_url(url: str) -> str:
    """The form in which two addresses of one thing are equal; what is no web address stays as it is.

    Lower-case scheme and host, no default port, no session or view parameters, sorted query, a fragment only where it
    names an item. Applying it twice changes nothing. For comparing only: fetch the address as it was delivered.
    """
    text = re.sub(r"\s", "%20", url.strip())
    try:
        parts = urlsplit(text)
        host, port = parts.hostname, parts.port
    except ValueError:
        return text
    if parts.scheme not in _DEFAULT_PORT or not host:
        return text
    shown = f"[{host}]" if ":" in host else host
    netloc = shown if port in {None, _DEFAULT_PORT[parts.scheme]} else f"{shown}:{port}"
    pieces = (p for p in _without_session(parts.query) if not _VIEW_QUERY.fullmatch(unquote(p)))
    fragment = parts.fragment if _ITEM_FRAGMENT.fullmatch(parts.fragment) else ""
    return urlunsplit(
        (parts.scheme, netloc, _SESSION_PATH.sub("", parts.path) or "/", "&".join(sorted(pieces)), fragment)
    )


def without_session(url: str) -> str:
    """The address as delivered, but for session ids: they change with every answer and open nothing for others."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return url.strip()
    query = "&".join(_without_session(parts.query))
    return urlunsplit(parts._replace(path=_SESSION_PATH.sub("", parts.path), query=query))


def _without_session(query: str) -> list[str]:
    return [piece for piece in query.split("&") if piece and not _SESSION_QUERY.fullmatch(unquote(piece))]


@dataclass(frozen=True, slots=True)
class EntryKey:
    """What an entry's identity can be made of; empty strings where the source is silent. `on` is any date text."""

    guid: str
    url: str
    title: str
    on: str = ""


def identities(entries: Sequence[EntryKey]) -> tuple[str, ...]:
    """One identity per entry, unique within the feed but for true repetitions, whatever the order.

    The guid; where a feed repeats it for different things, with the address; without guid the address; where that is
    repeated, or absent, with the title and date.
    """
    first = [canonical_url(e.guid or e.url) for e in entries]
    wider = _widened(first, entries, lambda e: canonical_url(e.url))
    return tuple(_widened(wider, entries, lambda e: _digest(e.title, e.on)))


def _widened(names: list[str], entries: Sequence[EntryKey], more: Callable[[EntryKey], str]) -> list[str]:
    """The names with `more` appended where one name (or none at all) stands for entries that differ in it."""
    meanings = Counter(name for name, _ in {(n, more(e)) for n, e in zip(names, entries, strict=True)})
    return [
        f"{name} {more(entry)}".strip() if meanings[name] > 1 or not name else name
        for name, entry in zip(names, entries, strict=True)
    ]


def _digest(title: str, on: str) -> str:
    return "title:" + hashlib.sha256(f"{folded(title)}\x1f{folded(on)}".encode()).hexdigest()[:32]


class MatchedBy(StrEnum):
    """How a reading was recognised. `url` and `content` are aliases: worth a log line and a row in the alias table."""

    IDENTITY = "identity"
    URL = "url"
    CONTENT = "content"


@dataclass(frozen=True, slots=True)
class Recognised:
    """A reading and the stored item it is (None: a new one)."""

    item: CouncilItem
    known: Known | None = None
    by: MatchedBy | None = None


def match_known(items: Sequence[CouncilItem], known: Iterable[Known]) -> tuple[Recognised, ...]:
    """Recognise the items of one poll among the stored ones of the same feed, in the items' order.

    By identity (or a known alias); then, for what is left on both sides, by address; then by committee, date and paper
    reference or title. The last two only where the key names one item on each side and the kind is the same, so that a
    page that all entries link to joins nothing. A second entry for an item already recognised is left out.
    """
    stored = list(known)
    read = [Known.of(item, url=canonical_url(item.url)) for item in items]
    found = _by_identity(read, stored)
    for by, key_of in ((MatchedBy.URL, _url_key), (MatchedBy.CONTENT, _content_key)):
        found |= _by_key(read, stored, found, by, key_of)
    return tuple(
        Recognised(item, *found.get(n, (None, None)))
        for n, item in enumerate(items)
        if n not in found or found[n][0] is not None
    )


_Found: TypeAlias = dict[int, tuple[Known | None, MatchedBy | None]]
"""By position of the reading; a None instead of a stored item marks a repetition."""


def _by_identity(read: list[Known], stored: list[Known]) -> _Found:
    found: _Found = {}
    claimed: set[str] = set()
    own = {one.identity: one for one in stored}
    aliases = {alias: one for one in stored for alias in one.aliases if alias not in own}
    for names in (own, aliases):
        for n, one in enumerate(read):
            same = names.get(one.identity)
            if same is not None and n not in found:
                found[n] = (None if same.identity in claimed else same, MatchedBy.IDENTITY)
                claimed.add(same.identity)
    return found


def _by_key(
    read: list[Known], stored: list[Known], found: _Found, by: MatchedBy, key_of: Callable[[Known], Hashable]
) -> _Found:
    claimed = {one.identity for one, _ in found.values() if one is not None}
    left = {n: key_of(one) for n, one in enumerate(read) if n not in found}
    free = [(key_of(one), one) for one in stored if one.identity not in claimed]
    read_often, stored_often = Counter(left.values()), Counter(name for name, _ in free)
    single = {name: one for name, one in free if name is not None and stored_often[name] == 1}
    return {n: (single[name], by) for n, name in left.items() if name in single and read_often[name] == 1}


def _url_key(one: Known) -> Hashable:
    """The address; with the title where a fragment (`#top5`) makes it a position that another item may take over."""
    if not one.url:
        return None
    return (one.kind, one.url, folded(one.title).casefold() if "#" in one.url else "")


def _content_key(one: Known) -> Hashable:
    """Committee, date and paper reference or title; None where the first two, or a telling last, are missing."""
    told = folded(one.reference or ("" if is_withdrawn_title(one.title) else one.title)).casefold()
    if not (one.organization and one.item_date and told):
        return None
    return (one.kind, folded(one.organization).casefold(), one.item_date, told)
