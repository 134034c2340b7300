"""Queueing the two letters for fairness: to a respondent who may reply, and to a reader who sent a tip."""

from datetime import datetime

from sqlalchemy.orm import Session

from tracker.db import models
from tracker.reporting.fair_letters import Answering, Asking, answering, asking
from tracker.services import letters, outbox
from tracker.settings import Settings
from tracker.wording import Wording


def ask_by_mail(session: Session, settings: Settings, reply: models.Reply, link: str, *, now: datetime) -> None:
    """Queue the letter that asks for a reply; `link` is the whole address with its secret.

    A new link is a new letter: the secret's hash tells them apart. Raises AddressError.
    """
    promise = reply.assessment.promise
    said = Asking(settings.site.name, promise.title, " ".join(promise.text.split()), reply.due_on, link)
    paper = asking(said, Wording(settings.site.language))
    period = reply.token_hash[:32]
    outbox.queue(session, letters.drafted("reply", period, reply.sent_to, paper, settings=settings, now=now), now=now)


def answer_by_mail(session: Session, settings: Settings, tip: models.Tip, address: str, *, now: datetime) -> None:
    """Queue the answer to a tip. Raises AddressError."""
    said = Answering(settings.site.name, tip.promise.title, tip.answer, now.date())
    paper = answering(said, Wording(settings.site.language))
    outbox.queue(session, letters.drafted("tip", tip.public_id, address, paper, settings=settings, now=now), now=now)
