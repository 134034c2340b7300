"""What is known of a pair beyond its words: who asked for it, and when. Silent where nothing is known.

Each feature is a factor on the score, and a reason where it helped.
"""

from tracker.domain.link import ItemText, PromiseText

OWN_FACTION = 1.15
"""The title names the respondent: most likely its own motion on its own promise."""

BEFORE_PROMISE = 0.6
"""Dated before the promise: background, never evidence."""

_PARTY_PREFIXES = ("Fraktion ", "BÜNDNIS 90/DIE ", "Bündnis 90/Die ", "Die ")


def factor(promise: PromiseText, item: ItemText) -> float:
    """The product of all features of a pair."""
    own = OWN_FACTION if names_respondent(promise, item) else 1.0
    return own * (BEFORE_PROMISE if is_older(promise, item) else 1.0)


def names_respondent(promise: PromiseText, item: ItemText) -> bool:
    """Whether the item's title names who gave the promise ("Antrag GRÜNE: …"); whole words, capitals aside."""
    name = promise.respondent.strip()
    for prefix in _PARTY_PREFIXES:
        name = name.removeprefix(prefix)
    first = name.split(" ", 1)[0].casefold()
    words = item.title.casefold().replace("/", " ").replace(":", " ").replace(",", " ").split()
    return len(first) > 2 and first in words


def is_older(promise: PromiseText, item: ItemText) -> bool:
    """Whether both are dated (YYYY-MM-DD) and the item came first."""
    return bool(promise.date and item.date) and item.date[:10] < promise.date[:10]
