"""Short mails to the people who work here. They follow from a role, and say so."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from tracker.db import models
from tracker.db.queries import users
from tracker.domain.person import Rank
from tracker.errors import key
from tracker.reporting import letter
from tracker.services import letters, outbox
from tracker.services.instance import Instance


@dataclass(frozen=True, slots=True)
class Told:
    """What is told: a subject, sentences and points, and the page and the words of the way on."""

    subject: str
    sentences: tuple[str, ...]
    points: tuple[str, ...] = ()
    onward: tuple[str, str] | None = None


def readers(session: Session, rank: Rank) -> Iterator[models.User]:
    """Everybody of that rank or above who can be written to."""
    return (user for user in users.with_address(session) if user.rank >= rank and user.disabled_at is None)


def queue_note(
    session: Session, instance: Instance, draft: tuple[str, str, models.User], told: Told, now: datetime
) -> None:
    """Put one mail into the outbox: kind, period and address make it unique."""
    kind, period, user = draft
    settings, wording = instance.settings, instance.wording
    note = letter.Note(
        site=settings.site.name,
        subject=told.subject,
        on=now.astimezone(instance.zone).date(),
        sentences=told.sentences,
        points=told.points,
        onward=told.onward,
        why=why(session, instance),
    )
    paper = letter.note(note, wording)
    outbox.queue(session, letters.drafted(kind, period, user.email or "", paper, settings=settings, now=now), now=now)


def why(session: Session, instance: Instance) -> str:
    """Why somebody who works here gets a mail without having subscribed, and who can end it."""
    return instance.wording.text(
        key(
            "Sie bekommen diese Mail, weil Sie bei {site} mitarbeiten. Möchten Sie keine mehr, sagen Sie es denen, "
            "die den Betrieb machen: {operators}."
        ),
        site=instance.settings.site.name,
        operators=", ".join(one.name for one in readers(session, Rank.OPERATOR)) or "–",
    )
