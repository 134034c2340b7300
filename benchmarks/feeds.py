"""How fast feeds are read and polled, and whether a recorded feed replays exactly.

    python -m benchmarks.feeds [--snapshots DIR]

Prints three tables. Polling: 200 feeds of 50 entries under 200 invented host names, which a resolver of our own sends
to one server on loopback; robots.txt, pace and limits as in real life, so most of the time is good manners. Reading:
the same bytes through `rss.read` alone, beside feedparser alone. Replay: successive snapshots of one feed.
"""

import argparse
import io
import resource
import sys
import time
from collections import Counter
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import feedparser

from tests import fault_server
from tracker.feeds.adapter import Cursor, Harvest
from tracker.feeds.adapters import adapter_for
from tracker.feeds.changes import Known, compare
from tracker.feeds.config import FeedConfig
from tracker.feeds.exchange import Fetched
from tracker.feeds.fetch import Fetcher
from tracker.feeds.identity import canonical_url, match_known
from tracker.feeds.rss import read

NOW = datetime(2026, 6, 1, tzinfo=UTC)
FEEDS, ENTRIES, WORKERS = 200, 50, 16
SNAPSHOTS = Path(__file__).parents[2] / "shared" / "data" / "council" / "karlsruhe" / "feed_snapshots"


def row(name: str, value: float, unit: str) -> None:
    """One line of a table."""
    print(f"  {name:<34}{value:>12,.1f} {unit}")


def polling(body: bytes) -> None:
    """200 feeds at once, as a service would poll them."""
    fault_server.ANSWERS["good"] = fault_server.whole(body)
    with fault_server.running() as server:
        fetcher = Fetcher(resolve=lambda *_: ["127.0.0.1"], trusted=frozenset({("127.0.0.1", server.port)}))

        def poll(n: int) -> Harvest:
            feed = FeedConfig(f"ort-{n}", "ort", "rss", server.url("good", f"ris.ort{n}.example"))
            return adapter_for("rss").poll(feed, fetcher, Cursor(), NOW)

        began, worked = time.perf_counter(), time.process_time()
        with ThreadPoolExecutor(WORKERS) as pool:
            harvests = list(pool.map(poll, range(FEEDS)))
        wall, cpu = time.perf_counter() - began, time.process_time() - worked
    assert all(harvest.complete and len(harvest.items) == ENTRIES for harvest in harvests)
    print(f"Polling {FEEDS} feeds of {ENTRIES} entries, {WORKERS} at a time")
    row("until all are read", wall, "s")
    row("of it computing (server included)", cpu, "s")
    row("memory at its highest", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, "MB")


def reading(bodies: list[bytes]) -> None:
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


def replaying(bodies: Iterable[bytes]) -> None:
    """What a feed's history comes to."""
    known: dict[str, Known] = {}
    counts: Counter[str] = Counter()
    began = time.process_time()
    for body in bodies:
        reading = read(Fetched("https://ris.example/", "https://ris.example/", 200, body), NOW)
        seen = set()
        for found in match_known(reading.items, known.values()):
            change = compare(found.known, found.item)
            name = found.known.identity if found.known else found.item.identity
            known[name] = replace(Known.of(change.item, url=canonical_url(change.item.url)), identity=name)
            seen.add(name)
            counts[change.kind] += 1
            counts["silent returns"] += change.returned
        for name in known.keys() - seen if reading.whole else ():
            counts["vanished"] += not known[name].gone
            known[name] = replace(known[name], gone=True)
        counts["states"] += 1
        counts["readings"] += reading.count
    print(f"Replay of {counts['states']} recorded states")
    for name, count in (("entries", len(known)), *((n, counts[n]) for n in ("silent returns", "changed", "vanished"))):
        row(name, count, "")
    row("readings decided", counts["readings"] / (time.process_time() - began), "entries/s")


def main() -> int:
    """Run all three."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--snapshots", type=Path, default=SNAPSHOTS)
    snapshots = [path.read_bytes() for path in sorted(parser.parse_args().snapshots.glob("*.xml"))]
    invented = fault_server.good(ENTRIES)
    polling(invented)
    reading([invented] * FEEDS)
    if snapshots:
        reading(snapshots)
        replaying(snapshots)
    else:
        print("No recorded snapshots here: replay left out.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
