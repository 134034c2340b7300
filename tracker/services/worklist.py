"""What waits for a person with an hour: coming meetings, reviews that are due, what nobody looked at for long."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from tracker.db import models
from tracker.db.queries import worklist as queries
from tracker.domain.link import Judgement
from tracker.domain.promise import PromiseState
from tracker.domain.tip import TipState

AHEAD = timedelta(days=28)
"""How far meetings are announced: a council's invitation goes out one to three weeks before."""

SHOWN = 12
"""Lines of a list; the rest is counted."""


@dataclass(frozen=True, slots=True)
class Coming:
    """A coming agenda item that touches a promise: "Dienstag, Sozialausschuss, TOP 7"."""

    on: date
    organization: str
    number: str
    title: str
    url: str
    promise: str
    promise_title: str
    link: str
    judgement: Judgement


@dataclass(frozen=True, slots=True)
class Due:
    """A promise to look at again: `looked` is the day of the last look, None where nobody ever looked."""

    promise: str
    title: str
    respondent: str
    where_to_look: str
    looked: date | None
    next_review: date | None


@dataclass(frozen=True, slots=True)
class Ripe:
    """A promise with evidence that no assessment has weighed yet: how much, and since when it lies there."""

    promise: str
    title: str
    respondent: str
    evidence: int
    since: date


@dataclass(frozen=True, slots=True)
class Counts:
    """How much waits in each room of the workshop."""

    proposed: int
    links: int
    assessments: int
    replies_over: int
    tips: int
    accepted: int
    stale: int


@dataclass(frozen=True, slots=True)
class WorkList:
    """The work list: coming meetings, what can be assessed, reviews that are due, what was not looked at for long."""

    coming: tuple[Coming, ...]
    ripe: tuple[Ripe, ...]
    reviews: tuple[Due, ...]
    stale: tuple[Due, ...]
    counts: Counts


def work_list(session: Session, today: date, stale_days: int) -> WorkList:
    """What waits, most urgent first."""
    looks = queries.last_looks(session)
    rows = queries.accepted(session)
    dues = [_due(row, looks.get(row.id)) for row in rows]
    before = today - timedelta(days=stale_days)
    reviews = sorted((d for d in dues if _is_due(d, today)), key=lambda d: d.next_review or today)
    known = {due.promise for due in reviews}
    stale = [d for d in dues if (d.looked is None or d.looked <= before) and d.promise not in known]
    stale.sort(key=lambda d: (d.looked is not None, d.looked or today, d.title))
    return WorkList(
        coming=tuple(_coming(link) for link in queries.coming(session, today, today + AHEAD)),
        ripe=tuple(_ripe(*found) for found in queries.ripe(session, SHOWN)),
        reviews=tuple(reviews[:SHOWN]),
        stale=tuple(stale[:SHOWN]),
        counts=Counts(
            proposed=queries.count_promises(session, PromiseState.PROPOSED),
            links=queries.waiting_links(session),
            assessments=queries.count_proposed(session),
            replies_over=queries.replies_over(session, today),
            tips=queries.count_tips(session, TipState.OPEN),
            accepted=len(rows),
            stale=len(stale) + len(reviews),
        ),
    )


def _is_due(due: Due, today: date) -> bool:
    """Whether the day has come on which to look again, and nobody has since."""
    if due.next_review is None or due.next_review > today:
        return False
    return due.looked is None or due.looked < due.next_review


def _ripe(row: models.Promise, evidence: int, since: datetime) -> Ripe:
    return Ripe(row.public_id, row.title, row.respondent.name if row.respondent else "", evidence, since.date())


def _due(row: models.Promise, looked: date | None) -> Due:
    criterion = row.criterion
    return Due(
        promise=row.public_id,
        title=row.title,
        respondent=row.respondent.name if row.respondent else "",
        where_to_look=criterion.where_to_look if criterion else "",
        looked=looked,
        next_review=criterion.next_review if criterion else None,
    )


def _coming(link: models.Link) -> Coming:
    item = link.item
    return Coming(
        on=item.item_date or date.min,
        organization=item.organization.name if item.organization else "",
        number=item.number if isinstance(item, models.AgendaItem) else "",
        title=item.title,
        url=item.url,
        promise=link.promise.public_id,
        promise_title=link.promise.title,
        link=link.public_id,
        judgement=link.judgement,
    )
