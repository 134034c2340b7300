"""Polling sources: harvest many side by side, store one after the other.

What a source told is stored in batches, the cursor in the transaction of the last one. A kill in between leaves the
old cursor and a run that says so; the next poll asks again, finds what is stored already and stores the rest. The same
bytes again store nothing but the run.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
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
from tracker.feeds.adapters import adapter_for
from tracker.feeds.config import FeedConfig
from tracker.feeds.exchange import Fetching
from tracker.feeds.failures import Doubt, SuspiciousError
from tracker.feeds.lanes import lane_of, side_by_side
from tracker.feeds.policy import next_poll, shown_state, state_after, wished_pause
from tracker.services import events, readings
from tracker.services.readings import Counts, Plan, Step, counted
from tracker.services.shelving import BATCH, Shelf, worked_out

due_feeds = council.due_feeds
"""Ids of the sources to poll now, longest waiting first."""

SUCCESS = frozenset({FeedState.OK, FeedState.UNCHANGED})


@dataclass(frozen=True, slots=True)
class Polled:
    """What came of one poll; `error` says what is wrong where the state is failing, gone or suspicious.

    `state` is that of this poll; `shown` that of the source, which is stale after three intervals without success.
    """

    feed: str
    state: FeedState
    counts: Counts = field(default_factory=Counts)
    error: FeedError | None = None
    shown: FeedState = FeedState.OK

    @property
    def failed(self) -> bool:
        """Whether nothing could be read."""
        return self.state in {FeedState.FAILING, FeedState.GONE}


@dataclass(frozen=True, slots=True)
class Kept:
    """Bytes of a source that lie in the file store now."""

    url: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Gathered:
    """What asking one source brought: a cleaned harvest, or why there is none."""

    feed: FeedConfig
    harvest: Harvest | FeedError
    kept: tuple[Kept, ...] = ()


def poll_feeds(
    engine: Engine,
    feeds: Iterable[FeedConfig],
    fetcher: Fetching,
    store: FileStore,
    *,
    now: datetime,
    adapter: Callable[[str], Adapter] = adapter_for,
) -> Iterator[Polled]:
    """Poll sources that `bodies.sync` has stored, side by side; each result as soon as it is stored.

    A source that fails is a result, not an exception. Raises NotFoundError for a source without a row.
    """
    wanted = list(feeds)
    with reading(engine) as session:
        asked = [(feed, Cursor.from_json(_row(session, feed.id).cursor)) for feed in wanted if not feed.paused]
    yield from (Polled(feed.id, FeedState.PAUSED, shown=FeedState.PAUSED) for feed in wanted if feed.paused)
    for gathered in ask(asked, fetcher, now, adapter=adapter, keep=lambda one: _kept(one, store)):
        yield _store(engine, gathered, now)


def ask(
    asked: Iterable[tuple[FeedConfig, Cursor]],
    fetcher: Fetching,
    now: datetime,
    *,
    adapter: Callable[[str], Adapter] = adapter_for,
    keep: Callable[[Gathered], Gathered] = lambda gathered: gathered,
) -> Iterator[Gathered]:
    """Ask sources side by side and give what each brought, as it comes; `keep` is done with it beside the others."""

    def gathered(one: tuple[FeedConfig, Cursor]) -> Gathered:
        feed, cursor = one
        try:
            return keep(Gathered(feed, readings.cleaned(adapter(feed.kind).poll(feed, fetcher, cursor, now))))
        except FeedError as error:
            return Gathered(feed, error)

    return side_by_side(asked, lambda one: lane_of(one[0].fetch_url(one[0].url)), gathered)


def _kept(gathered: Gathered, store: FileStore) -> Gathered:
    """The same with its bytes in the file store instead of in memory: should storing be killed, they harm nobody."""
    if isinstance(gathered.harvest, FeedError):
        return gathered
    kept = tuple(Kept(one.url, store.put(one.body), len(one.body)) for one in gathered.harvest.raw)
    return replace(gathered, harvest=replace(gathered.harvest, raw=()), kept=kept)


def _store(engine: Engine, gathered: Gathered, now: datetime) -> Polled:
    if isinstance(gathered.harvest, FeedError):
        with writing(engine) as session:
            return _store_failure(session, gathered.feed, gathered.harvest, now)
    storing = _Storing(gathered.feed, gathered.harvest, gathered.kept, now)
    while storing.polled is None:
        with suppress(_OvertakenError):
            storing.store(engine)
    return storing.polled


class _OvertakenError(Exception):
    """Somebody else stored something of this source since the plan was made."""


class _Storing:
    """One harvest on its way into the database; `polled` is set with the last commit."""

    def __init__(self, feed: FeedConfig, harvest: Harvest, kept: tuple[Kept, ...], now: datetime) -> None:
        self.feed, self.harvest, self.kept, self.now = feed, harvest, kept, now
        self.digest = _digest(harvest.items)
        self.run_id: int | None = None
        self.stored: list[Step] = []
        self.polled: Polled | None = None

    def store(self, engine: Engine) -> None:
        """Store what is not stored yet, batch by batch. Raises _OvertakenError: plan anew."""
        done = {step.item.identity for step in self.stored}
        with reading(engine) as session:
            plan = readings.plan(session, self.feed.id, self.harvest, done=done)
        starts = range(0, len(plan.steps), BATCH) or [0]
        for number, start in enumerate(starts):
            steps = plan.steps[start : start + BATCH]
            entries = worked_out(steps)
            with writing(engine) as session:
                row = _row(session, self.feed.id)
                if row.revision != plan.revision + number:
                    raise _OvertakenError
                row.revision += 1
                shelf = Shelf(session, row, self._run(session), self.now)
                shelf.put(entries)
                polled = self._finish(shelf, plan, (*self.stored, *steps)) if start == starts[-1] else None
                run_id = shelf.run.id
            self.run_id, self.polled = run_id, polled  # from here on it is committed
            self.stored += steps

    def _run(self, session: Session) -> models.FeedRun:
        """The row of this run. Until the last batch is stored it says that it was interrupted."""
        if self.run_id is not None:
            return session.get_one(models.FeedRun, self.run_id)
        interrupted = SuspiciousError(Doubt.INTERRUPTED, feed=self.feed.id, url=self.feed.url)
        run = models.FeedRun(
            feed_id=self.feed.id,
            started_at=self.now,
            finished_at=self.now,
            state=FeedState.SUSPICIOUS,
            error=str(interrupted),
        )
        session.add(run)
        session.flush()
        _note_payloads(session, run, self.kept)
        return run

    def _finish(self, shelf: Shelf, plan: Plan, steps: Iterable[Step]) -> Polled:
        """The end of the last transaction: marks and joins, the run's figures, the cursor, the event."""
        shelf.finish(plan)
        session, row, run, harvest = shelf.session, shelf.feed, shelf.run, self.harvest
        counts = counted(steps, fetched=harvest.fetched, vanished=len(plan.vanished))
        for name, value in asdict(counts).items():
            setattr(run, name, value)
        run.state, run.error = harvest.state, str(harvest.problem) if harvest.problem else ""
        row.cursor = harvest.cursor.to_json()
        row.state, row.failures = harvest.state, 0
        row.next_poll_at = next_poll(self.feed.id, self.feed.every, self.now, state=harvest.state)
        if harvest.state in SUCCESS and harvest.problem is None:  # a poll that read nothing on purpose proves nothing
            row.last_success = self.now
        _record(session, run, self.digest, self.now)
        return Polled(self.feed.id, harvest.state, counts, harvest.problem, _shown(session, row, self.now))


