"""One value of an export, as JSON and as the cell of a table.

Cells are formula-safe: a spreadsheet takes no foreign text for a command. What begins like a formula gets an apostrophe
in front, what begins with apostrophes before such a sign gets one more, so that reading a cell gives the value back.
"""

import json
import re
from enum import Enum
from typing import Any, TypeAlias

Plain: TypeAlias = "str | int | float | bool | list[Any] | dict[str, Any] | None"


class Shape(Enum):
    """What a column holds."""

    TEXT = "text"
    WORD = "word"
    DAY = "day"
    MOMENT = "moment"
    NAME = "name"
    """The key of another record."""
    NUMBER = "number"
    MEASURE = "measure"
    FLAG = "flag"
    NAMES = "names"
    """The keys of several records."""
    VALUES = "values"

    @property
    def textual(self) -> bool:
        """Whether a cell holds the text itself."""
        return self not in _TYPES

    def admits(self, value: object) -> bool:
        """Whether the value may stand in such a column."""
        return type(value) in _TYPES.get(self, (str,))


_TYPES: dict[Shape, tuple[type, ...]] = {
    Shape.NUMBER: (int,),
    Shape.MEASURE: (float, int),
    Shape.FLAG: (bool,),
    Shape.NAMES: (list,),
    Shape.VALUES: (list, dict),
}
"""JSON types of what is no text."""

_NEEDS_APOSTROPHE = re.compile(r"'*[=+\-@|%\t\r\n]")
"""Signs at which spreadsheets, or the text imports of some, begin to compute; apostrophes before them are ours."""


def to_cell(value: Plain, shape: Shape, *, optional: bool) -> str:
    """The cell of a value. An absent one is empty; where a column may be empty and absent, an empty text is `'`."""
    if value is None:
        return ""
    if not shape.textual:
        return compact(value)
    text = str(value)
    marked = optional and re.fullmatch("'*", text)
    return f"'{text}" if marked or _NEEDS_APOSTROPHE.match(text) else text


def from_cell(cell: str, shape: Shape, *, optional: bool) -> Plain:
    """The value of a cell. Raises ValueError where it is none of that shape."""
    if optional and not cell:
        return None
    if not shape.textual:
        value: Plain = json.loads(cell.removeprefix("'"))  # defusedcsv marks numbers like -1e-05
        return value
    marked = optional and re.fullmatch("'+", cell)
    return cell[1:] if cell.startswith("'") and (marked or _NEEDS_APOSTROPHE.match(cell)) else cell


def compact(value: Plain) -> str:
    """JSON on one line with sorted keys: equal values are equal text, which may hold any character."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
