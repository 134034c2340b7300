"""Workers in processes of their own share the work on a real PostgreSQL, are killed, and lose nothing."""

import random
import signal
import subprocess
import sys
import threading
import time
from collections import defaultdict
from contextlib import ExitStack
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.factories import NOW
from tracker.db import models
from tracker.db.models import RunState
from tracker.db.session import open_engine, reading, writing
from tracker.errors import DatabaseError
from tracker.feeds.failures import FetchError, Reason
from tracker.jobs.look import look
from tracker.jobs.queue import SCHEMA, Crew, set_up, waiting
from tracker.services import bodies, events
from tracker.services.instance import Instance, open_instance, read_feeds
from tracker.services.upgrading import upgrade
from tracker.services.users import add_user
from tracker.settings import load

pytestmark = pytest.mark.postgres

HOSTS = 6
FEEDS_A_HOST = 3
ENTRIES = 8


class Council:
    """Servers on addresses of their own, each its own registered domain; they note who asked when."""

    def __init__(self, stack: ExitStack, pause: float) -> None:
        self.asked: dict[str, list[tuple[float, float]]] = defaultdict(list)
        self.port = 0
        for number in range(HOSTS):
            host = f"127.0.0.{number + 2}"
            server = ThreadingHTTPServer((host, self.port), self._handler(host, pause))
            self.port = server.server_port
            threading.Thread(target=server.serve_forever, daemon=True).start()
            stack.callback(server.server_close)
            stack.callback(server.shutdown)

    def _handler(self, host: str, pause: float):
        asked = self.asked

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                begun = time.monotonic()
                time.sleep(pause)
                body = b"User-agent: *\nAllow: /\n" if self.path == "/robots.txt" else page(host + self.path).encode()
                self.send_response(200)
                self.send_header("Content-Type", "application/rss+xml; charset=utf-8")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
                asked[host].append((begun, time.monotonic()))

            def log_message(self, *_arguments):
                pass

        return Handler


def page(name: str) -> str:
    items = "".join(
        f"<item><guid isPermaLink='false'>{name}-{n}</guid><title>Radweg {n} an der Lindenallee</title>"
        f"<link>https://rat.example/{n}</link></item>"
        for n in range(ENTRIES)
    )
    return f"<rss version='2.0'><channel><title>x</title>{items}</channel></rss>"


@pytest.fixture
def town(postgres, tmp_path: Path):
    """A workspace on PostgreSQL with sources on several hosts."""
    with ExitStack() as stack:
        council = Council(stack, pause=0.05)
        lines = [
            f"  - {{id: f{host}-{n}, body: stadt, kind: rss, allow_private_network: true, "
            f'url: "http://127.0.0.{host + 2}:{council.port}/{n}"}}'
            for host in range(HOSTS)
            for n in range(FEEDS_A_HOST)
        ]
        text = "\n".join(["version: 1", "bodies: [{id: stadt, name: Musterstadt}]", "feeds:", *lines])
        (tmp_path / "feeds.yaml").write_text(text + "\n", encoding="utf-8")
        url = postgres.make()
        (tmp_path / "tracker.toml").write_text(
            f'[database]\nurl = "{url}"\n[schedule]\nworkers = true\n', encoding="utf-8"
        )
        upgrade(load(tmp_path, {}), now=NOW)
        instance = open_instance(load(tmp_path, {}))
        set_up(instance.engine)
        with writing(instance.engine) as session:
            bodies.sync(session, read_feeds(instance.settings), now=NOW)
            add_user(session, "Ada", now=NOW)  # from here on periods fall due
        yield instance, council
        instance.engine.dispose()


def start(instance: Instance, *options: str) -> subprocess.Popen[bytes]:
    command = [
        sys.executable,
        "-c",
        "from tracker.cli.main import main; main()",
        "worker",
        "--workspace",
        str(instance.settings.workspace),
        *options,
    ]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


def polled(instance: Instance) -> set[str]:
    with reading(instance.engine) as session:
        return set(session.scalars(sa.select(models.Feed.id).where(models.Feed.last_success.is_not(None))))


def counts(instance: Instance) -> tuple[int, int | None]:
    """Items, and where the chain is broken."""
    with reading(instance.engine) as session:
        return session.query(models.CouncilItem).count(), events.verify(session)


