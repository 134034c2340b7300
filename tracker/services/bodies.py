"""What stands in feeds.yaml becomes rows: bodies, terms, respondents and sources."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.db import models
from tracker.domain.council import FeedState
from tracker.feeds.config import BodyConfig, FeedConfig, FeedsFile, RespondentConfig


def sync(session: Session, feeds_file: FeedsFile, *, now: datetime) -> None:
    """Bring the rows in line with the file; doing it twice changes nothing.

    Nothing is deleted: what left the file is no longer `listed`, its promises and items stay.
    """
    for body in feeds_file.bodies:
        _sync_body(session, body)
    session.flush()  # feeds point at bodies
    for left in session.scalars(
        select(models.Body).where(models.Body.id.not_in(body.id for body in feeds_file.bodies))
    ):
        _set(left, listed=False)
    wanted = {feed.id for feed in feeds_file.feeds}
    for feed in feeds_file.feeds:
        _sync_feed(session, feed, now)
    for row in session.scalars(select(models.Feed).where(models.Feed.id.not_in(wanted), models.Feed.listed)):
        row.listed = False


def _sync_body(session: Session, config: BodyConfig) -> None:
    body = session.get(models.Body, config.id)
    if body is None:
        body = models.Body(id=config.id)
        session.add(body)
    _set(body, name=config.name, ags=config.ags, listed=True)
    terms = {row.key: row for row in body.terms}
    for term in config.terms:
        row = terms.get(term.id) or models.LegislativeTerm(body_id=body.id, key=term.id)
        _set(row, name=term.name, start_date=term.start, end_date=term.end, election_date=term.election)
        session.add(row)
    respondents = {row.key: row for row in body.respondents}
    for respondent in config.respondents:
        known = respondents.pop(respondent.id, None) or models.Respondent(body_id=body.id, key=respondent.id)
        _sync_respondent(known, respondent)
        session.add(known)
    for left in respondents.values():
        _set(left, listed=False)


def _sync_respondent(row: models.Respondent, config: RespondentConfig) -> None:
    majority = [
        {"from": period.start.isoformat(), "to": period.end.isoformat() if period.end else None}
        for period in config.majority
    ]
    _set(row, name=config.name, factions=list(config.factions), majority=majority, listed=True)


def _sync_feed(session: Session, config: FeedConfig, now: datetime) -> None:
    row = session.get(models.Feed, config.id)
    if row is None:
        row = models.Feed(id=config.id, cursor={}, failures=0, state=FeedState.STALE, next_poll_at=now)
        session.add(row)
        moved = False
    else:
        moved = row.url != config.url
    minutes = int(config.every.total_seconds() // 60)
    _set(row, body_id=config.body, kind=config.kind, url=config.url, every_minutes=minutes, listed=True)
    if config.paused:
        _set(row, state=FeedState.PAUSED, next_poll_at=None)
    elif row.state is FeedState.PAUSED or moved:  # taken up again, or a new address after the old one was gone
        _set(row, state=FeedState.STALE, next_poll_at=now, failures=0)


def _set(row: Any, **values: object) -> None:
    """Assign only what differs, so that an unchanged file writes nothing."""
    for name, value in values.items():
        if getattr(row, name) != value:
            setattr(row, name, value)
