"""DOCX: the paragraphs of `word/document.xml`, with the numbers and bullets of its lists.

Read with the standard library: python-docx builds a tree of the whole file with lxml (a bomb of 0.5 MB kept it busy for
two minutes) and tells nothing about bytes.
"""

from dataclasses import dataclass, field
from typing import Any

from tracker.documents.foreign import refusals, xml_part, zipped
from tracker.documents.foreign.numbering import Counter, Level
from tracker.documents.foreign.tables import Tables
from tracker.documents.foreign.writer import Writer

TEXT = "word/document.xml"
LISTS = "word/numbering.xml"
STYLES = "word/styles.xml"

_PREFIXES = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w",
    "http://purl.oclc.org/ooxml/wordprocessingml/main": "w",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc",
}
_SILENT = frozenset({"w:del", "w:moveFrom", "w:instrText", "mc:Fallback", "w:delText"})
"""What is not seen: deleted text, field codes, the second version of a drawing's text."""

_NO_LIST = frozenset({"", "0"})
_BREAKS = {"w:br": "\n", "w:cr": "\n", "w:tab": "\t", "w:noBreakHyphen": "-"}


def parse(data: bytes) -> dict[str, Any]:
    """The text of a DOCX file and its pieces. Raises UnreadableError."""
    archive = zipped.opened(data)
    try:
        source = zipped.part(archive, TEXT)
    except KeyError:
        raise refusals.without_text() from None
    lists = _Lists()
    for name in {LISTS, STYLES} & set(archive.namelist()):
        xml_part.parse(zipped.part(archive, name), _PREFIXES, xml_part.Handler(lists.start, lists.end, lambda *_: None))
    body = _Body(Tables(Writer(TEXT)), Counter(lists.resolved()), lists.of_style)
    xml_part.parse(source, _PREFIXES, xml_part.Handler(body.start, body.end, body.characters))
    return body.tables.base.result()


@dataclass(slots=True)
class _Paragraph:
    """What is known of the paragraph being read: its list, and whether its first character has come."""

    list: str = ""
    depth: int = 0
    begun: bool = False


@dataclass(slots=True)
class _Body:
    tables: Tables
    counter: Counter
    list_of_style: dict[str, str]
    paragraph: _Paragraph = field(default_factory=_Paragraph)
    list_before: str = ""
    """The list of the paragraph before."""
    silent: int = 0
    in_text: bool = False
    in_properties: bool = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if self.silent or name in _SILENT:
            self.silent += 1
        elif name == "w:p":
            self.paragraph = _Paragraph()
        elif name == "w:pPr":
            self.in_properties = True
        elif name == "w:ilvl":
            self.paragraph.depth = _number(attributes.get("w:val"), 0)
        elif name == "w:numId":
            self.paragraph.list = attributes.get("w:val", "")
        elif name == "w:pStyle":
            self.paragraph.list = self.list_of_style.get(attributes.get("w:val", ""), "")
        elif name == "w:t":
            self.in_text = True
        elif name in _BREAKS and not self.in_properties:
            self.tables.writer.mark(_BREAKS[name])
        else:
            self.tables.start(name)

    def end(self, name: str) -> None:
        if self.silent:
            self.silent -= 1
        elif name == "w:t":
            self.in_text = False
        elif name == "w:pPr":
            self.in_properties = False
        elif name == "w:p":
            self.tables.writer.paragraph()
            if self.paragraph.begun:
                self.list_before = self.paragraph.list
        else:
            self.tables.end(name)

    def characters(self, text: str, first: int, behind: int, spelled: bool) -> None:  # noqa: FBT001  # the handler's shape
        if not self.in_text or self.silent:
            return
        if not self.paragraph.begun and text.strip():
            self._begin()
        self.tables.writer.characters(text, first, behind, spelled)

    def _begin(self) -> None:
        self.paragraph.begun = True
        if self.paragraph.list not in _NO_LIST:
            if self.list_before == self.paragraph.list:
                self.tables.writer.tighten()
            self.tables.writer.lead(self.counter.mark(self.paragraph.list, self.paragraph.depth))


@dataclass(slots=True)
class _Lists:
    """How the lists of the document are marked, read from its numbering and its styles."""

    levels: dict[tuple[str, int], Level] = field(default_factory=dict)
    """By abstract list and depth."""
    abstract_of: dict[str, str] = field(default_factory=dict)
    of_style: dict[str, str] = field(default_factory=dict)
    """The list that a paragraph style belongs to."""
    abstract: str = ""
    number: str = ""
    style: str = ""
    depth: int = 0
    level: dict[str, str] = field(default_factory=dict)

    def resolved(self) -> dict[tuple[str, int], Level]:
        """The levels by the number under which paragraphs name their list."""
        depths: dict[str, list[tuple[int, Level]]] = {}
        for (abstract, depth), level in self.levels.items():
            depths.setdefault(abstract, []).append((depth, level))
        return {
            (number, depth): level
            for number, abstract in self.abstract_of.items()
            for depth, level in depths.get(abstract, ())
        }

    def start(self, name: str, attributes: dict[str, str]) -> None:
        value = attributes.get("w:val", "")
        if name == "w:abstractNum":
            self.abstract = attributes.get("w:abstractNumId", "")
        elif name == "w:num":
            self.number = attributes.get("w:numId", "")
        elif name == "w:abstractNumId":
            self.abstract_of[self.number] = value
        elif name == "w:style":
            self.style = attributes.get("w:styleId", "")
        elif name == "w:numId" and self.style:
            self.of_style[self.style] = value
        elif name == "w:lvl":
            self.depth, self.level = _number(attributes.get("w:ilvl"), 0), {}
        elif name in {"w:numFmt", "w:lvlText", "w:start"}:
            self.level[name] = value

    def end(self, name: str) -> None:
        if name == "w:lvl" and self.abstract:
            style, pattern = self.level.get("w:numFmt", "decimal"), self.level.get("w:lvlText", "%1.")
            self.levels[self.abstract, self.depth] = Level(style, pattern, _number(self.level.get("w:start"), 1))
        elif name == "w:abstractNum":
            self.abstract = ""
        elif name == "w:style":
            self.style = ""


def _number(value: str | None, otherwise: int) -> int:
    return int(value) if value and value.isdecimal() and len(value) < 6 else otherwise
