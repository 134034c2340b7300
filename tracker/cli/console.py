"""What commands say: sentences and tables for people, one JSON result for programs, progress only on a terminal."""

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from tracker.errors import TrackerError
from tracker.wording import Wording


@dataclass(frozen=True)
class Console:
    """Speaks one language; with `as_json` nothing but the result reaches standard output."""

    wording: Wording
    as_json: bool = False

    def say(self, message: str = "", /, **values: object) -> None:
        """One translated sentence for people; silent where a program listens."""
        if not self.as_json:
            print(self.wording.text(message, **values) if message else "")  # noqa: T201  # this is the way out

    def counted(self, one: str, many: str, n: int, /, **values: object) -> None:
        """One translated sentence with a number in it."""
        if not self.as_json:
            print(self.wording.counted(one, many, n, **values))  # noqa: T201  # as above

    def raw(self, text: str) -> None:
        """Text as it is, for output that is itself the result."""
        sys.stdout.write(text)

    def result(self, value: Any) -> None:
        """The machine-readable result, one line of JSON, if the caller asked for it."""
        if self.as_json:
            print(json.dumps(value, ensure_ascii=False))  # noqa: T201  # as above

    def table(self, heads: Sequence[str], rows: Iterable[Sequence[object]], title: str = "") -> None:
        """A table for people; heads and title are translated, cells are not."""
        if self.as_json:
            return
        from rich import box
        from rich.console import Console as Terminal
        from rich.table import Table

        table = Table(box=box.SIMPLE_HEAD, title=self.wording.text(title) or None, title_justify="left")
        for head in heads:
            table.add_column(self.wording.text(head), overflow="fold")
        for row in rows:
            table.add_row(*(_cell(value) for value in row))
        Terminal(highlight=False, markup=False).print(table)

    def complain(self, error: TrackerError) -> None:
        """What went wrong and how to mend it, on standard error."""
        print(self.wording.error(error), file=sys.stderr)  # noqa: T201  # as above

    @contextmanager
    def progress(self, message: str, total: int) -> Iterator["Step"]:
        """A bar on a terminal, nothing in a pipe; call the yielded step with a name before each piece of work."""
        if self.as_json or total < 2 or not sys.stderr.isatty():
            yield Step(lambda _name: None)
            return
        from rich.console import Console as Terminal
        from rich.progress import Progress

        with Progress(console=Terminal(stderr=True), transient=True) as bar:
            task = bar.add_task(self.wording.text(message), total=total)
            yield Step(lambda name: bar.update(task, advance=1, description=name))


@dataclass(frozen=True)
class Step:
    """One step of long work, announced by name."""

    announce: Any

    def __call__(self, name: str) -> None:
        """Announce the next piece of work."""
        self.announce(name)


def _cell(value: object) -> str:
    return "" if value is None else str(value)
