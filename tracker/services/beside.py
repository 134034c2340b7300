"""What takes long to make is made beside: whoever asks meanwhile gets the last one, and never a half-made one."""

import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Lock
from typing import Generic, TypeVar
from weakref import WeakKeyDictionary

from sqlalchemy import Engine

PATIENCE = 0.3
"""Seconds that a reader waits for the newest state before the last one will do. Small instances are ready by then."""

Mark = TypeVar("Mark")
Made = TypeVar("Made")

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Kept(Generic[Mark, Made]):
    """What was made, and the mark of the state that it shows."""

    mark: Mark
    made: Made


@dataclass(slots=True)
class _Coming(Generic[Mark, Made]):
    """A state that is being made, or waits for its turn."""

    wanted: Mark
    future: "Future[Kept[Mark, Made]]" = field(default_factory=Future)
    begun: bool = False


class Beside(Generic[Mark, Made]):
    """The last thing made for each database; newer ones are made one after the other, in a thread of their own."""

    def __init__(self, name: str) -> None:
        self._kept: WeakKeyDictionary[Engine, Kept[Mark, Made]] = WeakKeyDictionary()
        self._coming: WeakKeyDictionary[Engine, _Coming[Mark, Made]] = WeakKeyDictionary()
        self._lock = Lock()
        self._maker = ThreadPoolExecutor(max_workers=1, thread_name_prefix=name)

    def get(
        self,
        engine: Engine,
        wanted: Mark,
        make: Callable[[], Kept[Mark, Made]],
        *,
        current: bool = False,
        patience: float | None = None,
    ) -> Kept[Mark, Made]:
        """The state that is wanted, or after some patience the last one, while a newer one is made.

        `make` reads the state as it stands when its turn comes, and says which it was. With `current` only the wanted
        one or a newer will do; so it is where there is none yet. What `make` raises is raised where somebody waits for
        it; the next who asks starts anew.
        """
        with self._lock:
            kept = self._kept.get(engine)
            if kept is not None and kept.mark == wanted:
                return kept
            coming = self._asked_for(engine, wanted, make)
        if current or kept is None:
            return coming.result()
        try:
            return coming.result(timeout=PATIENCE if patience is None else patience)
        except TimeoutError:
            return kept

    def _asked_for(
        self, engine: Engine, wanted: Mark, make: Callable[[], Kept[Mark, Made]]
    ) -> "Future[Kept[Mark, Made]]":
        """What is on its way and will show the wanted state: the one begun for it, or one that has not begun."""
        known = self._coming.get(engine)
        if known is not None and (known.wanted == wanted or not known.begun):
            return known.future
        coming = self._coming[engine] = _Coming(wanted)
        self._maker.submit(self._make, engine, coming, make)
        return coming.future

    def _make(self, engine: Engine, coming: _Coming[Mark, Made], make: Callable[[], Kept[Mark, Made]]) -> None:
        with self._lock:
            coming.begun = True
        try:
            made = make()
        except BaseException as error:  # noqa: BLE001  # whoever waits hears of it
            log.warning("making a newer state failed: %s", type(error).__name__)
            self._done(engine, coming)
            coming.future.set_exception(error)
            return
        self._done(engine, coming, made)
        coming.future.set_result(made)

    def _done(self, engine: Engine, coming: _Coming[Mark, Made], made: Kept[Mark, Made] | None = None) -> None:
        with self._lock:
            if made is not None:
                self._kept[engine] = made
            if self._coming.get(engine) is coming:
                del self._coming[engine]
