"""What the first page says, and what waits for somebody to look at it."""

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from tracker.db.queries import council, links, promises
from tracker.domain.promise import PromiseState
from tracker.domain.report import Coverage, RespondentLine, by_respondent, coverage
from tracker.services.lines import View, in_text_order


@dataclass(frozen=True, slots=True)
class Front:
    """The front page: how much anybody looked at, by respondent; where and whom it is about."""

    coverage: Coverage
    respondents: tuple[RespondentLine, ...]
    bodies: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits: proposed promises that nobody decided, links that nobody judged."""

    proposed: int
    links: int


def front(session: Session, today: date, zone: ZoneInfo) -> Front:
    """The front page as of today."""
    lines = in_text_order(View(session, today, zone).lines.values())
    return Front(coverage(lines), by_respondent(lines), tuple(body.name for body in council.bodies(session)))


def waiting(session: Session) -> Waiting:
    """What waits for somebody."""
    return Waiting(promises.count(session, PromiseState.PROPOSED), links.waiting_count(session))
