"""By what programs tell whether anything changed: one mark for everything that is published."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from tracker import __version__
from tracker.services.instance import Instance
from tracker.services.readers.catalogue import Mark, newest


@dataclass(frozen=True, slots=True)
class State:
    """`mark` changes with every event, every day, every version and every setting that shows.

    `since` is the moment of the last event, None where nothing has happened yet.
    """

    mark: str
    since: datetime | None


def state(session: Session, instance: Instance, now: datetime) -> State:
    """The newest state of everything that is published."""
    return state_of(instance, newest(session, now.astimezone(instance.zone).date()))


def state_of(instance: Instance, mark: Mark) -> State:
    """The state that a catalogue shows; it may be older than the newest for as long as that is being made."""
    site = instance.settings.site
    ours = (site.name, site.base_url, site.language, site.licence, site.licence_address)
    said = "\x1f".join((mark.hash, mark.day.isoformat(), __version__, *ours))
    since = datetime.fromisoformat(mark.at) if mark.at else None
    return State(hashlib.sha256(said.encode()).hexdigest()[:20], since)
