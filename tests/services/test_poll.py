from datetime import date, timedelta

import pytest
from sqlalchemy import Engine

from tests.factories import FEED, NOW, ScriptedAdapter, make_feed, make_harvest, make_item, poll_feed
from tests.services.polling import FIRST, HOUR, SECOND, feed_row, poll, runs, stored
from tracker.db import models
from tracker.db.session import reading
from tracker.domain.council import Direction, FeedState, ItemKind, Stage
from tracker.errors import NotFoundError
from tracker.feeds.adapter import Cursor
from tracker.feeds.failures import Doubt, FetchError, NotAskedError, Reason, SuspiciousError
from tracker.services import events
from tracker.services.poll import due_feeds
from tracker.services.readings import Counts


def counts(engine: Engine) -> dict[str, int]:
    """Rows by table, without those that every run adds."""
    with reading(engine) as session:
        kinds = (models.CouncilItem, models.ItemVersion, models.ItemAlias, models.RawPayload, models.Organization)
        return {kind.__tablename__: session.query(kind).count() for kind in kinds}


def test_a_first_poll_stores_everything_with_its_source(town: Engine, store):
    done = poll(town, store, make_harvest(FIRST, SECOND))
    assert (done.state, done.counts) == (FeedState.OK, Counts(fetched=2, new=2))
    row = stored(town)[FIRST.identity]
    assert isinstance(row, models.Paper)
    assert (row.title, row.item_date, row.organization.name) == (FIRST.title, FIRST.item_date, "Verkehrsausschuss")
    assert (row.first_seen, row.last_seen, row.content_hash) == (NOW, NOW, FIRST.content_hash)
    with reading(town) as session:
        assert store.get(session.query(models.RawPayload).one().sha256)


def test_the_same_bytes_again_store_nothing_but_the_run(town: Engine, store):
    poll(town, store, make_harvest(FIRST, SECOND))
    before = counts(town)
    done = poll(town, store, make_harvest(FIRST, SECOND), now=NOW + HOUR)
    assert done.counts == Counts(fetched=2, unchanged=2)
    assert counts(town) == before
    assert len(runs(town)) == 2
    assert {row.last_seen for row in stored(town).values()} == {NOW + HOUR}


def test_a_result_that_arrives_is_a_new_version_and_the_old_one_stays(town: Engine, store):
    poll(town, store, make_harvest(make_item(kind=ItemKind.AGENDA_ITEM)))
    decided = make_item(kind=ItemKind.AGENDA_ITEM, result="einstimmig beschlossen")
    done = poll(town, store, make_harvest(decided), now=NOW + HOUR)
    assert done.counts == Counts(fetched=1, changed=1)
    row = stored(town)[FIRST.identity]
    assert (row.direction, row.votes["unanimous"]) == (Direction.ADOPTED, True)
    assert [(v.number, v.values["result"]) for v in row.versions] == [(1, ""), (2, "einstimmig beschlossen")]


def test_the_council_decides_and_a_committee_advises(town: Engine, store):
    result = {"kind": ItemKind.AGENDA_ITEM, "result": "einstimmig zugestimmt"}
    poll(town, store, make_harvest(make_item(organization="Stadtrat", **result)))
    poll(town, store, make_harvest(make_item(identity="2", url="", **result), complete=False))
    rows = stored(town)
    assert rows[FIRST.identity].stage is Stage.DECISIVE
    assert rows["2"].stage is Stage.UNKNOWN


def test_a_longer_text_is_kept_without_being_news(town: Engine, store):
    poll(town, store, make_harvest(FIRST))
    done = poll(town, store, make_harvest(make_item(text="Mit Begründung.")), now=NOW + HOUR)
    poll(town, store, make_harvest(make_item(text="")), now=NOW + 2 * HOUR)
    row = stored(town)[FIRST.identity]
    assert (done.counts.changed, row.text, len(row.versions)) == (0, "Mit Begründung.", 1)


def test_an_unchanged_answer_asks_nothing_of_the_items(town: Engine, store):
    poll(town, store, make_harvest(FIRST))
    nothing_read = make_harvest(state=FeedState.UNCHANGED, complete=False, raw=(), fetched=0)
    done = poll(town, store, nothing_read, now=NOW + HOUR)
    assert (done.state, done.counts) == (FeedState.UNCHANGED, Counts())
    assert stored(town)[FIRST.identity].gone_since is None
    assert feed_row(town).last_success == NOW + HOUR


