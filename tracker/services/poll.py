"""Polling a source: harvest first, then store everything that it means in one transaction, the cursor included.

A kill in between leaves the old cursor, so the next poll asks again and finds the same. The same bytes again store
nothing but the run.
"""

import hashlib
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from tracker.db import models
from tracker.db.files import FileStore
from tracker.db.queries import council
from tracker.db.session import reading, writing
from tracker.domain.council import CouncilItem, FeedState
from tracker.errors import FeedError, NotFoundError, key
from tracker.feeds.adapter import Adapter, Cursor, Harvest
from tracker.feeds.config import FeedConfig
from tracker.feeds.exchange import Fetching
from tracker.feeds.policy import next_poll, state_after, wished_pause
from tracker.services import events, readings
from tracker.services.readings import Counts

due_feeds = council.due_feeds
"""Ids of the sources to poll now, longest waiting first."""


@dataclass(frozen=True, slots=True)
class Polled:
    """What came of one poll; `error` says what is wrong where the state is failing, gone or suspicious."""

    feed: str
    state: FeedState
    counts: Counts = field(default_factory=Counts)
    error: FeedError | None = None


def poll_feed(
    engine: Engine, feed: FeedConfig, adapter: Adapter, fetcher: Fetching, store: FileStore, *, now: datetime
) -> Polled:
    """Poll one source that `bodies.sync` has stored. A source that fails is a result, not an exception.

    Raises NotFoundError for a source without a row.
    """
    if feed.paused:
        return Polled(feed.id, FeedState.PAUSED)
    with reading(engine) as session:
        cursor = Cursor.from_json(_row(session, feed.id).cursor)
    try:
        harvest = readings.cleaned(adapter.poll(feed, fetcher, cursor, now))
    except FeedError as error:
        with writing(engine) as session:
            return _store_failure(session, feed, error, now)
    for payload in harvest.raw:
        store.put(payload.body)
    with writing(engine) as session:
        return _store_harvest(session, feed, harvest, now)


def _store_harvest(session: Session, feed: FeedConfig, harvest: Harvest, now: datetime) -> Polled:
    row = _row(session, feed.id)
    run = models.FeedRun(feed_id=feed.id, started_at=now, finished_at=now, state=harvest.state)
    session.add(run)
    session.flush()
    counts = readings.store(session, row, run, harvest, now=now)
    for name, value in asdict(counts).items():
        setattr(run, name, value)
    run.error = str(harvest.problem) if harvest.problem else ""
    row.cursor = harvest.cursor.to_json()
    row.state, row.failures = harvest.state, 0
    row.next_poll_at = next_poll(feed.id, feed.every, now, state=harvest.state)
    if harvest.state in {FeedState.OK, FeedState.UNCHANGED}:
        row.last_success = now
    _record(session, run, harvest.items, now)
    return Polled(feed.id, harvest.state, counts, harvest.problem)


def _store_failure(session: Session, feed: FeedConfig, error: FeedError, now: datetime) -> Polled:
    row = _row(session, feed.id)
    row.state, row.failures = state_after(error), row.failures + 1
    row.next_poll_at = next_poll(
        feed.id, feed.every, now, state=row.state, failures=row.failures, retry_after=wished_pause(error, now)
    )
    run = models.FeedRun(feed_id=feed.id, started_at=now, finished_at=now, state=row.state, error=str(error))
    session.add(run)
    session.flush()
    _record(session, run, (), now)
    return Polled(feed.id, row.state, error=error)


def _record(session: Session, run: models.FeedRun, items: tuple[CouncilItem, ...], now: datetime) -> None:
    """One event per run: its counts and the sha256 over the sorted pairs of identity and content hash."""
    pairs = sorted(f"{item.identity}\x1f{item.content_hash}" for item in items)
    payload: dict[str, Any] = {
        "state": run.state.value,
        "fetched": run.fetched or 0,
        "new": run.new or 0,
        "changed": run.changed or 0,
        "unchanged": run.unchanged or 0,
        "vanished": run.vanished or 0,
        "digest": hashlib.sha256("\x1e".join(pairs).encode()).hexdigest(),
    }
    events.record(session, "feed.polled", f"feed:{run.feed_id}", payload, actor="system:poll", now=now)


def _row(session: Session, feed_id: str) -> models.Feed:
    row = session.get(models.Feed, feed_id)
    if row is None:
        raise NotFoundError(
            key("Die Quelle „{subject}“ steht nicht in feeds.yaml. Bitte dort eintragen."), subject=feed_id
        )
    return row
