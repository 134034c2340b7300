"""Backing up a living instance: one consistent state of the database, and the stored bytes that it speaks of.

Bytes are stored before a row names them, and the database is copied first: whatever the copy speaks of is there when
the bytes are copied afterwards, though people and polls go on meanwhile. Secrets stay out: passwords and keys of
tracker.toml, and who is signed in.
"""

import errno
import io
import shutil
import sqlite3
import tarfile
import tempfile
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from pathlib import Path

import sqlalchemy as sa

from tracker import __version__
from tracker.db import copying, schema
from tracker.db.files import FileStore
from tracker.db.session import explained, open_engine, reading
from tracker.domain.audit import instant
from tracker.errors import BackupError, key
from tracker.services.archive import (
    DATABASE,
    FILES,
    MANIFEST,
    WRITTEN_BY_PEOPLE,
    Manifest,
    Member,
    hashed_file,
    name_for,
    opened,
    stored_name,
    written_whole,
)
from tracker.services.instance import Instance
from tracker.settings import SECTIONS, shipped

FLEETING = frozenset({"sign_in", "invitation", "attempt", "claim"})
"""Tables that a backup leaves empty: who is signed in, links that open doors, counters of attempts, open cards."""

SECOND_FACTOR = "totp_secret"
"""Whoever has one gets a new link after a restore: the factor stays out of backups, and without it the password alone
must not open the door."""


@dataclass(frozen=True, slots=True)
class BackedUp:
    """A written backup. `damaged` are stored files whose bytes no longer fit their name; they are left out."""

    path: Path
    rows: int
    files: int
    size: int
    damaged: tuple[str, ...]


def back_up(instance: Instance, target: Path, *, now: datetime) -> BackedUp:
    """Write one complete archive, replacing one that is there only whole. Raises BackupError where that fails."""
    with _told(target), tempfile.TemporaryDirectory(dir=target.parent, prefix=".backup-") as scratch:
        return _write(instance, target, Path(scratch), now=now, shelf=None)


def back_up_nightly(instance: Instance, *, now: datetime) -> BackedUp:
    """Write a backup into the backup folder, where stored bytes are kept once for all of them; drop the oldest ones."""
    folder = instance.settings.backups
    with _told(folder):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        _sweep(folder, now)
        with tempfile.TemporaryDirectory(dir=folder, prefix=".backup-") as scratch:
            done = _write(instance, folder / name_for(now), Path(scratch), now=now, shelf=FileStore(folder / FILES))
        _drop_oldest(folder, instance.settings.backup.keep)
    return done


def nightly_backups(folder: Path) -> list[Path]:
    """The backups in the folder, oldest first."""
    return sorted(folder.glob("wortgehalten-*.tar"))


class _told:  # noqa: N801  # reads as a word in `with`
    """Turn what the disk says into what people can act on."""

    def __init__(self, place: Path) -> None:
        self.place = place

    def __enter__(self) -> None:
        """Nothing to prepare."""

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        if isinstance(error, OSError):
            raise BackupError(
                key(
                    "Die Sicherung {subject} lässt sich nicht schreiben ({detail}). Bitte Ort, Speicherplatz und "
                    "Schreibrechte prüfen; frühere Sicherungen sind unversehrt."
                ),
                subject=str(self.place),
                detail=error.strerror or str(error),
            ) from error


def _write(instance: Instance, target: Path, scratch: Path, *, now: datetime, shelf: FileStore | None) -> BackedUp:
    version = copy_database(instance, scratch / DATABASE)
    for name, text in written_by_people(instance.settings.workspace):
        (scratch / name).write_text(text, encoding="utf-8")
    engine = open_engine(f"sqlite:///{scratch / DATABASE}")
    with explained(instance.engine), engine.connect() as connection:
        tables = copying.fingerprints(connection)
    engine.dispose()
    files, damaged = _stored(instance.store, shelf)
    names = [name for name in (DATABASE, *WRITTEN_BY_PEOPLE) if (scratch / name).exists()]
    manifest = Manifest(
        software=__version__,
        schema=version,
        made_at=instant(now),
        tables=tables,
        members={name: hashed_file(scratch / name) for name in names},
        files={digest: member.size for digest, member in sorted(files.items())},
        inside=shelf is None,
    )
    with written_whole(target) as half, tarfile.open(half, "w", format=tarfile.PAX_FORMAT) as tar:
        _add(tar, MANIFEST, manifest.to_json(), now)
        for name in names:
            tar.add(scratch / name, name, filter=_anonymous)
        for digest in manifest.files if shelf is None else ():
            tar.add(instance.store.path(digest), stored_name(digest), filter=_anonymous)
    rows = sum(one.rows for one in tables.values())
    return BackedUp(target, rows, len(files), target.stat().st_size, damaged)


def copy_database(instance: Instance, target: Path) -> str:
    """One consistent state of the database as a SQLite file, without what is fleeting; its schema's revision."""
    with explained(instance.engine):
        if instance.engine.dialect.name == "sqlite":
            _vacuum(instance.engine, target)
        with reading(instance.engine) as session:
            version = schema.revision(session.connection())
            if instance.engine.dialect.name != "sqlite":
                copy = open_engine(f"sqlite:///{target}")
                schema.upgrade(copy, shipped("alembic"), version)
                with copy.begin() as connection:
                    copying.copy_rows(session.connection(), connection, without=FLEETING)
                copy.dispose()
        _settle(target)
    return version