@pytest.mark.timeout(600)  # a killed worker's job waits for its heartbeat to grow old, and busy machines are slow
def test_killed_workers_lose_nothing_and_ask_no_server_twice_at_a_time(town):
    instance, council = town
    luck, deadline = random.Random(7), time.monotonic() + 400
    workers = [start(instance, "--concurrency", "2", "--patience", "2") for _ in range(3)]
    kills = 0
    while len(polled(instance)) < HOSTS * FEEDS_A_HOST and time.monotonic() < deadline:
        time.sleep(luck.uniform(0.5, 2.5))
        if kills < 4:
            victim = luck.choice(workers)
            victim.kill()
            victim.wait()
            victim.stderr.close()
            kills += 1
            workers[workers.index(victim)] = start(instance, "--concurrency", "2", "--patience", "2")
    for one in workers:
        one.send_signal(signal.SIGTERM)
    for one in workers:
        one.communicate(timeout=60)
    assert kills == 4
    assert len(polled(instance)) == HOSTS * FEEDS_A_HOST
    assert counts(instance) == (HOSTS * FEEDS_A_HOST * ENTRIES, None)
    for spans in council.asked.values():
        told = sorted(spans)
        assert all(later[0] >= earlier[1] for earlier, later in pairwise(told))


class SilentCouncil:
    def get(self, url, **_options):
        raise FetchError(Reason.TIMEOUT, feed="rat", url=url)


def test_what_is_due_is_handed_out_once_and_done_by_whoever_is_there(town):
    instance, _council = town
    crew = Crew(instance, lambda: NOW + timedelta(days=1), SilentCouncil())
    first = crew.hand_out()
    assert first == HOSTS * FEEDS_A_HOST + len({"mail"}) + 8
    assert crew.hand_out() == 0
    crew.work_off(concurrency=8)
    assert waiting(instance.engine) == 0
    with reading(instance.engine) as session:
        states = {row.period: row.state for row in session.query(models.JobRun)}
        tried = session.query(models.FeedRun).count()
    assert len(states) == 8
    assert set(states.values()) == {RunState.DONE}
    assert tried == HOSTS * FEEDS_A_HOST


def test_with_workers_a_look_only_hands_out(town):
    instance, council = town
    tick = look(instance, NOW)
    assert (tick.polled, tick.ran, council.asked) == ((), (), {})
    assert waiting(instance.engine) == HOSTS * FEEDS_A_HOST + 1


def test_a_period_that_a_dead_worker_held_is_taken_up_again(town):
    instance, _council = town
    now = NOW + timedelta(days=1)
    with writing(instance.engine) as session:
        session.add(models.JobRun(job="link", period="link:2026-03-15", state=RunState.RUNNING, started_at=now))

    class Context:
        class job:  # noqa: N801  # as the queue has it
            attempts = 0

    crew = Crew(instance, lambda: now, SilentCouncil())
    crew.period(Context, "link:2026-03-15", job="link")
    with reading(instance.engine) as session:
        assert session.query(models.JobRun).filter_by(job="link").one().state is RunState.RUNNING
    Context.job.attempts = 1
    crew.period(Context, "link:2026-03-15", job="link")
    with reading(instance.engine) as session:
        assert session.query(models.JobRun).filter_by(job="link").one().state is RunState.DONE


def test_the_queue_is_made_anew_for_another_version_and_lies_beside_our_tables(town):
    instance, _council = town
    Crew(instance, lambda: NOW).hand_out()
    set_up(instance.engine)
    assert waiting(instance.engine) > 0
    with instance.engine.begin() as connection:
        connection.exec_driver_sql(f"COMMENT ON SCHEMA {SCHEMA} IS '0.1'")
        ours = sa.inspect(connection).get_table_names()
    set_up(instance.engine)
    assert waiting(instance.engine) == 0
    assert not [name for name in ours if "procrastinate" in name]


def test_workers_without_postgresql_are_told_how_to_get_it(tmp_path: Path):
    with pytest.raises(DatabaseError, match="tracker db move"):
        set_up(open_engine(f"sqlite:///{tmp_path / 'x.sqlite'}"))
