"""Everything stored as records of the open format, by noun and by the key under which others name them."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, with_polymorphic

from tracker.db import models
from tracker.db.queries import events
from tracker.exchange.cells import Plain
from tracker.exchange.columns import Record
from tracker.services.open_data.noun import Field, Noun, plain
from tracker.services.open_data.nouns import NOUNS


@dataclass
class Shelf:
    """One noun's records in the order of their rows, by key; `rows` leads a key to its row."""

    records: dict[str, Record] = field(default_factory=dict)
    rows: dict[str, Any] = field(default_factory=dict)

    def names(self) -> dict[Any, str]:
        """The key of each row."""
        return {row: name for name, row in self.rows.items()}


Ledger = dict[str, Shelf]


Only = Mapping[str, sa.ColumnElement[bool]]
"""By noun, the condition that its rows must meet."""


def read(session: Session, *, without: Collection[str] = (), only: Only | None = None) -> Ledger:
    """All records but those of some nouns, or only some of a noun.

    Rows keep their order, so that an import stores them in the same one.
    """
    ledger: Ledger = {}
    names: dict[str, dict[Any, str]] = {}
    for noun in NOUNS:
        if noun.name in without:
            continue
        shelf = _shelf(session, noun, names, (only or {}).get(noun.name))
        names[noun.name] = shelf.names()
        ledger[noun.name] = shelf
    return ledger


def chain(session: Session) -> Iterator[dict[str, Plain]]:
    """All events in order."""
    return (asdict(event) for event in events.chain(session))


def _shelf(
    session: Session, noun: Noun, names: dict[str, dict[Any, str]], only: sa.ColumnElement[bool] | None
) -> Shelf:
    rows = _rows(session, noun, only)
    pairs = {f.name: _pairs(session, f, noun, names) for f in noun.fields if f.many is not None}
    own_names = _own_names(noun, rows, names)
    names = {**names, noun.name: own_names}
    shelf = Shelf()
    numbers: Counter[tuple[Plain, ...]] = Counter()
    for row in rows:
        record: dict[str, Plain] = {}
        for one in noun.fields:
            record[one.name] = _value(row, one, names) if one.many is None else pairs[one.name].get(row.id, [])
        _number(noun, record, numbers)
        name = noun.sheet.key(record)
        shelf.records[name], shelf.rows[name] = record, row.id
        session.expunge(row)
    return shelf


def _rows(session: Session, noun: Noun, only: sa.ColumnElement[bool] | None) -> list[Any]:
    model: Any = with_polymorphic(noun.model, "*") if noun.kinds else noun.model
    query = sa.select(model).order_by(model.id)
    rows = list(session.scalars(query if only is None else query.where(only)))
    textual = rows and isinstance(rows[0].id, str)
    return sorted(rows, key=lambda row: row.id) if textual else rows  # databases sort text in their own ways


def _own_names(noun: Noun, rows: list[Any], names: dict[str, dict[Any, str]]) -> dict[Any, str]:
    """The keys of a noun that names records of its own kind; they are needed before its records are made."""
    if not any(f.refers == noun.name for f in noun.fields):
        return {}
    wanted = [f for f in noun.fields if f.name in noun.identity]
    return {row.id: noun.sheet.key({f.name: _value(row, f, names) for f in wanted}) for row in rows}


def _value(row: Any, one: Field, names: dict[str, dict[Any, str]]) -> Plain:
    if one.drawn:
        return one.drawn(row)
    value = getattr(row, one.attribute, None)  # None: an attribute of another kind
    if one.refers:
        return None if value is None else names[one.refers].get(value)  # what was not asked for has no name
    return plain(value)


def _number(noun: Noun, record: dict[str, Plain], numbers: Counter[tuple[Plain, ...]]) -> None:
    for one in noun.fields:
        if one.counted:
            group = (one.name, *(record[name] for name in one.counted))
            numbers[group] += 1
            record[one.name] = numbers[group]


def _pairs(session: Session, one: Field, noun: Noun, names: dict[str, dict[Any, str]]) -> dict[Any, list[Plain]]:
    """For each row the sorted keys of what it leans on."""
    found: dict[Any, list[Plain]] = {}
    own, other = pair_columns(one, noun)
    for row, named in session.execute(sa.select(own, other)):
        found.setdefault(row, []).append(names[one.refers][named])
    return {row: sorted(keys, key=str) for row, keys in found.items()}


def pair_columns(one: Field, noun: Noun) -> tuple[sa.Column[Any], sa.Column[Any]]:
    """The two columns of a table of pairs: that of the noun itself, and that of what it leans on."""
    if one.many is None:
        raise ValueError(one.name)
    table = noun.model.__table__
    own = next(c for c in one.many.columns if any(key.column.table is table for key in c.foreign_keys))
    other = next(c for c in one.many.columns if c is not own)
    return own, other


def left_behind() -> dict[str, set[str]]:
    """By table, the columns that no noun exports and none leaves out on purpose; empty where every one is decided."""
    by_table: dict[str, set[str]] = {}
    for mapper in models.Base.registry.mappers:
        noun = next((n for n in NOUNS if mapper.class_ in n.tables), None)
        said = {*(f.attribute for f in noun.fields), *noun.left_out} if noun else set()
        columns = {attribute.key for attribute in mapper.column_attrs}
        by_table[str(mapper.local_table)] = columns - said
    return {table: columns for table, columns in by_table.items() if columns}
