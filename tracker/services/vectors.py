"""Embedded texts kept between runs: one file in the workspace's data folder, by content hash.

A cache and nothing else. It may be deleted at any time, a file that cannot be read counts as missing, and one that
cannot be written is written next time.
"""

import logging
import tempfile
from collections.abc import Iterator, MutableMapping
from contextlib import suppress
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

log = logging.getLogger(__name__)

MOST = 100_000
"""Vectors kept: some 80 MB, and more titles than a large city files in ten years."""


class Vectors(MutableMapping[str, NDArray[Any]]):
    """Vectors by the sha256 of their text, held in memory; `save` writes what is new."""

    def __init__(self, path: Path, most: int = MOST) -> None:
        self._path, self._most = path, most
        self._kept: dict[str, NDArray[Any]] = {}
        self._used: dict[str, None] = {}
        self._is_new = False
        with suppress(OSError, ValueError, KeyError, EOFError, BadZipFile), path.open("rb") as file:
            stored = np.load(file, allow_pickle=False)
            names = [name.decode("ascii") for name in stored["names"].tolist()]
            self._kept = dict(zip(names, stored["vectors"], strict=True))

    def __getitem__(self, name: str) -> NDArray[Any]:
        found = self._kept[name]
        self._used[name] = None
        return found

    def __setitem__(self, name: str, vector: NDArray[Any]) -> None:
        self._kept[name] = vector
        self._used[name] = None
        self._is_new = True

    def __delitem__(self, name: str) -> None:
        del self._kept[name]
        self._used.pop(name, None)
        self._is_new = True

    def __contains__(self, name: object) -> bool:
        return name in self._kept

    def __iter__(self) -> Iterator[str]:
        return iter(self._kept)

    def __len__(self) -> int:
        return len(self._kept)

    def save(self) -> None:
        """Write the file anew where something is new: all at once or not at all. What no run used goes first."""
        if not self._is_new:
            return
        unused = [name for name in self._kept if name not in self._used]
        kept = [*unused, *(name for name in self._used if name in self._kept)][-self._most :]
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryDirectory(dir=self._path.parent, prefix=".half-") as folder:
                half = Path(folder, "vectors.npz")
                np.savez(half, names=np.array(kept, dtype="S64"), vectors=np.stack([self._kept[n] for n in kept]))
                half.replace(self._path)
        except OSError as error:
            log.warning("vectors not kept in %s: %s", self._path, error)
        self._is_new = False
