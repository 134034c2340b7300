"""The figures of a report, counted from its lines."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tracker.domain.assessment import Outcome
from tracker.domain.council import FeedState
from tracker.domain.report import Coverage, FeedLine, PromiseLine, RespondentLine
from tracker.domain.report import coverage as coverage_of
from tracker.errors import key
from tracker.reporting.blocks import Block, Cell, Paragraph, Table, Tone
from tracker.reporting.drawn import topic_name, topics
from tracker.reporting.pieces import respondent, share
from tracker.reporting.rich import foreign, rich, said
from tracker.wording import Wording

_SEEING = frozenset({FeedState.OK, FeedState.UNCHANGED})


@dataclass(frozen=True, slots=True)
class Row:
    """One respondent's line of the table: a count for each of its columns."""

    respondent: str
    coverage: Coverage
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """Promises by respondent and outcome; `totals` are the sums of the columns."""

    columns: tuple[Outcome, ...]
    rows: tuple[Row, ...]
    totals: tuple[int, ...]


def standing(respondents: tuple[RespondentLine, ...]) -> Standing:
    """The table of respondents, in their order, with the outcomes that occur at all in the order of the design.

    Columns of nothing but zeros say nothing; the reports say that they are left out.
    """
    counts = [dict(line.outcomes) for line in respondents]
    columns = tuple(o for o in Outcome if any(count.get(o) for count in counts))
    rows = tuple(
        Row(line.respondent, line.coverage, tuple(count.get(o, 0) for o in columns))
        for line, count in zip(respondents, counts, strict=True)
    )
    return Standing(columns, rows, tuple(sum(count.get(o, 0) for count in counts) for o in columns))


def blind(feeds: tuple[FeedLine, ...]) -> tuple[FeedLine, ...]:
    """The sources through which we did not see the council at the cut-off."""
    return tuple(line for line in feeds if line.state not in _SEEING)


def topic_standing(wording: Wording, lines: tuple[PromiseLine, ...]) -> Standing:
    """The same table with a row for each topic, in the order of their names."""
    rows = []
    for name in topics(wording, lines):
        own = tuple(line for line in lines if topic_name(wording, line) == name)
        counts = tuple((o, sum(line.outcome is o for line in own)) for o in Outcome)
        rows.append(RespondentLine(name, counts, coverage_of(own)))
    return standing(tuple(rows))


def topic_table(wording: Wording, lines: tuple[PromiseLine, ...]) -> Table:
    """Topics and outcomes with their sums."""
    caption = wording.text(key("Angenommene Versprechen nach Thema und Ergebnis, in der Reihenfolge der Namen."))
    return _counted(
        wording, topic_standing(wording, lines), coverage_of(lines), ("tabelle-themen", caption, key("Thema"))
    )


def standing_table(wording: Wording, table: Standing, coverage: Coverage) -> tuple[Block, ...]:
    """The table of respondents and outcomes with its sums, and how to read it."""
    caption = key("Angenommene Versprechen nach Ergebnis, in alphabetischer Reihenfolge: Sie ist keine Rangliste.")
    note = key(
        "Prozentwerte stehen hier nicht, weil sie bei kleinen Zahlen Genauigkeit vortäuschen. Ergebnisse, die nicht in "
        "der Tabelle stehen, kamen nicht vor."
    )
    words = ("tabelle-stand", wording.text(caption), key("Wer geantwortet hat"))
    return (_counted(wording, table, coverage, words), Paragraph(said(wording, note), Tone.NOTE))


def _counted(wording: Wording, table: Standing, coverage: Coverage, words: tuple[str, str, str]) -> Table:
    """A table of counts; `words` are its anchor, its caption and the heading of its first column."""
    name, caption, first = words

    def number(n: int) -> Cell:
        return Cell(rich(wording.number(n)), number=True)

    head = (
        Cell(said(wording, first)),
        Cell(said(wording, key("geprüft")), number=True),
        *(Cell(rich(wording.label(outcome)), number=True) for outcome in table.columns),
    )
    rows = tuple(
        (
            Cell(respondent(wording, row.respondent)),
            Cell(share(wording, row.coverage), number=True),
            *(number(n) for n in row.counts),
        )
        for row in table.rows
    )
    foot = (
        Cell(rich(wording.text(key("Alle")))),
        Cell(share(wording, coverage), number=True),
        *(number(n) for n in table.totals),
    )
    return Table(name, caption, head, rows, foot)


@dataclass(frozen=True, slots=True)
class Cross:
    """How often two things met: a count for each row and column that occurs, and the sums of the columns."""

    rows: tuple[str, ...]
    columns: tuple[Outcome, ...]
    counts: tuple[tuple[int, ...], ...]
    totals: tuple[int, ...]


def cross(order: Sequence[str], pairs: Iterable[tuple[str, Outcome]]) -> Cross:
    """The table of `pairs`; rows in the given order, only such rows and columns as occur."""
    seen = Counter(pairs)
    rows = tuple(row for row in order if any(name == row for name, _ in seen))
    columns = tuple(o for o in Outcome if any(outcome is o for _, outcome in seen))
    counts = tuple(tuple(seen[row, column] for column in columns) for row in rows)
    return Cross(rows, columns, counts, tuple(sum(column) for column in zip(*counts, strict=True)))


def cross_table(wording: Wording, table: Cross, name: str, caption: str, first: str) -> Table:
    """A cross table with the sums of its rows and columns; row names are shown as foreign text."""

    def cell(n: int) -> Cell:
        return Cell(rich(wording.number(n)), number=True)

    total = Cell(said(wording, key("Summe")), number=True)
    return Table(
        name,
        caption,
        (Cell(rich(first)), *(Cell(rich(wording.label(o)), number=True) for o in table.columns), total),
        tuple(
            (Cell(rich(foreign(row))), *(cell(n) for n in counts), cell(sum(counts)))
            for row, counts in zip(table.rows, table.counts, strict=True)
        ),
        (Cell(said(wording, key("Alle"))), *(cell(n) for n in table.totals), cell(sum(table.totals))),
    )
