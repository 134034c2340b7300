"""What an exported noun looks like: its columns, and how its records are told apart."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from tracker.exchange.cells import Plain, Shape

Record: TypeAlias = Mapping[str, Plain]

KEY_JOINT = "/"
"""Between the parts of a key: "musterstadt-ost/2025-2030"."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column; `says` explains it to people who open the file, `refers` is the noun whose key it holds."""

    name: str
    shape: Shape
    says: str
    optional: bool = False
    refers: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A noun with its columns; `identity` are those that together name a record."""

    name: str
    says: str
    columns: tuple[Column, ...]
    identity: tuple[str, ...]

    def key(self, record: Record) -> str:
        """How other records name this one."""
        return KEY_JOINT.join(str(record[part]) for part in self.identity)

    def fault(self, record: Record) -> str:
        """The name of the first column that is missing, unknown or holds the wrong kind of value; else empty."""
        known = {column.name: column for column in self.columns}
        for name in sorted(record.keys() ^ known.keys()):
            return name
        for name, column in known.items():
            value = record[name]
            if not (column.optional if value is None else column.shape.admits(value)):
                return name
        return ""
