"""Atom feeds (RFC 4287), built as a tree: foreign text can neither open a tag nor break the file."""

import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from xml.etree import ElementTree as ET

from tracker.reporting.foreign import line

NAMESPACE = "http://www.w3.org/2005/Atom"
MEDIA_TYPE = "application/atom+xml"

_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that no XML 1.0 file may hold, escaped or not."""


@dataclass(frozen=True, slots=True)
class AtomEntry:
    """One piece of news. `id` stays the same for ever, wherever the page moves; `link` is where to read on."""

    id: str
    title: str
    link: str
    updated: datetime
    summary: str


@dataclass(frozen=True, slots=True)
class AtomFeed:
    """A feed: its own address, the page that it belongs to, who publishes it, and its news, the newest first."""

    address: str
    page: str
    title: str
    author: str
    updated: datetime
    entries: Sequence[AtomEntry]


def stable_id(*parts: str) -> str:
    """The id of a piece of news, made from what it is; the same on every host."""
    return uuid.uuid5(uuid.NAMESPACE_OID, "\x1f".join(parts)).urn


def atom(feed: AtomFeed) -> bytes:
    """The feed as a file."""
    root = ET.Element("feed", {"xmlns": NAMESPACE})
    _text(root, "id", stable_id("feed", feed.address))
    _text(root, "title", feed.title)
    _text(root, "updated", _moment(feed.updated))
    _text(ET.SubElement(root, "author"), "name", feed.author)
    ET.SubElement(root, "link", {"rel": "self", "type": MEDIA_TYPE, "href": _storable(feed.address)})
    ET.SubElement(root, "link", {"rel": "alternate", "type": "text/html", "href": _storable(feed.page)})
    for one in feed.entries:
        entry = ET.SubElement(root, "entry")
        _text(entry, "id", one.id)
        _text(entry, "title", one.title)
        _text(entry, "updated", _moment(one.updated))
        ET.SubElement(entry, "link", {"rel": "alternate", "type": "text/html", "href": _storable(one.link)})
        _text(entry, "summary", one.summary)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{ET.tostring(root, encoding="unicode")}\n'.encode()


def _text(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, name).text = _storable(line(text))


def _storable(text: str) -> str:
    return _NO_XML.sub("\N{REPLACEMENT CHARACTER}", text)


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
