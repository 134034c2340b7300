"""Repairs beside an untouched text: applying them, and the way between offsets of both readings."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Self

from tracker.domain.questionnaire import Edit, Span


def apply_edits(text: str, edits: Iterable[Edit]) -> str:
    """The text with all edits made.

    Edits must be sorted, disjoint and fit the text (ValueError otherwise): they were made for exactly this text.
    """
    pieces, done = [], 0
    for edit in edits:
        if edit.span.start < done or edit.span.of(text) != edit.original:
            raise ValueError(f"edit at {edit.span} does not fit the text")
        pieces += [text[done : edit.span.start], edit.replacement]
        done = edit.span.end
    return "".join([*pieces, text[done:]])


@dataclass(frozen=True, slots=True)
class OffsetMap:
    """Leads spans of the repaired text back to the text as read.

    Outside of edits offsets shift by a constant. An offset inside an edit has no exact counterpart: the start of a
    span then moves to the start of the edit and its end to the edit's end, so that no part of a repair is lost.
    `raw` and `repaired` hold the edits' spans in both texts, in parallel.
    """

    raw: tuple[Span, ...]
    repaired: tuple[Span, ...]

    @classmethod
    def of(cls, edits: Iterable[Edit]) -> Self:
        """The map for sorted, disjoint edits."""
        raw, repaired, shift = [], [], 0
        for edit in edits:
            start = edit.span.start + shift
            raw.append(edit.span)
            repaired.append(Span(start, start + len(edit.replacement)))
            shift += len(edit.replacement) - len(edit.span)
        return cls(tuple(raw), tuple(repaired))

    def to_raw(self, span: Span) -> Span:
        """The stretch of the text as read that the span of the repaired text came from."""
        return _carry(span, self.repaired, self.raw)


def _carry(span: Span, source: Sequence[Span], target: Sequence[Span]) -> Span:
    start = _carry_offset(span.start, source, target, at_end=False)
    return Span(start, max(start, _carry_offset(span.end, source, target, at_end=True)))


def _carry_offset(offset: int, source: Sequence[Span], target: Sequence[Span], *, at_end: bool) -> int:
    index = bisect_right(source, offset, key=lambda s: s.start) - 1
    if index < 0:
        return offset
    edit, counterpart = source[index], target[index]
    if offset >= edit.end:
        return counterpart.end + offset - edit.end
    if offset == edit.start:
        return counterpart.start
    return counterpart.end if at_end else counterpart.start


def disjoint(edits: Sequence[Edit]) -> bool:
    """Whether edits are sorted and none overlaps its neighbour."""
    return all(a.span.end <= b.span.start for a, b in pairwise(edits))
