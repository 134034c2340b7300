"""Whole sources through the real service into a real database: many at once, recorded ones, an invented town."""

import json
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select

from tests import fault_server
from tests.factories import BODY, make_feeds_file
from tests.fault_server import entry, feed
from tracker.db import models
from tracker.db.session import reading, writing
from tracker.domain.council import FeedState, ItemKind
from tracker.feeds.config import FeedConfig, FeedsFile
from tracker.feeds.connection import Limits
from tracker.feeds.exchange import Fetched
from tracker.feeds.failures import FetchError, Reason
from tracker.feeds.fetch import Fetcher
from tracker.feeds.pace import Pacer
from tracker.services import bodies
from tracker.services.poll import poll_feeds

NOW = datetime(2026, 6, 1, tzinfo=UTC)
DATA = Path(__file__).parents[1] / "data/feeds/oparl"
SHARED = Path(__file__).parents[3] / "shared/data/council"
SNAPSHOTS = SHARED / "karlsruhe/feed_snapshots"
TOWN = SHARED / "huertgenwald"


SQLITE_ONLY = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)  # the others see invented sources


def listed(engine: Engine, *feeds: FeedConfig) -> tuple[FeedConfig, ...]:
    """The sources after feeds.yaml was brought into the database."""
    with writing(engine) as session:
        bodies.sync(session, FeedsFile(make_feeds_file().bodies, feeds), now=NOW)
    return feeds


def source(name: str, kind: str, url: str, **over) -> FeedConfig:
    return FeedConfig(name, BODY, kind, url, **over)


def rows(engine: Engine) -> dict[str, int]:
    """How many rows each table has."""
    with reading(engine) as session:
        return {
            table.name: session.scalar(select(func.count()).select_from(table))
            for table in models.Base.metadata.sorted_tables
        }


def kinds(engine: Engine) -> dict[ItemKind, int]:
    with reading(engine) as session:
        return dict(
            session.execute(select(models.CouncilItem.kind, func.count()).group_by(models.CouncilItem.kind)).all()
        )


class Answers:
    """The network's edge: a server played from memory, or from a folder of recorded answers."""

    def __init__(self, answers, folder=None, root=""):
        self.answers, self.folder, self.root = answers, folder, root

    def get(self, url, *, access, validators=None):  # noqa: ARG002  # the protocol's signature
        path = (
            self.folder / f"{url.removeprefix(self.root).replace('/', '__').replace('?', '_')}.json"
            if self.folder
            else None
        )
        if path and path.is_file():
            return Fetched(url, url, 200, path.read_bytes(), {"content-type": "application/json"})
        answer = self.answers.get(url)
        if answer is None and "modified_since=" in url:
            answer = {"data": [], "links": {}}
        if answer is None:
            raise FetchError(Reason.NOT_FOUND, feed=access.feed, url=url, status=404)
        body = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
        return Fetched(url, url, 200, body, {"content-type": "application/json"})


def poll(engine, feeds, fetcher, store, now=NOW):
    return {polled.feed: polled for polled in poll_feeds(engine, feeds, fetcher, store, now=now)}


@pytest.fixture
def server():
    with fault_server.running() as running:
        yield running


def fetcher_for(server, **over) -> Fetcher:
    return Fetcher(
        resolve=lambda *_: ["127.0.0.1"],
        trusted=frozenset({("127.0.0.1", server.port)}),
        **({"pacer": Pacer(gap=0)} | over),
    )


def test_a_source_that_hangs_keeps_no_other_waiting(engine, store, server):
    hanging = source("stumm", "rss", server.url("mute", "ris.stumm.example"))
    others = [source(f"ort-{n}", "rss", server.url("good", f"ris.ort{n}.example")) for n in range(20)]
    feeds = listed(engine, hanging, *others)
    fetcher = fetcher_for(server, limits=Limits(read=4.0, total=4.0))
    began, told = time.monotonic(), {}
    for polled in poll_feeds(engine, feeds, fetcher, store, now=NOW):
        told[polled.feed] = time.monotonic() - began
    alone = [told[feed.id] for feed in others]
    assert max(alone) < told["stumm"]
    assert told["stumm"] >= 4.0


def test_every_kind_of_trouble_at_once_leaves_every_source_in_its_own_state(engine, store, server):
    modes = ("good", "html", "gone", "server-error", "gzip-bomb", "cut-xml", "redirect-loop", "entity-bomb", "moved")
    feeds = listed(engine, *(source(mode, "rss", server.url(mode, f"{mode}.example")) for mode in modes))
    states = {name: polled.state.value for name, polled in poll(engine, feeds, fetcher_for(server), store).items()}
    assert states == {
        "good": "ok",
        "html": "suspicious",
        "gone": "gone",
        "server-error": "failing",
        "gzip-bomb": "failing",
        "cut-xml": "suspicious",
        "redirect-loop": "failing",
        "entity-bomb": "suspicious",
        "moved": "ok",
    }
    assert rows(engine)["council_item"] == 10 + 7 + 10
    assert rows(engine)["feed_run"] == len(modes)


