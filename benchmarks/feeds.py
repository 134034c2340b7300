"""How fast feeds are polled, read and stored, and whether a recorded feed replays exactly.

    python -m benchmarks.feeds [--snapshots DIR]

Polling: 200 feeds of 50 entries under 200 invented host names, which a resolver of our own sends to one server on
loopback, through the real service into SQLite; robots.txt, pace and limits as in real life, so most of the time is good
manners. Then the same with a source that hangs. Storing: the same bytes read and stored without a network. First crawl:
50,000 items of one source, and how long another writer ever waits meanwhile. Reading: `rss.read` alone, beside
feedparser alone. Replay: successive snapshots of one feed through the service.
"""

import argparse
import io
import resource
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import feedparser
from sqlalchemy import Engine, func, select

from tests import fault_server
from tests.factories import BODY, ScriptedAdapter, make_feeds_file, make_harvest, make_item, poll_feed
from tracker.db import models
from tracker.db.files import FileStore
from tracker.db.schema import upgrade
from tracker.db.session import open_engine, reading, writing
from tracker.domain.council import ItemKind
from tracker.feeds.config import FeedConfig, FeedsFile
from tracker.feeds.connection import Limits
from tracker.feeds.exchange import Fetched
from tracker.feeds.fetch import Fetcher
from tracker.feeds.rss import read
from tracker.services import bodies, events
from tracker.services.poll import poll_feeds
from tracker.settings import shipped

NOW = datetime(2026, 6, 1, tzinfo=UTC)
FEEDS, ENTRIES, CROWD, HANG = 200, 50, 50_000, 8.0
SNAPSHOTS = Path(__file__).parents[2] / "shared" / "data" / "council" / "karlsruhe" / "feed_snapshots"


@dataclass(frozen=True)
class Ground:
    """A fresh SQLite database and file store."""

    engine: Engine
    store: FileStore

    def listed(self, *feeds: FeedConfig) -> tuple[FeedConfig, ...]:
        """These sources, known to the database."""
        with writing(self.engine) as session:
            bodies.sync(session, FeedsFile(make_feeds_file().bodies, feeds), now=NOW)
        return feeds

    def items(self) -> int:
        """How many items are stored."""
        with reading(self.engine) as session:
            return session.scalar(select(func.count()).select_from(models.CouncilItem)) or 0


@contextmanager
def ground() -> Iterator[Ground]:
    """An empty instance in a folder of its own."""
    with tempfile.TemporaryDirectory() as folder:
        engine = open_engine(f"sqlite:///{folder}/tracker.sqlite")
        upgrade(engine, shipped("alembic"))
        yield Ground(engine, FileStore(Path(folder) / "files"))
        engine.dispose()


class Recorded:
    """The network's edge: answers by address, without any network."""

    def __init__(self, answers: dict[str, bytes]) -> None:
        self.answers = answers

    def get(self, url: str, **_options: object) -> Fetched:
        """The answer."""
        return Fetched(url, url, 200, self.answers[url])


