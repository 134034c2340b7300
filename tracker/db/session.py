"""Engines and sessions: the same four lines for SQLite and PostgreSQL.

`reading` never writes and sees one state from beginning to end. `writing` is one transaction, and there is one writer
at a time on both databases: BEGIN IMMEDIATE on SQLite, a transaction-wide advisory lock on PostgreSQL. That makes the
event chain a chain and keeps two writers from deciding on the same old state. So: fetch, read and compute outside,
write briefly.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.exc import ArgumentError
from sqlalchemy.exc import DatabaseError as DriverError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from tracker.errors import ConflictError, DatabaseError, key

WRITER_LOCK = 0x57_6F_72_74
"""The advisory lock that writers hold on PostgreSQL; any fixed number serves."""

_BROKEN_FILE = re.compile(r"malformed|not a database|invalid page|corrupt", re.IGNORECASE)
"""How SQLite and PostgreSQL say that the file itself is damaged."""

BUSY_SECONDS = 30
"""How long a writer waits for another one on SQLite before it gives up."""


def open_engine(url: str) -> Engine:
    """An engine for a SQLAlchemy URL; nothing is connected yet. Raises DatabaseError where the URL is none of ours."""
    if not url.startswith(("sqlite:", "postgresql+psycopg:")):
        raise _unusable_url()
    try:
        engine = create_engine(url, pool_pre_ping=url.startswith("postgresql"))
    except (ArgumentError, ValueError) as error:
        raise _unusable_url() from error
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def _unusable_url() -> DatabaseError:
    return DatabaseError(
        key(
            "Die Datenbank-Adresse in [database] url ist nicht zu gebrauchen. Möglich sind sqlite:///DATEI und "
            "postgresql+psycopg://NAME@RECHNER/DATENBANK."
        ),
        subject="[database] url",
    )


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # we begin ourselves; the driver would begin too late
    for pragma in (
        f"busy_timeout = {BUSY_SECONDS * 1000}",
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
        "recursive_triggers = ON",  # else INSERT OR REPLACE slips past the triggers of the event table
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    if connection.get_execution_options().get("writes", True):
        connection.exec_driver_sql("PRAGMA query_only = OFF")
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    else:
        connection.exec_driver_sql("PRAGMA query_only = ON")
        connection.exec_driver_sql("BEGIN")


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """A session that sees one consistent state and cannot write."""
    options: dict[str, Any] = {"writes": False}
    if engine.dialect.name == "postgresql":
        options |= {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    with explained(engine), Session(engine.execution_options(**options)) as session:
        yield session


@contextmanager
def writing(engine: Engine) -> Iterator[Session]:
    """One transaction of the only writer: committed at the end, rolled back on any exception.

    Raises ConflictError where a record was changed by somebody else since it was shown, DatabaseError where the
    database does not answer.
    """
    with explained(engine), Session(engine) as session, session.begin():
        session.connection()  # the lock is held from here on, not from the first statement
        if engine.dialect.name == "postgresql":
            session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": WRITER_LOCK})
        yield session


@contextmanager
def explained(engine: Engine) -> Iterator[None]:
    """Turn what the driver says into what people can act on; broken constraints are our own mistakes and stay loud."""
    try:
        yield
    except StaleDataError as error:
        raise ConflictError(
            key(
                "Das hat inzwischen jemand anderes geändert. Bitte den neuen Stand ansehen und noch einmal entscheiden."
            )
        ) from error
    except DriverError as error:
        if not _out_of_order(error):
            raise
        if _BROKEN_FILE.search(str(error.orig)):
            raise DatabaseError(
                key(
                    "Die Datenbank {subject} ist beschädigt ({detail}). Bitte nichts mehr hineinschreiben und eine "
                    "Sicherung zurückspielen."
                ),
                subject=shown(engine),
                detail=" ".join(str(error.orig).split()),
            ) from error
        raise DatabaseError(
            key(
                "Die Datenbank {subject} ist gerade nicht nutzbar ({detail}). Bitte Speicherplatz, Schreibrechte und "
                "– bei PostgreSQL – den Server prüfen. Was schon gespeichert war, ist unversehrt."
            ),
            subject=shown(engine),
            detail=" ".join(str(error.orig).split()),
        ) from error


def _out_of_order(error: DriverError) -> bool:
    """Whether the database, not our statement, is the trouble: locked, full, read-only, gone, no database at all."""
    return type(error).__name__ in {"OperationalError", "InternalError", "DatabaseError"}


def shown(engine: Engine) -> str:
    """The engine's URL without its password, for people."""
    return engine.url.render_as_string(hide_password=True)
