import shutil
import tempfile
from datetime import date, timedelta
from pathlib import Path
from threading import Thread

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import Engine

from tests.factories import FEED, NOW, ScriptedAdapter, make_feed, make_harvest, make_item, make_town
from tracker.db import models
from tracker.db.files import FileStore
from tracker.db.session import open_engine, reading, writing
from tracker.domain.council import Direction, FeedState, ItemKind, Stage
from tracker.errors import NotFoundError
from tracker.feeds.adapter import Cursor
from tracker.feeds.failures import Doubt, FetchError, NotAskedError, Reason, SuspiciousError
from tracker.services import events
from tracker.services.poll import due_feeds, poll_feed
from tracker.services.readings import Counts
from tracker.services.shelving import Shelf, worked_out

HOUR = timedelta(hours=1)
FIRST = make_item()
SECOND = make_item(identity="2", url="https://rat.example/vorlage/2", title="Hundesteuersatzung", reference="0816/2026")


@pytest.fixture
def town(engine: Engine) -> Engine:
    with writing(engine) as session:
        make_town(session)
    return engine


def poll(engine: Engine, store: FileStore, *script, now=NOW, **over):
    return poll_feed(engine, make_feed(**over), ScriptedAdapter(*script), None, store, now=now)


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
        poll_feed(town, make_feed(), adapter, None, store, now=NOW)
    assert adapter.cursors == [Cursor(), cursor]


def test_a_crash_while_storing_leaves_the_old_cursor_and_no_item(town: Engine, store, monkeypatch):
    def killed(*_arguments, **_options):
        raise KeyboardInterrupt

    monkeypatch.setattr(events, "record", killed)
    with pytest.raises(KeyboardInterrupt):
        poll(town, store, make_harvest(FIRST))
    assert (stored(town), runs(town), feed_row(town).cursor) == ({}, [], {})
    monkeypatch.undo()
    assert poll(town, store, make_harvest(FIRST)).counts.new == 1


MANY = tuple(make_item(identity=f"v-{n}", url="", title=f"Vorlage {n}", reference=f"{n}/2026") for n in range(25))
AGENDA = tuple(
    make_item(kind=ItemKind.AGENDA_ITEM, identity=f"top-{n}", url="", reference="", title=f"Punkt {n}", meeting="s-1")
    for n in range(9)
)
CROWD = (*MANY, *AGENDA, make_item(kind=ItemKind.MEETING, identity="s-1", url="", reference="", title="Sitzung"))


class Killed(BaseException):
    """What a kill looks like from within."""


def killed_before_batch(monkeypatch, number: int) -> None:
    """Let a process die when it is about to store its batch of that number."""
    monkeypatch.setattr("tracker.services.poll.BATCH", 10)
    put, batches = Shelf.put, []

    def dying(self, entries):
        batches.append(len(entries))
        if len(batches) == number:
            raise Killed
        put(self, entries)

    monkeypatch.setattr(Shelf, "put", dying)


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_a_kill_between_two_batches_loses_and_doubles_nothing(town: Engine, store, monkeypatch, number):
    cursor = Cursor(url="https://rat.example/feed", modified_since="2026-03-13T00:00:00Z")
    killed_before_batch(monkeypatch, number)
    with pytest.raises(Killed):
        poll(town, store, make_harvest(*CROWD, cursor=cursor))
    monkeypatch.undo()
    assert feed_row(town).cursor == {}
    assert len(stored(town)) == (number - 1) * 10
    assert [run.state for run in runs(town)] == [FeedState.SUSPICIOUS] * (number > 1)

    adapter = ScriptedAdapter(make_harvest(*CROWD, cursor=cursor))
    done = poll_feed(town, make_feed(), adapter, None, store, now=NOW + HOUR)
    assert adapter.cursors == [Cursor()]
    assert done.counts == Counts(fetched=35, new=35 - (number - 1) * 10, unchanged=(number - 1) * 10)
    found = stored(town)
    assert len(found) == 35
    assert {len(row.versions) for row in found.values()} == {1}
    assert {row.meeting_id for row in found.values() if row.kind is ItemKind.AGENDA_ITEM} == {found["s-1"].id}
    assert feed_row(town).cursor == cursor.to_json()
    with reading(town) as session:
        assert session.query(models.Event).filter_by(kind="feed.polled").count() == 1


def test_a_run_that_was_killed_says_that_it_was_interrupted(town: Engine, store, monkeypatch):
    killed_before_batch(monkeypatch, 3)
    with pytest.raises(Killed):
        poll(town, store, make_harvest(*CROWD))
    assert "unterbrochen" in runs(town)[0].error


