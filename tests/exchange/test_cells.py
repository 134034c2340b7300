import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.exchange.cells import Shape, compact, from_cell, to_cell
from tracker.exchange.columns import Column, Sheet
from tracker.exchange.lines import from_lines, from_table, to_lines, to_table

TEXT = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\x00"))
TRICKY = st.one_of(TEXT, st.builds("".join, st.lists(st.sampled_from("'=+-@|%\t\r\n\";, a"), max_size=6)))
SHEET = Sheet(
    "things",
    "for this test",
    (
        Column("id", Shape.TEXT, ""),
        Column("note", Shape.TEXT, "", optional=True),
        Column("count", Shape.NUMBER, "", optional=True),
        Column("share", Shape.MEASURE, ""),
        Column("good", Shape.FLAG, ""),
        Column("rest", Shape.VALUES, ""),
    ),
    ("id",),
)
JSON = st.recursive(st.none() | st.booleans() | st.integers() | TRICKY, lambda inner: st.lists(inner, max_size=3))
RECORDS = st.fixed_dictionaries(
    {
        "id": TRICKY,
        "note": st.none() | TRICKY,
        "count": st.none() | st.integers(),
        "share": st.floats(allow_nan=False, allow_infinity=False),
        "good": st.booleans(),
        "rest": st.lists(JSON, max_size=3) | st.dictionaries(TRICKY, JSON, max_size=2),
    }
)


@given(st.lists(RECORDS, max_size=5))
def test_records_come_back_from_both_files_as_they_went(records):
    assert list(from_lines(SHEET, to_lines(records), "x")) == records
    assert list(from_table(SHEET, to_table(SHEET, records), "x")) == records


@given(TRICKY, st.booleans())
def test_no_cell_begins_like_a_formula(text, optional):
    cell = to_cell(text, Shape.TEXT, optional=optional)
    assert cell[:1] not in {"=", "+", "-", "@", "|", "%", "\t", "\r", "\n"} or not cell
    assert from_cell(cell, Shape.TEXT, optional=optional) == text


@pytest.mark.parametrize(("value", "cell"), [("=1+1", "'=1+1"), ("'=1+1", "''=1+1"), ("''", "''"), ("a=1", "a=1")])
def test_only_what_could_be_a_formula_gets_an_apostrophe(value, cell):
    assert to_cell(value, Shape.TEXT, optional=False) == cell


def test_nothing_and_an_empty_text_stay_different():
    assert [to_cell(value, Shape.TEXT, optional=True) for value in (None, "", "'")] == ["", "'", "''"]


def test_a_table_is_what_spreadsheets_read():
    record = {"id": "a;b", "note": None, "count": 3, "share": 0.5, "good": True, "rest": {"x": ["ü"]}}
    rows = list(csv.reader(io.StringIO(to_table(SHEET, [record]), newline="")))
    assert rows == [["id", "note", "count", "share", "good", "rest"], ["a;b", "", "3", "0.5", "true", '{"x":["ü"]}']]


@given(JSON)
def test_equal_values_are_equal_text_on_one_line(value):
    assert "\n" not in compact(value)
    assert json.loads(compact(value)) == value
