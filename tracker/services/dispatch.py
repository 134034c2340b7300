"""The outbox as an editor looks at it: what waits, what is uncertain, and every mail as it reaches somebody."""

import base64
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from email.message import EmailMessage

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.db import models
from tracker.db.queries import outbox as queries
from tracker.domain.delivery import DeliveryState
from tracker.errors import NotFoundError, key
from tracker.reporting.report import Report
from tracker.services import editions, mailings
from tracker.services.instance import Instance
from tracker.services.outbox import parsed

READABLE = frozenset({"report", "meeting", "freshness", "reminder", "tip"})
"""Kinds of mail whose text editors may read. The others hold a link with which one could act as the recipient: set a
password, answer for a respondent, confirm a subscription."""

NEWEST = 200
"""Rows of the list: the newest, beside all those that somebody has to look at."""


@dataclass(frozen=True, slots=True)
class Dispatched:
    """One mail as a list shows it."""

    id: int
    recipient: str
    subject: str
    state: DeliveryState
    queued_at: datetime
    sent_at: datetime | None
    error: str
    open: bool


@dataclass(frozen=True, slots=True)
class Seen:
    """One mail as it reaches somebody. `html` shows its pictures itself; empty where forgotten or `secret`."""

    subject: str
    text: str
    html: str
    secret: bool = False


def dispatched(session: Session) -> tuple[tuple[Dispatched, ...], tuple[Dispatched, ...]]:
    """What somebody has to look at, and the newest of all the rest."""
    troubled = queries.troubled(session)
    known = {row.id for row in troubled}
    newest = select(models.OutboxMail).order_by(models.OutboxMail.id.desc()).limit(NEWEST)
    rest = [row for row in session.scalars(newest) if row.id not in known]
    return tuple(map(_line, troubled)), tuple(map(_line, rest))


def _line(row: models.OutboxMail) -> Dispatched:
    unsettled = row.state in {DeliveryState.UNCERTAIN, DeliveryState.FAILED}
    return Dispatched(
        row.id, row.recipient, row.subject, row.state, row.queued_at, row.sent_at, row.error, open=unsettled
    )


def one(session: Session, mail: int) -> tuple[Dispatched, Seen]:
    """One mail. Raises NotFoundError."""
    row = session.get(models.OutboxMail, mail)
    if row is None:
        raise NotFoundError(key("Diese Mail gibt es nicht."), subject=str(mail))
    if row.kind not in READABLE:
        return _line(row), Seen(row.subject, "", "", secret=True)
    return _line(row), seen(parsed(row.message)) if row.message else Seen(row.subject, "", "")


def seen(message: EmailMessage) -> Seen:
    """A composed mail as a reader sees it."""
    text, page = message.get_body(("plain",)), message.get_body(("html",))
    html = str(page.get_content()) if page else ""
    words = str(text.get_content()).replace("\r\n", "\n") if text else ""
    for name, png in _pictures(message):
        html = html.replace(f"cid:{name}", f"data:image/png;base64,{base64.b64encode(png).decode()}")
    return Seen(str(message["Subject"]), words, html)


def coming(instance: Instance, *, now: datetime) -> Report:
    """This month's report as it would be mailed now; nothing is stored or frozen."""
    today: date = now.astimezone(instance.zone).date()
    edition = editions.monthly(instance.engine, today, instance.frame, as_of=today, now=now)
    return mailings.monthly_mail(instance, edition)


def shown(report: Report) -> Seen:
    """A written mail as a reader sees it."""
    html = report.html
    for image in report.images:
        html = html.replace(f"cid:{image.name}", f"data:image/png;base64,{base64.b64encode(image.png).decode()}")
    return Seen(report.subject, report.text, html)


def _pictures(message: EmailMessage) -> Iterator[tuple[str, bytes]]:
    for part in message.walk():
        if part.get_content_type() == "image/png":
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes):
                yield str(part["Content-ID"]).strip("<>"), payload
