"""One source polled into a database, and what stands there afterwards."""

from datetime import timedelta

from sqlalchemy import Engine

from tests.factories import FEED, NOW, ScriptedAdapter, make_feed, make_item, poll_feed
from tracker.db import models
from tracker.db.files import FileStore
from tracker.db.session import reading

HOUR = timedelta(hours=1)
FIRST = make_item()
SECOND = make_item(identity="2", url="https://rat.example/vorlage/2", title="Hundesteuersatzung", reference="0816/2026")


def poll(engine: Engine, store: FileStore, *script, now=NOW, **over):
    return poll_feed(engine, make_feed(**over), ScriptedAdapter(*script), store, now=now)


def stored(engine: Engine) -> dict[str, models.CouncilItem]:
    with reading(engine) as session:
        found = {row.identity: row for row in session.query(models.CouncilItem)}
        for row in found.values():
            _ = row.versions, row.organization, getattr(row, "meeting_id", None)  # load what tests look at
        return found


def feed_row(engine: Engine) -> models.Feed:
    with reading(engine) as session:
        return session.get_one(models.Feed, FEED)


def runs(engine: Engine) -> list[models.FeedRun]:
    with reading(engine) as session:
        return session.query(models.FeedRun).order_by(models.FeedRun.id).all()
