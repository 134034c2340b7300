"""Stored bytes, each under its sha256: documents, payloads of sources, copies of what people bring."""

import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from tracker.errors import DatabaseError, NotFoundError, key


@dataclass(frozen=True, slots=True)
class FileStore:
    """A folder of files named by their content; writing the same bytes twice is writing them once."""

    root: Path

    def put(self, data: bytes) -> str:
        """Store the bytes durably and return their sha256. Raises DatabaseError where the folder cannot be written."""
        digest = hashlib.sha256(data).hexdigest()
        target = self.path(digest)
        if target.exists() and target.stat().st_size == len(data):
            return digest
        try:
            _write_whole(target, data)
        except OSError as error:
            raise DatabaseError(
                key(
                    "Der Ordner {subject} lässt sich nicht beschreiben ({detail}). "
                    "Bitte Speicherplatz und Schreibrechte prüfen."
                ),
                subject=str(self.root),
                detail=error.strerror or str(error),
            ) from error
        return digest

    def get(self, digest: str) -> bytes:
        """The bytes. Raises NotFoundError where they are missing, DatabaseError where they were changed."""
        try:
            data = self.path(digest).read_bytes()
        except FileNotFoundError as error:
            raise NotFoundError(
                key("Die gespeicherte Datei {subject} fehlt. Bitte eine Sicherung zurückspielen."),
                subject=digest,
            ) from error
        if hashlib.sha256(data).hexdigest() != digest:
            raise DatabaseError(
                key("Die gespeicherte Datei {subject} wurde verändert. Bitte eine Sicherung zurückspielen."),
                subject=digest,
            )
        return data

    def path(self, digest: str) -> Path:
        """Where the bytes of that sha256 lie: folders of two digits keep listings short."""
        return self.root / digest[:2] / digest


def _write_whole(target: Path, data: bytes) -> None:
    """Write beside the target, make it durable, then rename: a reader or a crash never meets half a file."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=target.parent, prefix=".half-", delete=False) as half:
        try:
            half.write(data)
            half.flush()
            os.fsync(half.fileno())
            Path(half.name).replace(target)
        except BaseException:
            Path(half.name).unlink(missing_ok=True)
            raise
