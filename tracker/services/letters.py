"""One letter to one person, rendered and put into the outbox."""

from collections.abc import Mapping
from datetime import datetime
from email.utils import parseaddr
from typing import Any
from zoneinfo import ZoneInfo

from tracker.mail import Letter, compose, stable_message_id
from tracker.reporting.letter import letter
from tracker.services.outbox import Draft
from tracker.settings import Settings, shipped
from tracker.wording import Wording


def drafted(
    name: str, period: str, recipient: str, values: Mapping[str, Any], *, settings: Settings, now: datetime
) -> Draft:
    """The letter `reports/mail/NAME.*` to `recipient`, ready for `outbox.queue`; the same period is the same mail.

    Raises AddressError where the address is none.
    """
    wording = Wording(settings.site.language)
    said = letter(name, {"site": settings.site.name, **values}, wording, shipped("reports"))
    message = compose(
        Letter(said.subject, said.text, said.html, wording.language),
        sender=settings.mail.sender,
        recipient=recipient,
        message_id=stable_message_id(parseaddr(settings.mail.sender)[1].rpartition("@")[2], name, period, recipient),
        sent_at=now,
    )
    return Draft(name, period, recipient, message)


def moment(when: datetime, settings: Settings) -> str:
    """A moment as the instance's people write it, in their time zone."""
    return Wording(settings.site.language).moment(when.astimezone(ZoneInfo(settings.schedule.timezone)))
