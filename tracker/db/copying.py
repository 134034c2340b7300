"""Whole databases: every row of one into another of the same schema, and fingerprints that are the same on both kinds.

Tables are read as they stand in the database, not as this program's models see them, so that an older schema can be
copied as well. A fingerprint does not depend on the order of rows: servers sort text each in their own way.
"""

import hashlib
import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

BATCH = 1000
"""Rows in memory at a time."""

_NOT_OURS = ("alembic_version", "procrastinate_", "sqlite_")
"""Tables of the tools: the schema's version is set by migrating, the queue's rows belong to their server."""

_MODULUS = 1 << 256


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """How many rows a table has, and 64 hexadecimal digits that change with any of them."""

    rows: int
    digest: str


def tables(connection: Connection) -> sa.MetaData:
    """Our tables as they stand in the database."""
    names = [name for name in sa.inspect(connection).get_table_names() if not name.startswith(_NOT_OURS)]
    metadata = sa.MetaData()
    if names:
        metadata.reflect(connection, only=names)
    for table in metadata.tables.values():
        for column in table.columns:
            if isinstance(column.type, sa.JSON):
                column.type = sa.JSON(none_as_null=True)  # as the models have it: no value is no value
    return metadata


def fingerprints(connection: Connection) -> dict[str, Fingerprint]:
    """One fingerprint per table."""
    return {name: _fingerprint(connection, table) for name, table in sorted(tables(connection).tables.items())}


def _fingerprint(connection: Connection, table: sa.Table) -> Fingerprint:
    rows = total = 0
    names = sorted(table.columns.keys())
    for row in _rows(connection, table):
        text = json.dumps([_plain(row[name]) for name in names], sort_keys=True, ensure_ascii=False)
        total += int.from_bytes(hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest())
        rows += 1
    return Fingerprint(rows, f"{total % _MODULUS:064x}")


def _plain(value: Any) -> Any:
    """The value in the one form that both kinds of database give back."""
    match value:
        case bool():
            return int(value)
        case datetime():
            return _in_utc(value).isoformat()
        case date():
            return value.isoformat()
        case bytes() | memoryview():
            return hashlib.sha256(value).hexdigest()
        case float():
            return repr(value)
        case _:
            return value


def _in_utc(moment: datetime) -> datetime:
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def copy_rows(source: Connection, target: Connection, *, without: Collection[str] = ()) -> None:
    """Copy all rows into the empty tables of the same schema, those of the tables `without` excepted.

    Both connections are in the caller's transactions: the copy is as consistent as what `source` sees, and as whole as
    what `target` commits. Raises LookupError where the target lacks a table.
    """
    theirs = tables(target)
    ours = tables(source)
    if missing := ours.tables.keys() - theirs.tables.keys():
        raise LookupError(f"the target has no table {', '.join(sorted(missing))}")
    for table in theirs.sorted_tables:
        if table.name in without or table.name not in ours.tables:
            continue
        for part in _batches(_parents_first(table, _rows(source, ours.tables[table.name]))):
            target.execute(table.insert(), [{name: _bound(value) for name, value in row.items()} for row in part])
        if target.dialect.name == "postgresql":
            _continue_numbering(target, table)


def _rows(connection: Connection, table: sa.Table) -> Iterator[Mapping[str, Any]]:
    query = sa.select(table).order_by(*table.primary_key.columns)
    result = connection.execution_options(yield_per=BATCH).execute(query)
    for row in result.mappings():
        yield dict(row)


def _bound(value: Any) -> Any:
    return _in_utc(value) if isinstance(value, datetime) else value


def _batches(rows: Iterable[Mapping[str, Any]]) -> Iterator[list[Mapping[str, Any]]]:
    part: list[Mapping[str, Any]] = []
    for row in rows:
        part.append(row)
        if len(part) == BATCH:
            yield part
            part = []
    if part:
        yield part


def _parents_first(table: sa.Table, rows: Iterable[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """Rows that others of the same table point at come before those; other tables stay as they are."""
    pairs = [
        (element.parent.name, element.column.name)
        for element in table.foreign_keys
        if element.column.table is table and element.parent is not element.column
    ]
    if not pairs:
        yield from rows
        return
    waiting = list(rows)
    there: set[tuple[str, Any]] = set()
    while waiting:
        later = []
        for row in waiting:
            if all(row[own] is None or (key, row[own]) in there or row[own] == row[key] for own, key in pairs):
                there.update((key, row[key]) for _own, key in pairs)
                yield row
            else:
                later.append(row)
        if len(later) == len(waiting):  # a circle: the database's own constraints decide
            yield from later
            return
        waiting = later


def _continue_numbering(target: Connection, table: sa.Table) -> None:
    """New rows get numbers behind the copied ones."""
    for column in table.primary_key.columns:
        if isinstance(column.type, sa.Integer):
            sequence = target.scalar(
                sa.text("SELECT pg_get_serial_sequence(:table, :column)"), {"table": table.name, "column": column.name}
            )
            highest = target.scalar(sa.select(sa.func.max(column)))
            if sequence and highest:
                target.execute(
                    sa.text("SELECT setval(:sequence, :highest)"), {"sequence": sequence, "highest": highest}
                )
