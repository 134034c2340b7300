"""Foreign text made safe for the eye: nothing in it can disguise, break or lead away from what we say ourselves."""

import re
import textwrap
from urllib.parse import urlsplit

LINE_WIDTH = 72
"""Characters of a line of plain text: RFC 3676 recommends at most 78, less room for quoting."""

_DISGUISE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # control characters
    "\u2028-\u202e\u2066-\u2069"  # line and paragraph separators; what turns the direction of text
    "\ud800-\udfff]"  # halves of characters, which no file can hold
)
"""Characters of foreign text that could disguise our own words. Line feeds and tabs stay."""


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
    heading = wrap(text, "", "  ")
    return f"{heading}\n{rule * min(LINE_WIDTH, max(len(row) for row in heading.split(chr(10))))}"
