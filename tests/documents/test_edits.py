"""Edits beside an untouched text, and the way between offsets of both readings."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.edits import OffsetMap, apply_edits, disjoint
from tracker.domain.questionnaire import Edit, Span


def edit(text: str, original: str, replacement: str) -> Edit:
    start = text.index(original)
    return Edit(Span(start, start + len(original)), original, replacement, "test", 0.9)


@st.composite
def edited_texts(draw: st.DrawFn) -> tuple[str, tuple[Edit, ...]]:
    """A text and sorted, disjoint edits of it."""
    pieces = draw(st.lists(st.tuples(st.text(max_size=6), st.text(max_size=6) | st.none()), max_size=8))
    text, edits = "", []
    for piece, replacement in pieces:
        if replacement is not None:
            edits.append(Edit(Span(len(text), len(text) + len(piece)), piece, replacement, "test", 0.9))
        text += piece + "|"
    return text, tuple(edits)


RAW = "Wir miissen in Ende2026 handeln."
EDITS = (edit(RAW, "miissen", "müssen"), Edit(Span(19, 19), "", " ", "blank lost", 0.9))


def test_edits_are_applied_and_the_source_is_what_it_was() -> None:
    assert apply_edits(RAW, EDITS) == "Wir müssen in Ende 2026 handeln."


def test_an_edit_made_for_another_text_is_refused() -> None:
    with pytest.raises(ValueError, match="does not fit"):
        apply_edits("Wir mussten in Ende2026 handeln.", EDITS)


def test_overlapping_edits_are_refused() -> None:
    with pytest.raises(ValueError, match="does not fit"):
        apply_edits(RAW, (EDITS[0], EDITS[0]))


def test_a_span_behind_edits_leads_back_to_the_text_as_read() -> None:
    repaired, offsets = apply_edits(RAW, EDITS), OffsetMap.of(EDITS)
    start = repaired.index("handeln")
    assert offsets.to_raw(Span(start, start + 7)).of(RAW) == "handeln"


def test_a_span_that_cuts_a_repaired_word_grows_to_the_whole_word() -> None:
    offsets = OffsetMap.of(EDITS)
    assert offsets.to_raw(Span(6, 8)).of(RAW) == "miissen"


@given(edited_texts())
def test_every_repaired_stretch_leads_to_its_original(case: tuple[str, tuple[Edit, ...]]) -> None:
    text, edits = case
    repaired, offsets = apply_edits(text, edits), OffsetMap.of(edits)
    assert disjoint(edits)
    assert len(offsets.raw) == len(offsets.repaired) == len(edits)
    for made, there in zip(edits, offsets.repaired, strict=True):
        assert there.of(repaired) == made.replacement
        if made.original and made.replacement:
            assert offsets.to_raw(there) == made.span


@given(edited_texts(), st.data())
def test_untouched_characters_keep_their_place(case: tuple[str, tuple[Edit, ...]], data: st.DataObject) -> None:
    text, edits = case
    repaired, offsets = apply_edits(text, edits), OffsetMap.of(edits)
    untouched = [i for i in range(len(repaired)) if not any(made.start <= i < made.end for made in offsets.repaired)]
    if untouched:
        at = data.draw(st.sampled_from(untouched))
        assert repaired[at] in offsets.to_raw(Span(at, at + 1)).of(text)


@given(edited_texts(), st.data())
def test_any_span_of_the_repaired_text_leads_to_one_that_covers_its_sources(
    case: tuple[str, tuple[Edit, ...]], data: st.DataObject
) -> None:
    text, edits = case
    repaired, offsets = apply_edits(text, edits), OffsetMap.of(edits)
    start = data.draw(st.integers(0, len(repaired)))
    span = Span(start, data.draw(st.integers(start, len(repaired))))
    raw = offsets.to_raw(span)
    assert raw.end <= len(text)
    for made, there in zip(edits, offsets.repaired, strict=True):
        if span.overlap(there):
            assert raw.start <= made.span.start
            assert made.span.end <= raw.end
