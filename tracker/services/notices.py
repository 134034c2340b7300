"""Before a meeting: which point of which committee touches a promise that somebody follows.

Only links that a person judged relevant are told of; nobody is told twice of the same promise in the same meeting.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.db import models
from tracker.db.queries import subscribers as queries
from tracker.db.session import reading, writing
from tracker.domain.link import Judgement
from tracker.domain.subscription import Facet, Occasion, covers
from tracker.reporting import Links
from tracker.reporting.subscription_letter import Notice, TouchedPoint, notice
from tracker.services import letters, outbox, subscriptions
from tracker.services.instance import Instance
from tracker.services.mailings import wishes_of

KIND = "meeting"

DAYS_AHEAD = 7
"""How long before a meeting we write: long enough to speak to somebody, short enough that the agenda stands."""


@dataclass(frozen=True, slots=True)
class Touch:
    """A promise and the item of a coming meeting that touches it."""

    meeting: int
    promise: int
    facet: Facet
    day: date
    organization: str
    url: str
    point: TouchedPoint


def queue_notices(instance: Instance, *, now: datetime) -> int:
    """Put a mail for each subscriber and meeting into the outbox that tells of something new; how many."""
    today = now.astimezone(instance.zone).date()
    with reading(instance.engine) as session:
        touches = coming(session, instance.settings.address, today)
        readers = [row.id for row in queries.wanting(session, Occasion.MEETING)] if touches else []
    return sum(_queue_for(instance, reader, touches, today, now) for reader in readers)


def coming(session: Session, address: str, today: date) -> tuple[Touch, ...]:
    """What meetings of the coming days touch, by day, meeting and point."""
    facets = queries.facets(session)
    meetings = {row.id: row for row in _meetings(session, today)}
    points = select(models.AgendaItem).where(
        models.AgendaItem.meeting_id.in_(meetings),
        models.AgendaItem.gone_since.is_(None),
        models.AgendaItem.deleted_at.is_(None),
    )
    items: dict[int, tuple[models.Meeting, models.CouncilItem]] = {id_: (row, row) for id_, row in meetings.items()}
    for point in session.scalars(points):
        if point.meeting_id is not None:
            items[point.id] = (meetings[point.meeting_id], point)
    links = select(models.Link).where(models.Link.judgement == Judgement.RELEVANT, models.Link.item_id.in_(items))
    found = [
        _touch(link, *items[link.item_id], facets, address)
        for link in session.scalars(links)
        if link.promise.public_id in facets
    ]
    return tuple(sorted(found, key=lambda one: (one.day, one.meeting, one.point.number, one.point.promise)))


def _meetings(session: Session, today: date) -> list[models.Meeting]:
    """Meetings of the coming days that the sources announce and have not taken back."""
    last = today + timedelta(days=DAYS_AHEAD)
    found = select(models.Meeting).where(
        models.Meeting.item_date >= today,
        models.Meeting.item_date <= last,
        models.Meeting.gone_since.is_(None),
        models.Meeting.deleted_at.is_(None),
    )
    return list(session.scalars(found))


def _touch(
    link: models.Link, meeting: models.Meeting, item: models.CouncilItem, facets: dict[str, Facet], address: str
) -> Touch:
    promise = link.promise
    point = TouchedPoint(
        promise=promise.title,
        respondent=promise.respondent.name if promise.respondent else "",
        number=item.number if isinstance(item, models.AgendaItem) else "",
        title=item.title,
        link=f"{address}/versprechen/{promise.public_id}",
    )
    organization = meeting.organization.name if meeting.organization else meeting.title
    day = meeting.item_date or date.min
    return Touch(meeting.id, promise.id, facets[promise.public_id], day, organization, meeting.url, point)


def _queue_for(instance: Instance, reader: int, touches: Sequence[Touch], today: date, now: datetime) -> int:
    queued = 0
    with writing(instance.engine) as session:
        subscriber = session.get(models.Subscriber, reader)
        if subscriber is None or subscriber.unreachable_since is not None:
            return 0
        wishes = wishes_of(subscriber, Occasion.MEETING)
        told = _told(session, subscriber)
        wanted = [
            one
            for one in touches
            if (one.meeting, one.promise) not in told and any(covers(wish, one.facet) for wish in wishes)
        ]
        for meeting in dict.fromkeys(one.meeting for one in wanted):
            _queue(session, instance, subscriber, [one for one in wanted if one.meeting == meeting], now)
            queued += 1
        session.add_all(
            models.MeetingNotice(subscriber_id=reader, meeting_id=meeting, promise_id=promise, day=today)
            for meeting, promise in dict.fromkeys((one.meeting, one.promise) for one in wanted)
        )
    return queued


def _told(session: Session, subscriber: models.Subscriber) -> set[tuple[int, int]]:
    rows: Iterable[tuple[int, int]] = (
        (meeting, promise)
        for meeting, promise in session.execute(
            select(models.MeetingNotice.meeting_id, models.MeetingNotice.promise_id).where(
                models.MeetingNotice.subscriber_id == subscriber.id
            )
        )
    )
    return set(rows)


def _queue(
    session: Session, instance: Instance, subscriber: models.Subscriber, touches: Sequence[Touch], now: datetime
) -> None:
    settings, first = instance.settings, touches[0]
    rows = [row for row in subscriber.subscriptions if row.occasion is Occasion.MEETING and row.ended_at is None]
    url = subscriptions.way_out(session, subscriber, rows, settings, now=now)
    told = Notice(
        site=settings.site.name,
        day=first.day,
        organization=first.organization,
        url=first.url,
        points=tuple(one.point for one in touches),
        known_on=now.astimezone(instance.zone).date(),
    )
    report = letters.written(notice(told, instance.wording), settings, Links(unsubscribe=url))
    period = f"{first.meeting}:{min(one.promise for one in touches)}"  # a promise is told of once, so this is new
    envelope = letters.Envelope(KIND, period, subscriber.email, url)
    outbox.queue(session, letters.addressed(envelope, report, settings=settings, now=now), now=now)
