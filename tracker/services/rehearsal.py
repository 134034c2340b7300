"""What a poll would store: the sources are asked and their answers compared, and nothing is carried out."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from tracker.db import models
from tracker.db.session import reading
from tracker.errors import FeedError
from tracker.feeds.adapter import Cursor
from tracker.feeds.changes import ChangeKind
from tracker.feeds.config import FeedConfig
from tracker.feeds.exchange import Fetching
from tracker.feeds.policy import state_after
from tracker.services import readings
from tracker.services.poll import Gathered, Polled, ask
from tracker.services.readings import counted


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """What a poll would come to; `new` and `changed` are the titles of those items, in the source's order."""

    polled: Polled
    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()


def rehearse(engine: Engine, feeds: Iterable[FeedConfig], fetcher: Fetching, *, now: datetime) -> Iterator[Rehearsed]:
    """Ask sources side by side as `poll_feeds` does, and store nothing; a source may be unknown to the database."""
    with reading(engine) as session:
        asked = [(feed, _cursor(session, feed)) for feed in feeds if not feed.paused]
    for gathered in ask(asked, fetcher, now):
        yield _rehearsed(engine, gathered)


def _cursor(session: Session, feed: FeedConfig) -> Cursor:
    row = session.get(models.Feed, feed.id)
    return Cursor.from_json(row.cursor if row else None)


def _rehearsed(engine: Engine, gathered: Gathered) -> Rehearsed:
    feed, harvest = gathered.feed, gathered.harvest
    if isinstance(harvest, FeedError):
        state = state_after(harvest)
        return Rehearsed(Polled(feed.id, state, error=harvest, shown=state))
    with reading(engine) as session:
        plan = readings.plan(session, feed.id, harvest)
    counts = counted(plan.steps, fetched=harvest.fetched, vanished=len(plan.vanished))
    titles = {kind: tuple(s.item.title for s in plan.steps if s.change.kind is kind) for kind in ChangeKind}
    polled = Polled(feed.id, harvest.state, counts, harvest.problem, harvest.state)
    return Rehearsed(polled, titles[ChangeKind.NEW], titles[ChangeKind.CHANGED])
