"""What waits for somebody to look at it."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from tracker.db.queries import links, promises
from tracker.domain.promise import PromiseState


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits: proposed promises that nobody decided, links that nobody judged."""

    proposed: int
    links: int


def waiting(session: Session) -> Waiting:
    """What waits for somebody."""
    return Waiting(promises.count(session, PromiseState.PROPOSED), links.waiting_count(session))