def test_what_vanishes_is_marked_and_what_returns_is_no_news(town: Engine, store):
    poll(town, store, make_harvest(FIRST, SECOND))
    assert poll(town, store, make_harvest(FIRST), now=NOW + HOUR).counts == Counts(fetched=1, unchanged=1, vanished=1)
    assert stored(town)[SECOND.identity].gone_since == NOW + HOUR
    back = poll(town, store, make_harvest(FIRST, SECOND), now=NOW + 2 * HOUR)
    assert back.counts == Counts(fetched=2, unchanged=2)
    row = stored(town)[SECOND.identity]
    assert (row.gone_since, len(row.versions)) == (None, 1)


def test_an_incomplete_answer_makes_nothing_vanish(town: Engine, store):
    poll(town, store, make_harvest(FIRST, SECOND))
    done = poll(town, store, make_harvest(FIRST, complete=False), now=NOW + HOUR)
    assert done.counts.vanished == 0
    assert stored(town)[SECOND.identity].gone_since is None


def test_a_tombstone_deletes_nothing_that_was_known(town: Engine, store):
    poll(town, store, make_harvest(FIRST))
    tombstone = make_item(kind=ItemKind.DELETION, title="", url="", text="", reference="", organization="")
    for hours in (1, 2):
        done = poll(town, store, make_harvest(tombstone, complete=False), now=NOW + hours * HOUR)
    row = stored(town)[FIRST.identity]
    assert (row.deleted_at, row.title, row.reference) == (NOW + HOUR, FIRST.title, FIRST.reference)
    assert done.counts == Counts(fetched=1, unchanged=1)


def test_the_tombstone_of_something_never_seen_is_kept_once_and_is_no_item(town: Engine, store):
    tombstone = make_harvest(make_item(kind=ItemKind.DELETION), complete=False)
    assert poll(town, store, tombstone).counts == Counts(fetched=1, vanished=1)
    assert poll(town, store, tombstone).counts == Counts(fetched=1, unchanged=1)
    assert stored(town) == {}
    with reading(town) as session:
        assert session.query(models.Tombstone).one().identity == FIRST.identity


def test_what_rises_from_a_tombstone_is_new(town: Engine, store):
    poll(town, store, make_harvest(make_item(kind=ItemKind.DELETION)))
    assert poll(town, store, make_harvest(FIRST), now=NOW + HOUR).counts == Counts(fetched=1, new=1)


def test_a_source_that_renames_its_items_keeps_them(town: Engine, store):
    poll(town, store, make_harvest(FIRST))
    renamed = make_item(identity="vorlage-1-neu")
    for hours in (1, 2):
        done = poll(town, store, make_harvest(renamed), now=NOW + hours * HOUR)
        assert done.counts == Counts(fetched=1, unchanged=1)
    assert list(stored(town)) == [FIRST.identity]
    assert counts(town)["item_alias"] == 1


def test_agenda_items_find_their_meeting_whichever_comes_first(town: Engine, store):
    top = make_item(kind=ItemKind.AGENDA_ITEM, identity="top-7", url="", meeting="sitzung-1", number="7")
    meeting = make_item(kind=ItemKind.MEETING, identity="sitzung-1", url="", title="Verkehrsausschuss")
    poll(town, store, make_harvest(top, complete=False))
    assert stored(town)["top-7"].meeting_id is None
    poll(town, store, make_harvest(meeting, complete=False), now=NOW + HOUR)
    found = stored(town)
    assert found["top-7"].meeting_id == found["sitzung-1"].id


def test_a_cursor_is_stored_with_its_items_and_given_back(town: Engine, store):
    cursor = Cursor(url="https://rat.example/feed", count=1, modified_since="2026-03-13T00:00:00Z")
    adapter = ScriptedAdapter(make_harvest(FIRST, cursor=cursor), make_harvest(FIRST))
    for _ in range(2):
        poll_feed(town, make_feed(), adapter, store, now=NOW)
    assert adapter.cursors == [Cursor(), cursor]


def test_a_source_is_stale_after_three_intervals_without_success(town: Engine, store):
    error = FetchError(Reason.TIMEOUT, feed=FEED, url="https://rat.example/feed")
    poll(town, store, make_harvest(FIRST))
    soon, late = (poll(town, store, error, now=NOW + hours * HOUR) for hours in (18, 19))
    assert (soon.state, soon.shown) == (FeedState.FAILING, FeedState.FAILING)
    assert (late.state, late.shown, late.failed) == (FeedState.FAILING, FeedState.STALE, True)
    assert feed_row(town).state is FeedState.FAILING
    assert poll(town, store, make_harvest(FIRST), now=NOW + 20 * HOUR).shown is FeedState.OK


