"""What befalls a tracker in five years: a killed process, a new version of the tables, a lost disk."""

import multiprocessing
import shutil
import time
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from alembic import command
from sqlalchemy import func, select

from tracker import settings
from tracker.cli.term.play import poll
from tracker.db import models
from tracker.db.schema import config
from tracker.db.session import reading, writing
from tracker.services import pauses
from tracker.services.backup import back_up
from tracker.services.instance import Instance, open_instance
from tracker.services.restore import restore
from tracker.settings import shipped


@dataclass(frozen=True, slots=True)
class Counted:
    """How much the instance holds."""

    items: int
    links: int
    events: int


def counted(instance: Instance) -> Counted:
    """Count what a mishap must not change."""
    nouns = (models.CouncilItem, models.Link, models.Event)
    with reading(instance.engine) as session:
        return Counted(*(session.scalar(select(func.count()).select_from(noun)) or 0 for noun in nouns))


PATIENCE = 20.0
"""Seconds after which the killer strikes, whatever its victim is doing."""


def killed_while_polling(instance: Instance, day: date) -> Counted:
    """Another process polls and is killed (SIGKILL) as soon as it has begun to store; what it left behind."""
    before = counted(instance)
    context = multiprocessing.get_context("spawn")
    victim = context.Process(target=_poll_once, args=(instance.settings.workspace, day))
    victim.start()
    deadline = time.monotonic() + PATIENCE
    while victim.is_alive() and counted(instance) == before and time.monotonic() < deadline:
        time.sleep(0.002)
    victim.kill()
    victim.join()
    return counted(instance)


def _poll_once(workspace: Path, day: date) -> None:
    poll(open_instance(settings.load(workspace)), day)


def migrated(instance: Instance) -> Counted:
    """One version of the tables back and forward again, with everything in them."""
    with writing(instance.engine) as session:
        command.downgrade(config(shipped("alembic"), session.connection()), "-1")
    with writing(instance.engine) as session:
        command.upgrade(config(shipped("alembic"), session.connection()), "head")
    return counted(instance)


def lost_and_restored(instance: Instance, by: str, now: datetime) -> Instance:
    """A backup is made, the data are lost, and the backup brings them back; `by` lets the mail go on afterwards."""
    workspace = instance.settings.workspace
    archive = workspace / "sicherung.tar"
    back_up(instance, archive, now=now)
    instance.engine.dispose()
    shutil.rmtree(workspace / "data")
    restored = restore(archive, workspace / "wiederhergestellt", now=now).directory
    (restored / "data").rename(workspace / "data")
    shutil.rmtree(restored)
    found = open_instance(instance.settings)
    with writing(found.engine) as session:
        pauses.resume(session, pauses.MAIL, by=by, now=now)
    return found
