"""One letter to one person, put into the form that the outbox takes."""

from dataclasses import dataclass, replace
from datetime import datetime
from email.utils import parseaddr
from zoneinfo import ZoneInfo

from tracker.mail import Letter, compose, stable_message_id
from tracker.reporting.blocks import Paper
from tracker.reporting.report import Links, Report, mail
from tracker.services.outbox import Draft
from tracker.settings import Settings, shipped
from tracker.wording import Wording


@dataclass(frozen=True, slots=True)
class Envelope:
    """To whom a letter goes and of which kind and period it is: the same three are the same mail."""

    kind: str
    period: str
    recipient: str
    unsubscribe: str = ""


def drafted(kind: str, period: str, recipient: str, paper: Paper, *, settings: Settings, now: datetime) -> Draft:
    """The paper as a mail to `recipient`, ready for `outbox.queue`; the same kind and period are the same mail.

    Raises AddressError where the address is none.
    """
    return addressed(Envelope(kind, period, recipient), written(paper, settings), settings=settings, now=now)


def written(paper: Paper, settings: Settings, links: Links | None = None) -> Report:
    """The paper as a mail without a recipient, with who is responsible below it."""
    legal = replace(links or Links(), responsible=responsible(settings), imprint=imprint(settings))
    return mail(paper, Wording(settings.site.language), shipped("reports"), legal)


def addressed(envelope: Envelope, report: Report, *, settings: Settings, now: datetime) -> Draft:
    """A written mail in its envelope. Raises AddressError."""
    domain = parseaddr(settings.mail.sender)[1].rpartition("@")[2]
    images = tuple((image.name, image.png) for image in report.images)
    message = compose(
        Letter(report.subject, report.text, report.html, settings.site.language, images),
        sender=settings.mail.sender,
        recipient=envelope.recipient,
        message_id=stable_message_id(domain, envelope.kind, envelope.period, envelope.recipient),
        sent_at=now,
        unsubscribe_url=envelope.unsubscribe,
    )
    return Draft(envelope.kind, envelope.period, envelope.recipient, message)


def responsible(settings: Settings) -> tuple[str, ...]:
    """Who answers for a mail, as far as the settings say."""
    imprinted = settings.impressum
    lines = (imprinted.name, imprinted.address, imprinted.email, imprinted.responsible)
    return tuple(dict.fromkeys(line for line in lines if line))


def imprint(settings: Settings) -> str:
    """The page with the imprint, where readers have one."""
    return f"{settings.address}/impressum" if settings.site.base_url else ""


def local(moment: datetime, settings: Settings) -> datetime:
    """A moment in the time zone of the instance's people."""
    return moment.astimezone(ZoneInfo(settings.schedule.timezone))
