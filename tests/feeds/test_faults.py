"""Whatever a server does, a poll ends in a named state with a German sentence, and nothing but FeedError comes out."""

import time
import tracemalloc
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from threading import Thread

import pytest

from tests import fault_server
from tests.fault_server import FaultServer
from tracker.domain.council import FeedState
from tracker.errors import FeedError
from tracker.feeds import policy
from tracker.feeds.adapter import Cursor, Harvest
from tracker.feeds.adapters import adapter_for
from tracker.feeds.config import FeedConfig
from tracker.feeds.connection import Limits
from tracker.feeds.exchange import Fetching, Validators
from tracker.feeds.fetch import Fetcher
from tracker.feeds.pace import Pacer
from tracker.wording import Wording

NOW = datetime(2026, 5, 6, 14, 0, tzinfo=UTC)
LIMITS = Limits(connect=2.0, read=0.4, total=1.2, body=2**20)


@dataclass(frozen=True)
class Outcome:
    """The state of the feed, why, and how many items came all the same."""

    state: FeedState
    reason: str = ""
    items: int = 0


OK, SUSPICIOUS, FAILING = FeedState.OK, FeedState.SUSPICIOUS, FeedState.FAILING

EXPECTED = {
    "good": Outcome(OK, items=10),
    "no-length": Outcome(OK, items=10),
    "chunked": Outcome(OK, items=10),
    "gzip": Outcome(OK, items=10),
    "deflate": Outcome(OK, items=10),
    "cut-plain": Outcome(FAILING, "cut_off"),
    "cut-chunked": Outcome(FAILING, "cut_off"),
    "cut-gzip": Outcome(FAILING, "cut_off"),
    "cut-xml": Outcome(SUSPICIOUS, "truncated", items=7),
    "short-length": Outcome(SUSPICIOUS, "truncated", items=9),
    "bad-chunk-size": Outcome(FAILING, "cut_off"),
    "gzip-bomb": Outcome(FAILING, "too_large"),
    "too-large": Outcome(FAILING, "too_large"),
    "double-gzip": Outcome(FAILING, "encoding"),
    "gzip-lie": Outcome(FAILING, "encoding"),
    "unknown-encoding": Outcome(FAILING, "encoding"),
    "undeclared-gzip": Outcome(SUSPICIOUS, "no_feed"),
    "html": Outcome(SUSPICIOUS, "html"),
    "firewall": Outcome(SUSPICIOUS, "html"),
    "empty": Outcome(SUSPICIOUS, "empty"),
    "blank": Outcome(SUSPICIOUS, "empty"),
    "json": Outcome(SUSPICIOUS, "no_feed"),
    "other-rdf": Outcome(SUSPICIOUS, "no_feed"),
    "no-content": Outcome(SUSPICIOUS, "empty"),
    "partial-content": Outcome(FAILING, "status"),
    "file-path": Outcome(SUSPICIOUS, "no_feed"),
    "no-entries": Outcome(SUSPICIOUS, "no_entries"),
    "few-entries": Outcome(SUSPICIOUS, "few_entries", items=4),
    "many-entries": Outcome(SUSPICIOUS, "many_entries", items=2000),
    "redirect": Outcome(OK, items=10),
    "moved": Outcome(OK, items=10),
    "redirect-loop": Outcome(FAILING, "redirects"),
    "redirect-ring": Outcome(FAILING, "redirects"),
    "redirect-ring-back": Outcome(FAILING, "redirects"),
    "redirect-chain": Outcome(FAILING, "redirects"),
    "redirect-nowhere": Outcome(FAILING, "status"),
    "redirect-to-file": Outcome(FAILING, "scheme"),
    "redirect-to-metadata": Outcome(FAILING, "private_address"),
    "redirect-to-mail-port": Outcome(FAILING, "port"),
    "not-modified-with-body": Outcome(FeedState.UNCHANGED),
    "gone": Outcome(FeedState.GONE, "gone"),
    "not-found": Outcome(FAILING, "not_found"),
    "forbidden": Outcome(FAILING, "forbidden"),
    "sign-in": Outcome(FAILING, "forbidden"),
    "too-many-requests": Outcome(FAILING, "busy"),
    "maintenance": Outcome(FAILING, "busy"),
    "bad-gateway": Outcome(FAILING, "busy"),
    "server-error": Outcome(FAILING, "status"),
    "latin-1-as-utf-8": Outcome(OK, items=1),
    "cp1252-as-latin-1": Outcome(OK, items=1),
    "utf-8-as-latin-1-header": Outcome(OK, items=1),
    "utf-16-without-mark": Outcome(OK, items=1),
    "utf-16": Outcome(OK, items=1),
    "byte-order-mark": Outcome(OK, items=10),
    "blank-lines-first": Outcome(OK, items=10),
    "utf-7": Outcome(SUSPICIOUS, "charset"),
    "control-characters": Outcome(OK, items=1),
    "bare-ampersands": Outcome(OK, items=1),
    "html-entities": Outcome(OK, items=1),
    "tags-in-title": Outcome(OK, items=1),
    "entity-bomb": Outcome(SUSPICIOUS, "entities"),
    "outside-entity": Outcome(SUSPICIOUS, "entities"),
    "elements-in-elements": Outcome(SUSPICIOUS, "convoluted"),
    "endless-attributes": Outcome(SUSPICIOUS, "convoluted"),
    "endless-namespaces": Outcome(SUSPICIOUS, "convoluted"),
    "open-comments": Outcome(SUSPICIOUS, "truncated", items=1),
    "open-sections": Outcome(SUSPICIOUS, "truncated", items=1),
    "open-tags-in-text": Outcome(OK, items=1),
    "netscape-doctype": Outcome(OK, items=1),
    "absurd-dates": Outcome(OK, items=6),
    "repeated-guids": Outcome(OK, items=10),
    "changing-guids": Outcome(OK, items=10),
    "no-guids": Outcome(OK, items=10),
    "bad-status-line": Outcome(FAILING, "broken_http"),
    "endless-header": Outcome(FAILING, "broken_http"),
    "many-headers": Outcome(FAILING, "broken_http"),
    "silent-close": Outcome(FAILING, "unreachable"),
    "mute": Outcome(FAILING, "timeout"),
    "slow-body": Outcome(FAILING, "timeout"),
    "slow-head": Outcome(FAILING, "timeout"),
    "reset": Outcome(FAILING, "unreachable"),
    "reset-midway": Outcome(FAILING, "cut_off"),
    "robots-forbids": Outcome(FAILING, "robots"),
    "robots-forbids-us": Outcome(FAILING, "robots"),
    "robots-forbids-others": Outcome(OK, items=10),
    "robots-fails": Outcome(FAILING, "robots_unreachable"),
    "robots-busy": Outcome(FAILING, "robots_unreachable"),
    "robots-html": Outcome(OK, items=10),
    "robots-huge": Outcome(OK, items=10),
    "robots-ring": Outcome(OK, items=10),
    "robots-cut": Outcome(FAILING, "robots_unreachable"),
    "robots-slow-down": Outcome(OK, items=10),
}
NEEDS_A_PAST = {"no-entries": 10, "few-entries": 10}


