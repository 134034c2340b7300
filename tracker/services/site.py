"""Writing a whole site of files: beside the old one first, then in its place, so that readers never meet half of it."""

import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from tracker.errors import DatabaseError, RuleError, TrackerError, key

MARK = ".wortgehalten"
"""Lies in every folder that we wrote; only such folders, and empty ones, are replaced."""


@dataclass(frozen=True, slots=True)
class Written:
    """How many files the site has and how many bytes they are."""

    files: int
    size: int


def write_site(folder: Path, files: Iterable[tuple[str, bytes]]) -> Written:
    """Write the files and put them in the place of what `folder` held.

    Until the very end the old site stays as it is. Raises RuleError where the folder holds something that is not ours,
    DatabaseError where nothing can be written.
    """
    folder = folder.absolute()
    fresh, old = folder.with_name(f".{folder.name}.neu"), folder.with_name(f".{folder.name}.alt")
    try:
        _recover(folder, old)
        _require_ours(folder)
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(parents=True)
        written = _fill(fresh, files)
        if folder.exists():
            folder.rename(old)
        fresh.rename(folder)
        shutil.rmtree(old, ignore_errors=True)
    except TrackerError:
        raise
    except OSError as error:
        raise DatabaseError(
            key("Der Ordner {subject} lässt sich nicht beschreiben ({detail}). Bitte Platz und Schreibrechte prüfen."),
            subject=str(folder),
            detail=error.strerror or str(error),
        ) from error
    return written


def _recover(folder: Path, old: Path) -> None:
    """Put back what a run that was stopped between its two last steps had moved aside."""
    if old.exists() and not folder.exists():
        old.rename(folder)
    shutil.rmtree(old, ignore_errors=True)


def _require_ours(folder: Path) -> None:
    if folder.is_dir() and any(folder.iterdir()) and not (folder / MARK).exists():
        raise RuleError(
            key("In {subject} liegt etwas, das nicht von hier ist. Bitte einen leeren oder neuen Ordner nennen."),
            subject=str(folder),
        )


def _fill(fresh: Path, files: Iterable[tuple[str, bytes]]) -> Written:
    number = size = 0
    for name, content in files:
        target = fresh / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        number, size = number + 1, size + len(content)
    (fresh / MARK).write_bytes(b"")
    return Written(number, size)
