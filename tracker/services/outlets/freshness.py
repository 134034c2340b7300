"""By what programs tell whether anything changed: one mark for everything that is published."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from tracker import __version__
from tracker.db.queries import events
from tracker.services.instance import Instance


@dataclass(frozen=True, slots=True)
class State:
    """`mark` changes with every event, every day, every version and every setting that shows.

    `since` is the moment of the last event, None where nothing has happened yet.
    """

    mark: str
    since: datetime | None


def state(session: Session, instance: Instance, now: datetime) -> State:
    """The state of everything that is published."""
    last = events.head(session)
    day = now.astimezone(instance.zone).date()
    site = instance.settings.site
    said = "\x1f".join(
        (last.hash if last else "", day.isoformat(), __version__, site.name, site.base_url, site.language)
    )
    return State(hashlib.sha256(said.encode()).hexdigest()[:20], datetime.fromisoformat(last.at) if last else None)
