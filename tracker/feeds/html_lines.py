"""HTML to lines of text as a person reads them, for pages and entries whose layout means nothing (`font`, `br`)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Final

_BREAKS: Final = frozenset(
    ("address", "article", "aside", "blockquote", "br", "center", "dd", "div", "dl", "dt", "fieldset", "footer", "form",
     "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section", "table",
     "tbody", "tfoot", "thead", "tr", "ul")
)  # fmt: skip
_CELLS: Final = frozenset({"td", "th"})
_HIDDEN: Final = frozenset({"script", "style", "template", "title", "noscript"})
_MARKED: Final = re.compile(r"<!\[(?:CDATA\[|[^<>]{0,4000}>)|\]\]>")
"""What word processors and careless feeds leave around text (`<![if !vml]>`); html.parser fails on odd ones."""

_STRAY: Final = re.compile(r"<(?!(?:[/a-zA-Z?]|!(?!\[))[^<>]{0,4000}>)")
MOST_BYTES: Final = 4_000_000
"""Bytes of a page that are read: ten times the longest minutes."""

_META_CHARSET: Final = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)


def lines_of(body: bytes, charset: str = "") -> tuple[str, ...]:
    """The visible lines of a page, white space collapsed, empty ones left out; any bytes give some lines."""
    shown = read(decoded(body[:MOST_BYTES], charset), keep_line_feeds=False).lines
    return tuple(line for line in (" ".join(line.split()) for line in shown) if line)


def decoded(body: bytes, charset: str = "") -> str:
    """The page's text: the declared charset where it fits, else UTF-8, else windows-1252 (which "iso-8859-1" means)."""
    declared = charset or (found[1].decode("ascii") if (found := _META_CHARSET.search(body[:4096])) else "")
    for name in (declared, "utf-8-sig"):
        try:
            if name and name.lower() not in {"iso-8859-1", "latin-1", "latin1"}:
                return body.decode(name)
        except (LookupError, UnicodeError):
            continue
    return body.decode("cp1252", errors="replace")


def _closed_tags_only(page: str) -> str:
    """The page without comments and with stray "<" as text: html.parser takes quadratic time over unclosed ones."""
    pieces, start = [], 0
    while (opened := page.find("<!--", start)) >= 0:
        closed = page.find("-->", opened)
        pieces.append(page[start:opened])
        start = closed + 3 if closed >= 0 else len(page)
    return _STRAY.sub("&lt;", _MARKED.sub("", "".join(pieces) + page[start:]))


@dataclass(frozen=True, slots=True)
class Lines:
    """The visible text of some HTML: lines with their white space, and the links with the number of their line.

    Cells of a table are divided by tabs.
    """

    lines: tuple[str, ...]
    links: tuple[tuple[int, str], ...]


def read(markup: str, *, keep_line_feeds: bool) -> Lines:
    """Take HTML apart in time that grows with its length only; line feeds of the source are lines or blanks."""
    parser = _LineParser(keep_line_feeds=keep_line_feeds)
    parser.feed(_closed_tags_only(markup))
    parser.close()
    return Lines(tuple(parser.lines()), tuple(parser.links))


class _LineParser(HTMLParser):
    def __init__(self, *, keep_line_feeds: bool) -> None:
        super().__init__(convert_charrefs=True)
        self.links: list[tuple[int, str]] = []
        self._ended: list[str] = []
        self._line: list[str] = []
        self._inked = False
        self._hidden = 0
        self._keep_line_feeds = keep_line_feeds

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A block begins a line, a cell a column; a link belongs to its line."""
        self._hidden += tag in _HIDDEN
        if tag in _BREAKS:
            self._end_line()
        elif tag in _CELLS and self._inked:
            self._line.append("\t")
        address = dict(attrs).get("href")
        if tag == "a" and address:
            self.links.append((len(self._ended), address))

    def handle_endtag(self, tag: str) -> None:
        """A block ends its line."""
        self._hidden -= tag in _HIDDEN and self._hidden > 0
        if tag in _BREAKS:
            self._end_line()

    def handle_data(self, data: str) -> None:
        """Text that is shown."""
        if self._hidden:
            return
        first, *others = data.split("\n") if self._keep_line_feeds else [data.replace("\n", " ")]
        self._write(first)
        for other in others:
            self._end_line()
            self._write(other)

    def _write(self, text: str) -> None:
        self._line.append(text)
        self._inked = self._inked or not text.isspace()

    def _end_line(self) -> None:
        self._ended.append("".join(self._line))
        self._line.clear()
        self._inked = False

    def lines(self) -> Iterator[str]:
        """The lines read so far."""
        yield from self._ended
        yield "".join(self._line)
