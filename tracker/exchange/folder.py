"""A folder of the open format on disk."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from tracker.errors import key
from tracker.exchange import manifest as manifests
from tracker.exchange.columns import Record, Sheet
from tracker.exchange.lines import from_lines, from_table
from tracker.exchange.manifest import Manifest
from tracker.exchange.refusals import ExchangeError

LARGEST = 2_000_000_000
"""Bytes of one file: more than the country's promises; a hostile folder must not fill the memory."""


@dataclass(frozen=True, slots=True)
class Folder:
    """An opened export whose files are what the manifest says."""

    path: Path
    manifest: Manifest

    def records(self, sheet: Sheet) -> Iterator[Record]:
        """The records of a noun, from its JSON lines, or from its table where there are none."""
        for ending, read in (("jsonl", from_lines), ("csv", from_table)):
            name = f"{sheet.name}.{ending}"
            if name in self.manifest.files:
                yield from read(sheet, _text(self.path / name), name)
                return

    def stored(self) -> Iterator[bytes]:
        """The bytes of documents and sources that travel along."""
        for name in sorted(self.manifest.files):
            if name.startswith("files/"):
                yield _bytes(self.path / name)


def opened(path: Path) -> Folder:
    """The folder, after every file was compared with its hash. Raises ExchangeError, or DocumentError if unreadable."""
    place = path / manifests.NAME
    if not place.is_file():
        raise ExchangeError(
            key("In {subject} liegt keine manifest.json; das ist kein Export von Wortgehalten."), subject=str(path)
        )
    manifest = manifests.from_json(_text(place), str(place))
    for name, digest in manifest.files.items():
        if name.startswith("files/") and name != f"files/{digest}":
            raise _changed(name)
        if hashlib.sha256(_bytes(path / name)).hexdigest() != digest:
            raise _changed(name)
    return Folder(path, manifest)


def write(path: Path, contents: Mapping[str, bytes], manifest: Manifest) -> tuple[Path, ...]:
    """Write the files, the manifest last: a folder without one is unfinished. Raises ExchangeError on a full disk."""
    try:
        if (path / manifests.NAME).exists():
            (path / manifests.NAME).unlink()
        for name, content in contents.items():
            (path / name).parent.mkdir(parents=True, exist_ok=True)
            (path / name).write_bytes(content)
        path.mkdir(parents=True, exist_ok=True)
        (path / manifests.NAME).write_bytes(manifests.to_json(manifest).encode())
    except OSError as error:
        raise ExchangeError(
            key("Der Ordner {subject} lässt sich nicht beschreiben ({detail}). Bitte Platz und Schreibrechte prüfen."),
            subject=str(path),
            detail=error.strerror or str(error),
        ) from error
    return tuple(path / name for name in (*contents, manifests.NAME))


def _bytes(path: Path) -> bytes:
    try:
        if path.is_symlink() or path.stat().st_size > LARGEST:
            raise _changed(path.name)
        return path.read_bytes()
    except OSError as error:
        raise ExchangeError(
            key("{subject} fehlt im Export oder ist nicht lesbar ({detail}). Bitte den ganzen Ordner kopieren."),
            subject=path.name,
            detail=error.strerror or str(error),
        ) from error


def _text(path: Path) -> str:
    try:
        return _bytes(path).decode()
    except UnicodeDecodeError as error:
        raise _changed(path.name) from error


def _changed(name: str) -> ExchangeError:
    return ExchangeError(
        key("{subject} stimmt nicht mit dem Verzeichnis des Exports überein: verändert oder unvollständig kopiert."),
        subject=name,
    )
