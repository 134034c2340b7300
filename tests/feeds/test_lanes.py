"""One lane for each registered domain: nobody waits for a stranger, nobody overtakes in the own lane."""

import threading
import time

import pytest

from tracker.feeds.lanes import lane_of, side_by_side


def test_a_task_that_hangs_delays_only_its_own_lane():
    release = threading.Event()

    def do(task):
        if task == "stumm":
            release.wait(10)
        return task

    began = time.monotonic()
    results = side_by_side(["stumm", *"abcdefgh"], lambda task: task, do, workers=2)
    assert [next(results) for _ in range(8)] == list("abcdefgh")
    assert time.monotonic() - began < 1
    release.set()
    assert list(results) == ["stumm"]


def test_a_lane_keeps_its_order_and_does_one_thing_at_a_time():
    busy, most, seen = 0, 0, []

    def do(task):
        nonlocal busy, most
        busy += 1
        most = max(most, busy)
        time.sleep(0.002)
        busy -= 1
        return task

    seen = list(side_by_side(range(20), lambda _: "ost", do))
    assert seen == list(range(20))
    assert most == 1


def test_a_full_lane_leaves_workers_to_the_others():
    release = threading.Event()
    tasks = [("voll", n) for n in range(50)] + [("frei", 0)]
    results = side_by_side(
        tasks, lambda task: task[0], lambda task: task if task[0] == "frei" else release.wait(10), workers=2
    )
    assert next(results) == ("frei", 0)
    release.set()
    assert len(list(results)) == 50


def test_what_is_not_taken_is_not_made():
    made = []
    results = side_by_side(range(100), lambda task: task, made.append, workers=3)
    next(results)
    time.sleep(0.05)
    assert len(made) <= 8
    assert len(list(results)) == 99


def test_whoever_stops_taking_leaves_no_thread_behind():
    before = threading.active_count()
    results = side_by_side(range(100), lambda task: task, lambda task: task, workers=4)
    next(results)
    results.close()
    deadline = time.monotonic() + 2
    while threading.active_count() > before and time.monotonic() < deadline:
        time.sleep(0.01)
    assert threading.active_count() == before


def test_what_a_task_raises_is_raised_where_its_result_is_taken():
    with pytest.raises(ZeroDivisionError):
        list(side_by_side([1, 0], lambda task: task, lambda task: 1 / task))


def test_nothing_to_do_is_done_at_once():
    assert list(side_by_side([], lambda task: task, lambda task: task)) == []


@pytest.mark.parametrize(
    ("url", "lane"),
    [
        ("https://ost.rat.example/oparl", "rat.example"),
        ("https://west.rat.example:8443/", "rat.example"),
        ("http://127.0.0.1:9/", "127.0.0.1"),
    ],
)
def test_hosts_of_one_owner_share_a_lane(url, lane):
    assert lane_of(url) == lane