def _vacuum(engine: sa.Engine, target: Path) -> None:
    """SQLite's own snapshot, which waits for nobody; it is taken outside of transactions, by the driver itself."""
    with engine.connect() as connection:
        driver = connection.connection.driver_connection
        assert driver is not None  # noqa: S101  # a connection has just been made
        try:
            driver.execute("PRAGMA query_only = OFF")  # a reader may have had the connection before
            driver.execute("VACUUM INTO ?", (str(target),))
        except sqlite3.OperationalError as error:
            raise OSError(errno.EIO, str(error)) from error


def _settle(path: Path) -> None:
    """Empty what is fleeting or secret, wipe its bytes, and leave one file without a journal beside it."""
    copy = sa.create_engine(f"sqlite:///{path}", isolation_level="AUTOCOMMIT")
    with copy.connect() as connection:
        connection.exec_driver_sql("PRAGMA secure_delete = ON")
        for name in FLEETING & set(sa.inspect(connection).get_table_names()):
            connection.execute(sa.table(name).delete())
        if SECOND_FACTOR in {column["name"] for column in sa.inspect(connection).get_columns("user_account")}:
            connection.exec_driver_sql(
                "UPDATE user_account SET password_hash = NULL, totp_secret = NULL, totp_step = 0, "
                "recovery_hashes = '[]' WHERE totp_secret IS NOT NULL"
            )
        connection.exec_driver_sql("PRAGMA journal_mode = DELETE")
    copy.dispose()


def _stored(store: FileStore, shelf: FileStore | None) -> tuple[dict[str, Member], tuple[str, ...]]:
    """The stored files that are what their names say; copied to the shelf where it lacks them."""
    found, damaged = {}, []
    for path in sorted(store.root.glob("??/*")):
        if path.name.startswith(".half-"):
            continue
        kept = shelf.path(path.name) if shelf else None
        if kept and kept.is_file() and kept.stat().st_size == path.stat().st_size:
            found[path.name] = Member(path.stat().st_size, path.name)
            continue
        member = hashed_file(path)
        if member.sha256 != path.name:
            damaged.append(path.name)
            continue
        found[path.name] = member
        if kept:
            kept.parent.mkdir(parents=True, exist_ok=True)
            with written_whole(kept) as half:
                shutil.copyfile(path, half)
    return found, tuple(damaged)


def _add(tar: tarfile.TarFile, name: str, data: bytes, now: datetime) -> None:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mtime, entry.mode = len(data), int(now.timestamp()), 0o600
    tar.addfile(entry, io.BytesIO(data))


def _anonymous(entry: tarfile.TarInfo) -> tarfile.TarInfo:
    entry.uid = entry.gid = 0
    entry.uname = entry.gname = ""
    entry.mode = 0o600
    return entry


def written_by_people(workspace: Path) -> Iterator[tuple[str, str]]:
    """The workspace's files and their text, tracker.toml without its secrets."""
    for name in WRITTEN_BY_PEOPLE:
        path = workspace / name
        if path.is_file():
            text = path.read_text(encoding="utf-8", errors="replace")
            yield name, without_secrets(text) if name == "tracker.toml" else text


def without_secrets(toml: str) -> str:
    """The settings with each secret's line emptied; only their comments where secrets hide in another form."""
    section, lines = "", []
    for line in toml.splitlines():
        if line.strip().startswith("["):
            section = line.strip().strip("[]").strip()
        if line.partition("=")[0].strip().strip("\"'") in _secret_keys(section):
            lines.append(f"# {line.partition('=')[0].strip()} = …")
        else:
            lines.append(line)
    text = "\n".join([*lines, ""])
    return text if not any(secret in text for secret in _secrets(toml)) else ""


def _secret_keys(section: str) -> set[str]:
    """Settings that are never shown: those that their dataclass hides, and the database's address with its password."""
    hidden = (
        {f.metadata.get("key", f.name) for f in fields(SECTIONS[section]) if not f.repr}
        if section in SECTIONS
        else set()
    )
    return hidden | ({"url"} if section == "database" else set())


def _secrets(toml: str) -> list[str]:
    try:
        raw = tomllib.loads(toml)
    except tomllib.TOMLDecodeError:
        return [""]  # unreadable settings may hide anything
    return [
        str(value)
        for section, entries in raw.items()
        if isinstance(entries, Mapping)
        for name, value in entries.items()
        if name in _secret_keys(section) and str(value)
    ]


def _sweep(folder: Path, now: datetime) -> None:
    """Remove what backups left behind that were killed yesterday or before."""
    for path in (*folder.glob(".backup-*"), *folder.glob(".half-*"), *(folder / FILES).glob("??/.half-*")):
        if now.timestamp() - path.stat().st_mtime > timedelta(days=1).total_seconds():
            shutil.rmtree(path) if path.is_dir() else path.unlink()


def _drop_oldest(folder: Path, keep: int) -> None:
    """Keep the newest backups and the stored bytes that one of them speaks of."""
    there = nightly_backups(folder)
    for path in there[:-keep]:
        path.unlink()
    spoken_of: set[str] = set()
    for path in there[-keep:]:
        with opened(path) as (manifest, _members):
            spoken_of.update(manifest.files)
    if len(there) > keep:
        for path in (folder / FILES).glob("??/*"):
            if path.name not in spoken_of:
                path.unlink()
