"""RSS and Atom of every vintage to council items.

feedparser opens files and addresses that are named in what it is given, so it only ever sees `BytesIO`, and only here.
It runs in this process: a child in the sandbox costs sixteen times as much as reading a feed of 50 entries (97 ms of
processor time against 6 ms), and the harm that bytes can do to it is time. So `markup` lets nothing through on which it
spends time by the square: size, entries, depth, attributes and namespaces are bounded, DOCTYPEs are refused.
Its dates are not used (see `dates`). An entry is an agenda item, meeting, paper or minutes by the marks that council
systems leave in addresses and texts; a paper where nothing tells.
"""

import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import feedparser

from tracker.domain.council import CouncilItem, FeedState, ItemKind
from tracker.feeds import dates, entry_text, markup
from tracker.feeds.adapter import Cursor, Harvest, Payload
from tracker.feeds.config import FeedConfig
from tracker.feeds.exchange import Fetched, Fetching, Validators
from tracker.feeds.failures import Doubt, FetchError, Reason, SuspiciousError
from tracker.feeds.identity import EntryKey, identities, without_session
from tracker.feeds.policy import SIGHTINGS

_HARMLESS = (feedparser.CharacterEncodingOverride, feedparser.NonXMLContentType)
_MOVED_AWAY = frozenset({Reason.NOT_FOUND, Reason.GONE, Reason.UNKNOWN_HOST})
_PUBLICNESS = re.compile(r"\s*\((?:nicht)?\s*öffentlich[^)]*\)$", re.IGNORECASE)
_KINDS = (
    (ItemKind.MINUTES, re.compile(r"niederschrift|protokoll\b", re.IGNORECASE)),
    (ItemKind.AGENDA_ITEM, re.compile(r"#top|agendaitem|__ktonr|tolfdnr|tagesordnungspunkt|\btops?\b", re.IGNORECASE)),
    (ItemKind.PAPER, re.compile(r"__kvonr|volfdnr|/papers?/|vorlage|antrag|drucksache|anfrage", re.IGNORECASE)),
    (ItemKind.MEETING, re.compile(r"__ksinr|silfdnr|/meetings?/|/sitzungen/|sitzung\b|termin\b", re.IGNORECASE)),
)
"""Forms by which an address, a category or a title tells the kind; "Übertragung der Ratssitzungen" is no sitting."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a feed's bytes say. `whole`: well-formed to its end, nothing left out."""

    items: tuple[CouncilItem, ...]
    count: int
    whole: bool
    doubt: Doubt | None = None


class RssAdapter:
    """Polls feeds of kind rss."""

    def poll(self, feed: FeedConfig, fetcher: Fetching, cursor: Cursor, now: datetime) -> Harvest:
        """One conditional request and what it says. Raises FetchError."""
        fetched, cursor = _fetch(feed, fetcher, cursor.for_url(feed.url))
        if fetched.not_modified:
            return Harvest((), FeedState.UNCHANGED, cursor, complete=False, fetched=0)
        raw = (Payload(fetched.url, fetched.body, fetched.media_type),)
        doubted = replace(cursor, validators=Validators())
        try:
            reading = read(fetched, now)
        except markup.DoubtError as error:
            problem = SuspiciousError(error.doubt, feed=feed.id, url=fetched.url)
            return Harvest((), FeedState.SUSPICIOUS, doubted, complete=False, fetched=0, raw=raw, problem=problem)
        items = tuple(i for i in reading.items if not (feed.since and i.item_date and i.item_date < feed.since))
        doubt = reading.doubt or _shrunk(reading.count, cursor)
        if doubt is None:
            validators = fetched.validators if reading.whole else Validators()
            accepted = replace(cursor, validators=validators, count=reading.count, doubted=0)
            return Harvest(items, FeedState.OK, accepted, reading.whole, reading.count, raw)
        shrunk = doubt in {Doubt.NO_ENTRIES, Doubt.FEW_ENTRIES}
        doubted = replace(doubted, doubted=cursor.doubted + 1 if shrunk else 0)
        problem = SuspiciousError(
            doubt, feed=feed.id, url=fetched.url, before=cursor.count, now=reading.count, limit=markup.MAX_ENTRIES
        )
        return Harvest(items, FeedState.SUSPICIOUS, doubted, False, reading.count, raw, problem)  # noqa: FBT003  # complete


def _fetch(feed: FeedConfig, fetcher: Fetching, cursor: Cursor) -> tuple[Fetched, Cursor]:
    """The answer, and the cursor with the sightings of a permanent redirect.

    A redirect seen three times in a row is asked directly; where that address is gone, the configured one again.
    """
    adopted = cursor.moved_to if cursor.moved_seen >= SIGHTINGS else ""
    if adopted:
        try:
            return fetcher.get(adopted, access=feed.access, validators=cursor.validators), cursor
        except FetchError as error:
            if error.reason not in _MOVED_AWAY:
                raise
        cursor = replace(cursor, validators=Validators())
    fetched = fetcher.get(feed.fetch_url(feed.url), access=feed.access, validators=cursor.validators)
    seen = cursor.moved_seen + 1 if fetched.moved_to == cursor.moved_to and not adopted else 1
    return fetched, replace(cursor, moved_to=fetched.moved_to, moved_seen=seen if fetched.moved_to else 0)


