"""Bringing the database's tables to the version that this program expects, with Alembic."""

from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from tracker.db.session import explained, reading, shown
from tracker.errors import DatabaseError, key


def upgrade(engine: Engine, scripts: Path, to: str = "head") -> None:
    """Bring the tables to revision `to` in one transaction; doing it twice changes nothing.

    `scripts` is the folder with env.py and versions/. Raises DatabaseError where the database does not answer or
    is newer than the scripts.
    """
    _refuse_newer(engine, scripts)
    with explained(engine), engine.begin() as connection:
        command.upgrade(config(scripts, connection), to)


def check_schema(engine: Engine, scripts: Path) -> None:
    """Raise DatabaseError, with the mend, unless the tables are exactly of the expected version."""
    there = current(engine)
    if not there:
        raise _not_set_up(engine)
    _refuse_newer(engine, scripts)
    if there != newest(scripts):
        raise DatabaseError(
            key("Die Datenbank {subject} ist älter als dieses Programm. Bitte „tracker db upgrade“ ausführen."),
            subject=shown(engine),
        )


def config(scripts: Path, connection: Connection) -> Config:
    """Alembic's configuration in code; env.py takes the open connection from `attributes`."""
    built = Config(attributes={"connection": connection})
    built.set_main_option("script_location", str(scripts).replace("%", "%%"))
    return built


def revision(connection: Connection) -> str:
    """The revision of the tables, empty where there are none yet."""
    return MigrationContext.configure(connection).get_current_revision() or ""


def newest(scripts: Path) -> str:
    """The revision that this program expects."""
    return _revisions(scripts)[0]


def knows(scripts: Path, wanted: str) -> bool:
    """Whether this program can read tables of that revision."""
    return wanted in _revisions(scripts)


@cache
def _revisions(scripts: Path) -> tuple[str, ...]:
    """What the scripts know, newest first; read once, for loading them takes longer than most commands."""
    return tuple(script.revision for script in ScriptDirectory(str(scripts)).walk_revisions())


def current(engine: Engine) -> str:
    """The revision of a database, empty where it has no tables or its file does not exist."""
    if _file_is_missing(engine):
        return ""
    with reading(engine) as session:
        return revision(session.connection())


def _file_is_missing(engine: Engine) -> bool:
    name = engine.url.database
    return engine.dialect.name == "sqlite" and bool(name) and not Path(str(name)).exists()


def _not_set_up(engine: Engine) -> DatabaseError:
    return DatabaseError(
        key("Die Datenbank {subject} ist noch nicht eingerichtet. Bitte „tracker db upgrade“ ausführen."),
        subject=shown(engine),
    )


def _refuse_newer(engine: Engine, scripts: Path) -> None:
    there = current(engine)
    if there and not knows(scripts, there):
        raise DatabaseError(
            key(
                "Die Datenbank {subject} stammt von einer neueren Version dieses Programms. "
                "Bitte das Programm aktualisieren."
            ),
            subject=shown(engine),
        )
