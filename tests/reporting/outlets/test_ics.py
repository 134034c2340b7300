from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.reporting.outlets.strict import read_ics
from tracker.reporting.foreign import line
from tracker.reporting.outlets.ics import CalendarDay, ics

MADE = datetime(2026, 3, 14, 9, 30, tzinfo=UTC)


def make_day(title="Verkehrsausschuss", text="TOP 7: Radweg", **over) -> CalendarDay:
    return CalendarDay(**({"uid": "u-1", "day": date(2026, 12, 31), "title": title, "text": text} | over))


def test_a_sitting_is_an_entry_of_one_whole_day():
    (event,) = read_ics(ics("Rat", [make_day(url="https://rat.example/1")], made=MADE))
    assert (event["DTSTART"], event["DTEND"], event["DTSTAMP"]) == ("20261231", "20270101", "20260314T093000Z")
    assert (event["SUMMARY"], event["URL"]) == ("Verkehrsausschuss", "https://rat.example/1")


def test_lines_of_the_text_stay_lines():
    (event,) = read_ics(ics("Rat", [make_day(text="eins; zwei, drei\nvier \\ fünf")], made=MADE))
    assert event["DESCRIPTION"] == "eins; zwei, drei\nvier \\ fünf"


def test_an_empty_calendar_is_a_calendar():
    assert read_ics(ics("Rat", [], made=MADE)) == []


@given(st.text(), st.text(), st.text())
def test_any_text_gives_a_calendar_that_says_it(name, title, text):
    (event,) = read_ics(ics(name, [make_day(title, text)], made=MADE))
    assert event["SUMMARY"] == line(title)
    assert event.keys() == {"UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "TRANSP"}


@pytest.mark.parametrize(
    "hostile",
    [
        "x\r\nATTENDEE:mailto:opfer@post.example",
        "x\nEND:VEVENT\nBEGIN:VALARM",
        "x\u2028ATTENDEE:y",
        "ä" * 300,
        "\U0001f6b2" * 50,
        "\u202eabc\x00\x1b",
        "\\n;,",
    ],
)
def test_hostile_text_cannot_begin_a_line(hostile):
    (event,) = read_ics(ics(hostile, [make_day(hostile, hostile, uid=hostile)], made=MADE))
    assert "ATTENDEE" not in event
