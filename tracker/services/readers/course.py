"""How the promises of a municipality stood from day to day, as it was recorded: the same on every later day."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date
from zoneinfo import ZoneInfo

from tracker.db.queries.readers import Rows
from tracker.domain.assessment import Outcome
from tracker.domain.tally import Step

Change = tuple[date, int, Outcome]
"""A day, a promise, and the outcome that stood from then on."""


def steps(promises: Rows, published: Rows, zone: ZoneInfo) -> dict[str, tuple[Step, ...]]:
    """One step for each day on which something changed, by municipality.

    A promise counts from the day on which a person accepted it; a rating from the day on which it was published.
    """
    place = {row.id: row.body_key for row in promises}
    accepted = {row.id: row.decided_at.astimezone(zone).date() for row in promises}
    changes: defaultdict[str, list[Change]] = defaultdict(list)
    for row in promises:
        changes[row.body_key].append((accepted[row.id], row.id, Outcome.NOT_YET_RATED))
    best: dict[int, tuple[date, int]] = {}
    for row in published:
        rank = (row.effective, row.id)
        if rank >= best.get(row.promise_id, rank):
            best[row.promise_id] = rank
            day = max(row.published_at.astimezone(zone).date(), accepted[row.promise_id])
            changes[place[row.promise_id]].append((day, row.promise_id, row.outcome))
    return {key: tuple(_folded(found)) for key, found in changes.items()}


def _folded(changes: Iterable[Change]) -> Iterable[Step]:
    """Changes summed up day by day; of two on one day the later one given counts."""
    stands: dict[int, Outcome] = {}
    counts: Counter[Outcome] = Counter()
    by_day: defaultdict[date, list[Change]] = defaultdict(list)
    for change in changes:
        by_day[change[0]].append(change)
    for day in sorted(by_day):
        for _, promise, outcome in by_day[day]:
            if promise in stands:
                counts[stands[promise]] -= 1
            stands[promise] = outcome
            counts[outcome] += 1
        yield Step(day, tuple((o, counts[o]) for o in Outcome if counts[o]))