@pytest.fixture(scope="module")
def server() -> Iterator[FaultServer]:
    with fault_server.running() as running:
        yield running


@pytest.fixture
def fetcher(server: FaultServer) -> Fetcher:
    return Fetcher(
        limits=LIMITS,
        pacer=Pacer(gap=0, sleep=lambda _: None),
        resolve=lambda host, _: ["127.0.0.1"] if host.endswith(".example") else [host],
        trusted=frozenset({("127.0.0.1", server.port)}),
    )


def feed_of(server: FaultServer, mode: str) -> FeedConfig:
    url = server.url("good", f"{mode}.example") if mode in fault_server.ROBOTS else server.url(mode)
    return FeedConfig(id="ost-rat", body="ost", kind="rss", url=url)


def polled(feed: FeedConfig, fetcher: Fetching, cursor: Cursor | None = None) -> Harvest:
    return adapter_for("rss").poll(feed, fetcher, cursor or Cursor(), NOW)


def outcome_of(feed: FeedConfig, fetcher: Fetching, cursor: Cursor) -> tuple[Outcome, FeedError | None]:
    try:
        harvest = polled(feed, fetcher, cursor)
    except FeedError as error:
        return Outcome(policy.state_after(error), error.reason), error  # type: ignore[attr-defined]
    reason = harvest.problem.reason if harvest.problem else ""  # type: ignore[attr-defined]
    return Outcome(harvest.state, reason, len(harvest.items)), harvest.problem


