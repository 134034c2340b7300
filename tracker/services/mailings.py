"""The monthly report into the outbox: to everybody who works here, and to subscribers what they asked for."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from tracker import reporting
from tracker.db import models
from tracker.db.queries import subscribers as queries
from tracker.db.queries import users
from tracker.db.session import reading, writing
from tracker.domain.report import MonthlyEdition, has_news, narrowed
from tracker.domain.subscription import Facet, Occasion, Scope, Wish, covers
from tracker.reporting import Links, Report
from tracker.reporting.rich import Rich
from tracker.services import letters, notes, outbox, subjects, subscriptions
from tracker.services.instance import Instance
from tracker.settings import shipped

KIND = "report"


_PLACE = "place-of-the-token"
"""Stands in a rendered mail where each reader's own link goes: equal mails are rendered once."""


@dataclass(frozen=True, slots=True)
class _Reader:
    """A subscriber and the wishes that the report answers."""

    id: int
    email: str
    wishes: tuple[Wish, ...]


@dataclass(frozen=True, slots=True)
class _Round:
    """One edition on its way to everybody; `made` are the mails by the wishes that they answer, None: no news."""

    instance: Instance
    edition: MonthlyEdition
    facets: dict[str, Facet]
    now: datetime
    made: dict[tuple[Wish, ...], Report | None]

    def queue(self, session: Session, recipient: str, report: Report, unsubscribe: str = "") -> None:
        """Put the mail into the outbox, where it is not there already."""
        envelope = letters.Envelope(KIND, self.edition.key, recipient, unsubscribe)
        draft = letters.addressed(envelope, report, settings=self.instance.settings, now=self.now)
        outbox.queue(session, draft, now=self.now)

    def queue_for(self, session: Session, reader: _Reader) -> None:
        """The same for a subscriber, with a way out of their own."""
        subscriber = session.get(models.Subscriber, reader.id)
        if subscriber is None or outbox.known(session, KIND, self.edition.key, reader.email):
            return  # gone since we looked, or written to before
        report = self._report(session, reader.wishes)
        if report is None:
            return
        rows = [row for row in subscriber.subscriptions if row.occasion is Occasion.REPORT and row.ended_at is None]
        url = subscriptions.way_out(session, subscriber, rows, self.instance.settings, now=self.now)
        token = url.rpartition("/")[2]
        own = replace(report, html=report.html.replace(_PLACE, token), text=report.text.replace(_PLACE, token))
        self.queue(session, reader.email, own, url)

    def _report(self, session: Session, wishes: tuple[Wish, ...]) -> Report | None:
        if wishes not in self.made:
            self.made[wishes] = self._written(session, wishes)
        return self.made[wishes]

    def _written(self, session: Session, wishes: tuple[Wish, ...]) -> Report | None:
        links = Links(unsubscribe=f"{self.instance.settings.address}/abbestellen/{_PLACE}")
        if _whole(wishes, self.facets):
            return monthly_mail(self.instance, self.edition, links)
        wanted = (one.promise for one in self.facets.values() if any(covers(wish, one) for wish in wishes))
        part = narrowed(self.edition, frozenset(wanted))
        if not has_news(part):
            return None
        about = subjects.in_words(session, wishes, self.instance.wording)
        return monthly_mail(self.instance, part, links, about)


def queue_report(instance: Instance, edition: MonthlyEdition, *, now: datetime) -> int:
    """One mail per address; the same edition to the same address is never queued twice. How many wait now.

    Who asked for a part gets that part, and nothing in a month without news of it.
    """
    with reading(instance.engine) as session:
        why = notes.why(session, instance)
    whole = monthly_mail(instance, edition, Links(why=why))
    with writing(instance.engine) as session:
        round_ = _Round(instance, edition, queries.facets(session), now, {})
        members = [user.email for user in users.with_address(session) if user.email]
        for recipient in members:
            round_.queue(session, recipient, whole)
        readers = [one for one in _readers(session) if one.email not in set(members)]
    for reader in readers:
        with writing(instance.engine) as session:  # a short transaction each: thousands of mails take their time
            round_.queue_for(session, reader)
    with reading(instance.engine) as session:
        return outbox.waiting(session, KIND, edition.key)


def monthly_mail(
    instance: Instance, edition: MonthlyEdition, links: Links | None = None, about: tuple[Rich, ...] = ()
) -> Report:
    """The report as a mail, without recipient, with who is responsible below it."""
    settings = instance.settings
    page = f"{settings.address}/ausgaben/{edition.key}" if settings.site.base_url else ""
    legal = replace(
        links or Links(), page=page, imprint=letters.imprint(settings), responsible=letters.responsible(settings)
    )
    return reporting.monthly_mail(edition, instance.wording, shipped("reports"), legal, about)


def _readers(session: Session) -> list[_Reader]:
    return [
        _Reader(row.id, row.email, wishes_of(row, Occasion.REPORT)) for row in queries.wanting(session, Occasion.REPORT)
    ]


def wishes_of(subscriber: models.Subscriber, occasion: Occasion) -> tuple[Wish, ...]:
    """What a subscriber has confirmed and not ended."""
    return tuple(
        Wish(row.occasion, row.scope, row.subject)
        for row in subscriber.subscriptions
        if row.occasion is occasion and row.confirmed_at is not None and row.ended_at is None
    )


def _whole(wishes: Sequence[Wish], facets: dict[str, Facet]) -> bool:
    """Whether the wishes cover every body that has promises: then the report goes out as it is."""
    bodies = {wish.subject for wish in wishes if wish.scope is Scope.BODY}
    return bool(bodies) and {one.body for one in facets.values()} <= bodies
