"""An opened instance: its settings, its database and its stored bytes; what commands, jobs and pages start from."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import Engine

from tracker.db.files import FileStore
from tracker.db.schema import check_schema
from tracker.db.session import open_engine, writing
from tracker.errors import FeedsFileError, key
from tracker.feeds.config import FeedsFile, load
from tracker.services import bodies
from tracker.services.editions import Frame
from tracker.settings import Settings, shipped
from tracker.wording import Wording


@dataclass(frozen=True)
class Instance:
    """One installation at work."""

    settings: Settings
    engine: Engine
    store: FileStore

    @property
    def frame(self) -> Frame:
        """What every edition says of the instance."""
        return Frame(self.settings.site.name, self.zone, self.settings.review.two_persons)

    @property
    def roll(self) -> Path:
        """Where who is at work in this workspace signs."""
        return self.settings.workspace / "data" / "at-work"

    @property
    def zone(self) -> ZoneInfo:
        """The time zone in which the people of this instance count days."""
        return ZoneInfo(self.settings.schedule.timezone)

    @property
    def wording(self) -> Wording:
        """The language of what is published."""
        return Wording(self.settings.site.language)


def open_instance(settings: Settings) -> Instance:
    """Open the database, of the version that this program expects. Raises DatabaseError with the mend."""
    engine = open_engine(settings.database_url)
    check_schema(engine, shipped("alembic"))
    return Instance(settings, engine, FileStore(settings.files))


def read_feeds(settings: Settings) -> FeedsFile:
    """The workspace's feeds.yaml, checked. Raises FeedsFileError naming file, key and mend."""
    path = settings.feeds_file
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise FeedsFileError(key("{subject} fehlt. „tracker init“ legt ein Beispiel an."), subject=str(path)) from error
    except (OSError, UnicodeDecodeError) as error:
        raise FeedsFileError(
            key("{subject} lässt sich nicht lesen ({detail}). Bitte als UTF-8-Text speichern."),
            subject=str(path),
            detail=str(error),
        ) from error
    return load(text, name=str(path))


def synced_feeds(instance: Instance, *, now: datetime) -> FeedsFile:
    """feeds.yaml after its bodies and sources were brought into the database."""
    feeds_file = read_feeds(instance.settings)
    with writing(instance.engine) as session:
        bodies.sync(session, feeds_file, now=now)
    return feeds_file