def _shrunk(count: int, cursor: Cursor) -> Doubt | None:
    if not cursor.shrunk(count):
        return None
    return Doubt.FEW_ENTRIES if count else Doubt.NO_ENTRIES


def read(fetched: Fetched, now: datetime) -> Reading:
    """The items of a feed's bytes; DoubtError where they are no feed."""
    prepared = markup.prepared(fetched.body)
    parsed = _parsed(prepared.body, fetched)
    if not parsed.get("version"):
        raise markup.DoubtError(Doubt.NO_FEED)
    entries = parsed["entries"]
    well_formed = not parsed.get("bozo") or isinstance(parsed.get("bozo_exception"), _HARMLESS)
    doubt = Doubt.MANY_ENTRIES if prepared.capped else Doubt.TRUNCATED if prepared.truncated else None
    return Reading(_items(entries, fetched.final_url, now), len(entries), well_formed and doubt is None, doubt)


def _parsed(body: bytes, fetched: Fetched) -> Mapping[str, Any]:
    stated = f"; charset={fetched.charset}" if markup.known_charset(fetched.charset) else ""
    parsed: Mapping[str, Any] = feedparser.parse(  # noqa: TID251  # the one call, with bytes from memory
        io.BytesIO(body),
        response_headers={"content-type": f"application/xml{stated}", "content-location": fetched.final_url},
        resolve_relative_uris=False,
        sanitize_html=False,
    )
    return parsed


def _items(entries: Sequence[Mapping[str, Any]], base: str, now: datetime) -> tuple[CouncilItem, ...]:
    """One item per identity, in the feed's order; an entry that says nothing at all is left out."""
    told = [e for e in entries if e.get("title") or e.get("link") or e.get("id")]
    keys = [EntryKey(_guid(e), _link(e), entry_text.plain(e.get("title", "")), e.get("published", "")) for e in told]
    found: dict[str, CouncilItem] = {}
    for name, entry in zip(identities(keys), told, strict=True):
        found.setdefault(name, _item(name, entry, base, now))
    return tuple(found.values())


def _item(name: str, entry: Mapping[str, Any], base: str, now: datetime) -> CouncilItem:
    title = entry_text.plain(entry.get("title", ""))
    said = entry_text.read(_description(entry), base)
    linked = [link.get("href", "") for link in entry.get("links", ()) if link.get("rel") == "enclosure"]
    enclosed = [link for link in linked if entry_text.is_web_address(link)]
    submitters = re.split(r"\s*[,;]\s*", said.fields.get("submitter", ""))
    kind = _kind(entry, title, said)
    titled = title if kind is ItemKind.MEETING else ""  # "… zum 01.01.2028" in a paper's title is not its own day
    on = said.fields.get("date") or entry.get("ev_startdate") or titled
    return CouncilItem(
        kind=kind,
        identity=name,
        title=title,
        url=without_session(_link(entry)),
        text="\n".join(line for line in said.text.splitlines() if line != title),
        result=said.fields.get("result", ""),
        reference=said.fields.get("reference", ""),
        organization=_PUBLICNESS.sub("", said.fields.get("organization", "")),
        item_date=dates.day(on, now),
        published=dates.moment(entry["published"], now) if "published" in entry else None,
        submitters=tuple(name for name in submitters if name),
        attachments=tuple(dict.fromkeys(without_session(a) for a in (*said.attachments, *enclosed))),
        number=said.fields.get("number", ""),
    )


def _guid(entry: Mapping[str, Any]) -> str:
    return str(entry.get("id", "")).strip()


def _link(entry: Mapping[str, Any]) -> str:
    """The entry's address for people; a guid that is an address where there is no link."""
    link = str(entry.get("link", "")).strip()
    return next((text for text in (link, _guid(entry)) if entry_text.is_web_address(text)), "")


def _description(entry: Mapping[str, Any]) -> str:
    """The fullest text of an entry; a summary beside a content is often machine-written and is not read."""
    content = [str(part.get("value", "")) for part in entry.get("content", ())]
    return max(content, key=len, default="") or str(entry.get("summary", ""))


def _kind(entry: Mapping[str, Any], title: str, said: entry_text.EntryText) -> ItemKind:
    """By what the address or guid says, else by the labels of the text, the categories, the title."""
    categories = " ".join(str(tag.get("term") or "") for tag in entry.get("tags", ()))
    for clue in (f"{_guid(entry)} {_link(entry)}", categories, title):
        if "number" in said.fields:
            break
        for kind, form in _KINDS:
            if form.search(clue):
                return kind
    return ItemKind.AGENDA_ITEM if "number" in said.fields else ItemKind.PAPER
