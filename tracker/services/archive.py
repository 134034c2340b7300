"""The form of a backup: one tar file that begins with a manifest and holds nothing that the manifest does not name.

Beside the manifest stand the database as a SQLite file (whatever kind of server it came from), the files that people
wrote, and the stored bytes under their sha256. A nightly backup leaves the stored bytes in the folder `files` beside
it, where backups share them.
"""

import hashlib
import json
import os
import tarfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from tracker.db.copying import Fingerprint
from tracker.domain.audit import instant
from tracker.errors import BackupError, key

FORMAT = 1
MANIFEST, DATABASE, FILES = "manifest.json", "database.sqlite", "files"
WRITTEN_BY_PEOPLE = ("tracker.toml", "feeds.yaml", "synonyms.yaml")

_LONGEST_MANIFEST = 256 * 1024 * 1024
"""A million stored files need about 90 MB."""

_CHUNK = 1024 * 1024

_BROKEN = key(
    "{subject} ist keine vollständige Sicherung von Wortgehalten ({detail}). Bitte eine andere Sicherung nehmen; "
    "hier wurde nichts verändert."
)


@dataclass(frozen=True, slots=True)
class Member:
    """One file in the archive."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds: `files` are stored bytes by sha256, with their size; `inside` says where they lie."""

    software: str
    schema: str
    made_at: str
    tables: Mapping[str, Fingerprint]
    members: Mapping[str, Member]
    files: Mapping[str, int]
    inside: bool

    def to_json(self) -> bytes:
        """The manifest as it stands in the archive."""
        return json.dumps({"format": FORMAT} | asdict(self), indent=1, sort_keys=True).encode()


def manifest_from_json(text: bytes, name: str) -> Manifest:
    """The manifest of an archive called `name`. Raises BackupError where it is none, or from a later program."""
    try:
        raw: dict[str, Any] = json.loads(text)
        if raw.pop("format") != FORMAT:
            raise BackupError(
                key("{subject} stammt von einer neueren Version dieses Programms. Bitte das Programm aktualisieren."),
                subject=name,
            )
        tables = {table: Fingerprint(**one) for table, one in raw.pop("tables").items()}
        members = {member: Member(**one) for member, one in raw.pop("members").items()}
        return Manifest(tables=tables, members=members, **raw)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise broken(name, "manifest.json") from error


def broken(name: str, detail: str) -> BackupError:
    """The archive is damaged, cut off, or holds something that does not belong there."""
    return BackupError(_BROKEN, subject=name, detail=detail)


def stored_name(digest: str) -> str:
    """Where stored bytes lie in an archive, and beside nightly ones."""
    return f"{FILES}/{digest[:2]}/{digest}"


def hashed(source: IO[bytes], target: IO[bytes] | None = None) -> Member:
    """Size and sha256 of what is read, which is written to `target` on the way."""
    digest, size = hashlib.sha256(), 0
    while chunk := source.read(_CHUNK):
        digest.update(chunk)
        size += len(chunk)
        if target is not None:
            target.write(chunk)
    return Member(size, digest.hexdigest())


def hashed_file(path: Path) -> Member:
    """Size and sha256 of a file."""
    with path.open("rb") as handle:
        return hashed(handle)


@contextmanager
def written_whole(target: Path) -> Iterator[Path]:
    """A path beside the target, readable by its owner only, which replaces it once everything is durable on disk."""
    half = target.with_name(f".half-{target.name}")
    half.touch(mode=0o600)
    try:
        yield half
        with half.open("rb") as handle:
            os.fsync(handle.fileno())
        half.replace(target)
    finally:
        half.unlink(missing_ok=True)


def name_for(now: datetime) -> str:
    """The file name of a nightly backup; names sort by time."""
    return f"wortgehalten-{instant(now)[:19].replace(':', '').replace('-', '')}Z.tar"


@contextmanager
def opened(path: Path) -> Iterator[tuple[Manifest, "Members"]]:
    """The manifest of an archive and what follows it. Raises BackupError for what is no backup of ours."""
    try:
        with tarfile.open(path, "r:") as tar:
            first = tar.next()
            if first is None or first.name != MANIFEST or not first.isreg() or first.size > _LONGEST_MANIFEST:
                raise broken(path.name, MANIFEST)
            handle = tar.extractfile(first)
            manifest = manifest_from_json(handle.read() if handle else b"", path.name)
            yield manifest, Members(tar, manifest, path.name)
    except (tarfile.TarError, EOFError) as error:
        raise broken(path.name, type(error).__name__) from error
    except OSError as error:
        raise BackupError(
            key("Die Sicherung {subject} lässt sich nicht lesen ({detail})."),
            subject=str(path),
            detail=error.strerror or str(error),
        ) from error


class Members:
    """The files of an archive in order, each only if the manifest names it."""

    def __init__(self, tar: tarfile.TarFile, manifest: Manifest, name: str) -> None:
        self._tar, self._manifest, self._name = tar, manifest, name
        self._expected = dict(manifest.members)
        if manifest.inside:
            self._expected |= {stored_name(digest): Member(size, digest) for digest, size in manifest.files.items()}

    def unpack(self, folder: Path) -> None:
        """Write every file under `folder`, at a path of ours. Raises BackupError for what is missing, changed or extra.

        Names in the archive are compared, never used as paths: nothing can be written outside.
        """
        while (entry := self._tar.next()) is not None:
            expected = self._expected.pop(entry.name, None)
            if expected is None or not entry.isreg() or entry.size != expected.size or not _is_plain(entry.name):
                raise broken(self._name, entry.name[:80])
            target = folder / entry.name
            target.parent.mkdir(parents=True, exist_ok=True)
            source = self._tar.extractfile(entry)
            with target.open("wb") as handle:
                if source is None or hashed(source, handle) != expected:
                    raise broken(self._name, entry.name)
                handle.flush()
                os.fsync(handle.fileno())
        if self._expected:
            raise broken(self._name, min(self._expected))


def _is_plain(name: str) -> bool:
    """Whether a name is one that a backup of ours may hold, whatever its manifest says."""
    digest = name.rpartition("/")[2]
    is_stored = len(digest) == 64 and set(digest) <= set("0123456789abcdef") and name == stored_name(digest)
    return is_stored or name in {DATABASE, *WRITTEN_BY_PEOPLE}
