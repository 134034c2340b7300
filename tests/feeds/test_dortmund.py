"""The open-data sets and the minutes pages behind them: paging, resuming, manners."""

import json
from datetime import UTC, date, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.council import FeedState, ItemKind
from tracker.errors import FeedError
from tracker.feeds.adapter import Cursor
from tracker.feeds.config import FeedConfig
from tracker.feeds.dortmund import MINUTES_SET, PAGES_PER_RUN, SITTINGS_SET, TRIES, DortmundAdapter
from tracker.feeds.exchange import Fetched
from tracker.feeds.failures import FetchError, Reason

PAGE = (
    b"<body>Niederschrift<br>Tagesordnung:<br>1. Regularien<br>2. Radweg<br>(Drucksache Nr.: 10001-21)<br>"
    b"zu TOP 2<br>Der Rat der Stadt beschliesst einstimmig den Radweg.</body>"
)
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
DATA_HOST = "https://open-data.musterstadt.example"
MINUTES_HOST = "https://rathaus.musterstadt.example"


def link(n: int, session: str = "") -> str:
    return f"{MINUTES_HOST}/dosys/doRat.nsf/NiederschriftXP.xsp?{session}action=openDocument&documentId={n:032X}"


def minutes_rows(count: int) -> list[dict]:
    newest = date(2026, 11, 1)
    return [
        {"datum": (newest - timedelta(days=n)).isoformat(), "gremium": "Rat der Stadt", "link": link(n)}
        for n in range(count)
    ]


class City:
    """Both data sets and the pages; `failing` are pages that answer with the given error."""

    def __init__(self, minutes, sittings=(), failing=None, page=PAGE):
        self.sets = {MINUTES_SET: list(minutes), SITTINGS_SET: list(sittings)}
        self.failing = failing or {}
        self.page = page
        self.asked = []

    def get(self, url, *, access, validators=None):  # noqa: ARG002  # the protocol's signature
        self.asked.append(url)
        parts = urlsplit(url)
        if parts.path.startswith("/dosys/"):
            if url in self.failing:
                raise FetchError(self.failing[url], feed=access.feed, url=url, status=503)
            return Fetched(url, url, 200, self.page, {"content-type": "text/html"})
        query = parse_qs(parts.query)
        rows = self.sets[parts.path.split("/")[-2]]
        offset, limit = int(query["offset"][0]), int(query["limit"][0])
        body = {"total_count": len(rows), "results": rows[offset : offset + limit]}
        return Fetched(url, url, 200, json.dumps(body).encode(), {"content-type": "application/json"})

    @property
    def pages_asked(self):
        return [url for url in self.asked if "/dosys/" in url]

    def index_pages_asked(self, data_set):
        return [url for url in self.asked if data_set in url]


def feed(**fields):
    return FeedConfig(**{"id": "ost", "body": "ost", "kind": "dortmund", "url": f"{DATA_HOST}/"} | fields)


def poll(city, cursor=None, now=NOW, **fields):
    return DortmundAdapter().poll(feed(**fields), city, cursor or Cursor(), now)


def test_both_data_sets_are_paged_to_their_total():
    city = City(
        minutes_rows(0), [{"datum": "2026-12-10", "gremium": f"Ausschuss {n}", "ort": "Saal"} for n in range(250)]
    )
    harvest = poll(city)
    assert len(city.index_pages_asked(SITTINGS_SET)) == 3
    assert len(harvest.items) == 250
    assert harvest.items[0].kind is ItemKind.MEETING
    assert (harvest.items[0].organization, harvest.items[0].item_date) == ("Ausschuss 0", date(2026, 12, 10))
    city = City(minutes_rows(230))
    poll(city)
    assert len(city.index_pages_asked(MINUTES_SET)) == 3


def test_a_run_reads_the_newest_pages_only_so_many_and_the_next_runs_go_on():
    rows = minutes_rows(PAGES_PER_RUN + 130)
    first = City(rows)
    harvest = poll(first)
    assert first.pages_asked == [link(n) for n in range(PAGES_PER_RUN)]
    second = City(rows)
    harvest = poll(second, harvest.cursor, NOW + timedelta(hours=6))
    assert second.pages_asked == [link(n) for n in range(PAGES_PER_RUN, PAGES_PER_RUN + 130)]
    third = City(rows)
    poll(third, harvest.cursor, NOW + timedelta(hours=12))
    assert third.pages_asked == []


def test_between_reconciliations_only_the_newest_end_of_the_index_is_read():
    rows = minutes_rows(150)
    cursor = poll(City(rows)).cursor
    city = City([{"datum": "2026-11-20", "gremium": "Rat der Stadt", "link": link(9000)}, *rows])
    poll(city, cursor, NOW + timedelta(hours=6))
    assert city.pages_asked == [link(9000)]
    assert len(city.index_pages_asked(MINUTES_SET)) == 2


