"""Council items and links for the services' tests, stored as a poll and a matching run would."""

from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from tests.factories import FEED, NOW, make_harvest, make_item, make_town
from tracker.db import models
from tracker.db.ids import link_id
from tracker.db.session import writing
from tracker.domain.council import CouncilItem, FeedState
from tracker.services import readings
from tracker.services.shelving import Shelf, worked_out


@pytest.fixture
def town(engine: Engine) -> Engine:
    """A database with the invented town and its volunteers."""
    with writing(engine) as session:
        make_town(session)
    return engine


def make_items(session: Session, *items: CouncilItem, now: datetime = NOW, **over: Any) -> list[models.CouncilItem]:
    """Stored items, in the order given."""
    wanted = items or (make_item(),)
    run = models.FeedRun(feed_id=FEED, started_at=now, finished_at=now, state=FeedState.OK)
    session.add(run)
    session.flush()
    harvest = make_harvest(*wanted, **({"complete": False} | over))
    plan = readings.plan(session, FEED, harvest)
    shelf = Shelf(session, session.get_one(models.Feed, FEED), run, now)
    shelf.put(worked_out(plan.steps))
    shelf.finish(plan)
    rows = {row.identity: row for row in session.query(models.CouncilItem)}
    return [rows[item.identity] for item in wanted]


def make_link(
    session: Session, promise: models.Promise, item: models.CouncilItem | None = None, **over: Any
) -> models.Link:
    """A suggested link that nobody has judged."""
    found = item or make_items(session)[0]
    row = models.Link(
        public_id=link_id(promise.public_id, found.public_id),
        promise=promise,
        item=found,
        **({"score": 0.5, "model": "test", "reasons": [], "created_at": NOW} | over),
    )
    session.add(row)
    session.flush()
    return row
