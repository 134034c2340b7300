import threading

from tracker.jobs import clock


def test_the_clock_looks_at_once_and_ends_when_told():
    looks, stop = [], threading.Event()

    def look():
        looks.append(1)
        stop.set()

    clock.run(look, stop)
    assert looks == [1]


def test_a_look_that_fails_does_not_stop_the_clock(monkeypatch):
    monkeypatch.setattr(clock, "TICK_SECONDS", 0.05)
    looks, stop = [], threading.Event()

    def look():
        looks.append(1)
        if len(looks) >= 3:
            stop.set()
        raise RuntimeError("the database is gone for a minute")

    clock.run(look, stop)
    assert len(looks) >= 3
