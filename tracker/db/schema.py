"""Bringing the database's tables to the version that this program expects, with Alembic."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from tracker.db.session import explained, reading, shown
from tracker.errors import DatabaseError, key


def upgrade(engine: Engine, scripts: Path, revision: str = "head") -> None:
    """Bring the tables to `revision` in one transaction; doing it twice changes nothing.

    `scripts` is the folder with env.py and versions/. Raises DatabaseError where the database does not answer or
    is newer than the scripts.
    """
    _refuse_newer(engine, scripts)
    with explained(engine), engine.begin() as connection:
        command.upgrade(config(scripts, connection), revision)


def check_schema(engine: Engine, scripts: Path) -> None:
    """Raise DatabaseError, with the mend, unless the tables are exactly of the expected version."""
    if _file_is_missing(engine):
        raise _not_set_up(engine)
    current = _current(engine)
    if current is None:
        raise _not_set_up(engine)
    _refuse_newer(engine, scripts)
    if current != ScriptDirectory(str(scripts)).get_current_head():
        raise DatabaseError(
            key("Die Datenbank {subject} ist älter als dieses Programm. Bitte „tracker db upgrade“ ausführen."),
            subject=shown(engine),
        )


def config(scripts: Path, connection: Connection) -> Config:
    """Alembic's configuration in code; env.py takes the open connection from `attributes`."""
    built = Config(attributes={"connection": connection})
    built.set_main_option("script_location", str(scripts).replace("%", "%%"))
    return built


def _current(engine: Engine) -> str | None:
    with reading(engine) as session:
        return MigrationContext.configure(session.connection()).get_current_revision()


def _file_is_missing(engine: Engine) -> bool:
    name = engine.url.database
    return engine.dialect.name == "sqlite" and bool(name) and not Path(str(name)).exists()


def _not_set_up(engine: Engine) -> DatabaseError:
    return DatabaseError(
        key("Die Datenbank {subject} ist noch nicht eingerichtet. Bitte „tracker db upgrade“ ausführen."),
        subject=shown(engine),
    )


def _refuse_newer(engine: Engine, scripts: Path) -> None:
    if _file_is_missing(engine):
        return
    current = _current(engine)
    known = {script.revision for script in ScriptDirectory(str(scripts)).walk_revisions()}
    if current is not None and current not in known:
        raise DatabaseError(
            key(
                "Die Datenbank {subject} stammt von einer neueren Version dieses Programms. "
                "Bitte das Programm aktualisieren."
            ),
            subject=shown(engine),
        )
