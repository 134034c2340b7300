"""Bodies, terms, respondents and sources."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from tracker.db.models import Body, Feed, FeedRun, LegislativeTerm, Organization, RawPayload, Respondent
from tracker.domain.council import FeedState


def body(session: Session, wanted: str) -> Body | None:
    """A body by its id."""
    return session.get(Body, wanted)


def listed_bodies(session: Session) -> list[Body]:
    """The bodies that stand in feeds.yaml, by id."""
    return [body for body in bodies(session) if body.listed]


def bodies(session: Session) -> list[Body]:
    """All bodies with their terms and respondents, by id."""
    return list(
        session.scalars(
            select(Body).options(selectinload(Body.terms), selectinload(Body.respondents)).order_by(Body.id)
        )
    )


def term(session: Session, body_id: str, wanted: str) -> LegislativeTerm | None:
    """A term of a body by its key in feeds.yaml."""
    return session.scalar(
        select(LegislativeTerm).where(LegislativeTerm.body_id == body_id, LegislativeTerm.key == wanted)
    )


def term_on(session: Session, body_id: str, day: date) -> LegislativeTerm | None:
    """The term that covers a day, else the next one to start, else none."""
    return session.scalar(
        select(LegislativeTerm)
        .where(LegislativeTerm.body_id == body_id, LegislativeTerm.end_date >= day)
        .order_by(LegislativeTerm.start_date)
        .limit(1)
    )


def respondents(session: Session, body_id: str) -> list[Respondent]:
    """Everybody who replied or stands in feeds.yaml, by name."""
    return list(session.scalars(select(Respondent).where(Respondent.body_id == body_id).order_by(Respondent.name)))


def organizations(session: Session, body_id: str, names: Iterable[str]) -> dict[str, int]:
    """The rows of these committees, councils or factions of a body, by name; unknown ones are left out."""
    query = select(Organization.name, Organization.id).where(
        Organization.body_id == body_id, Organization.name.in_(list(names))
    )
    return dict(session.execute(query).all())


def payload(session: Session, feed_id: str, sha256: str) -> RawPayload | None:
    """The note of bytes that a feed sent before."""
    return session.scalar(select(RawPayload).where(RawPayload.feed_id == feed_id, RawPayload.sha256 == sha256))


def first_attempt(session: Session, feed_id: str) -> datetime | None:
    """When a source was polled for the first time."""
    runs = select(FeedRun.finished_at).where(FeedRun.feed_id == feed_id)
    return session.scalar(runs.order_by(FeedRun.finished_at).limit(1))


def feeds(session: Session) -> list[Feed]:
    """The sources that stand in feeds.yaml, by id."""
    return list(session.scalars(select(Feed).where(Feed.listed).order_by(Feed.id)))


def due_feeds(session: Session, now: datetime) -> list[str]:
    """Ids of the sources to poll now, longest waiting first.

    A moment further away than any pause was written while the clock stood wrong: it counts as now.
    """
    rows = session.scalars(
        select(Feed)
        .where(Feed.listed, Feed.state != FeedState.PAUSED, Feed.next_poll_at.is_not(None))
        .order_by(Feed.next_poll_at, Feed.id)
    )
    return [row.id for row in rows if row.next_poll_at and _has_come(row.next_poll_at, row.every, now)]


def _has_come(moment: datetime, every: timedelta, now: datetime) -> bool:
    return moment <= now or moment - now > 2 * max(every, timedelta(days=1))
