"""Many short texts held as one sparse matrix, so that a batch of queries is a single product.

Promises are indexed and council items are the queries: the index stays small (a few megabytes for 10,000 promises), is
rebuilt in a moment on every edit, and thousands of items pass through it in a second.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Matrix = Any
"""scipy.sparse.csr_matrix, which brings no types."""

_BATCH = 2048  # rows of a product at a time
_BATCH_PAIRS = 40_000_000  # and so many pairs of query and text at most: bounds memory
_PIECE = 16  # entries of a row that are looked at by their largest first
_CLOSE = 1e-5  # relative difference below which sums in single precision are not trusted


def counted(texts: Sequence[Sequence[int]], terms: int) -> Matrix:
    """Texts given as term numbers to a matrix of counts: one row a text, one column a term.

    A term may have several entries in a row, which add up; `merged` makes them one.
    """
    lengths = np.fromiter(map(len, texts), dtype=np.int64, count=len(texts))
    pointers = np.concatenate(([0], np.cumsum(lengths)))
    columns = np.fromiter(chain.from_iterable(texts), dtype=np.int32, count=int(pointers[-1]))
    return sparse.csr_matrix((np.ones(len(columns)), columns, pointers), shape=(len(texts), terms))


def merged(counts: Matrix) -> Matrix:
    """The same matrix with one entry for each term of a row."""
    counts.sum_duplicates()
    return counts


def saturated(counts: Matrix, lengths: NDArray[Any], average: float, *, k1: float, b: float) -> Matrix:
    """BM25's term weight without rarity, scaled to 0..1: n / (n + k1 · (1 − b + b · length / average))."""
    norms = k1 * (1 - b + b * lengths / max(average, 1e-9))
    data = counts.data / (counts.data + np.repeat(norms, np.diff(counts.indptr)))
    return sparse.csr_matrix((data, counts.indices, counts.indptr), shape=counts.shape)


def rarity(texts_with_term: NDArray[Any], texts: float) -> NDArray[Any]:
    """BM25's inverse document frequency in the form that never gets negative."""
    rare: NDArray[Any] = np.log1p((texts - texts_with_term + 0.5) / (texts_with_term + 0.5))
    return rare


class Index:
    """Weighted texts, one row each, that queries are compared with."""

    def __init__(self, weights: Matrix) -> None:
        self._by_term = weights.T.tocsr()

    @classmethod
    def bm25(cls, texts: Sequence[Sequence[int]], terms: int, *, k1: float = 1.2, b: float = 0.75) -> "Index":
        """An index of texts given as term numbers below `terms`, with the usual BM25 weights."""
        counts = merged(counted(texts, terms))
        lengths = np.asarray(counts.sum(axis=1)).ravel()
        weights = saturated(counts, lengths, float(lengths.mean()) if len(texts) else 0.0, k1=k1, b=b)
        rare = rarity(np.bincount(counts.indices, minlength=terms), len(texts))
        weights.data *= rare[weights.indices] * (k1 + 1)
        return cls(weights)

    def __len__(self) -> int:
        return int(self._by_term.shape[1])

    def product(self, queries: Matrix) -> Matrix:
        """The score of each query (row) with each text (column); pairs that share no term are not stored."""
        return queries @ self._by_term

    def best(self, queries: Matrix, top: int = 10) -> Iterator[tuple[NDArray[Any], NDArray[Any]]]:
        """For each query the numbers of its `top` best texts and their scores; equal scores in the texts' order.

        Scores are added up in single precision, which halves the memory that is moved; where two of the best are too
        close to call, they are added up again in double precision. The order is that of double precision throughout.
        """
        quick_queries = queries.astype(np.float32)
        rows = max(1, min(_BATCH, _BATCH_PAIRS // max(len(self), 1)))
        for first in range(0, queries.shape[0], rows):
            found = _ranked(quick_queries[first : first + rows] @ self._quick, top)
            unsure = np.flatnonzero(_too_close(found))
            exact = _ranked(self.product(queries[first + unsure]), top) if len(unsure) else found
            places = dict(zip(unsure.tolist(), range(len(unsure)), strict=True))
            for row in range(len(found.ends) - 1):
                yield exact.row(places[row], top) if row in places else found.row(row, top)

    @cached_property
    def _quick(self) -> Matrix:
        return self._by_term.astype(np.float32)


@dataclass(frozen=True, slots=True)
class _Ranked:
    """The best texts of each row, best first, and a few more; row r lies between ends r and r + 1."""

    ends: NDArray[Any]
    texts: NDArray[Any]
    scores: NDArray[Any]
    top: int

    def row(self, number: int, top: int) -> tuple[NDArray[Any], NDArray[Any]]:
        start, end = self.ends[number], self.ends[number + 1]
        end = min(end, start + top)
        return self.texts[start:end], self.scores[start:end]


def _ranked(scores: Matrix, top: int) -> _Ranked:
    """The best of every row at once: what cannot be among them goes first, the few that are left are sorted.

    The row is cut into pieces; the `top`-th largest of their maxima is a bound that at least `top` entries reach.
    """
    lengths = np.diff(scores.indptr)
    pieces = -(-lengths // _PIECE)
    offsets = np.concatenate(([0], np.cumsum(pieces)))
    inside = np.arange(offsets[-1]) - np.repeat(offsets[:-1], pieces)
    rows = np.repeat(np.arange(len(lengths)), pieces)
    maxima = np.full((len(lengths), max(int(pieces.max(initial=0)), top)), -np.inf, dtype=scores.dtype)
    if len(inside):
        maxima[rows, inside] = np.maximum.reduceat(scores.data, scores.indptr[rows] + inside * _PIECE)
    bounds = np.partition(maxima, -top, axis=1)[:, -top] * (1 - _CLOSE)
    kept = np.flatnonzero(scores.data >= np.repeat(bounds, lengths))
    owners = np.searchsorted(scores.indptr, kept, side="right") - 1
    texts, values = scores.indices[kept], scores.data[kept]
    order = np.lexsort((texts, -values, owners))
    ends = np.searchsorted(owners, np.arange(len(lengths) + 1))
    return _Ranked(ends, texts[order], values[order], top)


def _too_close(found: _Ranked) -> NDArray[Any]:
    """For each row, whether two neighbours among the best differ by less than single precision can tell."""
    owners = np.repeat(np.arange(len(found.ends) - 1), np.diff(found.ends))
    places = np.arange(len(owners)) - found.ends[owners]
    close = found.scores[:-1] - found.scores[1:] < _CLOSE * found.scores[:-1]
    close &= (owners[:-1] == owners[1:]) & (places[:-1] < found.top)
    return np.bincount(owners[:-1][close], minlength=len(found.ends) - 1) > 0