def _store_failure(session: Session, feed: FeedConfig, error: FeedError, now: datetime) -> Polled:
    row = _row(session, feed.id)
    row.state, row.failures = state_after(error), row.failures + 1
    row.next_poll_at = next_poll(
        feed.id, feed.every, now, state=row.state, failures=row.failures, retry_after=wished_pause(error, now)
    )
    run = models.FeedRun(feed_id=feed.id, started_at=now, finished_at=now, state=row.state, error=str(error))
    session.add(run)
    session.flush()
    _record(session, run, _digest(()), now)
    return Polled(feed.id, row.state, error=error, shown=_shown(session, row, now))


def _shown(session: Session, row: models.Feed, now: datetime) -> FeedState:
    return shown_state(row.state, row.last_success or council.first_attempt(session, row.id), row.every, now)


def _note_payloads(session: Session, run: models.FeedRun, kept: Iterable[Kept]) -> None:
    """Note which bytes came from where; those that are known stay with the run that brought them first."""
    for digest, one in {one.sha256: one for one in kept}.items():
        if council.payload(session, run.feed_id, digest) is None:
            session.add(
                models.RawPayload(
                    feed_id=run.feed_id,
                    run_id=run.id,
                    url=one.url,
                    sha256=digest,
                    size=one.size,
                    fetched_at=run.started_at,
                )
            )


def _digest(items: Iterable[CouncilItem]) -> str:
    """sha256 over the sorted pairs of identity and content hash."""
    pairs = sorted(f"{item.identity}\x1f{item.content_hash}" for item in items)
    return hashlib.sha256("\x1e".join(pairs).encode()).hexdigest()


def _record(session: Session, run: models.FeedRun, digest: str, now: datetime) -> None:
    """One event per run: its counts and the digest of what was read."""
    payload: dict[str, Any] = {
        "state": run.state.value,
        "fetched": run.fetched or 0,
        "new": run.new or 0,
        "changed": run.changed or 0,
        "unchanged": run.unchanged or 0,
        "vanished": run.vanished or 0,
        "digest": digest,
    }
    events.record(session, "feed.polled", f"feed:{run.feed_id}", payload, actor="system:poll", now=now)


def _row(session: Session, feed_id: str) -> models.Feed:
    row = session.get(models.Feed, feed_id)
    if row is None:
        raise NotFoundError(
            key("Die Quelle „{subject}“ steht nicht in feeds.yaml. Bitte dort eintragen."), subject=feed_id
        )
    return row
