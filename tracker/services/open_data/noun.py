"""How a table becomes a noun of the open format: one line a column, shapes read off the table itself."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum
from functools import cached_property
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy import Table
from sqlalchemy.orm import ColumnProperty
from sqlalchemy.types import TypeEngine

from tracker.db import models
from tracker.db.types import UtcDateTime
from tracker.domain.audit import instant
from tracker.exchange.cells import Plain, Shape
from tracker.exchange.columns import Column, Record, Sheet

_SHAPES: tuple[tuple[type[TypeEngine[Any]] | type[UtcDateTime], Shape], ...] = (
    (UtcDateTime, Shape.MOMENT),
    (sa.Boolean, Shape.FLAG),
    (sa.Enum, Shape.WORD),
    (sa.Integer, Shape.NUMBER),
    (sa.Float, Shape.MEASURE),
    (sa.Date, Shape.DAY),
    (sa.JSON, Shape.VALUES),
)


@dataclass(frozen=True, slots=True)
class Field:
    """One exported column: its name, what it says, and the attribute `of` the record where that has another name.

    `refers` is the noun that a foreign key names. `many` is the table of pairs behind a list of such keys. `counted`
    numbers the records that share these columns, for tables without a name of their own. `drawn` computes a column
    that is only written, never read back.
    """

    name: str
    says: str
    of: str = ""
    refers: str = ""
    many: Table | None = None
    counted: tuple[str, ...] = ()
    drawn: Callable[[Any], Plain] | None = None

    @property
    def attribute(self) -> str:
        """The record's attribute."""
        return self.of or self.name

    @property
    def stored(self) -> bool:
        """Whether it is a column of the table itself."""
        return self.many is None and not self.counted and self.drawn is None


@dataclass(frozen=True)
class Noun:
    """A table of the database as it goes out and comes in.

    `decided` tells whether a person's decision stands in a record; without it, what differs is our own knowledge and
    stays. `follows` names the column of the record on which this one hangs: it comes in only together with it.
    `rivals` names the column by which decisions compete: what people here decided of a promise is not outvoted by what
    comes in. `kinds` are the classes of a noun that has several. `fresh` are values that no export holds.
    """

    name: str
    says: str
    model: type[models.Base]
    fields: tuple[Field, ...]
    identity: tuple[str, ...] = ("id",)
    decided: Callable[[Record], bool] | None = None
    follows: str = ""
    rivals: str = ""
    kinds: dict[Enum, type[models.Base]] = field(default_factory=dict)
    fresh: Callable[[Record, datetime], dict[str, Any]] | None = None
    left_out: tuple[str, ...] = ()
    """Attributes that stay at home: technical, or nobody else's business."""

    @cached_property
    def sheet(self) -> Sheet:
        """The columns as the files have them."""
        return Sheet(self.name, self.says, tuple(self._column(f) for f in self.fields), self.identity)

    @property
    def tables(self) -> Sequence[type[models.Base]]:
        """The class of the records and of their kinds."""
        return (self.model, *self.kinds.values())

    def column_type(self, one: Field) -> sa.Column[Any]:
        """The table's column behind a field."""
        model = next(m for m in self.tables if hasattr(m, one.attribute))
        found = cast("ColumnProperty[Any]", sa.inspect(model).attrs[one.attribute])
        return cast("sa.Column[Any]", found.columns[0])

    def _column(self, one: Field) -> Column:
        if one.many is not None:
            return Column(one.name, Shape.NAMES, one.says, refers=one.refers)
        if one.counted:
            return Column(one.name, Shape.NUMBER, one.says)
        if one.drawn:
            return Column(one.name, Shape.TEXT, one.says)
        column = self.column_type(one)
        inherited = not hasattr(self.model, one.attribute)
        optional = bool(column.nullable) or inherited
        return Column(one.name, Shape.NAME if one.refers else shape(column), one.says, optional, one.refers)


def shape(column: sa.Column[Any]) -> Shape:
    """What a column of a table holds."""
    return next((found for kind, found in _SHAPES if isinstance(column.type, kind)), Shape.TEXT)


def plain(value: Any) -> Plain:
    """A stored value as it stands in a file."""
    if isinstance(value, Enum):
        return value.name.lower()
    if isinstance(value, datetime):
        return instant(value)
    return value.isoformat() if isinstance(value, date) else value


def stored(value: Plain, column: sa.Column[Any]) -> Any:
    """A value of a file as it is stored. Raises ValueError or KeyError where the column cannot hold it."""
    if value is None:
        return None
    match shape(column):
        case Shape.WORD:
            return cast("sa.Enum", column.type).enum_class[str(value).upper()]  # type: ignore[index]  # ours have one
        case Shape.DAY:
            return date.fromisoformat(str(value))
        case Shape.MOMENT:
            return _moment(str(value))
    return value


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(text)
    return moment
