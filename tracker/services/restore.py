"""Restoring a backup into a new workspace. Nothing is mailed from there before a person has looked."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine

from tracker.db import copying, models, schema
from tracker.db.files import FileStore
from tracker.db.session import open_engine, writing
from tracker.domain.delivery import DeliveryState
from tracker.errors import BackupError, RuleError, key
from tracker.services import events, pauses
from tracker.services.archive import DATABASE, FILES, WRITTEN_BY_PEOPLE, Manifest, hashed_file, opened
from tracker.services.moving import move
from tracker.services.outbox import INTERRUPTED
from tracker.settings import shipped

_REASON = key("Aus einer Sicherung wiederhergestellt: Manche Mail kann schon verschickt sein.")


@dataclass(frozen=True, slots=True)
class Restored:
    """What is there again: where, from when, and how much."""

    directory: Path
    made_at: str
    rows: int
    files: int


def restore(archive: Path, directory: Path, *, url: str = "", now: datetime) -> Restored:
    """Make a workspace from a backup; with `url` its rows go into that empty database instead of a SQLite file.

    The workspace appears whole or not at all. Raises BackupError for a damaged or foreign archive, one of a newer
    program, or a place that is taken; DatabaseError where the database at `url` is not empty.
    """
    _require_free(directory)
    with _beside(directory) as scratch:
        with opened(archive) as (manifest, members):
            if not schema.knows(shipped("alembic"), manifest.schema):
                raise BackupError(
                    key(
                        "{subject} stammt von einer neueren Version dieses Programms. Bitte das Programm aktualisieren."
                    ),
                    subject=archive.name,
                )
            members.unpack(scratch)
        _fetch_shared(manifest, archive, FileStore(scratch / FILES))
        _furnish(scratch, manifest, archive.name, url, now)
        _move_in(scratch, directory)
    return Restored(directory, manifest.made_at, sum(t.rows for t in manifest.tables.values()), len(manifest.files))


def _require_free(directory: Path) -> None:
    if directory.exists() and (not directory.is_dir() or any(directory.iterdir())):
        raise BackupError(
            key("{subject} ist nicht leer. Bitte mit --to einen neuen Ordner nennen; es wird nichts überschrieben."),
            subject=str(directory),
        )


@contextmanager
def _beside(directory: Path) -> Iterator[Path]:
    """A folder on the same disk that disappears again, whatever happens."""
    parent = directory.absolute().parent
    try:
        parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=parent, prefix=".restore-") as scratch:
            yield Path(scratch)
    except OSError as error:
        raise BackupError(
            key("{subject} lässt sich nicht anlegen ({detail}). Bitte Ort, Speicherplatz und Schreibrechte prüfen."),
            subject=str(directory),
            detail=error.strerror or str(error),
        ) from error


def _fetch_shared(manifest: Manifest, archive: Path, store: FileStore) -> None:
    """A nightly backup's stored bytes lie beside it, under their hash, which is checked."""
    if manifest.inside:
        return
    shelf = FileStore(archive.parent / FILES)
    for digest in manifest.files:
        source, target = shelf.path(digest), store.path(digest)
        if not source.is_file() or hashed_file(source).sha256 != digest:
            raise BackupError(
                key(
                    "Neben {subject} fehlt die Datei {path}, oder sie ist beschädigt. Bitte den ganzen Ordner der "
                    "Sicherungen mitnehmen oder eine andere Sicherung wählen."
                ),
                subject=archive.name,
                path=f"{FILES}/{digest[:2]}/{digest}",
            )
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)


def _furnish(scratch: Path, manifest: Manifest, name: str, url: str, now: datetime) -> None:
    """Prove the rows, bring them to this program's schema, and hold the mail."""
    data = scratch / "data"
    data.mkdir()
    (scratch / "out").mkdir()
    if (scratch / FILES).exists():
        (scratch / FILES).rename(data / FILES)
    (scratch / DATABASE).rename(data / "tracker.sqlite")
    engine = open_engine(f"sqlite:///{data / 'tracker.sqlite'}")
    with engine.connect() as connection:
        if copying.fingerprints(connection) != manifest.tables:
            raise BackupError(
                key(
                    "Die Datenbank in {subject} ist nicht die, die gesichert wurde. Bitte eine andere Sicherung nehmen."
                ),
                subject=name,
            )
    if url:
        schema.upgrade(engine, shipped("alembic"))
        engine.dispose()
        move(engine, url)
        (data / "tracker.sqlite").unlink()
        engine = open_engine(url)
    else:
        schema.upgrade(engine, shipped("alembic"))
    _hold_mail(engine, manifest, now)
    engine.dispose()


def _hold_mail(engine: Engine, manifest: Manifest, now: datetime) -> None:
    """Pause the mail; what was being sent when the backup was made may have arrived or not."""
    with writing(engine) as session:
        pauses.pause(session, pauses.MAIL, reason=_REASON, actor="system:restore", now=now)
        for row in session.query(models.OutboxMail).filter_by(state=DeliveryState.SENDING):
            row.state, row.error = DeliveryState.UNCERTAIN, str(RuleError(INTERRUPTED))
        payload = {"made_at": manifest.made_at, "software": manifest.software}
        events.record(session, "instance.restored", "instance", payload, actor="system:restore", now=now)


def _move_in(scratch: Path, directory: Path) -> None:
    for name in (*WRITTEN_BY_PEOPLE, DATABASE):
        if (scratch / name).exists():
            (scratch / name).chmod(0o600)
    scratch.chmod(0o700)
    if directory.exists():
        directory.rmdir()
    scratch.rename(directory)
    scratch.mkdir()  # so that the scratch folder's end finds something to end