def test_every_fault_has_its_expected_outcome_and_there_are_more_than_forty() -> None:
    assert set(EXPECTED) == set(fault_server.FAULTS)
    assert len(EXPECTED) >= 40


@pytest.mark.parametrize("mode", fault_server.FAULTS)
def test_a_fault_ends_in_a_named_state_with_a_german_sentence(mode: str, server: FaultServer, fetcher: Fetcher) -> None:
    feed = feed_of(server, mode)
    validators = Validators(etag='"alt"') if mode == "not-modified-with-body" else Validators()
    cursor = Cursor(url=feed.url, validators=validators, count=NEEDS_A_PAST.get(mode))
    began = time.monotonic()
    outcome, problem = outcome_of(feed, fetcher, cursor)
    assert outcome == EXPECTED[mode]
    assert time.monotonic() - began < 5
    assert (problem is None) == (outcome.state in {OK, FeedState.UNCHANGED})
    if problem is not None:
        sentence = Wording("de").error(problem)
        assert sentence.startswith("Quelle ost-rat: ")
        assert "{" not in sentence


def test_a_doubtful_answer_never_counts_as_complete_and_forgets_the_validators(
    server: FaultServer, fetcher: Fetcher
) -> None:
    for mode, expected in EXPECTED.items():
        if expected.state is SUSPICIOUS:
            feed = feed_of(server, mode)
            cursor = Cursor(url=feed.url, validators=Validators(etag='"alt"'), count=NEEDS_A_PAST.get(mode))
            harvest = polled(feed, fetcher, cursor)
            assert not harvest.complete, mode
            assert harvest.cursor.validators == Validators(), mode
            assert harvest.cursor.count == cursor.count, mode


def test_an_unchanged_feed_is_asked_for_with_its_validators_and_read_once(
    server: FaultServer, fetcher: Fetcher
) -> None:
    feed = feed_of(server, "good")
    first = polled(feed, fetcher)
    second = polled(feed, fetcher, first.cursor)
    assert (first.state, second.state) == (OK, FeedState.UNCHANGED)
    assert (second.items, second.complete, second.cursor) == ((), False, first.cursor)


def test_a_304_that_nobody_asked_for_is_a_fault(server: FaultServer, fetcher: Fetcher) -> None:
    outcome, _ = outcome_of(feed_of(server, "not-modified-with-body"), fetcher, Cursor())
    assert outcome == Outcome(FAILING, "status")


def test_a_short_list_is_believed_when_seen_for_the_third_time(server: FaultServer, fetcher: Fetcher) -> None:
    feed = feed_of(server, "few-entries")
    cursor, states = Cursor(url=feed.url, count=10), []
    for _ in range(4):
        harvest = polled(feed, fetcher, cursor)
        cursor = harvest.cursor
        states.append((harvest.state, harvest.complete))
    assert states == [(SUSPICIOUS, False), (SUSPICIOUS, False), (OK, True), (OK, True)]
    assert cursor.count == 4


