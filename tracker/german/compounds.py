"""Which words a German compound is made of.

A compound is split where a dictionary word ends and another begins, with a linking s between them or none; other
linking elements belong to forms that the dictionary lists ("Kinder", "Straßen"). What counts as a part is decided by
frequency, because a dictionary of a million forms holds many short accidents.
"""

from collections.abc import Sequence
from functools import lru_cache

from tracker.german import lexicon

HEAD_ZIPF, TAIL_ZIPF, SHORT_ZIPF = 2.3, 2.0, 4.0
"""Parts rarer than this are accidents; those of three letters must be frequent."""

FUNCTION_ZIPF = 6.1
"""Nothing more frequent ends a noun: "der", "ein", "bei" have capitals at the start of a sentence only."""

JOINT = 0.8
"""What one more part costs, in Zipf units: of two ways to split a word the one with fewer parts is usually meant."""

LONGEST = 60
"""Letters. Nothing longer is split."""

_WAYS = 6
"""Ways to split the rest of a word that are followed further."""


def may_be_part(part: str, zipf: float, lowest: float) -> bool:
    """Whether a word of this frequency may stand in a compound; words of fewer than three letters never do."""
    return len(part) >= 3 and zipf >= (SHORT_ZIPF if len(part) == 3 else lowest)


@lru_cache(maxsize=1 << 15)
def head_weight(part: str) -> float:
    """The weight of a word (small letters) before another: nouns and bare stems lead, inflected adjectives do not."""
    noun = lexicon.weight(part.capitalize())
    return noun if lexicon.is_inflected_adjective(part) else max(noun, lexicon.weight(part))


def ends_well(tail: str, *, noun: bool) -> bool:
    """Whether a compound may end in this word: a noun in a noun, any other word in a word with a small initial."""
    if noun:
        return lexicon.has_form(tail.capitalize()) and lexicon.zipf(tail) < FUNCTION_ZIPF
    return lexicon.has_form(tail)


def plausibility(weights: Sequence[float]) -> float:
    """How likely parts of these weights make one word; compares with the Zipf value of a whole word."""
    return (min(weights) + sum(weights) / len(weights)) / 2 - JOINT * (len(weights) - 1)


def split(word: str) -> tuple[str, ...]:
    """The parts of a compound as they stand in it, linking s included: "Integrationsrat" → "Integrations", "rat".

    A word that the dictionary lists, or that has no plausible parts, comes back as the only one.
    """
    if lexicon.known(word) or not 6 <= len(word) <= LONGEST or not word.isalpha():
        return (word,)
    ways = [w for w in _ways(word.lower(), 0) if len(w) > 1 and ends_well(w[-1], noun=word[0].isupper())]
    if not ways:
        return (word,)
    parts, at = [], 0
    for part in ways[0]:
        parts.append(word[at : at + len(part)])
        at += len(part)
    return tuple(parts)


@lru_cache(maxsize=1 << 14)
def _ways(word: str, start: int) -> tuple[tuple[str, ...], ...]:
    """Ways to split the word from `start` on: fewest parts first, then the most plausible."""
    found: list[tuple[str, ...]] = []
    for end in range(start + 3, len(word) + 1):
        part = word[start:end]
        state = lexicon.match(part)
        if state is lexicon.Match.NOTHING:
            break
        if state is not lexicon.Match.WORD:
            continue
        if end == len(word):
            found += [(part,)] if may_be_part(part, lexicon.zipf(part), TAIL_ZIPF) else []
        elif may_be_part(part, head_weight(part), HEAD_ZIPF):
            found += [(part, *rest) for rest in _ways(word, end)]
            if word[end] == "s":
                found += [(part + "s", *rest) for rest in _ways(word, end + 1)]
    found.sort(key=lambda parts: (len(parts), -plausibility([_weight(p) for p in parts])))
    return tuple(found[:_WAYS])


def _weight(part: str) -> float:
    return max(lexicon.zipf(part), lexicon.zipf(part.removesuffix("s")))
