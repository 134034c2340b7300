"""How well council items fit promises: fielded BM25 per slot, and how many of a promise's slots are met.

All slots of all promises are the rows of one sparse index; a batch of items is one product with it. The constants stand
where quality on 19 labelled promises is flat, whichever promise is left out (`benchmarks/matching.py`).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from tracker.domain.link import ItemText, PromiseText
from tracker.linking.index import Index, Matrix, merged, ranked, rarity, saturated
from tracker.linking.slots import Slot, slots
from tracker.linking.synonyms import Synonyms
from tracker.linking.terms import Analyzer

TITLE_K1, TITLE_B, TITLE_WORDS = 0.3, 0.4, 7.0  # in titles the second mention adds nothing
TEXT_K1, TEXT_B, TEXT_WORDS = 1.2, 0.75, 160.0  # usual values; lengths are fixed, so an item's weights never change
TEXT = 0.35  # what a mention in the text is worth beside one in the title
COVERAGE = 0.8  # the share of a score that goes where only some slots are met
MET = 0.5  # a slot is met from this share of its worth on
MOST_RARE = 8.0  # a word seen nowhere else is no better than one seen in every three-thousandth paper
PRIOR_ITEMS = 500.0  # as many imagined items with usual German words steady the rarity of words in small batches
BESIDE = 0.3  # how far a slot's worth follows what other words for it are worth
STEEPNESS = 1.5  # how fast raw scores, 0 to about 1.5, approach 1

_BATCH = 2048
_WORDS_PER_ITEM, _FORMS_PER_STEM = 200.0, 4.0
_PART_ZIPF = 4.0  # parts and synonym lists are at least as common as an everyday noun


@dataclass(frozen=True, slots=True)
class Pairs:
    """Scored pairs as parallel arrays: numbers of promises, numbers of items, scores in 0..1."""

    promises: NDArray[Any]
    items: NDArray[Any]
    scores: NDArray[Any]

    def where(self, kept: NDArray[Any]) -> "Pairs":
        """The pairs chosen by a mask or by their places, in that order."""
        return Pairs(self.promises[kept], self.items[kept], self.scores[kept])

    def best(self, top: int) -> "Pairs":
        """The best `top` of each promise, best first; equal scores in the items' order."""
        if not len(self.scores):
            return self
        found = ranked(sparse.csr_matrix((self.scores, (self.promises, self.items))), top)
        return Pairs(found.rows, found.columns, found.values)

    @classmethod
    def joined(cls, several: Sequence["Pairs"]) -> "Pairs":
        """All pairs of several."""
        if not several:
            return cls(np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0))
        return cls(*(np.concatenate([getattr(p, name) for p in several]) for name in cls.__slots__))


@dataclass(frozen=True, slots=True)
class Scored:
    """Items weighed against promises.

    `batches` are the items' weights; `contributions` slots by keys: what a full hit of the key adds to the slot, as a
    share of what the slot can have; `shares` slots by promises: the slot's part in its promise (together 1, and what
    context adds).
    """

    batches: Sequence[Matrix]
    contributions: Matrix
    shares: Matrix

    def pairs(self) -> Iterator[Pairs]:
        """All pairs that share anything, batch by batch."""
        index = Index(self.contributions)
        first = 0
        for items in self.batches:
            for start in range(0, items.shape[0], index.batch):
                hits = index.product(items[start : start + index.batch])
                yield _pairs(hits, self.shares, first + start)
            first += items.shape[0]


@dataclass(frozen=True, slots=True)
class Ways:
    """The ways to meet each slot as arrays of a sparse matrix: slots (rows) by keys (columns), factors as values."""

    ends: NDArray[Any]
    columns: NDArray[Any]
    factors: NDArray[Any]
    keys: int

    @classmethod
    def of(cls, all_slots: Sequence[Slot], columns: Mapping[str, int]) -> "Ways":
        """The ways of all slots, in their order."""
        ends = np.cumsum([0, *(len(slot.ways) for slot in all_slots)])
        keys = np.array([columns[way] for slot in all_slots for way in slot.ways], dtype=np.int32)
        factors = np.array([factor for slot in all_slots for factor in slot.ways.values()], dtype=np.float64)
        return cls(ends, keys, factors, len(columns))

    def worth(self, rarities: NDArray[Any]) -> NDArray[Any]:
        """What each slot can add to its promise's score: the rarity of the rarest way to meet it.

        Lowered towards what the best way beside the word itself is worth: a compound that no paper ever uses would
        otherwise outweigh the words that they do use.
        """
        if not len(self.columns):
            return np.empty(0)
        first = self.ends[:-1]
        others = self.factors * rarities[self.columns]
        others[first] = 0.0
        rarest, beside = (np.maximum.reduceat(values, first) for values in (rarities[self.columns], others))
        return (1 - BESIDE) * rarest + BESIDE * np.minimum(beside, rarest)

    def contributions(self, rarities: NDArray[Any], worth: NDArray[Any]) -> Matrix:
        """What a full hit of each key adds to each slot, as a share of the slot's worth."""
        values = np.minimum(self.factors * rarities[self.columns] / np.repeat(worth, np.diff(self.ends)), 1.0)
        return sparse.csr_matrix((values, self.columns, self.ends), shape=(len(worth), self.keys))


