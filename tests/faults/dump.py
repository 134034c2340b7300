"""What an instance holds, told so that two of them are equal exactly if people could not tell them apart.

Left out is what only says how often something was tried: numbers of rows, runs, and the events about them.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from tracker.db import copying, models
from tracker.db.session import reading
from tracker.services import events
from tracker.services.instance import Instance
from tracker.services.proof import flaws

OF_TRIES = {"feed_run", "job_run", "event"}
"""Tables that tell of tries; of `event` the acts of people are told all the same."""

COUNTERS = {
    ("feed", "revision"),
    ("outbox", "attempts"),
    ("outbox", "claimed_at"),
    ("edition", "frozen"),
    ("edition", "sha256"),
}


def dump(instance: Instance) -> dict[str, list[Any]]:
    """Everything by table, each row as its values with references spelled out; and the proof that nothing is flawed."""
    with reading(instance.engine) as session:
        connection = session.connection()
        metadata = _tables(connection)
        told = {
            name: _rows(connection, metadata, table) for name, table in metadata.tables.items() if name not in OF_TRIES
        }
        told["edition texts"] = sorted(_without_chain(row.frozen) for row in session.query(models.Edition))
        told["acts"] = [
            [e.kind, e.subject, json.loads(e.payload)]
            for e in session.query(models.Event).order_by(models.Event.seq)
            if e.actor.startswith("user:")
        ]
        told["flaws"] = [str(flaw) for flaw in flaws(session, instance.store)]
        told["chain"] = [events.verify(session)]
    told["files"] = sorted(path.name for path in instance.store.root.glob("??/*") if not path.name.startswith(".half-"))
    return told


_KNOWN: dict[tuple[str | None, ...], sa.MetaData] = {}


def _tables(connection: sa.Connection) -> sa.MetaData:
    """The tables as they stand in the database, read anew only where its schema is one that was not seen before."""
    schema = tuple(connection.exec_driver_sql("SELECT sql FROM sqlite_master ORDER BY name, type").scalars())
    if schema not in _KNOWN:
        _KNOWN[schema] = copying.tables(connection)
    return _KNOWN[schema]


def _rows(connection: sa.Connection, metadata: sa.MetaData, table: sa.Table) -> list[Any]:
    spelled = {column.name: _spelling(connection, metadata, column) for column in table.columns}
    told = [
        c.name
        for c in table.columns
        if (not c.primary_key or c.foreign_keys or not isinstance(c.type, sa.Integer))
        and (table.name, c.name) not in COUNTERS
    ]
    rows = [
        {name: spelled[name](row[name]) for name in told} for row in connection.execute(sa.select(table)).mappings()
    ]
    return sorted(rows, key=lambda row: json.dumps(row, default=str, sort_keys=True))


def _spelling(connection: sa.Connection, metadata: sa.MetaData, column: sa.Column[Any]) -> Callable[[Any], Any]:
    """How a column's values are told: a reference by what it points to, where that has a name; runs have none."""
    for key in column.foreign_keys:
        target = metadata.tables[key.column.table.name]
        if target.name in OF_TRIES:
            return lambda _value: None
        for name in ("public_id", "identity", "key", "name", "sha256"):
            if name in target.columns:
                pairs = connection.execute(sa.select(target.columns[key.column.name], target.columns[name]))
                return dict(pairs.all()).get
    return _plain


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value.hex() if isinstance(value, bytes) else value


def _without_chain(frozen: str) -> str:
    edition = json.loads(frozen)
    for where in (edition, edition.get("edition", {})):
        where.pop("chain_head", None)
    return json.dumps(edition, sort_keys=True)


def pages(workspace: Path) -> dict[str, int]:
    """The written reports, by name; that each is whole is told by its end."""
    return {
        str(path.relative_to(workspace)): path.read_text(encoding="utf-8").rstrip().endswith("</html>")
        for path in sorted((workspace / "out").rglob("*.html"))
    }
