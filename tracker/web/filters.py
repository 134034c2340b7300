"""Filters that readers' pages use beyond those of the reports."""

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

from tracker.db.models.report import EditionKind
from tracker.domain.highlight import flowed
from tracker.errors import key
from tracker.reporting.foreign import line, visible
from tracker.services.readers.published import EditionLine
from tracker.web.definitions import anchor
from tracker.wording import Wording


def filters(wording: Wording) -> Mapping[str, Callable[..., Any]]:
    """By the names that templates use."""
    return {
        "anchor": anchor,
        "clip": clip,
        "feed_of": feed_of,
        "flowed": flowed,
        "one_line": line,
        "edition_title": lambda one: edition_title(one, wording),
    }


def shown(value: Any) -> Any:
    """What a template writes: no character of a foreign text disguises our words or breaks the page."""
    return visible(value.replace("\r\n", "\n")) if type(value) is str else value


def feed_of(page: str) -> str:
    """The path of the feed that belongs to a page of readers; empty where there is none."""
    parts = urlsplit(page)
    if parts.path == "/versprechen":
        return f"/atom/suche.xml?{parts.query}" if parts.query else "/atom/alle.xml"
    if parts.path.startswith(("/versprechen/", "/antwortende/", "/themen/")):
        return f"/atom{parts.path}.xml"
    return ""


def clip(text: str, length: int) -> str:
    """At most so many characters on one line; cut ones end in an ellipsis."""
    plain = line(text)
    return plain if len(plain) <= length else f"{plain[: length - 1].rstrip()}…"


def edition_title(one: EditionLine, wording: Wording) -> str:
    """What an edition is called in lists."""
    if one.kind is EditionKind.MONTHLY:
        interim = one.key.count("-") > 1
        sentence = key("Zwischenbericht {month}") if interim else key("Monatsbericht {month}")
        return wording.text(sentence, month=wording.month(one.cut_off))
    return wording.text(key("Bilanz bis {day}"), day=wording.day(one.cut_off))
