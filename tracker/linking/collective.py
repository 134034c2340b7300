"""Items about everything ("Sammelvorgang"): a budget, a programme, the minutes of a whole year.

Their text touches a large share of all promises. Shown under each of them they bury what matters, so they are shown
once, where they fit best. A title that names a promise's matter is no accident and does not count.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from tracker.domain.link import Match, Reason

SHARE = 0.2
"""From more than this share of all promises on, an item is about everything."""

HITS = 5
"""Fewer hits are no flood, however few promises there are."""


def is_collective(hits: int, promises: int) -> bool:
    """Whether an item that hits this many of all promises is about everything."""
    return hits >= HITS and hits > SHARE * promises


def shown_once(matches: Iterable[Match], promises: int, known: Mapping[str, Mapping[str, bool]]) -> list[Match]:
    """The matches in their order, those of a collective item cut down to its best promise and marked with the reason.

    `known` are, by item, the promises with which it was stored before, and whether its title was the reason. There a
    collective item stays, and comes to no other promise.
    """
    every = list(matches)
    by_item: dict[str, list[Match]] = defaultdict(list)
    for found in every:
        by_item[found.item].append(found)
    stays: dict[str, tuple[Collection[str], Reason]] = {}
    for item, hits in by_item.items():
        before = dict(known.get(item, {}))
        in_title = before | {found.promise: _in_title(found) for found in hits}
        touched = [promise for promise, named in in_title.items() if not named]
        if is_collective(len(touched), promises):
            best = max(hits, key=lambda found: found.score)
            reason = Reason(f"Sammelvorgang: berührt {len(touched)} von {promises} Versprechen", 0.0)
            stays[item] = before.keys() or {best.promise}, reason
    return [
        found if found.item not in stays else replace(found, reasons=(stays[found.item][1], *found.reasons))
        for found in every
        if found.item not in stays or found.promise in stays[found.item][0]
    ]


def _in_title(found: Match) -> bool:
    return found.passage is not None and found.passage.field == "title"