def test_a_permanent_redirect_is_adopted_after_three_sightings(server: FaultServer, fetcher: Fetcher) -> None:
    feed = feed_of(server, "moved")
    cursor = Cursor()
    for _ in range(4):
        cursor = replace(polled(feed, fetcher, cursor).cursor, validators=Validators())
    paths = [r.path for r in server.log if r.path in {"/moved", "/good"}]
    assert paths[-7:] == ["/moved", "/good"] * 3 + ["/good"]


def test_a_repeated_guid_hides_nothing_and_a_changing_guid_keeps_the_address(
    server: FaultServer, fetcher: Fetcher
) -> None:
    repeated = polled(feed_of(server, "repeated-guids"), fetcher).items
    assert len({i.identity for i in repeated}) == 10
    feed = feed_of(server, "changing-guids")
    first, second = polled(feed, fetcher).items, polled(feed, fetcher).items
    assert {i.identity for i in first}.isdisjoint(i.identity for i in second)
    assert [i.url for i in first] == [i.url for i in second]


@pytest.mark.parametrize(
    ("mode", "title"),
    [
        ("latin-1-as-utf-8", "Straßenbäume für Übersee"),
        ("utf-8-as-latin-1-header", "Straßenbäume für Übersee"),
        ("utf-16-without-mark", "Straßenbäume für Übersee"),
        ("utf-16", "Straßenbäume für Übersee"),
        ("cp1252-as-latin-1", "Platz der „Eintracht“"),
        ("control-characters", "Schulhof öffnen"),
        ("bare-ampersands", "Bus & Bahn"),
        ("html-entities", "Bus und Bahn"),
        ("tags-in-title", "alert(1) Rad weg"),
    ],
)
def test_titles_survive_wrong_encodings_and_markup(
    mode: str, title: str, server: FaultServer, fetcher: Fetcher
) -> None:
    assert [i.title for i in polled(feed_of(server, mode), fetcher).items] == [title]


def test_a_bare_ampersand_leaves_the_address_intact(server: FaultServer, fetcher: Fetcher) -> None:
    (item,) = polled(feed_of(server, "bare-ampersands"), fetcher).items
    assert item.url == "https://ris.example/?id=1&copy=3"


def test_absurd_dates_become_no_date(server: FaultServer, fetcher: Fetcher) -> None:
    assert {i.item_date for i in polled(feed_of(server, "absurd-dates"), fetcher).items} == {None}


@pytest.mark.parametrize(("mode", "hours"), [("too-many-requests", 2), ("maintenance", 1)])
def test_retry_after_is_heeded_in_both_forms(mode: str, hours: int, server: FaultServer, fetcher: Fetcher) -> None:
    _, error = outcome_of(feed_of(server, mode), fetcher, Cursor())
    assert error is not None
    assert policy.wished_pause(error, NOW) == timedelta(hours=hours)


def test_a_bomb_costs_no_more_memory_than_the_cap(server: FaultServer, fetcher: Fetcher) -> None:
    fault_server.zeros_packed(1)
    tracemalloc.start()
    outcome_of(feed_of(server, "gzip-bomb"), fetcher, Cursor())
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 8 * 2**20


def test_a_hanging_source_does_not_hold_up_another(server: FaultServer, fetcher: Fetcher) -> None:
    hanging = replace(feed_of(server, "mute"), url=server.url("mute", "stumm.example"))
    thread = Thread(target=outcome_of, args=(hanging, fetcher, Cursor()))
    thread.start()
    began = time.monotonic()
    assert polled(feed_of(server, "good"), fetcher).state is OK
    assert time.monotonic() - began < 1
    thread.join()


def test_a_defect_in_an_adapter_leaves_as_a_feed_error(caplog: pytest.LogCaptureFixture) -> None:
    class Broken:
        def get(self, *_: object, **__: object) -> None:
            raise ZeroDivisionError

    feed = FeedConfig(id="ost-rat", body="ost", kind="rss", url="https://ris.musterstadt-ost.example/")
    with pytest.raises(FeedError, match="Fehler dieses Programms"):
        polled(feed, Broken())  # type: ignore[arg-type]
    assert "ZeroDivisionError" in caplog.text
