"""Pairs on their way to matches, with what carried each of them beside its words."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tracker.domain.link import ItemText
from tracker.linking.families import INHERITED, families
from tracker.linking.score import Pairs


@dataclass(frozen=True, slots=True)
class Pool:
    """Pairs with the parts of their scores that come from kin and from nearness in meaning.

    All arrays are parallel; `motion` is the place of the item that lent `from_kin`.
    """

    pairs: Pairs
    from_kin: NDArray[np.float64]
    from_meaning: NDArray[np.float64]
    motion: NDArray[np.int64]

    def where(self, kept: NDArray[np.bool_] | NDArray[np.int64]) -> "Pool":
        """The pairs chosen by a mask or by their places, in that order."""
        return Pool(self.pairs.where(kept), self.from_kin[kept], self.from_meaning[kept], self.motion[kept])

    def best(self, top: int) -> "Pool":
        """The best `top` of each promise, best first; equal scores in the items' order."""
        pairs = self.pairs
        ordered = self.where(np.lexsort((pairs.items, -pairs.scores, pairs.promises)))
        first = np.searchsorted(ordered.pairs.promises, ordered.pairs.promises)
        return ordered.where(np.arange(len(first)) - first < top)

    def raised(self, scores: NDArray[np.float64]) -> "Pool":
        """The same pairs with scores that nearness in meaning raised to these."""
        pairs = self.pairs
        return Pool(Pairs(pairs.promises, pairs.items, scores), self.from_kin, scores - pairs.scores, self.motion)


def with_kin(pairs: Pairs, items: Sequence[ItemText]) -> Pool:
    """Pairs with what a motion lends its kin; kin that shares no word with the promise comes in anew."""
    kin_of = families(items)
    nothing = np.zeros(len(pairs.scores))
    if not kin_of:
        return Pool(pairs, nothing, nothing, np.zeros(len(nothing), dtype=np.int64))
    ids = zip(pairs.promises.tolist(), pairs.items.tolist(), strict=True)
    own = dict(zip(ids, pairs.scores.tolist(), strict=True))
    lent: dict[tuple[int, int], tuple[float, int]] = {}
    for (promise, item), score in own.items():
        for other in kin_of.get(item, ()):
            gain = INHERITED * score - own.get((promise, other), 0.0)
            if gain > lent.get((promise, other), (0.0, 0))[0]:
                lent[promise, other] = gain, item
    every = list(dict.fromkeys((*own, *lent)))
    gains, motions = zip(*(lent.get(pair, (0.0, 0)) for pair in every), strict=True) if every else ((), ())
    promises, places = np.array(every, dtype=np.int64).reshape(-1, 2).T
    scores = np.array([own.get(pair, 0.0) for pair in every]) + np.array(gains)
    return Pool(
        Pairs(promises, places, scores), np.array(gains), np.zeros(len(every)), np.array(motions, dtype=np.int64)
    )