def memory() -> float:
    """The most memory that this process ever had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def row(name: str, value: float, unit: str) -> None:
    """One line of a table."""
    print(f"  {name:<34}{value:>12,.1f} {unit}")


def polling(body: bytes, *, hanging: int = 0) -> None:
    """200 feeds at once through the service, with some more that never answer."""
    fault_server.ANSWERS["good"] = fault_server.whole(body)
    with fault_server.running() as server, ground() as place:
        fetcher = Fetcher(
            limits=Limits(read=HANG, total=HANG),
            resolve=lambda *_: ["127.0.0.1"],
            trusted=frozenset({("127.0.0.1", server.port)}),
        )
        silent = (
            FeedConfig(f"stumm-{n}", BODY, "rss", server.url("mute", f"ris.stumm{n}.example")) for n in range(hanging)
        )
        healthy = (FeedConfig(f"ort-{n}", BODY, "rss", server.url("good", f"ris.ort{n}.example")) for n in range(FEEDS))
        feeds = place.listed(*silent, *healthy)
        began, worked, answered = time.perf_counter(), time.process_time(), 0.0
        for polled in poll_feeds(place.engine, feeds, fetcher, place.store, now=NOW):
            if not polled.failed:
                answered = time.perf_counter() - began
        cpu = time.process_time() - worked
        assert place.items() == FEEDS * ENTRIES
    print(f"Polling and storing {FEEDS} feeds of {ENTRIES} entries, and {hanging} that hang for {HANG:.0f} s")
    row("until all others are stored", answered, "s")
    row("of it computing (server included)", cpu, "s")
    row("memory at its highest", memory(), "MB")


def storing(body: bytes) -> None:
    """Reading and storing alone: what one core does."""
    with ground() as place:
        feeds = place.listed(
            *(FeedConfig(f"ort-{n}", BODY, "rss", f"https://ris.ort{n}.example/") for n in range(FEEDS))
        )
        fetcher = Recorded({feed.url: body for feed in feeds})
        print(f"Reading and storing {FEEDS} feeds of {ENTRIES} entries, without network")
        for name, now in (("first poll", NOW), ("second poll, nothing new", NOW + timedelta(hours=6))):
            began, worked = time.perf_counter(), time.process_time()
            for _ in poll_feeds(place.engine, feeds, fetcher, place.store, now=now):
                pass
            wall, cpu = time.perf_counter() - began, time.process_time() - worked
            row(name, FEEDS * ENTRIES / cpu, f"entries/s and core ({wall:.1f} s)")


def crawling() -> None:
    """A first crawl of a whole city, while somebody else wants to write."""
    items = [
        make_item(
            kind=ItemKind.AGENDA_ITEM,
            identity=f"https://rat.example/top/{n}",
            url=f"https://rat.example/top/{n}",
            title=f"Radweg an der Lindenallee, Abschnitt {n}",
            reference=f"{n}/2026",
            result=("einstimmig beschlossen", "vertagt", f"{n % 40} Ja, {n % 7} Nein")[n % 3],
            organization=f"Ausschuss {n % 20}",
        )
        for n in range(CROWD)
    ]
    with ground() as place:
        (feed,) = place.listed(FeedConfig("rat", BODY, "oparl", "https://rat.example/oparl"))
        over, waits = threading.Event(), []

        def write() -> None:
            while not over.wait(0.05):
                began = time.perf_counter()
                with writing(place.engine) as session:
                    waits.append(time.perf_counter() - began)
                    events.record(session, "bench.waited", "bench:1", {}, actor="system:bench", now=NOW)

        other = threading.Thread(target=write)
        other.start()
        began = time.perf_counter()
        poll_feed(place.engine, feed, ScriptedAdapter(make_harvest(*items)), place.store, now=NOW)
        wall = time.perf_counter() - began
        over.set()
        other.join()
        assert place.items() == CROWD
    print(f"First crawl of {CROWD:,} items, with another writer every 50 ms")
    row("until all are stored", wall, "s")
    row("items stored", CROWD / wall, "items/s")
    row("the longest that the other waited", max(waits), f"s (of {len(waits)} times)")
    row("memory at its highest", memory(), "MB")


def parsing(bodies: list[bytes]) -> None:
    """Entries per second and core, from bytes to council items."""
    began = time.process_time()
    entries = sum(
        read(Fetched("https://ris.example/", "https://ris.example/", 200, body), NOW).count for body in bodies
    )
    ours = time.process_time() - began
    began = time.process_time()
    for body in bodies:
        feedparser.parse(io.BytesIO(body))  # noqa: TID251  # the yardstick, with bytes from memory
    print(f"Reading {entries:,} entries, one core")
    row("ours, bytes to items", entries / ours, "entries/s")
    row("feedparser alone, its defaults", entries / (time.process_time() - began), "entries/s")


def replaying(states: list[bytes]) -> None:
    """What a feed's history comes to in the database."""
    counts: Counter[str] = Counter()
    with ground() as place:
        (feed,) = place.listed(FeedConfig("rat", BODY, "rss", "https://ris.example/feed"))
        seconds = 0.0
        for n, body in enumerate(states):
            away = _gone(place.engine)
            fetcher, began = Recorded({feed.url: body}), time.process_time()
            (polled,) = poll_feeds(place.engine, [feed], fetcher, place.store, now=NOW + n * timedelta(hours=12))
            seconds += time.process_time() - began
            done = polled.counts
            counts += Counter(new=done.new, changed=done.changed, readings=done.new + done.changed + done.unchanged)
            counts["silent returns"] += len(away - _gone(place.engine))
        items = place.items()
    print(f"Replay of {len(states)} recorded states through the service")
    row("entries", items, "")
    for name in ("silent returns", "changed"):
        row(name, counts[name], "")
    row("readings stored", counts["readings"] / seconds, "entries/s and core")


def _gone(engine: Engine) -> set[int]:
    with reading(engine) as session:
        return set(session.scalars(select(models.CouncilItem.id).where(models.CouncilItem.gone_since.is_not(None))))


def main() -> int:
    """Run all of them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--snapshots", type=Path, default=SNAPSHOTS)
    snapshots = [path.read_bytes() for path in sorted(parser.parse_args().snapshots.glob("*.xml"))]
    invented = fault_server.good(ENTRIES)
    polling(invented)
    polling(invented, hanging=1)
    storing(invented)
    parsing([invented] * FEEDS)
    if snapshots:
        parsing(snapshots)
        replaying(snapshots)
    else:
        print("No recorded snapshots here: replay left out.")
    crawling()
    return 0


if __name__ == "__main__":
    sys.exit(main())
