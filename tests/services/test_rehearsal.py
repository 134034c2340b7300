import pytest
from sqlalchemy import Engine, func, select

from tests import fault_server
from tests.factories import NOW, make_feed, make_feeds_file
from tests.fault_server import entry, feed
from tracker.db import models
from tracker.db.session import reading, writing
from tracker.domain.council import FeedState
from tracker.feeds.exchange import Fetched
from tracker.feeds.failures import FetchError, Reason
from tracker.services import bodies
from tracker.services.poll import poll_feeds
from tracker.services.readings import Counts
from tracker.services.rehearsal import rehearse


class Page:
    """The network's edge: one page."""

    def __init__(self, body):
        self.body = body

    def get(self, url, *, access, validators=None):  # noqa: ARG002  # the protocol's signature
        if self.body is None:
            raise FetchError(Reason.TIMEOUT, feed=access.feed, url=url)
        return Fetched(url, url, 200, self.body)


def state(*entries):
    return Page(feed(*entries).encode())


def rehearsed(engine, page):
    (found,) = rehearse(engine, [make_feed()], page, now=NOW)
    return found


@pytest.fixture
def listed(engine: Engine) -> Engine:
    with writing(engine) as session:
        bodies.sync(session, make_feeds_file(), now=NOW)
    return engine


def everything(engine):
    with reading(engine) as session:
        tables = models.Base.metadata.sorted_tables
        return {t.name: session.scalar(select(func.count()).select_from(t)) for t in tables}


def test_a_rehearsal_says_what_a_poll_would_store_and_stores_nothing(listed, store):
    list(poll_feeds(listed, [make_feed()], state(entry(1), entry(2)), store, now=NOW))
    before = everything(listed)
    coming = state(
        entry(1, "Radweg, neu geplant", link="https://ris.example/neu"), entry(3, "Bücherei"), entry(4, "Hafen")
    )
    found = rehearsed(listed, coming)
    assert (found.new, found.changed) == (("Bücherei", "Hafen"), ("Radweg, neu geplant",))
    assert found.polled.counts == Counts(fetched=3, new=2, changed=1, vanished=1)
    assert everything(listed) == before
    (done,) = poll_feeds(listed, [make_feed()], coming, store, now=NOW)
    assert done.counts == found.polled.counts


def test_a_rehearsal_keeps_no_bytes(listed, store):
    rehearsed(listed, state(entry(1)))
    assert not store.root.exists()


def test_a_source_that_was_never_stored_can_be_rehearsed(engine):
    assert rehearsed(engine, state(entry(1))).polled.counts.new == 1


@pytest.mark.parametrize(
    ("body", "expected"),
    [(None, FeedState.FAILING), (fault_server.HTML, FeedState.SUSPICIOUS)],
    ids=["silence", "web page"],
)
def test_trouble_is_rehearsed_too(listed, body, expected):
    found = rehearsed(listed, Page(body))
    assert (found.polled.state, found.new) == (expected, ())
    assert found.polled.error is not None
