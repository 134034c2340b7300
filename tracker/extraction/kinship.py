"""Which promises say the same: a pure comparison of their words that suggests, and never merges.

Two promises are alike when they share the rarer of their words ("Radwege", "Hafenstraße") as stems, so that "den Ausbau
der Radwege" meets "die Radwege ausbauen". Opposite directions, opposite signs and other figures keep them apart.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from tracker.domain.promise import Kinship
from tracker.domain.questionnaire import Number
from tracker.german.lemmas import stem
from tracker.german.lexicon import zipf

ALIKE = 0.6
"""From this share of common weight on two promises are suggested as the same; set on invented pairs in the tests."""

_COMMONEST = 5.6
"""Words at least this common (decimal logarithm per billion) say nothing: "wir", "wollen", "auch"."""

_COMPOUND = 0.6
"""What a word and a compound that begins with it have in common: "Radweg", "Radwegenetz"."""

_PROMISING = ("einsetzen", "setzen", "fordern", "planen", "anstreben", "unterstützen", "befürworten", "stellen")
"""Verbs of the promise itself rather than of the thing promised."""

_OPPOSITES = (
    ("erhöhen", "senken"),
    ("anheben", "absenken"),
    ("einführen", "abschaffen"),
    ("ausbauen", "zurückbauen"),
    ("ausweiten", "begrenzen"),
    ("öffnen", "schließen"),
    ("erhalten", "schließen"),
    ("bauen", "verhindern"),
)
_POINTING = re.compile(r"(?:dies(?:e[mnrs]?)?|daran|darauf|dafür|das|es)\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]{3,}(?:[*:]in(?:nen)?)?")


@dataclass(frozen=True, slots=True)
class Pledge:
    """A promise as far as kinship asks: `id` names it, `respondent` is empty where nobody is named."""

    id: str
    respondent: str
    title: str
    text: str
    negated: bool = False
    numbers: tuple[Number, ...] = ()


@dataclass(frozen=True, slots=True)
class Kin:
    """Two promises, the earlier one first, that say the same: how (`kinship`), how surely (0..1), by which words."""

    first: str
    second: str
    kinship: Kinship
    score: float
    shared: tuple[str, ...]


def kin(pledges: Sequence[Pledge]) -> list[Kin]:
    """All pairs of promises that are alike, the surest first; the same for the same input.

    Pairs of one respondent may be the same promise; those of several are "also promised by". Somebody has to look.
    """
    words = [_words(pledge) for pledge in pledges]
    found = []
    for i, j in _candidates(words):
        first, second = pledges[i], pledges[j]
        score = max(_score(a, b) for a, b in zip(words[i], words[j], strict=True))
        if score >= ALIKE and not _apart(first, second, words[i][1], words[j][1]):
            shared = tuple(sorted(words[i][1].keys() & words[j][1].keys()))
            same = first.respondent == second.respondent
            kinship = Kinship.SAME if same else Kinship.ALSO_PROMISED
            found.append(Kin(first.id, second.id, kinship, round(score, 2), shared))
    return sorted(found, key=lambda k: (-k.score, k.first, k.second))


def _words(pledge: Pledge) -> tuple[Mapping[str, float], Mapping[str, float]]:
    """The telling words of title and text with their weights."""
    return _weighed(pledge.title), _weighed(pledge.text)


@lru_cache(maxsize=1 << 14)
def _weighed(text: str) -> Mapping[str, float]:
    """Stems with their weights, the rarer the heavier; words that every promise has are left out."""
    weights: dict[str, float] = {}
    for word in _WORD.findall(text):
        common, root = zipf(word), stem(word)
        if common < _COMMONEST and root not in _promising():
            weights[root] = max(weights.get(root, 0.0), min(4.0, 6.5 - common))
    return weights


def _candidates(words: Sequence[tuple[Mapping[str, float], Mapping[str, float]]]) -> Iterator[tuple[int, int]]:
    """Pairs that have the beginning of a telling word in common; comparing all with all would grow with the square."""
    holders: defaultdict[str, set[int]] = defaultdict(set)
    for index, (_, text) in enumerate(words):
        for word in text:
            holders[word[:6]].add(index)
    pairs = {(i, j) for held in holders.values() if len(held) <= MOST_HOLDERS for i in held for j in held if i < j}
    yield from sorted(pairs)


MOST_HOLDERS = 200
"""A word that more promises share tells none of them from the others."""


def _score(a: Mapping[str, float], b: Mapping[str, float]) -> float:
    """Twice the common weight over the weight of both (Dice); a word and its compound share a part."""
    if not a or not b:
        return 0.0
    common = sum(min(a[word], b[word]) for word in a.keys() & b.keys())
    rest_a, rest_b = a.keys() - b.keys(), b.keys() - a.keys()
    for word in sorted(rest_a):
        partner = next((other for other in sorted(rest_b) if _compounded(word, other)), None)
        if partner is not None:
            common += _COMPOUND * min(a[word], b[partner])
            rest_b = rest_b - {partner}
    return 2 * common / (sum(a.values()) + sum(b.values()))


@cache
def _promising() -> frozenset[str]:
    return frozenset(stem(verb) for verb in _PROMISING)


@cache
def _opposites() -> tuple[tuple[str, str], ...]:
    return tuple((stem(a), stem(b)) for a, b in _OPPOSITES)


def _compounded(a: str, b: str) -> bool:
    short, long = sorted((a, b), key=len)
    return len(short) >= 5 and long.startswith(short)


def _apart(first: Pledge, second: Pledge, a: Mapping[str, float], b: Mapping[str, float]) -> bool:
    """Whether two promises with the same words say different things, or only point back to something."""
    if first.negated != second.negated or any(_POINTING.match(p.text) for p in (first, second)):
        return True
    if any((x in a and y in b) or (y in a and x in b) for x, y in _opposites()):
        return True
    figures = {n.unit: n.value for n in first.numbers}
    return any(n.unit in figures and figures[n.unit] != n.value for n in second.numbers)
