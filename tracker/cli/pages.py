"""The bar that counts pages while documents are read."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tracker.cli.console import Console

Pages = Callable[[int, int], None]
"""Called with how many pages are done, and of how many."""

Turn = Callable[[str], Pages]
"""Names the file that is read next; what it returns is told of its pages."""


def _quiet(done: int, total: int) -> None:
    """Tell nobody how many pages are done."""


@contextmanager
def page_bar(console: Console, files: int) -> Iterator[Turn]:
    """A bar on a terminal for so many files and the pages of each, nothing in a pipe."""
    if console.as_json or not sys.stderr.isatty():
        yield lambda _name: _quiet
        return
    from rich.console import Console as Terminal
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
    from rich.progress import Progress as Bar

    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn()
    with Bar(*columns, console=Terminal(stderr=True), transient=True) as bar:
        all_files = bar.add_task("", total=files, visible=files > 1)
        pages = bar.add_task("", total=None)
        begun = 0

        def turn(name: str) -> Pages:
            nonlocal begun
            bar.update(all_files, completed=begun)
            bar.update(pages, description=name, completed=0, total=None)
            begun += 1
            return lambda done, total: bar.update(pages, completed=done, total=total)

        yield turn
