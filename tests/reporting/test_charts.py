"""Charts say what was counted: in their drawing, in their table, in any text, on every machine."""

import xml.etree.ElementTree as ET
from datetime import date, timedelta
from pathlib import Path

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.assessment import KnowledgeState, Outcome
from tracker.domain.tally import Group, Step, Tally, counted, summed, tally
from tracker.reporting import charts
from tracker.reporting.charts.chart import Chart, Filled, Rule
from tracker.reporting.charts.ink import INKS
from tracker.settings import shipped
from tracker.wording import Wording

GERMAN, ENGLISH = Wording("de"), Wording("en")
REPORTS = shipped("reports")
TERM = charts.Term(date(2025, 11, 1), date(2030, 10, 31), date(2026, 11, 22))
HOSTILE = '</title><script>alert("x")</script>&\u202e\x00 „ü“'
SVG = "{http://www.w3.org/2000/svg}"

counts = st.dictionaries(st.sampled_from(Outcome), st.integers(0, 2000)).map(
    lambda found: tuple((o, found[o]) for o in Outcome if o in found)
)
tallies = st.builds(Tally, st.text(max_size=300), counts, st.just(0))


def make_tally(name: str = "Die Gärtnerpartei", **over: int) -> Tally:
    given_counts = {"fulfilled": 3, "not_yet_rated": 9} | over
    return Tally(name, tuple((o, given_counts[o]) for o in Outcome if o in given_counts), 5)


def make_chart(*tallies: Tally, title: str = "Ergebnis nach Antwortenden") -> Chart:
    return charts.outcomes("antwortende", title, (Group("In der Mehrheit", tallies or (make_tally(),)),), GERMAN)


def parsed(chart: Chart) -> ET.Element:
    return ET.fromstring(charts.picture(chart, REPORTS))  # noqa: S314  # our own drawing


def filled(chart: Chart) -> list[Filled]:
    return [shape for shape in chart.drawing.shapes if isinstance(shape, Filled)]


def test_a_tally_counts_outcomes_and_who_was_looked_at():
    states = [
        (Outcome.FULFILLED, KnowledgeState.EVIDENCE),
        (Outcome.NOT_YET_RATED, KnowledgeState.NEVER_CHECKED),
        (Outcome.NOT_YET_RATED, KnowledgeState.NOTHING_FOUND),
    ]
    found = tally("Forum", states)
    assert found == Tally("Forum", ((Outcome.NOT_YET_RATED, 2), (Outcome.FULFILLED, 1)), 2)
    assert found.total == 3
    assert found.small


@given(st.lists(st.lists(st.sampled_from(Outcome), max_size=30), max_size=6))
def test_several_tallies_sum_to_one_of_everything(parts):
    whole = summed("Alle", [Tally("", counted(part), len(part)) for part in parts])
    together = [outcome for part in parts for outcome in part]
    assert whole == Tally("Alle", counted(together), len(together))


@given(st.lists(tallies, min_size=1, max_size=5))
def test_bars_are_as_long_as_their_counts_on_one_scale(given_tallies):
    drawn = filled(make_chart(*given_tallies))
    longest = max(one.total for one in given_tallies)
    expected = [n / longest for one in given_tallies for _, n in one.counts if n]
    assert [shape.width / 88 for shape in drawn] == pytest.approx(expected)
    assert all(shape.x + shape.width <= 88.001 for shape in drawn)


@given(st.lists(tallies, min_size=2, max_size=5))
def test_the_table_under_the_bars_holds_every_count_and_sums_up(given_tallies):
    table = make_chart(*given_tallies).table
    rows = [row for row in table.rows if not row.group]
    assert [row.head for row in rows] == [one.name for one in given_tallies]
    for place, one in enumerate(given_tallies):
        outcomes = [o for o in Outcome if GERMAN.label(o) in table.columns[3:]]
        assert rows[place].cells[0] == GERMAN.number(one.total)
        assert list(rows[place].cells[2:]) == [GERMAN.number(one.of(o)) for o in outcomes]
    assert table.foot.cells[0] == GERMAN.number(sum(one.total for one in given_tallies))


def test_majority_and_opposition_stand_apart_under_their_own_titles():
    groups = (Group("In der Mehrheit", (make_tally("A"),)), Group("In der Opposition", (make_tally("B"),)))
    table = charts.outcomes("x", "Titel", groups, GERMAN).table
    assert [(row.head, row.group) for row in table.rows] == [
        ("In der Mehrheit", True),
        ("A", False),
        ("In der Opposition", True),
        ("B", False),
    ]


def test_rows_are_never_sorted_by_success():
    worst, best = make_tally("A", fulfilled=0), make_tally("B", fulfilled=90)
    assert [row.head for row in make_chart(worst, best).table.rows if not row.group] == ["A", "B"]


def test_few_promises_carry_a_warning_and_many_do_not():
    warning = "weniger als 10 Versprechen"
    assert any(warning in note for note in make_chart(make_tally(not_yet_rated=1)).notes)
    assert not any(warning in note for note in make_chart(make_tally(not_yet_rated=40)).notes)


