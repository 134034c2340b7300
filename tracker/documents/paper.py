"""What stands where on paper: words with their boxes, lines, paragraphs, sheets. Nothing here knows a file format."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from tracker.domain.questionnaire import Origin, Region

SCALE = 10_000
"""Boxes are in ten-thousandths of the sheet's width and height, from its top left corner."""


@dataclass(frozen=True, slots=True)
class Word:
    """Letters without blanks and the box around them."""

    text: str
    left: int
    top: int
    right: int
    bottom: int

    @property
    def height(self) -> int:
        """From top to bottom."""
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        """Halfway between top and bottom."""
        return (self.top + self.bottom) / 2

    def region(self, page: int) -> Region:
        """The box on its page, inside the page's edges."""
        left, top, right, bottom = (max(0, min(SCALE, x)) for x in (self.left, self.top, self.right, self.bottom))
        return Region(page, left, top, right, bottom)


@dataclass(frozen=True, slots=True)
class Line:
    """Words on one baseline, left to right. Where `tabs` names the index of a word, a new cell begins with it."""

    words: tuple[Word, ...]
    tabs: frozenset[int] = frozenset()

    @classmethod
    def of(cls, words: Sequence[Word], tabs: frozenset[int] = frozenset()) -> Self:
        """The line of these words."""
        return cls(tuple(words), tabs)

    @property
    def text(self) -> str:
        """The words with single blanks."""
        return " ".join(word.text for word in self.words)

    @property
    def left(self) -> int:
        """Where the first word begins."""
        return min(word.left for word in self.words)

    @property
    def right(self) -> int:
        """Where the last word ends."""
        return max(word.right for word in self.words)

    @property
    def top(self) -> int:
        """The highest point of its words."""
        return min(word.top for word in self.words)

    @property
    def bottom(self) -> int:
        """The lowest point of its words."""
        return max(word.bottom for word in self.words)

    @property
    def height(self) -> int:
        """The height of its middle word, which a footnote sign does not change."""
        return sorted(word.height for word in self.words)[len(self.words) // 2]


Paragraph = tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page: its paragraphs in the order of reading."""

    number: int
    origin: Origin
    paragraphs: tuple[Paragraph, ...]
