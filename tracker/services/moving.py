"""Moving an instance into another database, and proving that nothing was lost on the way."""

from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy import Connection, Engine

from tracker.db import copying, schema
from tracker.db.session import open_engine, reading, shown, writing
from tracker.errors import DatabaseError, key
from tracker.settings import shipped


@dataclass(frozen=True, slots=True)
class Moved:
    """The proof that both databases hold the same: one fingerprint per table."""

    tables: Mapping[str, copying.Fingerprint]

    @property
    def rows(self) -> int:
        """How many rows there are in all."""
        return sum(one.rows for one in self.tables.values())


def move(engine: Engine, url: str) -> Moved:
    """Copy every row of a database into the empty one at `url`, and compare both, row by row.

    Nobody writes meanwhile. Broken off, it leaves an empty database and may be done again. Raises DatabaseError where
    the target is not empty, or does not hold the same afterwards.
    """
    target = open_engine(url)
    try:
        schema.upgrade(target, shipped("alembic"))
        with reading(target) as session:  # before anybody has to wait: the target may be where we come from
            _require_empty(target, session.connection())
        with writing(engine) as source, writing(target) as session:
            connection = session.connection()
            _require_empty(target, connection)
            copying.copy_rows(source.connection(), connection)
            before, after = copying.fingerprints(source.connection()), copying.fingerprints(connection)
            if before != after:
                raise DatabaseError(
                    key("In {subject} kam nicht alles gleich an ({detail}); dort wurde nichts gespeichert."),
                    subject=shown(target),
                    detail=", ".join(name for name in before if before[name] != after.get(name)),
                )
    finally:
        target.dispose()
    return Moved(after)


def _require_empty(target: Engine, connection: Connection) -> None:
    for table in copying.tables(connection).sorted_tables:
        if connection.execute(sa.select(sa.literal(1)).select_from(table).limit(1)).first() is not None:
            raise DatabaseError(
                key("Die Datenbank {subject} ist nicht leer. Bitte eine neue anlegen; es wird nichts überschrieben."),
                subject=shown(target),
            )