def test_a_poll_that_read_nothing_on_purpose_is_no_success(town: Engine, store):
    poll(town, store, make_harvest(FIRST))
    waiting = NotAskedError(feed=FEED, hours=12)
    harvest = make_harvest(state=FeedState.UNCHANGED, complete=False, fetched=0, problem=waiting)
    done = poll(town, store, harvest, now=NOW + 6 * HOUR)
    assert (done.shown, done.error) == (FeedState.UNCHANGED, waiting)
    assert feed_row(town).last_success == NOW
    assert "nichts gelesen" in runs(town)[-1].error


def test_a_source_that_never_answered_is_stale_three_intervals_after_the_first_try(town: Engine, store):
    error = FetchError(Reason.TIMEOUT, feed=FEED, url="https://rat.example/feed")
    shown = [poll(town, store, error, now=NOW + hours * HOUR).shown for hours in (0, 18, 19)]
    assert shown == [FeedState.FAILING, FeedState.FAILING, FeedState.STALE]


def test_a_failing_source_is_a_result_with_a_growing_pause(town: Engine, store):
    error = FetchError(Reason.BUSY, feed=FEED, url="https://rat.example/feed", status=503)
    poll(town, store, make_harvest(FIRST))
    pauses = []
    for n in range(1, 4):
        done = poll(town, store, error, now=NOW + n * HOUR)
        assert (done.state, done.error, done.counts) == (FeedState.FAILING, error, Counts())
        pauses.append(feed_row(town).next_poll_at - (NOW + n * HOUR))
    assert pauses[0] >= HOUR
    assert pauses[1] >= 2 * HOUR
    assert pauses[2] >= 4 * HOUR
    assert (feed_row(town).failures, feed_row(town).last_success) == (3, NOW)
    assert "überlastet" in runs(town)[-1].error
    assert poll(town, store, make_harvest(FIRST), now=NOW + 9 * HOUR).state is FeedState.OK
    assert feed_row(town).failures == 0


def test_a_source_that_was_switched_off_rests(town: Engine, store):
    poll(town, store, FetchError(Reason.GONE, feed=FEED, url="https://rat.example/feed", status=410))
    with reading(town) as session:
        assert due_feeds(session, NOW + timedelta(days=90)) == []


def test_a_suspicious_answer_is_stored_as_such_and_makes_nothing_vanish(town: Engine, store):
    poll(town, store, make_harvest(FIRST, SECOND))
    doubt = SuspiciousError(Doubt.HTML, feed=FEED, url="https://rat.example/feed")
    harvest = make_harvest(state=FeedState.SUSPICIOUS, complete=False, problem=doubt, fetched=0)
    done = poll(town, store, harvest, now=NOW + HOUR)
    assert (done.state, done.error) == (FeedState.SUSPICIOUS, doubt)
    assert feed_row(town).last_success == NOW
    assert all(row.gone_since is None for row in stored(town).values())


def test_a_polled_source_is_due_again_after_its_interval(town: Engine, store):
    poll(town, store, make_harvest(FIRST))
    with reading(town) as session:
        assert due_feeds(session, NOW + 5 * HOUR) == []
        assert due_feeds(session, NOW + 7 * HOUR) == [FEED]


def test_a_paused_source_is_not_asked(town: Engine, store):
    assert poll(town, store, paused=True).state is FeedState.PAUSED
    assert runs(town) == []


def test_a_source_without_a_row_is_explained(engine: Engine, store):
    with pytest.raises(NotFoundError, match=r"steht nicht in feeds\.yaml"):
        poll(engine, store)


def test_every_run_is_one_event_that_proves_what_was_read(town: Engine, store):
    for harvest in (make_harvest(FIRST, SECOND), make_harvest(SECOND, FIRST), make_harvest(FIRST)):
        poll(town, store, harvest)
    with reading(town) as session:
        polled = session.query(models.Event).filter_by(kind="feed.polled").order_by(models.Event.seq).all()
        assert events.verify(session) is None
    digests = [event.payload.partition('"digest":"')[2][:64] for event in polled]
    assert digests[0] == digests[1] != digests[2]


@pytest.mark.parametrize(
    "hostile",
    [
        make_item(title="Rad\0weg \ud800", text="\0", organization="Aus\0schuss", identity="id\0"),
        make_item(identity="https://rat.example/" + "x" * 20_000, organization="Ö" * 5_000),
        make_item(title="", identity="", url="", organization="", item_date=None),
        make_item(item_date=date(1, 1, 1), attachments=("https://rat.example/a" * 1_000,) * 50),
    ],
    ids=["characters", "endless names", "nothing at all", "absurd date"],
)
def test_a_hostile_item_is_stored_and_found_again(town: Engine, store, hostile):
    assert poll(town, store, make_harvest(hostile)).counts.new == 1
    assert poll(town, store, make_harvest(hostile)).counts == Counts(fetched=1, unchanged=1)
