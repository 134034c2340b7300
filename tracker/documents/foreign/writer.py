"""Text put together from pieces of a source, with the bytes that each piece came from."""

from dataclasses import dataclass, field
from typing import Any, Self

BULLET = "• "

SOFT_HYPHEN = "\u00ad"
"""Where a word may be divided: no character of the word."""


@dataclass(slots=True)
class Writer:
    """Collects paragraphs. White space at their edges goes, blank paragraphs too; the rest stays as it is.

    `pieces` are [start, end, first byte, byte behind, spelled]: a stretch of `text` and its bytes in `part`.
    """

    part: str
    encoding: str = "utf-8"
    texts: list[str] = field(default_factory=list)
    pieces: list[tuple[int, int, int, int, bool]] = field(default_factory=list)
    length: int = 0
    _gap: str = ""
    _lead: str = ""
    _opened: bool = False

    def characters(self, text: str, first: int, behind: int, spelled: bool) -> None:  # noqa: FBT001  # as the parsers call it
        """Characters of the source and their bytes; `spelled`: the bytes are exactly these characters."""
        if not self._opened:
            stripped = text.lstrip()
            if spelled:
                first += len(text[: len(text) - len(stripped)].encode(self.encoding))
            text = stripped
        if SOFT_HYPHEN in text and spelled:
            self._without_soft_hyphens(text, first)
        elif text and text != SOFT_HYPHEN:
            at = self._write(text)
            self.pieces.append((at, self.length, first, behind, spelled))

    def mark(self, text: str) -> None:
        """Characters that do not stand in the source: bullets, numbers, blanks between cells."""
        if text.strip() or self._opened:
            self._write(text)

    def lead(self, text: str) -> None:
        """A bullet or number, set as soon as words follow it in this paragraph."""
        self._lead = text

    def line(self) -> None:
        """A line ends inside a paragraph."""
        if self._opened:
            self._write("\n")

    def paragraph(self) -> None:
        """A paragraph ends; a blank line stands before the next."""
        self._lead = ""
        if self._opened:
            self._strip_end()
            self._opened = False
            self._gap = "\n\n"

    def tighten(self) -> None:
        """The paragraph that begins now follows without a blank line, as entries of a list do."""
        if not self._opened:
            self._gap = "\n"

    def absorb(self, other: "Writer") -> None:
        """Set what another writer collected here."""
        at = self._write("".join(other.closed().texts))
        self.pieces += [(s + at, e + at, first, behind, spelled) for s, e, first, behind, spelled in other.pieces]

    def has_lines(self) -> bool:
        """Whether there is more than one line so far."""
        return any("\n" in text for text in self.texts)

    def closed(self) -> Self:
        """The writer, with its last paragraph ended."""
        self.paragraph()
        return self

    def result(self) -> dict[str, Any]:
        """Text and pieces as JSON values."""
        self.paragraph()
        return {"text": "".join(self.texts), "pieces": self.pieces, "part": self.part, "encoding": self.encoding}

    def _write(self, text: str) -> int:
        """Append to the paragraph, opening it where needed; where the text now begins."""
        if not self._opened:
            if self.length:
                self.texts.append(self._gap)
                self.length += len(self._gap)
            self._opened = True
            if self._lead:
                self.texts.append(self._lead)
                self.length += len(self._lead)
                self._lead = ""
        self.texts.append(text)
        self.length += len(text)
        return self.length - len(text)

    def _without_soft_hyphens(self, text: str, first: int) -> None:
        for word in text.split(SOFT_HYPHEN):
            behind = first + len(word.encode(self.encoding))
            if word:
                self.characters(word, first, behind, True)  # noqa: FBT003  # a part of spelled characters is spelled
            first = behind + len(SOFT_HYPHEN.encode(self.encoding))

    def _strip_end(self) -> None:
        while self.texts:
            text = self.texts.pop()
            kept = text.rstrip()
            piece = self.pieces.pop() if self.pieces and self.pieces[-1][1] == self.length else None
            self.length -= len(text) - len(kept)
            if kept:
                self.texts.append(kept)
                if piece:
                    start, _, first, behind, spelled = piece
                    cut = len(text[len(kept) :].encode(self.encoding)) if spelled else 0
                    self.pieces.append((start, self.length, first, behind - cut, spelled))
                return
