"""The first page: how things stand, how well we know it, what changed lately, and whether anybody looks after it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from tracker.db.queries import news
from tracker.domain.assessment import CheckFinding, KnowledgeState, Outcome
from tracker.domain.council import FeedState
from tracker.domain.tally import Tally
from tracker.feeds.policy import shown_state
from tracker.services.readers import tallies
from tracker.services.readers.catalogue import Catalogue
from tracker.services.readers.entry import Entry

NEWS = 8
UNATTENDED = timedelta(days=60)
"""After two monthly rounds without any act of a person the first page says that nobody looks after it."""

What = Literal["rated", "evidence", "looked", "corrected", "replied", "accepted"]


@dataclass(frozen=True, slots=True)
class News:
    """One thing that was recorded of a promise; of `outcome`, `finding` and `text` the one that it is about is set."""

    on: date
    what: What
    entry: Entry
    outcome: Outcome | None = None
    finding: CheckFinding | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Freshness:
    """How a source is doing."""

    feed: str
    place: str
    state: FeedState
    last_success: datetime | None

    @property
    def seeing(self) -> bool:
        """Whether we see the council through it."""
        return self.state in {FeedState.OK, FeedState.UNCHANGED}


@dataclass(frozen=True, slots=True)
class Looked:
    """How many promises somebody looked at, ever and since a day, of how many."""

    ever: int
    recently: int
    since: date
    total: int


@dataclass(frozen=True, slots=True)
class Front:
    """The first page. `unattended` is the day of the last act of a person, where that is long ago."""

    whole: Tally
    looked: Looked
    news: tuple[News, ...]
    feeds: tuple[Freshness, ...]
    unattended: date | None


def front(session: Session, catalogue: Catalogue, zone: ZoneInfo, now: datetime, stale_days: int) -> Front:
    """The first page as of now; looks older than `stale_days` no longer count as recent."""
    return Front(
        whole=tallies.whole(catalogue.entries),
        looked=looked(catalogue, stale_days),
        news=lately(session, catalogue, zone),
        feeds=freshness(session, now, zone),
        unattended=unattended_since(session, now, zone),
    )


def looked(catalogue: Catalogue, stale_days: int) -> Looked:
    """Who looked at how much, and how long ago."""
    since = catalogue.day - timedelta(days=stale_days)
    known = [one.knowledge for one in catalogue.entries if one.knowledge.state is not KnowledgeState.NEVER_CHECKED]
    recently = sum(one.on is not None and one.on >= since for one in known)
    return Looked(len(known), recently, since, len(catalogue.entries))


def lately(session: Session, catalogue: Catalogue, zone: ZoneInfo, limit: int = NEWS) -> tuple[News, ...]:
    """What was recorded last, of all kinds, the newest first."""
    entries = {one.id: one for one in catalogue.entries}
    found = [one for one in _told(session, entries, zone, limit) if one.on <= catalogue.day]
    accepted = sorted(catalogue.entries, key=lambda one: one.accepted, reverse=True)[:limit]
    found += [News(one.accepted, "accepted", one) for one in accepted]
    return tuple(sorted(found, key=lambda one: one.on, reverse=True)[:limit])


def _told(session: Session, entries: dict[str, Entry], zone: ZoneInfo, limit: int) -> Iterator[News]:
    told: tuple[tuple[str, datetime, dict[str, Any]], ...] = (
        *((one, at, {"what": "rated", "outcome": outcome}) for one, at, outcome in news.rated(session, limit)),
        *((one, at, {"what": "evidence", "text": title}) for one, at, title in news.evidence(session, limit)),
        *((one, at, {"what": "looked", "finding": finding}) for one, at, finding in news.looked(session, limit)),
        *((one, at, {"what": "corrected", "text": text}) for one, at, text, *_ in news.corrected(session, limit)),
        *((one, at, {"what": "replied"}) for one, at in news.replied(session, limit)),
    )
    for one, at, said in told:
        if one in entries:
            yield News(at.astimezone(zone).date(), entry=entries[one], **said)


def freshness(session: Session, now: datetime, zone: ZoneInfo) -> tuple[Freshness, ...]:
    """How every source is doing; one without success for three intervals is stale, whatever its last poll said."""
    tried = news.first_attempts(session)
    return tuple(
        Freshness(
            row.id,
            row.body.name,
            shown_state(row.state, row.last_success or tried.get(row.id), row.every, now),
            row.last_success.astimezone(zone) if row.last_success else None,
        )
        for row in news.feeds(session)
    )


def unattended_since(session: Session, now: datetime, zone: ZoneInfo) -> date | None:
    """The day of the last act of a person, where nobody has done anything for long; None where all is well."""
    last = news.last_act(session)
    if last is None:
        return None
    at = datetime.fromisoformat(last)
    return at.astimezone(zone).date() if now - at > UNATTENDED else None
