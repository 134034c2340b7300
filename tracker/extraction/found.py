"""A statement in the repaired text, before offsets are led back to the text as read."""

import re
from dataclasses import dataclass, replace

from tracker.domain.questionnaire import Act, Span, Strength
from tracker.extraction.clauses import Clause
from tracker.extraction.grammar import Sense
from tracker.german.tags import Word

_STRIPPED = " \t\r\n\u00a0.,;:–—-•"
_TRAILING = re.compile(r"[\s,]+(?:und|oder|sowie|&|bzw\.|aber)$")
_OPENING = re.compile(r"(?:(?:Ja|Nein)\s*[,:–-]\s*|(?:und|sowie|oder|&|aber|–|-|•|\*)\s+)+", re.IGNORECASE)


@dataclass(frozen=True)
class Found:
    """A statement in the repaired text, with the words it was read from."""

    span: Span
    act: Act
    rule: str
    confidence: float
    triggers: tuple[Span, ...]
    words: tuple[Word, ...]
    sense: Sense | None = None
    strength: Strength | None = None
    lead_in: Span | None = None
    shared: tuple[Word, ...] = ()
    """What stands behind a later object and closes this one, too: "aufstellen" in "Bänke und Körbe aufstellen"."""


def trigger_spans(read: Sense) -> tuple[Span, ...]:
    """The words of a clause that show what it says."""
    return tuple(Span(read.clause.words[i].start, read.clause.words[i].end) for i in read.triggers)


def trimmed(text: str, start: int, end: int) -> Span:
    """Without bullet, leading "Ja," or "und", final full stop or comma."""
    while end > start and text[end - 1] in _STRIPPED:
        end -= 1
    while start < end and text[start] in _STRIPPED:
        start += 1
    if tail := _TRAILING.search(text, start, end):
        end = tail.start()
    match = _OPENING.match(text, start, end)
    if match is not None and match.end() < end:
        start = match.end()
    return Span(start, max(start, end))


def extended(text: str, before: Found, clause: Clause) -> Found:
    """A statement that goes on to the end of a clause behind it."""
    end = clause.words[clause.last - 1].end
    announced = before.words[-1:] and before.words[-1].text == ":"
    words = (*before.words, *clause.words[clause.first : clause.last]) if announced else before.words
    return replace(before, span=trimmed(text, before.span.start, end), words=words)
