"""Calendars of coming meetings."""

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.council import FeedState
from tracker.feeds.adapter import Cursor
from tracker.feeds.config import FeedConfig
from tracker.feeds.exchange import Fetched, Validators
from tracker.feeds.ics import IcsAdapter, meetings_of

DATA = Path(__file__).parents[1] / "data/feeds/ics"
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
FEED = FeedConfig("kalender", "ost", "ics", "https://ris.example/termine/ics/")
CALENDARS = sorted(DATA.glob("*.ics"))


class Answering:
    def __init__(self, body, status=200):
        self.body, self.status, self.validators = body, status, None

    def get(self, url, *, access, validators=None):  # noqa: ARG002  # the protocol's signature
        self.validators = validators
        return Fetched(url, url, self.status, self.body, {"content-type": "text/calendar", "etag": '"1"'})


def poll(body, cursor=None, status=200):
    return IcsAdapter().poll(FEED, Answering(body, status), cursor or Cursor(), NOW)


def as_told(item) -> dict:
    shown = {
        "identity": item.identity,
        "title": item.title,
        "date": item.item_date.isoformat(),
        "url": item.url,
        "text": item.text,
        "result": item.result,
    }
    return {name: value for name, value in shown.items() if value}


@pytest.mark.parametrize("calendar", CALENDARS, ids=lambda path: path.stem)
def test_every_meeting_is_read(calendar):
    harvest = poll(calendar.read_bytes())
    expected = json.loads(calendar.with_name(f"{calendar.stem}.expected.json").read_text(encoding="utf-8"))
    assert [as_told(item) for item in harvest.items] == expected
    assert (harvest.state, harvest.complete) == (FeedState.OK, True)


def test_every_calendar_has_its_expectation_beside_it():
    assert CALENDARS
    assert all(path.with_name(f"{path.stem}.expected.json").exists() for path in CALENDARS)


@pytest.mark.parametrize(
    ("start", "day"),
    [
        ("DTSTART:20261231T233000Z", date(2027, 1, 1)),
        ("DTSTART:20261231T233000", date(2026, 12, 31)),
        ("DTSTART;TZID=Europe/Berlin:20260630T190000", date(2026, 6, 30)),
        ("DTSTART;VALUE=DATE:20260630", date(2026, 6, 30)),
        ("DTSTART:2026-06-30", date(2026, 6, 30)),
    ],
)
def test_the_day_is_that_of_the_meetings_place(start, day):
    calendar = f"BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:Rat\n{start}\nEND:VEVENT\nEND:VCALENDAR\n"
    assert [item.item_date for item in meetings_of(calendar, NOW)] == [day]


@pytest.mark.parametrize(
    "start", ["DTSTART:", "DTSTART:19000101", "DTSTART:20261399", "DTSTART:20260101T996000Z", "X:1"]
)
def test_an_event_without_a_believable_day_is_left_out(start):
    assert meetings_of(f"BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:Rat\n{start}\nEND:VEVENT\nEND:VCALENDAR", NOW) == ()


def test_a_calendar_that_breaks_off_is_suspicious_and_keeps_no_validators():
    whole = CALENDARS[0].read_bytes()
    harvest = poll(whole[: len(whole) // 2])
    assert (harvest.state, harvest.complete) == (FeedState.SUSPICIOUS, False)
    assert harvest.items
    assert harvest.cursor.validators == Validators()


@pytest.mark.parametrize("body", [b"", b"<html>Wartung</html>", b"%PDF-1.7", b"BEGIN:VCARD"])
def test_something_else_is_suspicious(body):
    harvest = poll(body)
    assert (harvest.state, harvest.items) == (FeedState.SUSPICIOUS, ())


def test_an_unchanged_calendar_costs_nothing():
    cursor = poll(CALENDARS[0].read_bytes()).cursor
    assert cursor.validators.etag == '"1"'
    assert poll(b"", cursor, status=304).state is FeedState.UNCHANGED


def test_an_empty_calendar_is_a_calendar():
    assert poll(b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n").state is FeedState.OK


@given(st.binary(max_size=200))
def test_any_bytes_give_a_harvest(body):
    assert poll(b"BEGIN:VCALENDAR\nBEGIN:VEVENT\n" + body).state in {FeedState.OK, FeedState.SUSPICIOUS}


@given(
    st.lists(
        st.sampled_from(
            [
                "BEGIN:VEVENT",
                "END:VEVENT",
                "BEGIN:VALARM",
                "END:VALARM",
                "SUMMARY:Rat",
                "DTSTART:20260101",
                "UID:1",
                " x",
                ";:",
            ]
        ),
        max_size=20,
    )
)
def test_any_order_of_lines_is_borne(lines):
    for item in meetings_of("\n".join(lines), NOW):
        assert item.title
        assert item.item_date
