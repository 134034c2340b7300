"""Many short texts held as one sparse matrix, so that a batch of queries is a single product.

Promises are indexed and council items are the queries: the index stays small (a few megabytes for 10,000 promises), is
rebuilt in a moment on every edit, and thousands of items pass through it in a second. Sums are kept in single
precision, which halves the memory that is moved; scores that differ by less than one part in 100,000 count as equal.
"""

from collections.abc import Sequence
from dataclasses import dataclass
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


def counted(texts: Sequence[Sequence[int]], terms: int) -> Matrix:
    """Texts given as term numbers to a matrix of counts: one row a text, one column a term.

    A term may have several entries in a row, which add up; `merged` makes them one.
    """
    lengths = np.fromiter(map(len, texts), dtype=np.int64, count=len(texts))
    pointers = np.concatenate(([0], np.cumsum(lengths)))
    columns = np.fromiter(chain.from_iterable(texts), dtype=np.int32, count=int(pointers[-1]))
    return sparse.csr_matrix((np.ones(len(columns), np.float32), columns, pointers), shape=(len(texts), terms))


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
        self._by_term = weights.astype(np.float32).T.tocsr()

    def __len__(self) -> int:
        return int(self._by_term.shape[1])

    @property
    def batch(self) -> int:
        """How many queries to ask at a time, so that memory stays bounded."""
        return max(1, min(_BATCH, _BATCH_PAIRS // max(len(self), 1)))

    def product(self, queries: Matrix) -> Matrix:
        """The score of each query (row) with each text (column); pairs that share no term are not stored."""
        return queries.astype(np.float32, copy=False) @ self._by_term


@dataclass(frozen=True, slots=True)
class Ranked:
    """The best columns of each row, best first; those of row r lie between ends r and r + 1."""

    ends: NDArray[Any]
    columns: NDArray[Any]
    values: NDArray[Any]

    @property
    def rows(self) -> NDArray[Any]:
        """The row of each entry."""
        return np.repeat(np.arange(len(self.ends) - 1), np.diff(self.ends))


def ranked(scores: Matrix, top: int) -> Ranked:
    """The `top` best entries of every row at once; equal scores in the columns' order.

    What cannot be among them goes first, the few that are left are sorted. A row is cut into pieces; the `top`-th
    largest of their maxima is a bound that at least `top` entries reach.
    """
    lengths = np.diff(scores.indptr)
    pieces = -(-lengths // _PIECE)
    offsets = np.concatenate(([0], np.cumsum(pieces)))
    rows = np.repeat(np.arange(len(lengths)), pieces)
    inside = np.arange(offsets[-1]) - offsets[rows]
    maxima = np.full((len(lengths), max(int(pieces.max(initial=0)), top)), -np.inf, dtype=scores.dtype)
    if len(inside):
        maxima[rows, inside] = np.maximum.reduceat(scores.data, scores.indptr[rows] + inside * _PIECE)
    bounds = np.partition(maxima, -top, axis=1)[:, -top]
    kept = np.flatnonzero(scores.data >= np.repeat(bounds, lengths))
    owners = np.searchsorted(scores.indptr, kept, side="right") - 1
    columns, values = scores.indices[kept], scores.data[kept]
    order = np.lexsort((columns, -values, owners))
    order = order[np.arange(len(order)) - np.searchsorted(owners, owners) < top]  # owners are already in order
    ends = np.searchsorted(owners[order], np.arange(len(lengths) + 1))
    return Ranked(ends, columns[order], values[order])
