"""Telling the operators that a source has fallen silent: once for each silence, not every day anew."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from tracker.db.queries import council
from tracker.db.session import reading, writing
from tracker.domain.council import FeedState
from tracker.domain.person import Rank
from tracker.errors import key
from tracker.feeds.policy import is_stale
from tracker.services.instance import Instance
from tracker.services.notes import Told, queue_note, readers

SUBJECT = key("Quelle schweigt: {feed}")
SILENCE = key("Die Quelle {feed} ({body}) hat seit {since} nicht mehr geantwortet.")
MEND = key("Was nun nicht ankommt, fehlt auch im Bericht. „tracker poll {feed}“ sagt, woran es liegt.")


@dataclass(frozen=True, slots=True)
class Silent:
    """A source without success for three of its intervals, and since when."""

    feed: str
    body: str
    since: datetime


def silent_feeds(session: Session, now: datetime) -> list[Silent]:
    """Sources that should answer and do not, by id."""
    found = []
    for row in council.feeds(session):
        known_since = row.last_success or council.first_attempt(session, row.id)
        if row.state is not FeedState.PAUSED and known_since and is_stale(known_since, row.every, now):
            found.append(Silent(row.id, row.body.name, known_since))
    return found


def tell_operators(instance: Instance, *, now: datetime) -> list[Silent]:
    """Queue one mail per silent source and operator; the same silence is told once."""
    with reading(instance.engine) as session:
        silent = silent_feeds(session, now)
    wording = instance.wording
    with writing(instance.engine) as session:
        for one in silent:
            since = wording.moment(one.since.astimezone(instance.zone))
            told = Told(
                wording.text(SUBJECT, feed=one.feed),
                (
                    wording.text(SILENCE, feed=one.feed, body=one.body, since=since),
                    wording.text(MEND, feed=one.feed),
                ),
            )
            for user in readers(session, Rank.OPERATOR):
                period = f"{one.feed}:{one.since:%Y-%m-%dT%H:%M}"
                queue_note(session, instance, ("freshness", period, user), told, now)
    return silent