def test_a_large_answer_in_batches_comes_to_the_same_as_in_one(town: Engine, store, monkeypatch):
    monkeypatch.setattr("tracker.services.poll.BATCH", 10)
    assert poll(town, store, make_harvest(*CROWD)).counts == Counts(fetched=35, new=35)
    assert poll(town, store, make_harvest(*CROWD[:5]), now=NOW + HOUR).counts == Counts(
        fetched=5, unchanged=5, vanished=30
    )
    assert [(run.state, run.error) for run in runs(town)] == [(FeedState.OK, "")] * 2


@pytest.mark.parametrize("overtaken_at", [0, 1, 2])
def test_two_polls_of_one_source_at_once_store_everything_once(town: Engine, store, monkeypatch, overtaken_at):
    monkeypatch.setattr("tracker.services.poll.BATCH", 10)
    calls = iter(range(100))

    def overtaken(steps):
        if next(calls) == overtaken_at:  # the other poll stores all of it right between planning and storing
            poll(town, store, make_harvest(*CROWD))
        return worked_out(steps)

    monkeypatch.setattr("tracker.services.poll.worked_out", overtaken)
    done = poll(town, store, make_harvest(*CROWD), now=NOW + HOUR)
    assert done.counts.new == overtaken_at * 10
    assert done.counts.new + done.counts.unchanged == 35
    assert sum(run.new for run in runs(town)) == 35
    assert {len(row.versions) for row in stored(town).values()} == {1}


def test_a_first_crawl_lets_other_writers_in_between_its_batches(town: Engine, store, monkeypatch):
    monkeypatch.setattr("tracker.services.poll.BATCH", 5)
    crawl = Thread(target=poll, args=(town, store, make_harvest(*CROWD)))
    crawl.start()
    for n in range(3):
        with writing(town) as session:
            events.record(session, "test.waited", f"test:{n}", {}, actor="system:test", now=NOW)
    crawl.join()
    assert len(stored(town)) == 35
    with reading(town) as session:
        assert events.verify(session) is None


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


class Polling(RuleBasedStateMachine):
    """A source that edits, drops, reorders and repeats its entries; whatever it does, nothing is lost or doubled."""

    template = ""

    @initialize()
    def town_with_a_source(self):
        self.folder = tempfile.TemporaryDirectory()
        path = Path(self.folder.name) / "tracker.sqlite"
        shutil.copyfile(self.template, path)
        self.engine = open_engine(f"sqlite:///{path}")
        self.store = FileStore(Path(self.folder.name) / "files")
        with writing(self.engine) as session:
            make_town(session)
        self.shown: dict[str, str] = {}
        self.ever: dict[str, set[str]] = {}
        self.polls = 0

    @rule(number=st.integers(1, 6), title=st.sampled_from(["Radweg", "Bücherei", "Radweg, 2. Lesung"]))
    def publish(self, number, title):
        self.shown[str(number)] = title

    @rule(number=st.integers(1, 6))
    def drop(self, number):
        self.shown.pop(str(number), None)

    @rule(order=st.randoms(use_true_random=False), repeat=st.booleans())
    def poll(self, order, repeat):
        read = [make_item(identity=i, url="", reference=i, title=f"{t} {i}") for i, t in self.shown.items()]
        order.shuffle(read)
        self.polls += 1
        done = poll(self.engine, self.store, make_harvest(*read, *read[: repeat * 2]), now=NOW + self.polls * HOUR)
        assert done.counts.new + done.counts.changed + done.counts.unchanged == len(read)
        for item in read:
            self.ever.setdefault(item.identity, set()).add(item.title)

    @invariant()
    def every_item_once_and_marked_as_it_is_shown(self):
        if not self.polls:
            return
        with reading(self.engine) as session:
            rows = session.query(models.CouncilItem).all()
            assert sorted(row.identity for row in rows) == sorted(self.ever)
            for row in rows:
                assert {v.values["title"] for v in row.versions} == self.ever[row.identity]
                assert row.versions[-1].content_hash == row.content_hash

    def teardown(self):
        if hasattr(self, "engine"):
            self.engine.dispose()
            self.folder.cleanup()


def test_whatever_a_source_does_nothing_is_lost_or_doubled(migrated_sqlite):
    Polling.template = str(migrated_sqlite)
    run_state_machine_as_test(
        Polling,
        settings=settings(
            max_examples=10, stateful_step_count=15, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
