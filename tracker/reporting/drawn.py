"""The charts of a report, from its lines; the tables with the same figures stand below them."""

from collections.abc import Iterable

from tracker.domain.assessment import Role
from tracker.domain.report import PromiseLine, RetrospectiveEdition, by_respondent
from tracker.domain.tally import Group, Step, Tally, tally
from tracker.errors import key
from tracker.reporting import charts
from tracker.reporting.blocks import Cell, Picture, Table
from tracker.reporting.environment import named
from tracker.reporting.rich import foreign, rich
from tracker.wording import Wording

NAMES = 24
"""Respondents or topics from which a chart would fill more than a page; the table below it shows them all."""


def by_outcome(wording: Wording, lines: tuple[PromiseLine, ...]) -> tuple[Picture, ...]:
    """Outcomes by respondent, majority and opposition apart; nothing where nothing was accepted."""
    tallies: dict[Role, list[Tally]] = {}
    for row in by_respondent(lines):
        own = tuple(line for line in lines if line.respondent == row.respondent)
        tallies.setdefault(_role(own), []).append(_tally(named(row.respondent, wording), own))
    titles = {Role.UNKNOWN: ""} if set(tallies) == {Role.UNKNOWN} else {}
    groups = tuple(
        Group(titles.get(role, wording.label(role)), tuple(tallies[role])) for role in Role if role in tallies
    )
    return _picture(
        "bild-antwortende", wording.text(key("Versprechen je Gruppe, geteilt nach Ergebnis")), groups, wording
    )


def by_topic(wording: Wording, lines: tuple[PromiseLine, ...]) -> tuple[Picture, ...]:
    """Outcomes by topic, in the order of the topics' names."""
    own = [
        (name, tuple(line for line in lines if topic_name(wording, line) == name)) for name in topics(wording, lines)
    ]
    groups = (Group("", tuple(_tally(name, some) for name, some in own)),)
    return _picture("bild-themen", wording.text(key("Versprechen je Thema, geteilt nach Ergebnis")), groups, wording)


def topics(wording: Wording, lines: Iterable[PromiseLine]) -> list[str]:
    """The names of the topics that occur; promises without one come last."""
    without = topic_name(wording, None)
    return sorted({topic_name(wording, line) for line in lines}, key=lambda name: (name == without, name.casefold()))


def topic_name(wording: Wording, line: PromiseLine | None) -> str:
    """The topic's name, or that nobody gave it one."""
    return wording.label(line.topic) if line and line.topic else wording.text(key("ohne Thema"))


def course(wording: Wording, edition: RetrospectiveEdition) -> tuple[Picture | Table, ...]:
    """The course of the term with its table; nothing where an older edition does not know it."""
    if not edition.course:
        return ()
    steps = tuple(Step(line.on, line.outcomes) for line in edition.course)
    term = charts.Term(edition.start, edition.end, edition.cut_off)
    chart = charts.progress(
        "bild-verlauf", wording.text(key("Wie sich die Ergebnisse entwickelten")), steps, term, wording
    )
    return (Picture(chart), _table(chart))


def _picture(name: str, title: str, groups: tuple[Group, ...], wording: Wording) -> tuple[Picture, ...]:
    shown = sum(len(group.tallies) for group in groups)
    if not shown or shown > NAMES:
        return ()
    return (Picture(charts.outcomes(name, title, groups, wording)),)


def _role(lines: tuple[PromiseLine, ...]) -> Role:
    """Where a respondent sat by what people said in its assessments; unknown where they differ or say nothing."""
    roles = {line.role for line in lines} - {Role.UNKNOWN}
    return roles.pop() if len(roles) == 1 else Role.UNKNOWN


def _tally(name: str, lines: tuple[PromiseLine, ...]) -> Tally:
    return tally(name, ((line.outcome, line.knowledge.state) for line in lines))


def _table(chart: charts.Chart) -> Table:
    """The figures of a chart as a table of ours."""
    rows = [(row.head, row.cells) for row in chart.table.rows if not row.group]
    return Table(
        f"{chart.key}-tabelle",
        chart.table.caption,
        tuple(Cell(rich(name), number=i > 0) for i, name in enumerate(chart.table.columns)),
        tuple((Cell(rich(foreign(head))), *(Cell(rich(cell), number=True) for cell in cells)) for head, cells in rows),
    )
