"""What a chart is: a drawing of a few shapes, the table that says the same, and the words around both.

Lengths across are shares of the width in percent, so that a page can stretch a drawing without stretching its letters;
lengths down are pixels.
"""

from dataclasses import dataclass
from typing import Literal

from tracker.domain.assessment import Outcome

Lettering = Literal["name", "group", "quiet", "count"]
Anchor = Literal["start", "middle", "end"]
Stroke = Literal["axis", "now", "rest"]


@dataclass(frozen=True, slots=True)
class Filled:
    """A rectangle with an outcome's texture; pointing at it shows the `hint`, `fine` ones have a thin edge."""

    x: float
    width: float
    y: float
    height: float
    outcome: Outcome
    hint: str
    fine: bool = False


@dataclass(frozen=True, slots=True)
class Swatch:
    """A legend's little square: of fixed size, whatever the width of the drawing."""

    x: float
    y: float
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Words:
    """A line of text whose baseline is at `y`; `shift` moves it by pixels to the right."""

    x: float
    y: float
    text: str
    lettering: Lettering = "quiet"
    anchor: Anchor = "start"
    shift: int = 0


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line."""

    x1: float
    y1: float
    x2: float
    y2: float
    stroke: Stroke = "axis"


Shape = Filled | Swatch | Words | Rule


@dataclass(frozen=True, slots=True)
class Drawing:
    """Shapes in the order in which they are drawn, on a sheet of `height` pixels."""

    height: int
    shapes: tuple[Shape, ...]

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        """The outcomes that occur, in the order of the design."""
        used = {shape.outcome for shape in self.shapes if isinstance(shape, Filled | Swatch)}
        return tuple(outcome for outcome in Outcome if outcome in used)


@dataclass(frozen=True, slots=True)
class TableRow:
    """One line of a table: its heading and one text for each further column. `group` is set on a heading of its own."""

    head: str
    cells: tuple[str, ...] = ()
    group: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """The same figures as text. `columns` names every column, the first of them holds the headings of the rows."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[TableRow, ...]
    foot: TableRow | None = None


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing with its words. `notes` belong under it wherever it is shown."""

    key: str
    title: str
    description: str
    drawing: Drawing
    table: Table
    notes: tuple[str, ...] = ()
