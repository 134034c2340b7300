"""Readers never wait long for what takes long to make, and whoever must see the newest waits for it."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa

from tracker.services.beside import Beside, Kept


class Slow:
    """Something that takes as long to make as a test wants; each state is numbered."""

    def __init__(self):
        self.state, self.made = 1, []
        self.gate = threading.Event()
        self.gate.set()

    def make(self):
        state = self.state
        self.gate.wait(10)
        self.made.append(state)
        return Kept(state, f"Stand {state}")


@pytest.fixture
def engine():
    return sa.create_engine("sqlite://")


@pytest.fixture
def beside():
    return Beside("probe")


def ask(beside, engine, slow, **how):
    return beside.get(engine, slow.state, slow.make, **{"patience": 0.05, **how}).made


def soon(holds):
    deadline = time.monotonic() + 5
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_what_is_ready_in_time_is_the_newest(beside, engine):
    slow = Slow()
    assert ask(beside, engine, slow) == "Stand 1"
    slow.state = 2
    assert ask(beside, engine, slow, patience=5) == "Stand 2"
    assert ask(beside, engine, slow) == "Stand 2"
    assert slow.made == [1, 2]


def test_while_a_newer_state_is_made_the_last_one_is_given_at_once(beside, engine):
    slow = Slow()
    ask(beside, engine, slow)
    slow.state = 2
    slow.gate.clear()
    begun = time.monotonic()
    assert [ask(beside, engine, slow) for _ in range(3)] == ["Stand 1"] * 3
    assert time.monotonic() - begun < 2
    slow.gate.set()
    soon(lambda: ask(beside, engine, slow) == "Stand 2")
    assert slow.made == [1, 2]


def test_whoever_must_see_the_newest_waits_for_it(beside, engine):
    slow = Slow()
    ask(beside, engine, slow)
    slow.state = 2
    slow.gate.clear()
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(ask, beside, engine, slow, current=True)
        assert ask(beside, engine, slow) == "Stand 1"
        slow.gate.set()
        assert waiting.result(5) == "Stand 2"


def test_what_happens_while_a_state_is_made_is_not_lost(beside, engine):
    slow = Slow()
    ask(beside, engine, slow)
    slow.state = 2
    slow.gate.clear()
    assert ask(beside, engine, slow) == "Stand 1"  # 2 is begun, and 3 is no part of it
    slow.state = 3
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(ask, beside, engine, slow, current=True)
        slow.gate.set()
        assert waiting.result(5) == "Stand 3"


def test_many_events_are_one_making_more(beside, engine):
    slow = Slow()
    ask(beside, engine, slow)
    slow.gate.clear()
    for state in range(2, 12):
        slow.state = state
        assert ask(beside, engine, slow) == "Stand 1"
    slow.gate.set()
    soon(lambda: ask(beside, engine, slow) == "Stand 11")
    assert slow.made == [1, 2, 11]


def test_a_failure_is_told_to_who_waits_and_the_next_begins_anew(beside, engine):
    slow = Slow()

    def broken():
        raise OSError("voll")

    with pytest.raises(OSError, match="voll"):
        beside.get(engine, 1, broken)
    assert ask(beside, engine, slow) == "Stand 1"
    slow.state = 2
    with pytest.raises(OSError, match="voll"):
        beside.get(engine, 2, broken, patience=5)
    assert ask(beside, engine, slow, patience=5) == "Stand 2"


def test_two_databases_have_their_own(beside, engine):
    slow, other = Slow(), sa.create_engine("sqlite://")
    slow.state = 7
    assert ask(beside, engine, slow) == "Stand 7"
    assert other is not engine
    slow.state = 8
    assert ask(beside, other, slow) == "Stand 8"
    assert beside.get(engine, 7, slow.make).made == "Stand 7"
