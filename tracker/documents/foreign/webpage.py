"""HTML: what a page is about, without navigation, with the byte that each word came from.

Read with the standard library: readability and trafilatura rewrite the page (offsets are lost) and bring lxml,
trafilatura also an own way to the network.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser
from typing import Any

from tracker.documents.foreign.tables import Tables
from tracker.documents.foreign.writer import BULLET, Writer

DEEPEST = 200
"""Elements inside each other; what lies deeper is read as if it lay here."""

_VOID = frozenset(
    {
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "param",
        "source",
        "track",
        "wbr",
    }
)
_SILENT = frozenset(
    {
        "script",
        "style",
        "noscript",
        "template",
        "head",
        "title",
        "svg",
        "math",
        "iframe",
        "object",
        "button",
        "select",
        "textarea",
        "dialog",
        "nav",
        "aside",
        "footer",
        "audio",
        "video",
        "canvas",
        "map",
        "datalist",
    }
)
_INLINE = frozenset(
    {
        "a",
        "abbr",
        "acronym",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "code",
        "data",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "img",
        "ins",
        "kbd",
        "label",
        "mark",
        "q",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "time",
        "tt",
        "u",
        "var",
        "wbr",
    }
)
_CLOSES: dict[str, frozenset[str]] = {
    "li": frozenset({"li"}),
    "dt": frozenset({"dt", "dd"}),
    "dd": frozenset({"dt", "dd"}),
    "tr": frozenset({"tr", "td", "th"}),
    "td": frozenset({"td", "th"}),
    "th": frozenset({"td", "th"}),
}
"""Which open elements end where a tag begins: these are often left open."""
_SCOPES = frozenset({"ul", "ol", "dl", "table"})

_BESIDE = re.compile(
    r"(?:^|[\s_-])(?:nav|navi|navigation|menu|menue|breadcrumbs?|cookies?|consent|footer|sidebar|share|social|skip|skiplinks?|banner|pager"
    r"|pagination|related|newsletter|search|suche|sr-only|visually-hidden)(?:$|[\s_-])",
    re.IGNORECASE,
)
_ROLES = frozenset({"navigation", "banner", "contentinfo", "search", "complementary", "dialog", "alert"})
_RUN = re.compile(r"[^ \t\n\r\f]+(?: [^ \t\n\r\f]+)*")
"""Words with single blanks between them: what is set exactly as it is spelled."""
_SENTENCE = re.compile(r"\w{3}[.!?](?:\s|$)")
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_COMMON = re.compile(r"(?:utf-?8|iso-?8859-\d+|windows-125\d|cp125\d|macintosh)$", re.IGNORECASE)


@dataclass(slots=True)
class _Text:
    """Characters between two tags; `first` counts characters of the source, `raw` is how they are spelled there."""

    text: str
    first: int
    raw: str


@dataclass(slots=True)
class _Element:
    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list["_Element | _Text"] = field(default_factory=list)
    letters: int = 0
    linked: int = 0
    """Letters that stand in links."""
    sentences: int = 0

    def within(self) -> Iterator["_Element"]:
        """The element and all elements in it, in order."""
        waiting = [self]
        while waiting:
            element = waiting.pop()
            yield element
            waiting += [child for child in reversed(element.children) if isinstance(child, _Element)]


def parse(data: bytes, charset: str = "") -> dict[str, Any]:
    """The text of a page and its pieces; a damaged page yields what can be read of it."""
    encoding, mark = _encoding(data, charset)
    source = data[mark:].decode(encoding, errors="replace")
    tree = _Tree(source)
    tree.feed(source)
    tree.close()
    _weigh(tree.root)
    page = _Setting(Tables(Writer("", encoding)), _Bytes(source, encoding, mark), tree.root.letters)
    page.set(_main(tree.root))
    return page.tables.base.result()


def _encoding(data: bytes, charset: str) -> tuple[str, int]:
    """The encoding and how many bytes its mark takes: mark, declaration if it fits, UTF-8 if it fits, windows-1252."""
    for bom, name in ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if data.startswith(bom):
            return name, len(bom)
    declared = found[1].decode("ascii") if (found := _CHARSET.search(data[:4096])) else ""
    for name in (charset, declared, "utf-8"):
        # Browsers read Latin 1 as windows-1252, too.
        if _COMMON.match(name) and name.lower() != "iso-8859-1":
            try:
                data.decode(name)
            except (LookupError, UnicodeError):
                continue
            return name.lower(), 0
    return "cp1252", 0


class _Tree(HTMLParser):
    """The page as a tree, forgiving as browsers are, without recursion."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=False)
        self.root = _Element("html")
        self._open = [self.root]
        self._lines = [0, *(m.end() for m in re.finditer("\n", source))]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element, after what cannot contain it has ended."""
        closes = _CLOSES.get(tag, frozenset())
        if tag not in _INLINE | _VOID and self._open[-1].tag == "p":
            closes = frozenset({"p"})
        self._close_open(closes)
        element = _Element(tag, {name: value or "" for name, value in attrs})
        self._open[-1].children.append(element)
        if tag not in _VOID and len(self._open) < DEEPEST:
            self._open.append(element)

    def _close_open(self, tags: frozenset[str]) -> None:
        for place in range(len(self._open) - 1, 0, -1):
            if self._open[place].tag in tags:
                del self._open[place:]
                if tags != _CLOSES["tr"]:
                    return
            elif self._open[place].tag in _SCOPES:
                return

    def handle_endtag(self, tag: str) -> None:
        """Close the innermost element of that name, and what was left open in it."""
        for place in range(len(self._open) - 1, 0, -1):
            if self._open[place].tag == tag:
                del self._open[place:]
                return

    def handle_data(self, data: str) -> None:
        """Characters as they are."""
        self._add(data, data)

    def handle_entityref(self, name: str) -> None:
        """A named character, with or without its semicolon."""
        self._add(unescape(f"&{name};"), f"&{name};")

    def handle_charref(self, name: str) -> None:
        """A numbered character."""
        self._add(unescape(f"&#{name};"), f"&#{name};")

    def _add(self, text: str, raw: str) -> None:
        line, column = self.getpos()
        self._open[-1].children.append(_Text(text, self._lines[line - 1] + column, raw))


class _Bytes:
    """From characters of the source to its bytes; asked in rising order, each character is encoded once."""

    def __init__(self, source: str, encoding: str, mark: int) -> None:
        self._source, self._encoding = source, encoding
        self._at, self._bytes = 0, mark

    def before(self, character: int) -> int:
        """How many bytes stand before that character."""
        if character < self._at:  # never in practice: elements are set in the order of the source
            return self._bytes
        self._bytes += len(self._source[self._at : character].encode(self._encoding, errors="replace"))
        self._at = character
        return self._bytes


def _weigh(root: _Element) -> None:
    """Count letters, linked letters and sentences of every element, children first."""
    for element in reversed(list(root.within())):
        for child in element.children:
            if isinstance(child, _Text):
                element.letters += sum(map(str.isalpha, child.text)) if element.tag not in _SILENT else 0
                element.sentences += _SENTENCE.search(child.text) is not None
            else:
                element.letters += child.letters
                element.linked += child.letters if child.tag == "a" else child.linked
                element.sentences += child.sentences


def _main(root: _Element) -> _Element:
    """What the page declares its main content, where that holds a fair part of its text; else all of it."""
    mains = [e for e in root.within() if e.tag == "main" or e.attributes.get("role") == "main"]
    largest = max(mains, key=lambda e: e.letters, default=root)
    if largest.letters >= 0.25 * root.letters and largest.letters:
        return largest
    articles = [e for e in root.within() if e.tag == "article"]
    largest = max(articles, key=lambda e: e.letters, default=root)
    return largest if largest.letters >= 0.5 * root.letters else root


@dataclass(slots=True)
class _Setting:
    """Sets the chosen part of the tree as paragraphs."""

    tables: Tables
    bytes: _Bytes
    total: int
    """Letters of the whole page."""
    blank: bool = False
    """Whether white space stands before the next word."""
    after_entry: bool = False

    def set(self, element: _Element, number: int = 0) -> None:
        """Set one element; `number` is that of an entry in a numbered list, 0 for a bullet."""
        if self._beside(element):
            return
        block = element.tag not in _INLINE and element.tag != "br"
        if block:
            self._end_paragraph()
        self.tables.start(element.tag)
        if element.tag == "li":
            self._begin_entry(number)
        self._set_children(element)
        if element.tag == "br":
            self.tables.writer.line()
            self.blank = False
        elif block:
            self._end_paragraph()
            self.after_entry = element.tag == "li"
        self.tables.end(element.tag)

    def _set_children(self, element: _Element) -> None:
        number = 0
        for child in element.children:
            if isinstance(child, _Text):
                self._set_text(child, as_it_is=element.tag == "pre")
            else:
                number += child.tag == "li"
                self.set(child, number if element.tag == "ol" else 0)

    def _begin_entry(self, number: int) -> None:
        if self.after_entry:
            self.tables.writer.tighten()
        self.tables.writer.lead(f"{number}. " if number else BULLET)

    def _end_paragraph(self) -> None:
        self.tables.writer.paragraph()
        self.blank = False

    def _set_text(self, node: _Text, *, as_it_is: bool) -> None:
        writer = self.tables.writer
        if node.text != node.raw or as_it_is:
            self._set_blank()
            first = self.bytes.before(node.first)
            writer.characters(node.text, first, self.bytes.before(node.first + len(node.raw)), node.text == node.raw)
            return
        done = 0
        for run in _RUN.finditer(node.text):
            self.blank = self.blank or run.start() > done
            self._set_blank()
            first = self.bytes.before(node.first + run.start())
            writer.characters(run[0], first, self.bytes.before(node.first + run.end()), True)  # noqa: FBT003  # as spelled
            done = run.end()
        self.blank = self.blank or done < len(node.text)

    def _set_blank(self) -> None:
        if self.blank:
            self.tables.writer.mark(" ")
        self.blank = False

    def _beside(self, element: _Element) -> bool:
        """Whether the element is not seen, or leads elsewhere instead of saying something."""
        attributes = element.attributes
        if element.tag in _SILENT or "hidden" in attributes or attributes.get("aria-hidden") == "true":
            return True
        if "display:none" in attributes.get("style", "").replace(" ", "") or attributes.get("role") in _ROLES:
            return True
        if element.tag in _INLINE or element.letters > 0.4 * self.total:
            return False
        if _BESIDE.search(attributes.get("class", "")) or _BESIDE.search(attributes.get("id", "")):
            return True
        return element.linked > 0.6 * element.letters and element.letters >= 20 and not element.sentences