def test_sources_of_one_domain_are_asked_one_after_the_other(engine, store, server):
    feeds = listed(engine, *(source(f"ort-{n}", "rss", server.url("good", f"ort{n}.rat.example")) for n in range(3)))
    began = time.monotonic()
    polled = poll(engine, feeds, fetcher_for(server, pacer=Pacer(gap=0.1)), store)
    assert {one.state for one in polled.values()} == {FeedState.OK}
    assert time.monotonic() - began >= 0.5  # robots.txt and the feed, three times


def test_an_invented_town_is_stored_whole_and_a_second_crawl_stores_but_its_run(engine, store):
    told = json.loads((DATA / "musterstadt-ost-1.0.json").read_text(encoding="utf-8"))
    expected = json.loads((DATA / "musterstadt-ost-1.0.expected.json").read_text(encoding="utf-8"))
    prefixes = tuple(told["feed"].get("fetch_prefix", {}).items())
    feeds = listed(engine, source("rat", "oparl", told["feed"]["url"], fetch_prefix=prefixes))
    _crawl_twice(engine, store, feeds, Answers(told["answers"]))
    counts = Counter(item["kind"] for item in expected)
    assert kinds(engine) == {ItemKind(kind): n for kind, n in counts.items() if kind != "deletion"}
    assert rows(engine)["tombstone"] == counts["deletion"]


@pytest.mark.shared
@pytest.mark.skipif(not TOWN.is_dir(), reason="the recorded answers of a real town are not beside this checkout")
@SQLITE_ONLY
def test_a_real_town_is_stored_whole_and_a_second_crawl_stores_but_its_run(engine, store):
    root = json.loads((TOWN / "system.json").read_text())["id"].removesuffix("system")
    feeds = listed(engine, source("rat", "oparl", f"{root}system"))
    _crawl_twice(engine, store, feeds, Answers({}, TOWN, root))
    assert kinds(engine) == {ItemKind.PAPER: 2097, ItemKind.MEETING: 346, ItemKind.AGENDA_ITEM: 5106}
    assert rows(engine)["tombstone"] == 39
    with reading(engine) as session:
        astray = select(func.count()).where(models.AgendaItem.meeting_id.is_(None))
        assert session.scalar(astray) == 0


def _crawl_twice(engine, store, feeds, answers):
    """Two full crawls, a week apart; the second one's run and event are all that it adds."""
    first = poll(engine, feeds, answers, store)["rat"]
    before = rows(engine)
    second = poll(engine, feeds, answers, store, now=NOW + timedelta(days=7))["rat"]
    added = {name: count - before[name] for name, count in rows(engine).items() if count != before[name]}
    assert (first.state, second.state) == (FeedState.OK, FeedState.OK)
    assert added == {"feed_run": 1, "event": 1}
    assert (second.counts.new, second.counts.changed, second.counts.vanished) == (0, 0, 0)
    assert second.counts.unchanged == first.counts.new + first.counts.vanished


def gone(engine: Engine) -> set[str]:
    with reading(engine) as session:
        return set(
            session.scalars(select(models.CouncilItem.identity).where(models.CouncilItem.gone_since.is_not(None)))
        )


def replay(engine, store, bodies_of_feed) -> Counter[str]:
    """Poll these states of one feed after each other; new, changed, and what came back."""
    feeds = listed(engine, source("rat", "rss", "https://ris.ost.example/feed"))
    counts: Counter[str] = Counter()
    for n, body in enumerate(bodies_of_feed):
        away = gone(engine)
        polled = poll(engine, feeds, Answers({feeds[0].url: body}), store, now=NOW + n * timedelta(hours=12))["rat"]
        assert polled.state is FeedState.OK
        done = polled.counts
        counts += Counter(new=done.new, changed=done.changed, read=done.new + done.changed + done.unchanged)
        counts["back"] += len(away - gone(engine))
    return counts


DECIDED = entry(2).replace("Rat der Stadt", "Rat der Stadt&lt;br&gt;Ergebnis: einstimmig beschlossen")


def test_a_feed_that_drops_returns_and_decides_is_stored_without_loss(engine, store):
    states = [feed(entry(1), entry(2)), feed(entry(1)), feed(entry(1), entry(2)), feed(DECIDED, entry(3))]
    counts = replay(engine, store, [state.encode() for state in states])
    assert counts == Counter(new=3, changed=1, back=1, read=7)
    assert rows(engine)["item_version"] == 3 + 1


@pytest.mark.shared
@pytest.mark.skipif(not SNAPSHOTS.is_dir(), reason="the recorded snapshots of a real feed are not beside this checkout")
@SQLITE_ONLY
def test_sixty_states_of_a_real_feed_are_stored_without_loss(engine, store):
    states = [path.read_bytes() for path in sorted(SNAPSHOTS.glob("*.xml"))]
    counts = replay(engine, store, states)
    assert counts == Counter(new=138, changed=51, back=50, read=60 * 50)
    stored = rows(engine)
    assert (stored["council_item"], stored["item_version"], stored["feed_run"]) == (138, 138 + 51, 60)
