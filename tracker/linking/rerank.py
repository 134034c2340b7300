"""What is known of a pair beyond its words: who asked for it, and when. Silent where nothing is known.

Each feature is a factor on the score.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from tracker.domain.link import ItemText, PromiseText

OWN_FACTION = 1.15
"""The title or the list of submitters names the respondent: most likely its own motion on its own promise."""

BEFORE_PROMISE = 0.6
"""Dated before the promise: background, never evidence."""

_PARTY_PREFIXES = ("Fraktion ", "Ratsgruppe ", "BÜNDNIS 90/DIE ", "Bündnis 90/Die ", "Die ")
_INFLECTED = {"grünen": "grüne", "linken": "linke"}  # names of parties that are adjectives
_LONGEST = 300  # characters of a title that are read
_SEPARATORS = str.maketrans(dict.fromkeys("/:,;()[]„“\"'", " "))


class Promisers:
    """Who promised and when; asked about any number of items."""

    def __init__(self, promises: Sequence[PromiseText]) -> None:
        names = [_short_names(promise) for promise in promises]
        self.groups = tuple(dict.fromkeys(names))
        numbers = {group: number for number, group in enumerate(self.groups)}
        self.group = np.array([numbers[group] for group in names], dtype=np.int64)
        self.days = np.array([_day(promise.date) for promise in promises], dtype=np.int64)


class Circumstances:
    """What the promisers have to do with some items, for many pairs at once, given as parallel arrays of places."""

    def __init__(self, promisers: Promisers, items: Sequence[ItemText]) -> None:
        self._promisers = promisers
        self._named = np.zeros((len(promisers.groups), len(items)), dtype=bool)
        if any(promisers.groups):
            for place, item in enumerate(items):
                words = _words(" ".join((item.title[:_LONGEST], *item.submitters)))
                self._named[:, place] = [not group.isdisjoint(words) for group in promisers.groups]
        self._days = np.array([_day(item.date) for item in items], dtype=np.int64)

    def factors(self, promises: NDArray[np.int64], items: NDArray[np.int64]) -> NDArray[np.float64]:
        """The product of all features of each pair."""
        own = np.where(self.own(promises, items), OWN_FACTION, 1.0)
        promised, dated = self._promisers.days[promises], self._days[items]
        factors: NDArray[np.float64] = own * np.where((dated > 0) & (dated < promised), BEFORE_PROMISE, 1.0)
        return factors

    def own(self, promises: NDArray[np.int64], items: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Whether each pair's item names who gave the promise; whole words, capitals aside."""
        named: NDArray[np.bool_] = self._named[self._promisers.group[promises], items]
        return named


def _short_names(promise: PromiseText) -> frozenset[str]:
    """The telling first word of the respondent's name and of its factions' names."""
    found = set()
    for full in (promise.respondent, *promise.factions):
        name = full.strip()
        for prefix in _PARTY_PREFIXES:
            name = name.removeprefix(prefix)
        found.update(_words(name[:_LONGEST])[:1])
    return frozenset(name for name in found if len(name) > 2)


def _words(text: str) -> list[str]:
    return [_INFLECTED.get(word, word) for word in text.casefold().translate(_SEPARATORS).split()]


def _day(date: str) -> int:
    """YYYY-MM-DD as a number that grows with time; 0 where there is none."""
    digits = date[:10].replace("-", "")
    return int(digits) if digits.isdecimal() and digits.isascii() else 0
