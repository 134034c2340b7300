"""How often something may be tried, counted in the database: a restart lifts no limit, nor does a second server."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from tracker.db import models
from tracker.errors import TooOftenError, key

KEPT = timedelta(days=2)
"""Counts are removed after this; longer than every window."""


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `number` times per `window` for one subject."""

    action: str
    number: int
    window: timedelta


def count(session: Session, limit: Limit, subject: str, *, now: datetime) -> None:
    """Count one try. Raises TooOftenError where it was one too many; the session must come from `writing`.

    The caller commits the count even where the try itself fails.
    """
    row = _row(session, limit, subject, now)
    if row is None:
        session.execute(delete(models.Attempt).where(models.Attempt.window_start < now - KEPT))
        session.add(
            models.Attempt(
                action=limit.action, subject_sha256=_hashed(subject), window_start=_window(limit, now), number=1
            )
        )
        return
    if row.number >= limit.number:
        raise too_often(limit, now)
    row.number += 1


def exhausted(session: Session, limit: Limit, subject: str, *, now: datetime) -> bool:
    """Whether the next try would be one too many."""
    row = _row(session, limit, subject, now)
    return row is not None and row.number >= limit.number


def too_often(limit: Limit, now: datetime) -> TooOftenError:
    """The refusal, with the minutes until the next try."""
    left = _window(limit, now) + limit.window - now
    return TooOftenError(
        key("Das war zu oft hintereinander. Bitte versuchen Sie es in {minutes} Minuten noch einmal."),
        subject=limit.action,
        minutes=max(1, -(-int(left.total_seconds()) // 60)),
    )


def _row(session: Session, limit: Limit, subject: str, now: datetime) -> models.Attempt | None:
    found = select(models.Attempt).where(
        models.Attempt.action == limit.action,
        models.Attempt.subject_sha256 == _hashed(subject),
        models.Attempt.window_start == _window(limit, now),
    )
    return session.scalar(found)


def _window(limit: Limit, now: datetime) -> datetime:
    """The beginning of the window in which `now` lies; windows follow one another from 1970 on."""
    seconds = int(limit.window.total_seconds())
    return datetime.fromtimestamp(int(now.timestamp()) // seconds * seconds, UTC)


def _hashed(subject: str) -> str:
    return hashlib.sha256(subject.casefold().encode("utf-8", "replace")).hexdigest()
