"""Standing queries: promises are made ready once, items pass through in batches, each promise keeps its best."""

from collections.abc import Sequence

import numpy as np

from tracker.domain.link import ItemText, Match, PromiseText
from tracker.linking import passages, rerank
from tracker.linking.meaning import CANDIDATES, Meaning
from tracker.linking.score import Pairs, Scored, Scorer
from tracker.linking.synonyms import Synonyms

MINIMUM = 0.05
"""Scores below say that one everyday word agrees; such pairs are no matches."""

_CANDIDATE = 0.02  # pairs that may still become matches by their meaning


class Matcher:
    """The accepted promises of a body, ready to be matched with any number of items."""

    def __init__(
        self, promises: Sequence[PromiseText], synonyms: Synonyms | None = None, meaning: Meaning | None = None
    ) -> None:
        self._promises = tuple(promises)
        self._scorer = Scorer(self._promises, synonyms)
        self._meaning = meaning
        self._slots: list[list[int]] = [[] for _ in self._promises]
        self._words: list[dict[int, str]] = [{} for _ in self._promises]
        for number, slot in enumerate(self._scorer.slots):
            promise = self._promises[slot.promise]
            self._slots[slot.promise].append(number)
            self._words[slot.promise][number] = (promise.context if slot.is_context else promise.text)[
                slot.start : slot.end
            ]

    def match(self, items: Sequence[ItemText], *, top: int = 20) -> list[Match]:
        """The best `top` items of each promise, best first; equal scores in the items' order, promises in theirs."""
        scored = self._scorer.score(items)
        best = Pairs.joined([])
        for pairs in scored.pairs():
            best = Pairs.joined([best, self._reranked(pairs, items)]).best(max(top, CANDIDATES))
        raised = self._raised(best, items)
        return self._explained(raised.where(raised.scores >= MINIMUM).best(top), items, scored)

    def _raised(self, pairs: Pairs, items: Sequence[ItemText]) -> Pairs:
        """Pairs with nearness in meaning added, where the extra is there."""
        if self._meaning is None:
            return pairs
        promises = [self._promises[number].text for number in pairs.promises.tolist()]
        titles = [items[number].title or items[number].text for number in pairs.items.tolist()]
        return Pairs(pairs.promises, pairs.items, self._meaning.raised(pairs.scores, promises, titles))

    def _reranked(self, pairs: Pairs, items: Sequence[ItemText]) -> Pairs:
        kept = pairs.where(pairs.scores >= (MINIMUM if self._meaning is None else _CANDIDATE))
        if not any(promise.respondent or promise.date for promise in self._promises):
            return kept
        factors = [
            rerank.factor(self._promises[promise], items[item])
            for promise, item in zip(kept.promises.tolist(), kept.items.tolist(), strict=True)
        ]
        return Pairs(kept.promises, kept.items, np.minimum(kept.scores * np.array(factors), 1.0))

    def _explained(self, pairs: Pairs, items: Sequence[ItemText], scored: Scored) -> list[Match]:
        """Pairs with their reasons and passages."""
        ways = {promise: self._ways(promise, scored) for promise in set(pairs.promises.tolist())}
        readings = {item: self._read(items[item]) for item in set(pairs.items.tolist())}
        found = []
        for promise, item, score in zip(
            *(a.tolist() for a in (pairs.promises, pairs.items, pairs.scores)), strict=True
        ):
            reasons, passage = passages.explained(readings[item], ways[promise], self._words[promise], score)
            found.append(Match(self._promises[promise].id, items[item].id, round(score, 6), reasons, passage))
        return found

    def _ways(self, promise: int, scored: Scored) -> list[passages.Way]:
        """Every way to meet the promise, with its part of the promise's score."""
        matrix, found = scored.contributions, []
        for slot in self._slots[promise]:
            row = slice(matrix.indptr[slot], matrix.indptr[slot + 1])
            columns, values = matrix.indices[row].tolist(), (matrix.data[row] * scored.shares.data[slot]).tolist()
            found += [passages.Way(slot, column, value) for column, value in zip(columns, values, strict=True)]
        return found

    def _read(self, item: ItemText) -> passages.Reading:
        fields = (
            passages.places((self._scorer.keys(number), start, end) for number, start, end in places)
            for places in map(self._scorer.analyzer.places, (item.title, item.text))
        )
        return passages.Reading(item, *fields)
