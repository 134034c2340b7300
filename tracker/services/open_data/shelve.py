"""Records of an export become rows; references are followed by key, rows keep the order of the export."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.exc import DataError, IntegrityError
from sqlalchemy.orm import Session

from tracker.db import models
from tracker.errors import key
from tracker.exchange.columns import Record
from tracker.exchange.refusals import ExchangeError
from tracker.exchange.verdicts import Lineage, Verdict
from tracker.services.open_data.ledger import Ledger, pair_columns
from tracker.services.open_data.noun import Field, Noun, stored

BATCH = 2000
"""Rows sent to the database at a time."""


@dataclass
class Shelver:
    """Stores noun after noun; what it stored can be named by the nouns after it."""

    session: Session
    shelves: Ledger
    chains: Lineage
    now: datetime
    came: dict[str, set[str]] = field(default_factory=dict)
    """By noun, the keys of records that are new or taken over."""

    def store(self, noun: Noun, records: dict[str, Record], verdicts: dict[str, Verdict]) -> None:
        """Store the records of a noun that are new or taken over, and let the verdicts say what really happened."""
        for name, record in records.items():
            if verdicts[name] is Verdict.NEW and self._stays_out(noun, name, record):
                verdicts[name] = Verdict.KEPT
        new = {n: r for n, r in records.items() if verdicts[n] is Verdict.NEW}
        taken = {n: r for n, r in records.items() if verdicts[n] is Verdict.TAKEN}
        self.came[noun.name] = {*new, *taken}
        self._insert(noun, new)
        self._update(noun, taken)

    def _stays_out(self, noun: Noun, name: str, record: Record) -> bool:
        """Whether a record hangs on one that we know already and did not take over."""
        if not noun.follows:
            return False
        parent, followed = next(f.refers for f in noun.fields if f.name == noun.follows), str(record[noun.follows])
        if followed not in self.shelves[parent].rows:
            raise _unfitting(noun, name)
        return followed not in self.came[parent]

    def _insert(self, noun: Noun, records: dict[str, Record]) -> None:
        if not records:
            return
        self._number(noun, records)
        waiting = list(records.items())
        own = [f for f in noun.fields if f.refers == noun.name and f.stored]
        while waiting:
            there = {name for name, _ in waiting}
            ready = [(n, r) for n, r in waiting if not any(r[f.name] in there for f in own)]
            if not ready:
                raise _unfitting(noun, waiting[0][0])
            self._insert_rows(noun, ready)
            done = {name for name, _ in ready}
            waiting = [(n, r) for n, r in waiting if n not in done]
        self._pair(noun, records)
        _advance(self.session, noun)

    def _number(self, noun: Noun, records: dict[str, Record]) -> None:
        """Choose the rows beforehand: behind all others, in the order of the export."""
        rows = self.shelves[noun.name].rows
        named = next((f for f in noun.fields if f.attribute == "id"), None)
        textual = named is not None and named.name == "id"
        keeps = textual or (named is not None and self.chains in {Lineage.EMPTY, Lineage.AHEAD})
        last = 0 if textual else max(rows.values(), default=0)
        for number, (name, record) in enumerate(records.items(), start=last + 1):
            rows[name] = record[named.name] if named and keeps else number

    def _insert_rows(self, noun: Noun, ready: list[tuple[str, Record]]) -> None:
        for start in range(0, len(ready), BATCH):
            for name, record in ready[start : start + BATCH]:
                row = self._model(noun, name, record)(**self._values(noun, name, record))
                self.session.add(row)
            try:
                self.session.flush()
            except (IntegrityError, DataError, OverflowError) as error:
                raise _unfitting(noun, ready[start][0]) from error
            self.session.expunge_all()

    def _values(self, noun: Noun, name: str, record: Record) -> dict[str, Any]:
        values = {"id": self.shelves[noun.name].rows[name]}
        values |= noun.fresh(record, self.now) if noun.fresh else {}
        for one in noun.fields:
            if one.stored and one.attribute != "id" and hasattr(self._model(noun, name, record), one.attribute):
                values[one.attribute] = self._value(noun, name, one, record)
        return values

    def _value(self, noun: Noun, name: str, one: Field, record: Record) -> Any:
        value = record[one.name]
        try:
            if one.refers:
                return None if value is None else self.shelves[one.refers].rows[str(value)]
            return stored(value, noun.column_type(one))
        except (KeyError, ValueError) as error:
            raise _unfitting(noun, name) from error

    def _model(self, noun: Noun, name: str, record: Record) -> type[models.Base]:
        if not noun.kinds:
            return noun.model
        found = next((m for kind, m in noun.kinds.items() if kind.name.lower() == record["kind"]), None)
        if found is None:
            raise _unfitting(noun, name)
        return found

    def _update(self, noun: Noun, taken: dict[str, Record]) -> None:
        """Let a decision come in where nobody had decided."""
        for name, record in taken.items():
            model = self._model(noun, name, record)
            row = self.session.get(model, self.shelves[noun.name].rows[name])
            for attribute, value in self._values(noun, name, record).items():
                if getattr(row, attribute) != value:
                    setattr(row, attribute, value)
        self.session.flush()
        self.session.expunge_all()
        self._pair(noun, taken)

    def _pair(self, noun: Noun, records: dict[str, Record]) -> None:
        for one in noun.fields:
            if one.many is None:
                continue
            own, other = pair_columns(one, noun)
            rows = [self.shelves[noun.name].rows[name] for name in records]
            self.session.execute(sa.delete(one.many).where(own.in_(rows)))
            pairs = [
                {own.name: self.shelves[noun.name].rows[name], other.name: self._named(noun, name, one, named)}
                for name, record in records.items()
                for named in cast("Iterable[str]", record[one.name])
            ]
            if pairs:
                self.session.execute(sa.insert(one.many), pairs)

    def _named(self, noun: Noun, name: str, one: Field, named: object) -> Any:
        try:
            return self.shelves[one.refers].rows[str(named)]
        except KeyError as error:
            raise _unfitting(noun, name) from error


def _advance(session: Session, noun: Noun) -> None:
    """Let PostgreSQL go on counting behind the rows that were numbered here."""
    column = noun.model.__table__.c.id
    if session.get_bind().dialect.name == "postgresql" and isinstance(column.type, sa.Integer):
        sequence = sa.func.pg_get_serial_sequence(noun.model.__tablename__, "id")
        last = sa.select(sa.func.coalesce(sa.func.max(column), 1)).scalar_subquery()
        session.execute(sa.select(sa.func.setval(sequence, last)))


def _unfitting(noun: Noun, name: str) -> ExchangeError:
    return ExchangeError(
        key("Im Export passt {noun} „{subject}“ nicht zum Rest. Nichts wurde eingelesen; bitte neu exportieren."),
        subject=name,
        noun=noun.name,
    )