def test_a_chart_shows_no_percentages():
    page = charts.figure(make_chart(), GERMAN, REPORTS)
    letters = "".join(html5lib.parseFragment(page).itertext())
    assert "Die Gärtnerpartei" in letters
    assert "%" not in letters


@pytest.mark.parametrize("kind", [charts.outcomes, charts.crossing])
def test_an_empty_instance_has_an_empty_drawing_and_no_table(kind):
    chart = kind("leer", "Noch nichts", (), GERMAN)
    assert filled(chart) == []
    assert chart.table.rows == ()
    assert "<table" not in charts.figure(chart, GERMAN, REPORTS)


@pytest.mark.parametrize("name", [HOSTILE, "م" * 300, "x" * 300, ""])
def test_foreign_names_stay_names(name):
    chart = make_chart(make_tally(name), title=name or "leer")
    drawn = parsed(chart)
    page = charts.figure(chart, GERMAN, REPORTS)
    assert {element.tag for element in drawn.iter()} <= {
        f"{SVG}{tag}" for tag in ("svg", "title", "desc", "defs", "g", "pattern", "rect", "path", "line", "text")
    }
    assert "<script" not in page
    assert "\u202e" not in page
    assert charts.png(chart, REPORTS).startswith(b"\x89PNG")


def test_a_drawing_has_a_name_and_a_description_for_those_who_do_not_see_it():
    drawn = parsed(make_chart())
    named = [drawn.find(f"{SVG}{tag}") for tag in ("title", "desc")]
    assert drawn.get("role") == "img"
    assert drawn.get("aria-labelledby").split() == [element.get("id") for element in named]
    assert [element.text for element in named] == [
        "Ergebnis nach Antwortenden",
        "Balken für 12 Versprechen, geteilt nach Ergebnis. Dieselben Zahlen stehen in der Tabelle darunter.",
    ]


def test_every_outcome_has_a_texture_of_its_own_so_that_colour_is_never_needed():
    textures = [INKS[outcome].texture for outcome in Outcome]
    assert len(set(textures)) == len(textures)


def test_equal_charts_give_equal_pictures():
    assert charts.png(make_chart(), REPORTS) == charts.png(make_chart(), REPORTS)
    assert charts.png(make_chart(), REPORTS) != charts.png(make_chart(make_tally(fulfilled=4)), REPORTS)


def make_steps() -> tuple[Step, ...]:
    return (
        Step(date(2025, 9, 1), ((Outcome.NOT_YET_RATED, 4),)),
        Step(date(2026, 3, 1), ((Outcome.NOT_YET_RATED, 3), (Outcome.IN_PROGRESS, 1))),
        Step(date(2026, 3, 20), ((Outcome.NOT_YET_RATED, 3), (Outcome.FULFILLED, 1))),
        Step(date(2027, 1, 1), ((Outcome.FULFILLED, 4),)),
    )


def test_the_course_shows_the_whole_term_and_nothing_behind_the_cut_off():
    chart = charts.progress("verlauf", "Verlauf", make_steps(), TERM, GERMAN)
    end_of_knowledge = max(shape.x + shape.width for shape in filled(chart))
    days = (date(2030, 10, 31) - date(2025, 11, 1)).days + 1
    assert end_of_knowledge == pytest.approx(100 * 387 / days)
    assert max(shape.x2 for shape in chart.drawing.shapes if isinstance(shape, Rule)) == 100
    assert "Es bleiben 47 Monate." in chart.description
    assert all("2027" not in row.head for row in chart.table.rows)


def test_what_stood_before_the_term_counts_from_its_first_day_and_each_month_shows_its_last_state():
    table = charts.progress("verlauf", "Verlauf", make_steps(), TERM, ENGLISH).table
    assert [row.head for row in table.rows] == ["1 November 2025", "20 March 2026"]
    assert table.rows[1].cells == ("4", "3", "0", "1")


@given(st.lists(st.tuples(st.integers(-400, 3000), counts), max_size=12), st.integers(-200, 2500))
def test_the_columns_of_the_course_are_as_high_as_their_counts(days, cut_off):
    steps = [Step(TERM.start + timedelta(days=day), found) for day, found in sorted(days, key=lambda one: one[0])]
    term = charts.Term(TERM.start, TERM.end, TERM.start + timedelta(days=cut_off))
    chart = charts.progress("verlauf", "Verlauf", steps, term, GERMAN)
    standing = {max(step.on, term.start): step for step in steps if step.on <= term.known}
    totals = [sum(n for _, n in step.counts) for step in standing.values()]
    columns: dict[float, float] = {}
    for shape in filled(chart):
        columns[shape.x] = columns.get(shape.x, 0) + shape.height
    assert all(0 <= shape.x <= shape.x + shape.width <= 100.001 for shape in filled(chart))
    assert max(columns.values(), default=0) == pytest.approx(180 if any(totals) else 0)


def test_a_term_that_is_over_has_no_time_left():
    over = charts.Term(TERM.start, TERM.end, date(2031, 2, 1))
    assert "Die Wahlperiode ist zu Ende." in charts.progress("v", "V", make_steps(), over, GERMAN).description


def test_the_templates_travel_with_the_reports():
    assert {path.name for path in Path(REPORTS / "_charts").iterdir()} == {"drawing.svg", "figure.html", "style.css"}
