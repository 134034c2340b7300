"""A server that has worked for long holds no more memory than one that has just begun.

`tracker serve` with its schedule inside, while readers ask a few pages a second. Each minute the source has changed and
is due, and every job of the schedule is due again, so that minutes hold what else takes months; polls and reports of
the command line write into the same database beside it. Prints the server's memory by minute and its slope over the
second half. The argument says for how many minutes (20).
"""

import argparse
import itertools
import socket
import subprocess
import tempfile
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from statistics import linear_regression

from sqlalchemy import delete, func, select, update

from benchmarks.load import TRACKER, asked, busy, ready_after, resident, workspace_in
from tracker.db import models
from tracker.db.models import RunState
from tracker.db.session import open_engine, reading, writing
from tracker.settings import load

RATE = 5
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


def all_due(url: str) -> None:
    """What is done may be done again: at the next minute the source is asked, and every job runs."""
    engine = open_engine(url)
    with writing(engine) as session:
        session.execute(update(models.Feed).where(models.Feed.listed).values(next_poll_at=LONG_AGO))
        session.execute(delete(models.JobRun).where(models.JobRun.state == RunState.DONE))
    engine.dispose()


def polled(url: str) -> int:
    """How often the source was asked."""
    engine = open_engine(url)
    with reading(engine) as session:
        runs = session.scalar(select(func.count()).select_from(models.FeedRun)) or 0
    engine.dispose()
    return runs


def slope(by_minute: list[float]) -> float:
    """Megabytes an hour, over the second half: the first fills caches."""
    half = by_minute[len(by_minute) // 2 :]
    return 60 * linear_regression(range(len(half)), half).slope


def soaked(server: int, port: int, paths: list[str], url: str, minutes: int) -> list[float]:
    """Megabytes at the beginning and after each minute."""
    by_minute = [resident(server)]
    print(f"minute  0  {by_minute[0]:5.0f} MB", flush=True)
    failed = Counter[str]()
    for minute in range(1, minutes + 1):
        all_due(url)
        _latencies, wrong = asked(port, paths, 60, rate=RATE)
        failed += wrong
        by_minute.append(resident(server))
        print(f"minute {minute:2}  {by_minute[-1]:5.0f} MB", flush=True)
    print(f"{60 * minutes * RATE} requests, {failed.total()} failed {dict(failed) or ''}")
    return by_minute


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("minutes", type=int, nargs="?", default=20)
    minutes = parser.parse_args().minutes
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory() as name:
        folder, changes = Path(name), itertools.count(1)
        paths = workspace_in(folder, port, changes)
        url = load(folder, {}).database_url
        before = polled(url)
        command = [*TRACKER, "serve", "--port", str(port), "--workspace", name]
        server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            ready_after(port)
            stop = threading.Event()
            with ThreadPoolExecutor(1) as pool:
                beside = pool.submit(busy, folder, stop, pause=20)
                try:
                    by_minute = soaked(server.pid, port, paths, url, minutes)
                finally:
                    stop.set()
            print(f"{polled(url) - before} polls of all, {beside.result()} commands beside the server")
            print(f"memory at its highest {max(by_minute):.0f} MB, slope {slope(by_minute):+.1f} MB an hour")
        finally:
            server.terminate()
            server.wait()


if __name__ == "__main__":
    main()
