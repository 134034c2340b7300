"""HTML to lines of text as a person reads them, for pages whose layout means nothing (`font` and `br` elements)."""

import re
from html.parser import HTMLParser
from typing import Final

_BREAKS: Final = frozenset(
    ("address", "article", "aside", "blockquote", "br", "center", "dd", "div", "dl", "dt", "fieldset", "footer", "form",
     "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section", "table",
     "tbody", "tfoot", "thead", "tr", "ul")
)  # fmt: skip
_CELLS: Final = frozenset({"td", "th"})
_HIDDEN: Final = frozenset({"script", "style", "template", "title", "noscript"})
_STRAY: Final = re.compile(r"<(?![/a-zA-Z!?][^<>]{0,4000}>)")
MOST_BYTES: Final = 4_000_000
"""Bytes of a page that are read: ten times the longest minutes."""

_META_CHARSET: Final = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)


def lines_of(body: bytes, charset: str = "") -> tuple[str, ...]:
    """The visible lines of a page, white space collapsed, empty ones left out; any bytes give some lines."""
    parser = _LineParser()
    parser.feed(_closed_tags_only(decoded(body[:MOST_BYTES], charset)))
    parser.close()
    return parser.lines()


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
    return _STRAY.sub("&lt;", "".join(pieces) + page[start:])


class _LineParser(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._pieces: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A block begins a line, a cell begins a word."""
        del attrs
        self._hidden += tag in _HIDDEN
        self._separate(tag)

    def handle_endtag(self, tag: str) -> None:
        """A block ends its line."""
        self._hidden -= tag in _HIDDEN and self._hidden > 0
        self._separate(tag)

    def handle_data(self, data: str) -> None:
        """Line feeds of the source are blanks."""
        if not self._hidden:
            self._pieces.append(re.sub(r"\s", " ", data))

    def _separate(self, tag: str) -> None:
        if tag in _BREAKS:
            self._pieces.append("\n")
        elif tag in _CELLS:
            self._pieces.append(" ")

    def lines(self) -> tuple[str, ...]:
        """The lines read so far."""
        joined = (" ".join(line.split()) for line in "".join(self._pieces).split("\n"))
        return tuple(line for line in joined if line)