def test_minutes_that_enter_the_index_late_are_found_within_a_week():
    rows = minutes_rows(300)
    cursor = poll(City(rows)).cursor
    cursor = poll(City(rows), cursor, NOW + timedelta(hours=6)).cursor
    late = [*rows, {"datum": "2014-01-01", "gremium": "Rat der Stadt", "link": link(9000)}]
    early = City(late)
    assert poll(early, cursor, NOW + timedelta(days=1)).items == ()
    weekly = City(late)
    poll(weekly, cursor, NOW + timedelta(days=7))
    assert weekly.pages_asked == [link(9000)]


def test_the_same_document_under_another_address_is_read_once():
    rows = [
        {"datum": "2026-11-01", "gremium": "Rat", "link": link(7)},
        {"datum": "2026-11-01", "gremium": "Rat", "link": link(7, "SessionID=00FF&")},
    ]
    city = City(rows)
    meetings = [item for item in poll(city).items if item.kind is ItemKind.MEETING]
    assert city.pages_asked == [link(7)]
    assert [meeting.identity for meeting in meetings] == [f"{7:032x}"]


def test_the_session_in_an_address_is_neither_asked_nor_stored():
    city = City([{"datum": "2026-11-01", "gremium": "Rat", "link": link(7, "SessionID=00FF&")}])
    assert "SessionID" not in repr(poll(city).items)
    assert city.pages_asked == [link(7)]


def test_older_minutes_than_wanted_are_not_fetched():
    city = City(minutes_rows(40))
    poll(city, since=date(2026, 10, 25))
    assert len(city.pages_asked) == 8


def test_a_page_that_fails_is_asked_again_some_times_and_the_others_are_delivered():
    rows = minutes_rows(3)
    cursor = None
    for run in range(TRIES + 2):
        city = City(rows, failing={link(1): Reason.NOT_FOUND})
        harvest = poll(city, cursor, NOW + timedelta(hours=run))
        cursor = harvest.cursor
        assert (link(1) in city.pages_asked) is (run < TRIES)
        assert harvest.state is (FeedState.SUSPICIOUS if run < TRIES else FeedState.OK)
        assert (len(harvest.items) > 0) is (run == 0)


def test_a_busy_server_ends_the_run():
    city = City(minutes_rows(10), failing={link(2): Reason.BUSY})
    harvest = poll(city)
    assert len(city.pages_asked) == 3
    assert harvest.problem.reason is Reason.BUSY


def test_a_page_without_items_is_doubted_not_taken_as_read():
    harvest = poll(City(minutes_rows(1), page=b"<html><body>Zugriff verweigert</body></html>"))
    assert (harvest.state, harvest.items) == (FeedState.SUSPICIOUS, ())
    assert not harvest.cursor.mark("read")


def test_no_bytes_of_minutes_pages_are_kept_because_they_hold_names():
    harvest = poll(City(minutes_rows(2)))
    assert harvest.raw
    assert all("/dosys/" not in payload.url for payload in harvest.raw)


def test_nothing_is_said_to_have_vanished():
    assert poll(City(minutes_rows(1))).complete is False


def test_an_index_that_ends_before_its_total_is_suspicious_and_stays_due():
    class Cut(City):
        def get(self, url, *, access, validators=None):  # noqa: ARG002  # the protocol's signature
            answer = super().get(url, access=access)
            if MINUTES_SET in url and "offset=100" in url:
                return Fetched(url, url, 200, b'{"total_count": 230, "results": []}')
            return answer

    harvest = poll(Cut(minutes_rows(230)))
    assert (harvest.state, harvest.cursor.full_at) == (FeedState.SUSPICIOUS, "")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>Wartung</html>",
        b"[]",
        b"null",
        b'{"total_count": "x"}',
        b'{"message": "Unknown dataset"}',
        b"[" * 90_000,
    ],
)
def test_something_else_than_records_is_suspicious(body):
    class Broken(City):
        def get(self, url, *, access, validators=None):  # noqa: ARG002  # the protocol's signature
            return Fetched(url, url, 200, body)

    assert poll(Broken([])).state is FeedState.SUSPICIOUS


ROW = st.dictionaries(
    st.sampled_from(("datum", "gremium", "link", "ort")),
    st.none() | st.integers() | st.text(max_size=12) | st.just(link(3)),
    max_size=4,
)


@given(st.lists(ROW, max_size=4), st.binary(max_size=80))
def test_any_rows_and_pages_give_a_harvest_or_a_feed_error(rows, page):
    try:
        harvest = poll(City(rows, rows, page=page))
    except FeedError:
        return
    assert harvest.state in {FeedState.OK, FeedState.SUSPICIOUS}


@given(st.text(max_size=30), st.text(max_size=30))
def test_any_notes_in_a_cursor_are_borne(read, tries):
    cursor = Cursor(url=f"{DATA_HOST}/", full_at=read).with_marks(read=read, tries=tries)
    assert poll(City([]), cursor).state is FeedState.OK
