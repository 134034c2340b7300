"""The vocabulary of columns: one Python type, one column type, the same on SQLite and PostgreSQL.

Moments are kept in UTC and come back with their time zone; enumerations are words with a CHECK; structured values are
JSON. Names of constraints follow one convention, so that migrations can name them.
"""

import enum
import re
from datetime import UTC, date, datetime
from typing import Annotated, Any

from sqlalchemy import JSON, Date, DateTime, Dialect, Enum, MetaData, String, Text, TypeDecorator
from sqlalchemy.orm import DeclarativeBase, mapped_column

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def storable(text: str) -> str:
    """Text that both databases take: NUL and lone surrogates become U+FFFD, so that offsets stay what they are."""
    return _UNSTORABLE.sub("�", text)


class StorableText(TypeDecorator[str]):
    """Text of any length; what no database can hold is replaced on the way in."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Replace what PostgreSQL or UTF-8 refuse."""
        del dialect
        return None if value is None else storable(value)


class UtcDateTime(TypeDecorator[datetime]):
    """A moment. Bound with any time zone, kept in UTC, returned in UTC; a moment without a zone is a ValueError."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Convert to UTC; SQLite's text has no zone, so it is dropped there."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a stored moment needs a time zone")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the zone back."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if dialect.name == "sqlite" else value.astimezone(UTC)


def stored_words(members: type[enum.Enum]) -> list[str]:
    """How an enumeration's members stand in the database: their names in lower case, which are their values."""
    return [member.name.lower() for member in members]


Id = Annotated[int, mapped_column(primary_key=True)]
PublicId = Annotated[str, mapped_column(String(18), unique=True)]
Sha256 = Annotated[str, mapped_column(String(64))]
Json = Annotated[Any, mapped_column(JSON(none_as_null=True))]


class Base(DeclarativeBase):
    """Root of all records."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {  # noqa: RUF012  # SQLAlchemy reads it from the class body
        str: StorableText(),
        datetime: UtcDateTime(),
        date: Date(),
        enum.Enum: Enum(enum.Enum, native_enum=False, create_constraint=True, length=32, values_callable=stored_words),
    }


def listed(words: frozenset[enum.Enum] | tuple[enum.Enum, ...]) -> str:
    """The stored words of some members as an SQL list, for CHECK conditions: `'fulfilled', 'not_fulfilled'`."""
    return ", ".join(sorted(f"'{word.name.lower()}'" for word in words))
