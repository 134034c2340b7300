"""Successive states of a feed: everything once, returns silent, changes seen, nothing lost."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.fault_server import entry, feed
from tracker.feeds.changes import Change, ChangeKind, Known, compare
from tracker.feeds.exchange import Fetched
from tracker.feeds.identity import canonical_url, match_known
from tracker.feeds.rss import read

NOW = datetime(2026, 6, 1, tzinfo=UTC)
SNAPSHOTS = Path(__file__).parents[3] / "shared" / "data" / "council" / "karlsruhe" / "feed_snapshots"


@dataclass
class Memory:
    """What a store keeps of a feed, as little as the decisions need."""

    known: dict[str, Known] = field(default_factory=dict)
    versions: Counter[str] = field(default_factory=Counter)

    def poll(self, body: bytes) -> list[Change]:
        reading = read(Fetched("https://ris.ost.example/", "https://ris.ost.example/", 200, body), NOW)
        changes, seen = [], set()
        for found in match_known(reading.items, self.known.values()):
            change = compare(found.known, found.item)
            name = found.known.identity if found.known else found.item.identity
            stored = Known.of(change.item, url=canonical_url(change.item.url))
            aliases = {*(found.known.aliases if found.known else ()), found.item.identity} - {name}
            self.known[name] = replace(stored, identity=name, aliases=tuple(sorted(aliases)))
            self.versions[name] += change.kind in {ChangeKind.NEW, ChangeKind.CHANGED}
            seen.add(name)
            changes.append(change)
        if reading.whole:
            for name in self.known.keys() - seen:
                self.known[name] = replace(self.known[name], gone=True)
        return changes


def replay(bodies: Iterable[bytes]) -> tuple[Memory, Counter[str]]:
    memory, counts = Memory(), Counter[str]()
    for body in bodies:
        for change in memory.poll(body):
            counts[change.kind] += 1
            counts["back"] += change.returned
    return memory, counts


def state(*entries: str, stamp: int = 0) -> bytes:
    return feed(f"<lastBuildDate>{stamp}</lastBuildDate>", *entries).encode()


DECIDED = entry(2).replace("Rat der Stadt", "Rat der Stadt&lt;br&gt;Ergebnis: einstimmig beschlossen")


@pytest.mark.parametrize(
    ("name", "states", "expected"),
    [
        ("the same bytes", [state(entry(1)), state(entry(1))], {"new": 1, "unchanged": 1}),
        ("another feed date", [state(entry(1)), state(entry(1), stamp=9)], {"new": 1, "unchanged": 1}),
        ("another order", [state(entry(1), entry(2)), state(entry(2), entry(1))], {"new": 2, "unchanged": 2}),
        (
            "a window that moves",
            [state(entry(1)), state(entry(2)), state(entry(1))],
            {"new": 2, "returned": 1, "back": 1},
        ),
        ("a result", [state(entry(2)), state(DECIDED)], {"new": 1, "changed": 1}),
        ("a result on return", [state(entry(2)), state(entry(1)), state(DECIDED)], {"new": 2, "changed": 1, "back": 1}),
        (
            "another guid",
            [state(entry(1)), state(entry(1, guid="neu")), state(entry(1, guid="neu"))],
            {"new": 1, "unchanged": 2},
        ),
        (
            "a withdrawal",
            [state(entry(1)), *[state(entry(1, "- abgesetzt -"))] * 3],
            {"new": 1, "changed": 1, "unchanged": 2},
        ),
        (
            "a cut answer",
            [state(entry(1), entry(2)), state(entry(1), entry(2))[:-250], state(entry(2))],
            {"new": 2, "unchanged": 2},
        ),
    ],
)
def test_invented_histories(name: str, states: list[bytes], expected: dict[str, int]) -> None:
    _, counts = replay(states)
    assert +counts == Counter(expected)


@pytest.mark.shared
@pytest.mark.skipif(not SNAPSHOTS.is_dir(), reason="the recorded snapshots of a real feed are not beside this checkout")
def test_sixty_states_of_a_real_feed() -> None:
    bodies = [path.read_bytes() for path in sorted(SNAPSHOTS.glob("*.xml"))]
    memory, counts = replay(bodies)
    assert len(bodies) == 60
    assert len(memory.known) == counts["new"] == 138
    assert counts["back"] == 50
    assert counts["changed"] == 51
    assert sum(counts.values()) - counts["back"] == 60 * 50
    assert sum(memory.versions.values()) == 138 + 51
