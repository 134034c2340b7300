"""Many sources side by side: one lane for each registered domain, in which one thing is done after the other.

A server is asked once at a time anyway (`tracker.feeds.pace`); a lane keeps those who would only wait for their turn
from taking the workers of the others. A source that hangs delays nobody but its own lane.
"""

import threading
from collections import deque
from collections.abc import Callable, Hashable, Iterable, Iterator
from contextlib import suppress
from functools import partial
from queue import SimpleQueue
from typing import Generic, NoReturn, TypeVar
from urllib.parse import urlsplit

from tracker.feeds.pace import registered_domain

WORKERS = 32
"""Enough for 200 sources in ten seconds: nearly all of the time is spent waiting for turns and answers."""

Task = TypeVar("Task")
Result = TypeVar("Result")


def lane_of(url: str) -> str:
    """The lane of an address: the registered domain of its host."""
    return registered_domain(urlsplit(url).hostname or "")


def side_by_side(
    tasks: Iterable[Task], lane: Callable[[Task], Hashable], do: Callable[[Task], Result], *, workers: int = WORKERS
) -> Iterator[Result]:
    """What `do` makes of each task, as it comes; the tasks of a lane one after the other, in their order.

    Only so many results wait to be taken, so a slow taker bounds the memory. Whoever stops taking waits for nobody: the
    threads end after their task, or with the process. What `do` raises is raised here.
    """
    lanes: dict[Hashable, deque[Task]] = {}
    for task in tasks:
        lanes.setdefault(lane(task), deque()).append(task)
    run = _Run(deque(lanes.values()), do, room=threading.Semaphore(2 * workers))
    threads = min(workers, len(lanes))
    for number in range(threads):
        threading.Thread(target=run.work, name=f"lane-{number}", daemon=True).start()
    try:
        while threads:
            outcome = run.done.get()
            if outcome is None:
                threads -= 1
                continue
            run.room.release()
            yield outcome()
    finally:
        run.left.set()
        run.room.release(threads or 1)


class _Run(Generic[Task, Result]):
    """What the threads share. `done` holds outcomes, which return or raise when called; None: a thread has ended."""

    def __init__(self, lanes: deque[deque[Task]], do: Callable[[Task], Result], room: threading.Semaphore) -> None:
        self.lanes, self.do, self.room = lanes, do, room
        self.done: SimpleQueue[Callable[[], Result] | None] = SimpleQueue()
        self.left = threading.Event()

    def work(self) -> None:
        """Take lanes until none is left."""
        with suppress(IndexError):
            while True:
                for task in self.lanes.popleft():
                    self.room.acquire()  # released by whoever takes the result
                    if self.left.is_set():
                        return
                    self.done.put(self._outcome(task))
        self.done.put(None)

    def _outcome(self, task: Task) -> Callable[[], Result]:
        try:
            result = self.do(task)
        except BaseException as error:  # noqa: BLE001  # raised again where the result is taken
            return partial(_raise, error)
        return lambda: result


def _raise(error: BaseException) -> NoReturn:
    raise error
