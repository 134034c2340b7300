"""A poll that dies half-way, meets another one, or brings so much that it is stored in batches."""

import shutil
import tempfile
from pathlib import Path
from threading import Thread

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import Engine

from tests.factories import NOW, ScriptedAdapter, make_feed, make_harvest, make_item, make_town, poll_feed
from tests.services.polling import FIRST, HOUR, feed_row, poll, runs, stored
from tracker.db import models
from tracker.db.files import FileStore
from tracker.db.session import open_engine, reading, writing
from tracker.domain.council import FeedState, ItemKind
from tracker.feeds.adapter import Cursor
from tracker.services import events
from tracker.services.readings import Counts
from tracker.services.shelving import Shelf, worked_out


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
    done = poll_feed(town, make_feed(), adapter, store, now=NOW + HOUR)
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
