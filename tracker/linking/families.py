"""Paper families: a reply, a supplement or an amendment carries its motion's number ("0815/2026-E1", "0815/2026/2").

A reply often says no more than "Antwort der Verwaltung". What it is about stands in the motion it belongs to.
"""

import re
from collections import defaultdict
from collections.abc import Sequence

from tracker.domain.link import ItemText

INHERITED = 0.7
"""What an item is worth, at least, to a promise that its motion fits: this part of the motion's score."""

LARGEST = 30
"""A number that more items carry than this is none of a motion but of a series; such families are left alone."""

_ADDED = re.compile(r"[-/. ]+(?:(?:[A-ZÄÖÜ]{1,2}|ERG\w*\.?)[-. ]?\d{0,2}|\d{1,2}(?:\. ?ERG\w*\.?)?)$")
_NUMBER = re.compile(r"\d{2,}")
_MENTIONED = re.compile(r"(?<!\w)(?:[A-ZÄÖÜ]{1,4}[-/ ])?\d{2,6}[-/]\d{2,6}(?:[-/]\w{1,4})*(?!\w)")
_LONGEST_NUMBER = 60  # characters; what is longer is no paper's number
_LONGEST = 300  # characters of a title that are searched for numbers


def motion(reference: str) -> str:
    """The number of the motion that a paper's number is derived from; the number itself where it stands alone.

    What a motion's number keeps holds two numbers, usually a running one and a year: "25021-22" is whole.
    """
    kept = " ".join(reference[:_LONGEST_NUMBER].split()).upper()
    while (shorter := _ADDED.sub("", kept)) != kept and len(_NUMBER.findall(shorter)) >= 2:
        kept = shorter
    return kept


def families(items: Sequence[ItemText]) -> dict[int, tuple[int, ...]]:
    """For each item by its place, the places of its kin: same motion's number, or the number named in its title."""
    numbers = [motion(item.reference) for item in items]
    known = {number for number in numbers if number}
    if not known:
        return {}
    members: dict[str, list[int]] = defaultdict(list)
    for place, (item, own) in enumerate(zip(items, numbers, strict=True)):
        named = {motion(found) for found in _MENTIONED.findall(item.title[:_LONGEST])} & known
        for number in {own, *named} - {""}:
            members[number].append(place)
    kin: dict[int, set[int]] = defaultdict(set)
    for places in members.values():
        if 1 < len(places) <= LARGEST:
            for place in places:
                kin[place].update(places)
    return {place: tuple(sorted(others - {place})) for place, others in kin.items()}
