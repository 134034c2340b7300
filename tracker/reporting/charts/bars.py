"""Bars: one for each respondent, topic or body, divided by outcome, all on one scale of counts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from textwrap import wrap

from tracker.domain.assessment import Outcome
from tracker.domain.tally import SMALL, Group, Tally, summed
from tracker.errors import key
from tracker.reporting.charts.chart import Chart, Drawing, Filled, Rule, Shape, Table, TableRow, Words
from tracker.reporting.charts.legend import NAME_LETTERS, clipped, legend
from tracker.wording import Wording


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where name, bar and total of a row stand: `left` and `span` in percent of the width, the rest in pixels."""

    left: float
    span: float
    name_y: int
    bar_y: int
    bar: int
    row: int
    letters: int
    hints: bool


_ROOMY = _Layout(left=0, span=88, name_y=14, bar_y=21, bar=20, row=54, letters=36, hints=True)
_DENSE = _Layout(left=42, span=46, name_y=13, bar_y=3, bar=13, row=22, letters=18, hints=False)
_HEADING, _LINE, _PART = 30, 18, 20
_WIDE_ENOUGH = 6.0
"""A part takes its number inside where it covers this share of the width: two digits on a small telephone."""


def outcomes(name: str, title: str, groups: Sequence[Group], wording: Wording) -> Chart:
    """Outcomes by respondent or topic: a bar for each tally, under the titles of their groups.

    Rows keep the order given. Majority and opposition belong into groups of their own.
    """
    return _chart(name, title, groups, _ROOMY, wording)


def crossing(name: str, title: str, groups: Sequence[Group], wording: Wording) -> Chart:
    """Respondent × topic × body: a group for each topic of a body, in it a short bar for each respondent."""
    return _chart(name, title, groups, _DENSE, wording)


def _chart(name: str, title: str, groups: Sequence[Group], layout: _Layout, wording: Wording) -> Chart:
    filled = [group for group in groups if group.tallies]
    whole = summed(wording.text(key("Alle")), (one for group in filled for one in group.tallies))
    described = wording.counted(
        "Balken für {n} Versprechen, geteilt nach Ergebnis.",
        "Balken für {n} Versprechen, geteilt nach Ergebnis.",
        whole.total,
    )
    return Chart(
        name,
        title,
        f"{described} {wording.text(key('Dieselben Zahlen stehen in der Tabelle darunter.'))}",
        _drawing(filled, layout, wording),
        _table(title, filled, whole, wording),
        _notes(filled, wording),
    )


def _drawing(groups: Sequence[Group], layout: _Layout, wording: Wording) -> Drawing:
    longest = max((one.total for group in groups for one in group.tallies), default=0)
    shapes: list[Shape] = []
    y = 0.0
    for group, new in _headed(groups):
        if group.title and new:
            lines = wrap(group.title, NAME_LETTERS)
            shapes += [Words(0, y + 20 + _LINE * place, line, "group") for place, line in enumerate(lines)]
            y += _HEADING + _LINE * (len(lines) - 1)
        if group.part:
            shapes.append(Words(0, y + 13, group.part))
            y += _PART
        for one in group.tallies:
            shapes += _row(one, y, longest, layout, wording)
            y += layout.row
        y += 8
    used = [o for o in Outcome if any(one.of(o) for group in groups for one in group.tallies)]
    explained, end = legend(used, y, wording)
    return Drawing(round(end) + 4, (*shapes, *explained))


def _headed(groups: Sequence[Group]) -> Iterator[tuple[Group, bool]]:
    """Each group, and whether its title is another one than that of the group before."""
    before = None
    for group in groups:
        yield group, group.title != before
        before = group.title


def _row(one: Tally, y: float, longest: int, layout: _Layout, wording: Wording) -> list[Shape]:
    shown = clipped(one.name, layout.letters)
    shapes: list[Shape] = [Words(0, y + layout.name_y, shown, "name")]
    x, top = layout.left, y + layout.bar_y
    for outcome, n in one.counts:
        if not n:
            continue
        width = layout.span * n / longest
        hint = f"{wording.label(outcome)}: {wording.number(n)}" if layout.hints else ""
        shapes.append(Filled(x, width, top, layout.bar, outcome, hint))
        if width >= _WIDE_ENOUGH and layout.bar > 16:
            shapes.append(Words(x + width / 2, top + layout.bar - 5, wording.number(n), "count", "middle"))
        x += width
    shapes.append(Rule(layout.left, top - 2, layout.left, top + layout.bar + 2))
    shapes.append(Words(x, top + layout.bar / 2 + 5, wording.number(one.total), "name", shift=6))
    return shapes


def _table(title: str, groups: Sequence[Group], whole: Tally, wording: Wording) -> Table:
    used = [outcome for outcome in Outcome if whole.of(outcome)]
    columns = (
        wording.text(key("Name")),
        wording.text(key("Versprechen")),
        wording.text(key("geprüft")),
        *(wording.label(outcome) for outcome in used),
    )
    rows: list[TableRow] = []
    for group in groups:
        if named := " · ".join(part for part in (group.title, group.part) if part):
            rows.append(TableRow(named, group=True))
        rows += [_line(one, used, wording) for one in group.tallies]
    several = sum(not row.group for row in rows) > 1
    return Table(title, columns, tuple(rows), _line(whole, used, wording) if several else None)


def _line(one: Tally, used: Sequence[Outcome], wording: Wording) -> TableRow:
    known = wording.text(
        key("{checked} von {total}"), checked=wording.number(one.checked), total=wording.number(one.total)
    )
    return TableRow(one.name, (wording.number(one.total), known, *(wording.number(one.of(o)) for o in used)))


def _notes(groups: Sequence[Group], wording: Wording) -> tuple[str, ...]:
    notes = [
        wording.text(
            key(
                "Es sind Anzahlen, keine Anteile und keine Rangliste. Wer viel verspricht, hat einen langen Balken; "
                "das ist weder gut noch schlecht."
            )
        )
    ]
    if any(one.small for group in groups for one in group.tallies):
        notes.append(
            wording.text(
                key(
                    "Wo weniger als {n} Versprechen gezählt sind, sagen Unterschiede wenig: Ein einziges mehr oder "
                    "weniger ändert das Bild."
                ),
                n=SMALL,
            )
        )
    return tuple(notes)
