"""The repaired view of a document: rules read it, offsets lead back to the text as read."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from tracker.domain.edits import OffsetMap, apply_edits
from tracker.domain.questionnaire import Document, Edit, Span, UncertainReading
from tracker.german.lexicon import has_form

_DIVIDED = re.compile(
    r"(?<![\w-])(?P<head>[^\W\d_]+[a-zäöüß])-(?P<gap>[ \t]*\r?\n[ \t]*| )(?P<tail>[a-zäöüß]{2,})(?![\w-])"
    r"|(?P<return>\r\n?)"
)
_SHARING = {"und", "oder", "sowie", "bzw", "bis", "noch"}
"""What follows a hyphen that stands for a shared part: "Rad- und Fußwege"."""


@dataclass(frozen=True)
class Reading:
    """A document as the rules see it: `text` is repaired, every span of it has a place in the text as read."""

    document: Document

    @cached_property
    def text(self) -> str:
        """The text with all repairs made and words joined that a line's end divides."""
        return apply_edits(self._repaired, self._joints)

    @cached_property
    def _repaired(self) -> str:
        return apply_edits(self.document.text, self.document.edits)

    @cached_property
    def _joints(self) -> tuple[Edit, ...]:
        return tuple(_divided_words(self._repaired))

    @cached_property
    def offsets(self) -> OffsetMap:
        """The way between the text as read and its repair."""
        return OffsetMap.of(self.document.edits)

    @cached_property
    def _joined_offsets(self) -> OffsetMap:
        return OffsetMap.of(self._joints)

    def as_read(self, span: Span) -> Span:
        """The place of a stretch of `text` in the text as read."""
        return self.offsets.to_raw(self._joined_offsets.to_raw(span))

    def uncertain(self, span: Span) -> tuple[UncertainReading, ...]:
        """The words inside a stretch of the text as read whose repair a person must look at."""
        edits = self.document.edits  # sorted and disjoint: those inside lie side by side
        first = bisect_right(edits, span.start, key=lambda e: e.span.end)
        last = bisect_left(edits, span.end, key=lambda e: e.span.start)
        return tuple(UncertainReading(e.span, e.replacement, _alternative(e)) for e in edits[first:last] if e.uncertain)


def _divided_words(text: str) -> Iterator[Edit]:
    """Words that a hyphen divides at a line's end or once did, and line ends of other systems."""
    for match in _DIVIDED.finditer(text):
        if match["return"]:
            yield Edit(Span(*match.span()), match[0], "\n", "Zeilenende", 1.0)
            continue
        joined = match["head"] + match["tail"]
        at_line_end = "\n" in match["gap"]
        if match["tail"] not in _SHARING and (at_line_end or (has_form(joined) and not has_form(match["head"]))):
            yield Edit(Span(*match.span()), match[0], joined, "Trennstrich", 1.0)


def _alternative(edit: Edit) -> str:
    return edit.alternatives[0] if edit.alternatives else edit.original
