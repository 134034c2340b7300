"""Short plain mails to the people who work here."""

from collections.abc import Iterator
from datetime import datetime
from email.utils import parseaddr

from markupsafe import escape
from sqlalchemy.orm import Session

from tracker.db import models
from tracker.db.queries import users
from tracker.domain.person import Rank
from tracker.mail import Letter, compose, stable_message_id
from tracker.services import outbox
from tracker.services.instance import Instance
from tracker.services.outbox import Draft


def readers(session: Session, rank: Rank) -> Iterator[models.User]:
    """Everybody of that rank or above who can be written to."""
    return (user for user in users.with_address(session) if user.rank >= rank and user.disabled_at is None)


def queue_note(
    session: Session, instance: Instance, draft: tuple[str, str, str], letter: tuple[str, str], now: datetime
) -> None:
    """Put one mail into the outbox: kind, period and address make it unique; a letter is subject and text."""
    (kind, period, address), (subject, text) = draft, letter
    sender = instance.settings.mail.sender
    message = compose(
        Letter(subject, text, _page(text), instance.wording.language),
        sender=sender,
        recipient=address,
        message_id=stable_message_id(parseaddr(sender)[1].rpartition("@")[2], f"{kind}:{period}", address),
        sent_at=now,
    )
    outbox.queue(session, Draft(kind, period, address, message), now=now)


def _page(text: str) -> str:
    return "<!doctype html><html><body>" + "".join(f"<p>{escape(p)}</p>" for p in text.split("\n\n")) + "</body></html>"
