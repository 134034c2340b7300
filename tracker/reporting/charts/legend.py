"""The legend of a drawing and the few measures that all drawings share."""

from collections.abc import Iterable
from math import ceil

from tracker.domain.assessment import Outcome
from tracker.reporting.charts.chart import Swatch, Words
from tracker.wording import Wording

NAME_LETTERS = 36
"""As many letters as fit on a telephone of 320 pixels; the table under the drawing holds the whole name."""

LEGEND_ROW = 22


def legend(outcomes: Iterable[Outcome], y: float, wording: Wording) -> tuple[tuple[Swatch | Words, ...], float]:
    """Swatches with their words in two columns below `y`, and where they end."""
    shown = list(outcomes)
    rows = ceil(len(shown) / 2)
    shapes: list[Swatch | Words] = []
    for place, outcome in enumerate(shown):
        x, top = 50.0 * (place // rows), y + 12 + LEGEND_ROW * (place % rows)
        shapes += [Swatch(x, top, outcome), Words(x, top + 11, wording.label(outcome), shift=21)]
    return tuple(shapes), y + 12 + LEGEND_ROW * rows


def clipped(name: str, letters: int = NAME_LETTERS) -> str:
    """A name that fits; cut ones end in an ellipsis."""
    plain = " ".join(name.split())
    return plain if len(plain) <= letters else f"{plain[: letters - 1].rstrip()}…"
