"""The course of a term: how many promises stood where, from its first day to its last, with the time that is left."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tracker.domain.assessment import Outcome
from tracker.domain.tally import Step
from tracker.errors import key
from tracker.reporting.charts.chart import Chart, Drawing, Filled, Rule, Shape, Table, TableRow, Words
from tracker.reporting.charts.legend import legend
from tracker.wording import Wording

_TOP, _FIELD = 26, 180
"""Pixels above the field, where the cut-off is named, and the height of the field."""


@dataclass(frozen=True, slots=True)
class Term:
    """A council term, both days inclusive, and the day up to which we know it."""

    start: date
    end: date
    cut_off: date

    @property
    def known(self) -> date:
        """The last day of the term that we know."""
        return max(self.start, min(self.cut_off, self.end))

    @property
    def months_left(self) -> int:
        """Whole months from the cut-off to the end of the term."""
        if self.known >= self.end:
            return 0
        months = 12 * (self.end.year - self.known.year) + self.end.month - self.known.month
        return max(0, months - (self.end.day < self.known.day))

    def share(self, day: date) -> float:
        """Where a day stands across the term, in percent."""
        length = (self.end - self.start).days + 1
        return 100 * max(0, min(length, (day - self.start).days)) / length


def progress(name: str, title: str, steps: Sequence[Step], term: Term, wording: Wording) -> Chart:
    """Promises by outcome over the whole term; after the cut-off the field is empty, because nobody knows it.

    `steps` in the order of their days; what stood before the term counts from its first day on.
    """
    inside = _inside(steps, term)
    left = _left(term, wording)
    known = wording.text(key("Stand: {day}."), day=wording.day(term.known))
    described = wording.text(
        key("Anzahl der Versprechen nach Ergebnis vom {start} bis zum {end}."),
        start=wording.day(term.start),
        end=wording.day(term.end),
    )
    return Chart(
        name, title, f"{described} {known} {left}", _drawing(inside, term, wording), _table(title, inside, wording)
    )


def _inside(steps: Sequence[Step], term: Term) -> tuple[Step, ...]:
    """One step for each change inside the known part of the term."""
    found: dict[date, Step] = {}
    for step in steps:
        if step.on <= term.known:
            day = max(step.on, term.start)
            found[day] = Step(day, step.counts)
    kept: list[Step] = []
    for step in found.values():
        if not kept or kept[-1].counts != step.counts:
            kept.append(step)
    return tuple(kept)


def _left(term: Term, wording: Wording) -> str:
    if term.known >= term.end:
        return wording.text(key("Die Wahlperiode ist zu Ende."))
    if not term.months_left:
        return wording.text(key("Es bleibt weniger als ein Monat."))
    return wording.counted("Es bleibt {n} Monat.", "Es bleiben {n} Monate.", term.months_left)


def _drawing(steps: Sequence[Step], term: Term, wording: Wording) -> Drawing:
    highest = max((sum(n for _, n in step.counts) for step in steps), default=0)
    shapes: list[Shape] = []
    for place, step in enumerate(steps):
        last = place + 1 == len(steps)
        right = _behind(term) if last else term.share(steps[place + 1].on)
        shapes += _column(step, term.share(step.on), right, highest, wording)
    now = _behind(term)
    bottom = _TOP + _FIELD
    shapes += [
        Rule(0, bottom, now, bottom),
        Rule(now, bottom, 100, bottom, "rest"),
        Rule(0, _TOP, 0, bottom),
        Rule(now, _TOP - 6, now, bottom, "now"),
        Words(now, 14, wording.text(key("Stand")), "name", "end" if now > 50 else "start"),
        Words(0, bottom + 18, str(term.start.year)),
        Words(100, bottom + 18, str(term.end.year), anchor="end"),
    ]
    if now < 75:
        shapes.append(Words((now + 100) / 2, _TOP + _FIELD / 2, _left(term, wording), anchor="middle"))
    if highest:
        shapes.append(Words(0, _TOP + 14, wording.number(highest), "count", shift=5))
    used = [o for o in Outcome if any(dict(step.counts).get(o) for step in steps)]
    explained, end = legend(used, bottom + 22, wording)
    return Drawing(round(end) + 4, (*shapes, *explained))


def _behind(term: Term) -> float:
    """Where the last known day ends."""
    length = (term.end - term.start).days + 1
    return 100 * ((term.known - term.start).days + 1) / length


def _column(step: Step, left: float, right: float, highest: int, wording: Wording) -> list[Shape]:
    """One stack, from the top in the order of the design: what is decided grows from the ground."""
    counts = dict(step.counts)
    y = _TOP + _FIELD * (1 - sum(counts.values()) / highest) if highest else 0.0
    shapes: list[Shape] = []
    for outcome in Outcome:
        if n := counts.get(outcome, 0):
            height = _FIELD * n / highest
            hint = f"{wording.day(step.on)} – {wording.label(outcome)}: {wording.number(n)}"
            shapes.append(Filled(left, right - left, y, height, outcome, hint, fine=True))
            y += height
    return shapes


def _table(title: str, steps: Sequence[Step], wording: Wording) -> Table:
    """The last step of each month: enough to read the drawing, and no more than a term has months."""
    used = [o for o in Outcome if any(dict(step.counts).get(o) for step in steps)]
    months = {(step.on.year, step.on.month): step for step in steps}
    rows = tuple(
        TableRow(
            wording.day(step.on),
            (
                wording.number(sum(n for _, n in step.counts)),
                *(wording.number(dict(step.counts).get(o, 0)) for o in used),
            ),
        )
        for step in months.values()
    )
    head = (wording.text(key("Ab")), wording.text(key("Versprechen")), *(wording.label(o) for o in used))
    return Table(title, head, rows)
