"""Repair of whole pages that an English OCR engine read; they lie in tests/data/documents/ocr."""

import difflib
import re
from pathlib import Path

import pytest

from tracker.documents.damage import gauge
from tracker.documents.repair import repair
from tracker.domain.edits import apply_edits

PAGES = Path(__file__).parents[1] / "data" / "documents" / "ocr"
TOPICS = sorted(path.name.removesuffix(".true.txt") for path in PAGES.glob("*.true.txt"))

MOST_WRONG = 0.025
"""Share of words that may be wrong on one page."""

MOST_WRONG_OVERALL, MOST_SPOILED_OVERALL = 0.012, 3
"""Over all pages: share of wrong words, and words that were right before."""


def words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text)


def errors(truth: list[str], text: str) -> tuple[int, set[int]]:
    """How many words differ, and which of the true ones are missing."""
    count, missed = 0, set()
    for kind, a, b, c, d in difflib.SequenceMatcher(None, truth, words(text), autojunk=False).get_opcodes():
        if kind != "equal":
            count += max(b - a, d - c)
            missed.update(range(a, b))
    return count, missed


def page(topic: str, number: int) -> tuple[list[str], str, str]:
    """True words, the text as read, and repaired."""
    raw = (PAGES / f"{topic}.{number}.damaged.txt").read_text(encoding="utf-8")
    truth = words((PAGES / f"{topic}.true.txt").read_text(encoding="utf-8"))
    return truth, raw, apply_edits(raw, repair(raw, gauge(raw)))


@pytest.mark.parametrize("number", [1, 2])
@pytest.mark.parametrize("topic", TOPICS)
def test_a_damaged_page_is_nearly_read_as_printed(topic: str, number: int) -> None:
    truth, raw, repaired = page(topic, number)
    assert errors(truth, raw)[0] > 0.2 * len(truth)
    assert errors(truth, repaired)[0] <= MOST_WRONG * len(truth)


def test_all_pages_together_are_better_still() -> None:
    total = wrong = spoiled = 0
    for topic in TOPICS:
        for number in (1, 2):
            truth, raw, repaired = page(topic, number)
            count, missed = errors(truth, repaired)
            total, wrong, spoiled = total + len(truth), wrong + count, spoiled + len(missed - errors(truth, raw)[1])
    assert wrong <= MOST_WRONG_OVERALL * total
    assert spoiled <= MOST_SPOILED_OVERALL


@pytest.mark.parametrize("topic", TOPICS)
def test_the_same_page_undamaged_is_left_alone(topic: str) -> None:
    text = (PAGES / f"{topic}.true.txt").read_text(encoding="utf-8")
    assert repair(text, gauge(text)) == ()


@pytest.mark.parametrize(("before", "damaged", "after"), [*zip(TOPICS, TOPICS[1:], TOPICS[2:], strict=False)])
def test_a_damaged_page_inside_a_clean_document_is_repaired_and_nothing_else(
    before: str, damaged: str, after: str
) -> None:
    clean = [(PAGES / f"{topic}.true.txt").read_text(encoding="utf-8") for topic in (before, after)]
    truth, raw, repaired = page(damaged, 1)
    text = f"{clean[0]}\n\n{raw}\n\n{clean[1]}"
    damage = gauge(text)
    edits = repair(text, damage)
    assert damage.damaged
    start = len(clean[0])
    assert all(start < e.span.start < start + len(raw) + 4 for e in edits)
    found = apply_edits(text, edits)[start : -len(clean[1])]
    assert errors(truth, found)[0] <= errors(truth, repaired)[0] + 2
