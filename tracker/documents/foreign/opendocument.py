"""ODT: the paragraphs of `content.xml`, with the numbers and bullets of its lists."""

from dataclasses import dataclass, field
from typing import Any

from tracker.documents.foreign import refusals, xml_part, zipped
from tracker.documents.foreign.numbering import Counter, Level
from tracker.documents.foreign.tables import Tables
from tracker.documents.foreign.writer import Writer

TEXT = "content.xml"
MANIFEST = "META-INF/manifest.xml"

_PREFIXES = {
    "urn:oasis:names:tc:opendocument:xmlns:office:1.0": "office",
    "urn:oasis:names:tc:opendocument:xmlns:text:1.0": "text",
    "urn:oasis:names:tc:opendocument:xmlns:table:1.0": "table",
    "urn:oasis:names:tc:opendocument:xmlns:style:1.0": "style",
}
_SILENT = frozenset({"office:annotation", "text:tracked-changes", "text:note"})
"""What interrupts the text: comments, deleted text, footnotes."""

_PARAGRAPHS = frozenset({"text:p", "text:h"})
_NUMBERED, _BULLETED = "text:list-level-style-number", "text:list-level-style-bullet"


def parse(data: bytes) -> dict[str, Any]:
    """The text of an ODT file and its pieces. Raises UnreadableError."""
    archive = zipped.opened(data)
    if MANIFEST in archive.namelist() and b"encryption-data" in zipped.part(archive, MANIFEST):
        raise refusals.locked()
    try:
        source = zipped.part(archive, TEXT)
    except KeyError:
        raise refusals.without_text() from None
    body = _Body(Tables(Writer(TEXT)))
    xml_part.parse(source, _PREFIXES, xml_part.Handler(body.start, body.end, body.characters))
    return body.tables.base.result()


@dataclass(slots=True)
class _Body:
    tables: Tables
    counter: Counter = field(default_factory=lambda: Counter({}))
    lists: list[str] = field(default_factory=list)
    """Styles of the lists around the current paragraph, outermost first."""
    entry_open: bool = False
    """Whether the next paragraph is the first of a list entry, which carries the mark."""
    after_entry: bool = False
    in_paragraph: int = 0
    silent: int = 0
    style: str = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if self.silent or name in _SILENT:
            self.silent += 1
        elif name in _PARAGRAPHS:
            self._start_paragraph()
        elif name in {"text:s", "text:tab", "text:line-break"}:
            blanks = attributes.get("text:c", "1")
            count = min(int(blanks), 100) if blanks.isdecimal() else 1
            self.tables.writer.mark({"text:s": " " * count, "text:tab": "\t", "text:line-break": "\n"}[name])
        elif name == "text:list":
            self.lists.append(attributes.get("text:style-name", self.lists[-1] if self.lists else ""))
        elif name == "text:list-item":
            self.entry_open = True
        elif name == "text:list-style":
            self.style = attributes.get("style:name", "")
        elif name in {_NUMBERED, _BULLETED}:
            self._learn(name, attributes)
        else:
            self.tables.start(name)

    def _learn(self, name: str, attributes: dict[str, str]) -> None:
        depth, first = attributes.get("text:level", "1"), attributes.get("text:start-value", "1")
        if not depth.isdecimal() or not first.isdecimal():
            return
        place = int(depth) - 1
        style = "bullet" if name == _BULLETED else attributes.get("style:num-format", "") or "none"
        shown = int(levels) if (levels := attributes.get("text:display-levels", "1")).isdecimal() else 1
        numbers = ".".join(f"%{n + 1}" for n in range(max(0, place + 1 - shown), place + 1))
        pattern = attributes.get("style:num-prefix", "") + numbers + attributes.get("style:num-suffix", "")
        self.counter.levels[self.style, place] = Level(style, pattern, int(first))

    def _start_paragraph(self) -> None:
        self.in_paragraph += 1
        if not self.lists:
            self.after_entry = False
        elif self.entry_open:
            self.entry_open = False
            if self.after_entry:
                self.tables.writer.tighten()
            self.after_entry = True
            self.tables.writer.lead(self.counter.mark(self.lists[0], len(self.lists) - 1))

    def end(self, name: str) -> None:
        if self.silent:
            self.silent -= 1
        elif name in _PARAGRAPHS:
            self.in_paragraph -= 1
            self.tables.writer.paragraph()
        elif name == "text:list" and self.lists:
            self.lists.pop()
        else:
            self.tables.end(name)

    def characters(self, text: str, first: int, behind: int, spelled: bool) -> None:  # noqa: FBT001  # the handler's shape
        if self.in_paragraph and not self.silent:
            # Line ends in the file are blanks; a real one is an element.
            self.tables.writer.characters(text.replace("\n", " "), first, behind, spelled and "\n" not in text)