class Scorer:
    """Promises made ready; items pass through in batches."""

    def __init__(self, promises: Sequence[PromiseText], synonyms: Synonyms | None = None) -> None:
        self.analyzer = Analyzer(synonyms)
        self.promises = len(promises)
        self.slots = [slot for n, promise in enumerate(promises) for slot in slots(self.analyzer, n, promise)]
        self.columns: dict[str, int] = {}
        zipfs: list[float] = []
        for slot in self.slots:
            own = next(iter(slot.ways))
            for way in slot.ways:
                if self.columns.setdefault(way, len(zipfs)) == len(zipfs):
                    zipfs.append(slot.zipf if way == own else max(slot.zipf, _PART_ZIPF))
        # The share of German papers of usual length that hold a word of this frequency in any of its forms.
        self._usual = -np.expm1(-(10.0 ** (np.array(zipfs) - 9)) * _WORDS_PER_ITEM * _FORMS_PER_STEM)
        self._ways = Ways.of(self.slots, self.columns)
        self._owners = np.array([slot.promise for slot in self.slots], dtype=np.int32)
        self._weights = np.array([slot.weight for slot in self.slots])
        self._own = np.array([not slot.is_context for slot in self.slots], dtype=bool)
        # By number of spelling: the columns of the keys it meets, with weights; most spellings meet none.
        self._met: list[tuple[tuple[int, float], ...]] = []

    def keys(self, spelling: int) -> Sequence[tuple[int, float]]:
        """The index columns that a spelling meets, with weights; most spellings meet none."""
        self._meet_new_spellings()
        return self._met[spelling]

    def weights(self, items: Sequence[ItemText]) -> Matrix:
        """Items (rows) as weights 0..1 of the promises' keys (columns); the better of title and text counts."""
        titles = self._field([item.title for item in items], TITLE_WORDS, TITLE_K1, TITLE_B)
        texts = self._field([item.text for item in items], TEXT_WORDS, TEXT_K1, TEXT_B)
        return titles.maximum(texts * TEXT).tocsr()

    def score(self, items: Sequence[ItemText]) -> Scored:
        """All items weighed; how rare a word is depends on all of them together."""
        batches = [self.weights(items[first : first + _BATCH]) for first in range(0, len(items), _BATCH)]
        rarities = self._rarities(batches)
        worth = self._ways.worth(rarities)
        return Scored(batches, self._ways.contributions(rarities, worth), self._shares(worth))

    def _rarities(self, batches: Sequence[Matrix]) -> NDArray[Any]:
        """How rare each key is among these items, steadied by how common the word is in German."""
        found = sum((np.bincount(b.indices, minlength=len(self.columns)) for b in batches), np.zeros(len(self.columns)))
        items = sum(batch.shape[0] for batch in batches)
        rare: NDArray[Any] = np.minimum(rarity(found + PRIOR_ITEMS * self._usual, items + PRIOR_ITEMS), MOST_RARE)
        return rare

    def _field(self, texts: Sequence[str], average: float, k1: float, b: float) -> Matrix:
        numbers = [self.analyzer.numbers(text) for text in texts]
        lengths = np.fromiter(map(len, numbers), dtype=np.float64, count=len(numbers))
        self._meet_new_spellings()
        met = [list(chain.from_iterable(map(self._met.__getitem__, text))) for text in numbers]
        ends = np.cumsum([0, *map(len, met)])
        entries = np.array(list(chain.from_iterable(met)), dtype=np.float64).reshape(-1, 2)
        arrays = (entries[:, 1], entries[:, 0].astype(np.int32), ends)
        counts = merged(sparse.csr_matrix(arrays, shape=(len(texts), len(self.columns))))
        return saturated(counts, lengths, average, k1=k1, b=b)

    def _meet_new_spellings(self) -> None:
        for word in self.analyzer.words[len(self._met) :]:
            met = ((self.columns.get(name), weight) for name, weight in word.keys)
            self._met.append(tuple((column, weight) for column, weight in met if column is not None))

    def _shares(self, worth: NDArray[Any]) -> Matrix:
        weights = self._weights * worth
        totals = np.bincount(self._owners[self._own], weights[self._own], minlength=self.promises)
        shares = weights / np.where(totals > 0, totals, 1.0)[self._owners]
        rows = np.arange(len(shares) + 1)
        return sparse.csr_matrix((shares, self._owners, rows), shape=(len(shares), self.promises))


def _pairs(hits: Matrix, shares: Matrix, first_item: int) -> Pairs:
    """From items by slots to items by promises: the sum over slots, lowered where slots are not met."""
    met = hits.copy()
    met.data = np.minimum(met.data / MET, 1.0)
    raw, covered = (hits @ shares).tocoo(), (met @ shares).tocoo()  # one pattern: the products differ in values only
    scores = raw.data * (1 - COVERAGE + COVERAGE * covered.data)
    return Pairs(raw.col, raw.row + first_item, -np.expm1(-STEEPNESS * scores))
