"""Bringing an instance's tables to this program's version; what is there is backed up before."""

from datetime import datetime

from tracker.db import schema
from tracker.db.files import FileStore
from tracker.db.session import open_engine
from tracker.services.backup import BackedUp, back_up_nightly
from tracker.services.instance import Instance
from tracker.settings import Settings, shipped


def upgrade(settings: Settings, *, now: datetime) -> BackedUp | None:
    """Upgrade the tables in one transaction; the backup that was made before, None where nothing was to be kept.

    Raises DatabaseError where the database is newer than this program, BackupError where no backup could be written:
    then nothing is upgraded.
    """
    scripts = shipped("alembic")
    (settings.workspace / "data").mkdir(parents=True, exist_ok=True)
    engine = open_engine(settings.database_url)
    try:
        there = schema.current(engine)
        saved = None
        if there and there != schema.newest(scripts) and schema.knows(scripts, there):
            saved = back_up_nightly(Instance(settings, engine, FileStore(settings.files)), now=now)
        schema.upgrade(engine, scripts)
        return saved
    finally:
        engine.dispose()
