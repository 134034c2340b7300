"""The database as it stood at a moment: what editions are built from.

Nothing here asks for the present state of a row where that state can move; it asks when things were recorded.
`until` is exclusive.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from tracker.db.models import (
    Assessment,
    Check,
    Coding,
    Correction,
    CouncilItem,
    Edition,
    Feed,
    FeedRun,
    ItemVersion,
    Link,
    LinkJudgement,
    Meeting,
    Promise,
    Reply,
    Respondent,
    Source,
)
from tracker.domain.assessment import AssessmentState
from tracker.domain.council import FeedState


def waiting_promises(session: Session, until: datetime) -> int:
    """How many proposals nobody had decided on."""
    return (
        session.scalar(
            select(func.count()).where(
                Promise.created_at < until, or_(Promise.decided_at.is_(None), Promise.decided_at >= until)
            )
        )
        or 0
    )


def checks(session: Session, until: datetime) -> dict[int, list[Check]]:
    """Checks recorded by then, by promise."""
    rows = session.scalars(
        select(Check).options(joinedload(Check.by)).where(Check.at < until).order_by(Check.at, Check.id)
    )
    return _by_promise(rows)


def sources(session: Session, until: datetime) -> dict[int, list[Source]]:
    """Sources brought by then, by promise."""
    return _by_promise(session.scalars(select(Source).where(Source.added_at < until).order_by(Source.id)))


def published(session: Session, until: datetime) -> dict[int, list[Assessment]]:
    """Assessments published by then, superseded ones included, by promise."""
    rows = session.scalars(
        select(Assessment)
        .options(
            joinedload(Assessment.proposed_by),
            joinedload(Assessment.confirmed_by),
            selectinload(Assessment.links).load_only(Link.id),
            selectinload(Assessment.sources),
        )
        .where(
            or_(
                Assessment.state.in_((AssessmentState.PUBLISHED, AssessmentState.SUPERSEDED)),
                Assessment.returned_at >= until,  # taken back later: it stood then
            ),
            Assessment.published_at < until,
        )
        .order_by(Assessment.published_at, Assessment.id)
    )
    return _by_promise(rows)


def judgements(session: Session, until: datetime) -> list[LinkJudgement]:
    """The judgement of each link that stood by then, in the order in which they were made."""
    last = select(func.max(LinkJudgement.id)).where(_stood(until)).group_by(LinkJudgement.link_id)
    return list(
        session.scalars(
            select(LinkJudgement)
            .options(
                joinedload(LinkJudgement.link).load_only(Link.promise_id, Link.item_id, Link.background),
                joinedload(LinkJudgement.by),
            )
            .where(LinkJudgement.id.in_(last))
            .order_by(LinkJudgement.at, LinkJudgement.id)
        )
    )


def _stood(until: datetime) -> ColumnElement[bool]:
    """Judgements made by then and not taken back by then."""
    taken_back = LinkJudgement.undone_at
    return and_(LinkJudgement.at < until, or_(taken_back.is_(None), taken_back >= until))


def waiting_links(session: Session, until: datetime, promises: Iterable[int]) -> int:
    """How many links of these promises nobody had judged."""
    judged = select(LinkJudgement.link_id).where(_stood(until))
    return (
        session.scalar(
            select(func.count()).where(
                Link.created_at < until, Link.promise_id.in_(list(promises)), Link.id.not_in(judged)
            )
        )
        or 0
    )


def versions(session: Session, items: Iterable[int], until: datetime) -> dict[int, ItemVersion]:
    """What each of these items said by then."""
    last = (
        select(func.max(ItemVersion.id))
        .where(ItemVersion.item_id.in_(list(items)), ItemVersion.seen_at < until)
        .group_by(ItemVersion.item_id)
    )
    rows = session.scalars(select(ItemVersion).where(ItemVersion.id.in_(last)))
    return {row.item_id: row for row in rows}


def coming_meetings(session: Session, until: datetime, after: date, last: date) -> list[Meeting]:
    """Meetings after one day and up to another that the sources had announced by then and not taken back."""
    query = (
        select(Meeting)
        .options(joinedload(Meeting.organization))
        .where(
            Meeting.item_date > after,
            Meeting.item_date <= last,
            Meeting.first_seen < until,
            or_(Meeting.gone_since.is_(None), Meeting.gone_since >= until),
            or_(Meeting.deleted_at.is_(None), Meeting.deleted_at >= until),
        )
    )
    return list(session.scalars(query.order_by(Meeting.item_date, Meeting.id)))


@dataclass(frozen=True, slots=True)
class Standing:
    """How a source stood: the state of its last poll, its last success, and since when it was tried at all."""

    feed: Feed
    state: FeedState
    last_success: datetime | None
    first_attempt: datetime | None


def feeds(session: Session, until: datetime) -> list[Standing]:
    """Each source as it stood then."""
    found = []
    for feed in session.scalars(select(Feed).options(selectinload(Feed.body)).where(Feed.listed).order_by(Feed.id)):
        runs = select(FeedRun).where(FeedRun.feed_id == feed.id, FeedRun.finished_at < until)
        newest = runs.order_by(FeedRun.finished_at.desc(), FeedRun.id.desc()).limit(1)
        run = session.scalar(newest)
        good = session.scalar(newest.where(FeedRun.state.in_((FeedState.OK, FeedState.UNCHANGED))))
        first = session.scalar(runs.order_by(FeedRun.finished_at).limit(1))
        never = FeedState.PAUSED if feed.state is FeedState.PAUSED else FeedState.STALE
        found.append(
            Standing(
                feed,
                run.state if run else never,
                good.finished_at if good else None,
                first.finished_at if first else None,
            )
        )
    return found


def respondent_name(session: Session, body: str, key: str) -> str:
    """What the respondent of that key is called; empty where nobody has it."""
    found = select(Respondent.name).where(Respondent.body_id == body, Respondent.key == key)
    return session.scalar(found) or ""


def codings(session: Session, until: datetime) -> list[Coding]:
    """Second codings made by then."""
    return list(session.scalars(select(Coding).where(Coding.at < until).order_by(Coding.id)))


def edition(session: Session, wanted: str) -> Edition | None:
    """The frozen edition of that key."""
    return session.scalar(select(Edition).where(Edition.key == wanted))


def items_of_meeting(session: Session, meetings: Iterable[int], items: Iterable[int]) -> dict[int, list[CouncilItem]]:
    """For each of these meetings, which of these items hang on it, in the order in which the source gave them."""
    found: dict[int, list[CouncilItem]] = {meeting: [] for meeting in meetings}
    for item in session.scalars(select(CouncilItem).where(CouncilItem.id.in_(list(items))).order_by(CouncilItem.id)):
        meeting = getattr(item, "meeting_id", None)  # papers belong to no meeting of their own
        if meeting in found:
            found[meeting].append(item)
    return found


def replies(session: Session, until: datetime) -> dict[int, Reply]:
    """What respondents were asked by then, by assessment; a later answer is still in the row."""
    rows = session.scalars(select(Reply).where(Reply.asked_at < until))
    return {row.assessment_id: row for row in rows}


def corrections(session: Session, until: datetime) -> list[Correction]:
    """Public corrections made by then, in the order of their days."""
    rows = select(Correction).options(joinedload(Correction.promise)).where(Correction.at < until)
    return list(session.scalars(rows.order_by(Correction.day, Correction.id)))


_Row = TypeVar("_Row", Check, Source, Assessment)


def _by_promise(rows: Iterable[_Row]) -> dict[int, list[_Row]]:
    found: dict[int, list[_Row]] = defaultdict(list)
    for row in rows:
        found[row.promise_id].append(row)
    return found
