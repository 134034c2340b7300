"""Who is at work in a workspace, told by locks that the kernel lets go when a process ends, however it ends.

A process number would not do: in containers it means something else, and after a restart it belongs to a stranger.
"""

import fcntl
import os
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

OLD = 86_400.0
"""Seconds after which the sheet of somebody who was killed is thrown away: what they held was taken up long before."""


@dataclass(frozen=True, slots=True)
class Roll:
    """The sheets of all who are at work, and the name of our own. Without a folder nobody is known."""

    folder: Path | None = None
    mine: str = ""

    def has_left(self, name: str) -> bool:
        """Whether it is sure that whoever signed with this name is gone. Who signed elsewhere cannot be told."""
        if self.folder is None or not name or name == self.mine:
            return False
        return _nobody_holds(self.folder / name)


@contextmanager
def signed(folder: Path) -> Iterator[Roll]:
    """Be at work: our sheet lies locked in the folder for as long as this lasts, or until we are killed.

    Where a disk is full or knows no locks, we stay unknown: what we leave undone waits for its lease.
    """
    name = secrets.token_hex(8)
    try:
        sheet = _locked(folder, name)
    except OSError:
        yield Roll(folder)
        return
    try:
        yield Roll(folder, name)
    finally:
        with suppress(OSError):
            (folder / name).unlink()
        os.close(sheet)


def _locked(folder: Path, name: str) -> int:
    folder.mkdir(parents=True, exist_ok=True)
    _sweep(folder)
    sheet = os.open(folder / name, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(sheet, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(sheet)
        raise
    return sheet


def _sweep(folder: Path) -> None:
    for path in folder.iterdir():
        with suppress(OSError):
            if time.time() - path.stat().st_mtime > OLD and _nobody_holds(path):
                path.unlink()


def _nobody_holds(path: Path) -> bool:
    """Whether the file is there and its lock is free."""
    try:
        sheet = os.open(path, os.O_RDWR | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        fcntl.flock(sheet, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    finally:
        os.close(sheet)
    return True
