"""The repaired view of a document: rules read it, offsets lead back to the text as read."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property

from tracker.domain.edits import OffsetMap, apply_edits
from tracker.domain.questionnaire import Document, Edit, Span, UncertainReading


@dataclass(frozen=True)
class Reading:
    """A document as the rules see it: `text` is repaired, every span of it has a place in the text as read."""

    document: Document

    @cached_property
    def text(self) -> str:
        """The text with all repairs made."""
        return apply_edits(self.document.text, self.document.edits)

    @cached_property
    def offsets(self) -> OffsetMap:
        """The way between both texts."""
        return OffsetMap.of(self.document.edits)

    def as_read(self, span: Span) -> Span:
        """The place of a stretch of the repaired text in the text as read."""
        return self.offsets.to_raw(span)

    def uncertain(self, span: Span) -> tuple[UncertainReading, ...]:
        """The words inside a stretch of the text as read whose repair a person must look at."""
        edits = self.document.edits  # sorted and disjoint: those inside lie side by side
        first = bisect_right(edits, span.start, key=lambda e: e.span.end)
        last = bisect_left(edits, span.end, key=lambda e: e.span.start)
        return tuple(UncertainReading(e.span, e.replacement, _alternative(e)) for e in edits[first:last] if e.uncertain)


def _alternative(edit: Edit) -> str:
    return edit.alternatives[0] if edit.alternatives else edit.original
