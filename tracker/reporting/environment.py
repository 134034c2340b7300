"""Two Jinja2 environments over one template folder: HTML, where everything is escaped, and plain text."""

import re
import textwrap
from datetime import date
from functools import cache, partial
from pathlib import Path
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from tracker.domain.council import Direction, Stage
from tracker.domain.report import EvidenceLine, PromiseLine
from tracker.errors import key
from tracker.wording import Wording

LINE_WIDTH = 72
"""Characters of a line of plain text: RFC 3676 recommends at most 78, less room for quoting."""

_DISGUISE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # control characters
    "\u2028-\u202e\u2066-\u2069"  # line and paragraph separators; what turns the direction of text
    "\ud800-\udfff]"  # halves of characters, which no file can hold
)
"""Characters of foreign text that could disguise our own words. Line feeds and tabs stay."""

_ADVISED = {
    Direction.ADOPTED: key("empfohlen"),
    Direction.REJECTED: key("nicht empfohlen"),
    Direction.AMENDED: key("mit Änderungen empfohlen"),
}
"""A committee that only recommends adopts nothing: these directions have words of their own."""


def html_environment(templates: Path | tuple[Path, ...], wording: Wording) -> Environment:
    """For pages and the HTML part of mails: every value is escaped, an unknown name is an error.

    Of several folders the first that knows a name wins.
    """
    return _html(templates, wording)


def text_environment(templates: Path, wording: Wording) -> Environment:
    """For plain text: nothing is escaped, foreign text goes through `line` or `wrap` and cannot break lines."""
    return _text(templates, wording)


@cache
def _html(templates: Path | tuple[Path, ...], wording: Wording) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(templates),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return _speaking(environment, wording)


@cache
def _text(templates: Path, wording: Wording) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(templates),
        autoescape=False,  # noqa: S701  # plain text: escaping would show &amp; to people
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"line": line, "wrap": wrap, "underlined": underlined}
    return _speaking(environment, wording)


def _speaking(environment: Environment, wording: Wording) -> Environment:
    """Teach the environment one language: sentences, labels, days and numbers."""
    environment.policies["ext.i18n.trimmed"] = True
    environment.install_gettext_translations(wording.translations, newstyle=True)  # type: ignore[attr-defined]  # added by the extension
    environment.globals["language"] = wording.language
    environment.filters |= {
        "label": wording.label,
        "number": wording.number,
        "day": wording.day,
        "month": wording.month,
        "iso": date.isoformat,
        "short": short,
        "web_address": web_address,
        "decided": partial(decided, wording=wording),
        "repaired": repaired,
        "named": partial(named, wording=wording),
    }
    return environment


def decided(line: EvidenceLine, wording: Wording) -> str:
    """What the council or a committee did, in a few words: "Beschluss: abgelehnt", "Empfehlung: nicht empfohlen"."""
    advised = _ADVISED.get(line.direction) if line.stage is Stage.ADVISORY else None
    return f"{wording.label(line.stage)}: {wording.text(advised) if advised else wording.label(line.direction)}"


def named(respondent: str, wording: Wording) -> str:
    """The respondent's name, or that its document gives none."""
    return respondent or wording.text(key("Antwortende nicht genannt"))


def repaired(promise: PromiseLine) -> str:
    """The repaired reading of the quote where words were mended; other line breaks alone are no repair."""
    return promise.reading if line(promise.reading) != line(promise.quote) else ""


def visible(text: str) -> str:
    """`text` with a blank for each character that disguises; its length, and with it every offset, stays the same."""
    return _DISGUISE.sub(" ", text)


def short(digest: str) -> str:
    """The first twelve digits of a hash: enough to compare by eye, the full one stands in the edition's JSON."""
    return digest[:12]


def web_address(url: str) -> str:
    """The address where it is one that a reader may follow (http, https), otherwise an empty string.

    Addresses come from foreign feeds, which may say `javascript:` or `data:`.
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.scheme in {"http", "https"} and parts.hostname and not re.search(r"[\s<>\"]", url) else ""


def line(text: str) -> str:
    """Foreign text on one line."""
    return " ".join(visible(text).split())


def wrap(text: str, first: str = "", rest: str | None = None) -> str:
    """A paragraph of at most `LINE_WIDTH` characters a line; `first` and `rest` begin the lines.

    Long words (addresses, hashes) stay whole, because broken ones cannot be copied.
    """
    return textwrap.fill(
        line(text),
        LINE_WIDTH,
        initial_indent=first,
        subsequent_indent=" " * len(first) if rest is None else rest,
        break_long_words=False,
        break_on_hyphens=False,
    )


def underlined(text: str, rule: str = "-") -> str:
    """A heading of plain text with a line of `rule` below it."""
    heading = wrap(text)
    return f"{heading}\n{rule * min(LINE_WIDTH, max(len(row) for row in heading.split(chr(10))))}"
