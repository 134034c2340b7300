"""One letter to one person, put into the form that the outbox takes."""

from datetime import datetime
from email.utils import parseaddr
from zoneinfo import ZoneInfo

from tracker.mail import Letter, compose, stable_message_id
from tracker.reporting.blocks import Paper
from tracker.reporting.report import mail
from tracker.services.outbox import Draft
from tracker.settings import Settings, shipped
from tracker.wording import Wording


def drafted(kind: str, period: str, recipient: str, paper: Paper, *, settings: Settings, now: datetime) -> Draft:
    """The paper as a mail to `recipient`, ready for `outbox.queue`; the same kind and period are the same mail.

    Raises AddressError where the address is none.
    """
    wording = Wording(settings.site.language)
    written = mail(paper, wording, shipped("reports"))
    domain = parseaddr(settings.mail.sender)[1].rpartition("@")[2]
    message = compose(
        Letter(written.subject, written.text, written.html, wording.language),
        sender=settings.mail.sender,
        recipient=recipient,
        message_id=stable_message_id(domain, kind, period, recipient),
        sent_at=now,
    )
    return Draft(kind, period, recipient, message)


def local(moment: datetime, settings: Settings) -> datetime:
    """A moment in the time zone of the instance's people."""
    return moment.astimezone(ZoneInfo(settings.schedule.timezone))
