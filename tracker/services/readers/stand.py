"""As of when a page speaks: the day, and when the council was last read."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from tracker.db.queries import news


@dataclass(frozen=True, slots=True)
class Stand:
    """The cut-off of a page. `last_poll` is the last time that any source was read; None where none ever was."""

    day: date
    last_poll: datetime | None


def stand(session: Session, now: datetime, zone: ZoneInfo) -> Stand:
    """The cut-off of everything that is shown now."""
    last = news.last_success(session)
    return Stand(now.astimezone(zone).date(), last.astimezone(zone) if last else None)
