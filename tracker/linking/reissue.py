"""Whether a new item is an old one again: the same paper under another identity, its words slightly changed.

Decided narrowly. A pair that a person rejected comes back as soon as there is reason to believe in another paper:
showing one too many costs a minute, hiding one may hide the evidence.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from difflib import SequenceMatcher

CORRECTED = 0.85
"""Share of letters that the changed words of a title keep where a typist corrected it ("Linden-Allee")."""

SAME_MATTER = 0.5
"""Share of letters that two titles of one number keep: an agenda shortens them."""

SAME_TEXT = 0.5
"""Shared words of two texts, of all words in either: a text that was rewritten is read anew."""

AGAIN_WITHIN = timedelta(days=200)
"""A paper without a number that returns later than this is a new one of the same name ("Sachstandsbericht")."""

_TELLING = 15  # letters; shorter titles ("Verschiedenes") belong to many papers
_LONGEST = 300  # characters of a title that are compared
_TEXT = 20_000  # characters of a text that are compared
_NUMBER = re.compile(r"\d+")
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Told:
    """What an item says of itself, as far as papers are told apart by it."""

    title: str
    reference: str = ""
    text: str = ""
    day: date | None = None


def is_reissue(old: Told, new: Told) -> bool:
    """Whether both are the same paper.

    Two numbers that differ are two papers, whatever their titles; so are two titles with different figures ("Haushalt
    2026", "Haushalt 2027").
    """
    if old.reference and new.reference:
        same_number = _words(old.reference) == _words(new.reference)
        return same_number and _kept(_words(old.title), _words(new.title)) >= SAME_MATTER
    before, after = _words(old.title), _words(new.title)
    if min(len("".join(before)), len("".join(after))) < _TELLING or _figures(before) != _figures(after):
        return False
    if old.day and new.day and abs(old.day - new.day) > AGAIN_WITHIN:
        return False
    changed = [
        [w for w in some if w not in others and len(w) > 3] for some, others in ((before, after), (after, before))
    ]
    return _kept(*changed) >= CORRECTED and _same_text(old.text, new.text)


def _words(text: str) -> list[str]:
    return _WORD.findall(text[:_LONGEST].casefold())


def _figures(words: list[str]) -> list[str]:
    return _NUMBER.findall(" ".join(words))


def _kept(words: list[str], others: list[str]) -> float:
    """The share of letters that two rows of words have in common, in their order."""
    return SequenceMatcher(None, "".join(words), "".join(others), autojunk=False).ratio()


def _same_text(one: str, other: str) -> bool:
    """Whether two texts share most of their words; a text that is missing contradicts nothing."""
    words, others = (set(_WORD.findall(text[:_TEXT].casefold())) for text in (one, other))
    return not words or not others or len(words & others) >= SAME_TEXT * len(words | others)
