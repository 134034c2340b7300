"""Telling the operators that a source has fallen silent: once for each silence, not every day anew."""

from dataclasses import dataclass
from datetime import datetime
from email.utils import parseaddr

from markupsafe import escape
from sqlalchemy.orm import Session

from tracker.db import models
from tracker.db.queries import council, users
from tracker.db.session import reading, writing
from tracker.domain.council import FeedState
from tracker.domain.person import Rank
from tracker.errors import key
from tracker.feeds.policy import is_stale
from tracker.mail import Letter, compose, stable_message_id
from tracker.services import outbox
from tracker.services.instance import Instance
from tracker.services.outbox import Draft

SUBJECT = key("Quelle schweigt: {feed}")
TEXT = key(
    """\
Die Quelle {feed} ({body}) hat seit {since} nicht mehr geantwortet.

Was nun nicht ankommt, fehlt auch im Bericht. „tracker poll {feed}“ sagt, woran es liegt.

{site}
"""
)


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
    with writing(instance.engine) as session:
        for one in silent:
            for user in users.with_address(session):
                if user.rank is Rank.OPERATOR and user.disabled_at is None:
                    _queue(session, instance, one, user, now)
    return silent


def _queue(session: Session, instance: Instance, one: Silent, user: models.User, now: datetime) -> None:
    address = user.email or ""
    wording, sender = instance.wording, instance.settings.mail.sender
    values = {"feed": one.feed, "body": one.body, "site": instance.settings.site.name}
    text = wording.text(TEXT, since=wording.moment(one.since.astimezone(instance.zone)), **values)
    period = f"{one.feed}:{one.since:%Y-%m-%dT%H:%M}"
    message = compose(
        Letter(wording.text(SUBJECT, **values), text, _page(text), wording.language),
        sender=sender,
        recipient=address,
        message_id=stable_message_id(parseaddr(sender)[1].rpartition("@")[2], f"freshness:{period}", address),
        sent_at=now,
    )
    outbox.queue(session, Draft("freshness", period, address, message), now=now)


def _page(text: str) -> str:
    return "<!doctype html><html><body>" + "".join(f"<p>{escape(p)}</p>" for p in text.split("\n\n")) + "</body></html>"
