"""Standing queries: promises are made ready once, items pass through in batches, each promise keeps its best."""

from collections import Counter
from collections.abc import Collection, Sequence

import numpy as np
from numpy.typing import NDArray

from tracker.domain.link import ItemText, Match, PromiseText, Reason
from tracker.linking.meaning import CANDIDATES, Meaning
from tracker.linking.passages import Carried, Reading, Way, explained, places
from tracker.linking.pool import Pool, with_kin
from tracker.linking.rerank import OWN_FACTION, Circumstances, Promisers
from tracker.linking.score import Pairs, Scored, Scorer
from tracker.linking.synonyms import Synonyms

MINIMUM = 0.05
"""Scores below say that one everyday word agrees; such pairs are no matches."""

_CANDIDATE = 0.02  # pairs that may still become matches by their meaning
_TOO_LITTLE = 0.0005  # a reason's weight that would be shown as nothing


class Matcher:
    """The accepted promises of a body, ready to be matched with any number of items."""

    def __init__(
        self, promises: Sequence[PromiseText], synonyms: Synonyms | None = None, meaning: Meaning | None = None
    ) -> None:
        self._promises = tuple(promises)
        self._scorer = Scorer(self._promises, synonyms)
        self._meaning = meaning
        self._promisers = Promisers(self._promises)
        owners = [slot.promise for slot in self._scorer.slots]
        self._slots = np.searchsorted(owners, np.arange(len(self._promises) + 1))  # slots lie promise by promise
        self._words = [
            (self._promises[slot.promise].context if slot.is_context else self._promises[slot.promise].text)[
                slot.start : slot.end
            ]
            for slot in self._scorer.slots
        ]

    def match(
        self, items: Sequence[ItemText], *, top: int = 20, settled: Collection[tuple[str, str]] = ()
    ) -> list[Match]:
        """The best `top` items of each promise, best first; equal scores in the items' order, promises in theirs.

        Pairs of ids in `settled` are left out: somebody has judged them. They still lend their score to their kin.
        """
        scored = self._scorer.score(items)
        known = Circumstances(self._promisers, items)
        most_settled = max(Counter(promise for promise, _ in settled).values(), default=0)
        pool = with_kin(self._by_words(scored, known, max(top, CANDIDATES) + most_settled), items)
        pool = self._raised(pool, items)
        pool = pool.where((pool.pairs.scores >= MINIMUM) & self._open(pool.pairs, items, settled)).best(top)
        own = known.own(pool.pairs.promises, pool.pairs.items)
        carried = self._carried(pool.pairs, items, scored)
        return [self._match(pool, number, items, own=own[number], carried=c) for number, c in enumerate(carried)]

    def _by_words(self, scored: Scored, known: Circumstances, size: int) -> Pairs:
        """The best pairs of each promise by their words, by who asked for the item and when."""
        lowest = MINIMUM if self._meaning is None else _CANDIDATE
        best = Pairs.joined([])
        for every in scored.pairs():
            pairs = every.where(every.scores >= lowest)
            scores = np.minimum(pairs.scores * known.factors(pairs.promises, pairs.items), 1.0)
            best = Pairs.joined([best, Pairs(pairs.promises, pairs.items, scores)]).best(size)
        return best

    def _raised(self, pool: Pool, items: Sequence[ItemText]) -> Pool:
        """The pool with nearness in meaning added, where the extra is there."""
        if self._meaning is None:
            return pool
        promises = [self._promises[number].text for number in pool.pairs.promises.tolist()]
        titles = [items[number].title or items[number].text for number in pool.pairs.items.tolist()]
        return pool.raised(self._meaning.raised(pool.pairs.scores, promises, titles))

    def _open(self, pairs: Pairs, items: Sequence[ItemText], settled: Collection[tuple[str, str]]) -> NDArray[np.bool_]:
        """Which pairs are not settled."""
        if not settled:
            return np.ones(len(pairs.scores), dtype=bool)
        places = zip(pairs.promises.tolist(), pairs.items.tolist(), strict=True)
        return np.array([(self._promises[p].id, items[i].id) not in settled for p, i in places], dtype=bool)

    def _carried(self, pairs: Pairs, items: Sequence[ItemText], scored: Scored) -> list[Carried]:
        """For each pair its words and its passage; every item is read once."""
        matrix = scored.contributions
        worth = matrix.data * np.repeat(scored.shares.data, np.diff(matrix.indptr))
        slots = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
        present = np.zeros(matrix.shape[1], dtype=bool)
        found: list[Carried] = [((), None)] * len(pairs.scores)
        reading, read = Reading(ItemText("", ""), {}, {}), -1
        for number in np.argsort(pairs.items, kind="stable").tolist():
            promise, item = int(pairs.promises[number]), int(pairs.items[number])
            if item != read:
                present[reading.columns] = False
                reading, read = self._read(items[item]), item
                present[reading.columns] = True
            first, last = matrix.indptr[self._slots[promise : promise + 2]]
            met = np.flatnonzero(present[matrix.indices[first:last]]) + first
            ways = map(Way, slots[met].tolist(), matrix.indices[met].tolist(), worth[met].tolist())
            found[number] = explained(reading, list(ways), self._words)
        return found

    def _match(self, pool: Pool, number: int, items: Sequence[ItemText], *, own: bool, carried: Carried) -> Match:
        """One match; the weights of its reasons add up to its score."""
        promise, item = self._promises[int(pool.pairs.promises[number])], items[int(pool.pairs.items[number])]
        score, lent, near = (float(a[number]) for a in (pool.pairs.scores, pool.from_kin, pool.from_meaning))
        by_words = (score - lent - near) / (OWN_FACTION if own else 1.0)
        reasons = [
            *((term, share * by_words) for term, share in carried[0]),
            (f"nennt {promise.respondent}", score - lent - near - by_words),
            (f"gehört zu {items[int(pool.motion[number])].reference}", lent),
            ("ähnliche Bedeutung", near),
        ]
        told = tuple(Reason(term, round(weight, 4)) for term, weight in reasons if weight >= _TOO_LITTLE)
        return Match(promise.id, item.id, round(score, 6), told, carried[1])

    def _read(self, item: ItemText) -> Reading:
        fields = (
            places((self._scorer.keys(number), start, end) for number, start, end in found)
            for found in map(self._scorer.analyzer.places, (item.title, item.text))
        )
        return Reading(item, *fields)
