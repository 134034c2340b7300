"""Killing a piece of work at a random moment, again and again, until it gets through.

Each try runs in a forked child. Half of the kills strike at a counted point (the n-th statement, commit or change to a
file), which a seed repeats exactly; the other half at a random instant, which also meets the database engine in the
middle of its own writing.
"""

import os
import random
import signal
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine, event

CHANGES = frozenset(
    {"open", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.truncate", "shutil.rmtree", "socket.connect"}
)
"""Audit events of Python that come with something that lasts."""


class Points:
    """Counts points in this process, and dies at one of them."""

    def __init__(self, deadly: int = 0) -> None:
        self.passed, self.deadly = 0, deadly

    def watch(self) -> None:
        event.listen(Engine, "before_cursor_execute", self._pass)
        event.listen(Engine, "commit", self._pass)
        sys.addaudithook(lambda name, _arguments: self._pass() if name in CHANGES else None)

    def _pass(self, *_anything: object) -> None:
        self.passed += 1
        if self.passed == self.deadly:
            os.kill(os.getpid(), signal.SIGKILL)


@dataclass
class Killer:
    """Lets work run into its knife. `points` and `seconds` are what one undisturbed run takes."""

    luck: random.Random
    points: int = 0
    seconds: float = 0.0
    strikes: int = 0

    def measured(self, work: Callable[[], None], report: Path) -> "Killer":
        """This killer, who knows how long the work is from one run without a knife."""

        def counted() -> None:
            points = Points()
            points.watch()
            work()
            report.write_text(str(points.passed), encoding="utf-8")

        begun = time.monotonic()
        self.finish(counted)
        self.seconds = time.monotonic() - begun
        self.points = int(report.read_text(encoding="utf-8"))
        return self

    def strike(self, work: Callable[[], None]) -> bool:
        """One try; whether the work was done before the knife fell."""
        self.strikes += 1
        if self.strikes % 2:
            return _child(work, self.luck.uniform(0, self.seconds))
        deadly = self.luck.randint(1, self.points)

        def walking() -> None:
            Points(deadly).watch()
            work()

        return _child(walking)

    def finish(self, work: Callable[[], None]) -> None:
        """The restart after the last kill: it must get through."""
        assert _child(work), "the work was killed though nobody did it"


def _child(work: Callable[[], None], after: float | None = None) -> bool:
    """Fork and work, to be killed `after` seconds; True where the work was done before. Any other end is an error."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            work()
            code = 0
        except BaseException:  # noqa: BLE001  # told by the exit code
            traceback.print_exc()
        finally:
            os._exit(code)
    if after is not None:
        time.sleep(after)
        os.kill(child, signal.SIGKILL)
    _pid, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        assert os.WTERMSIG(status) == signal.SIGKILL
        return False
    assert os.WEXITSTATUS(status) == 0, "the work failed by itself"
    return True
