"""Sharing the work among workers on any number of hosts, through Procrastinate on the instance's PostgreSQL.

The queue only carries what our own rows say is due; it may be thrown away at any time. Its tables lie in a schema of
their own. One lock per registered domain keeps all workers together from asking a server twice at a time; what a dead
worker held is taken up again, as harmlessly as after any kill.
"""

import asyncio
import contextlib
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from procrastinate import App, JobContext, PsycopgConnector, RetryStrategy, SyncPsycopgConnector, __version__
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException
from sqlalchemy import Engine

from tracker.db.session import reading
from tracker.errors import DatabaseError, key
from tracker.feeds.exchange import Fetching
from tracker.feeds.lanes import lane_of
from tracker.feeds.pace import GAP
from tracker.jobs import clock, plan
from tracker.services.instance import Instance
from tracker.services.schedule import run_one, whats_due

SCHEMA = "queue"

PATIENCE = 30.0
"""Seconds without a sign of life after which a worker counts as dead."""

BREATH = 0.1
"""Seconds between two looks at a queue whose rest is held back by locks."""

AGAIN = RetryStrategy(max_attempts=6, exponential_wait=4)
"""For what nobody expected; a source that does not answer has its own back-off. 4, 16, 64 s …, an hour at last."""


def set_up(engine: Engine) -> None:
    """Make the queue's tables, anew for another version; what waited there is due again at the next look."""
    connector = SyncPsycopgConnector(**_address(engine))
    with engine.begin() as connection:
        there = connection.scalar(
            sa.text("SELECT obj_description(oid, 'pg_namespace') FROM pg_namespace WHERE nspname = :name"),
            {"name": SCHEMA},
        )
        if there == __version__:
            return
        connection.exec_driver_sql(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE")
        connection.exec_driver_sql(f"CREATE SCHEMA {SCHEMA}")
    with App(connector=connector).open() as app:
        app.schema_manager.apply_schema()
    with engine.begin() as connection:
        connection.exec_driver_sql(f"COMMENT ON SCHEMA {SCHEMA} IS '{__version__}'")


def _address(engine: Engine) -> dict[str, Any]:
    if engine.dialect.name != "postgresql":
        raise DatabaseError(
            key("Arbeiter brauchen PostgreSQL als Datenbank. Umziehen geht mit: tracker db move URL"),
            subject="[database] url",
        )
    conninfo = engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    return {"conninfo": conninfo, "kwargs": {"options": f"-c search_path={SCHEMA}"}}


@dataclass(frozen=True)
class Crew:
    """An instance whose work is shared. `clock` is asked whenever a piece of work begins."""

    instance: Instance
    clock: Callable[[], datetime]
    fetcher: Fetching | None = None
    patience: float = PATIENCE

    def shift(self) -> plan.Shift:
        """The work of this moment."""
        return plan.shift_at(self.instance, self.clock(), self.fetcher)

    def hand_out(self) -> int:
        """Put what is due into the queue, once each, and take up what dead workers held; how much was put there."""
        asyncio.run(self._take_up())
        shift, number = self.shift(), 0
        with App(connector=SyncPsycopgConnector(**_address(self.instance.engine))).open() as app:
            for one in whats_due(self.instance.engine, plan.jobs(self.instance), now=shift.now):
                number += _deferred(app, "period", one.period.key, lock=f"job:{one.job}", job=one.job)
            sources = plan.due_sources(shift)
            lanes = Counter(lane_of(feed.fetch_url(feed.url)) for feed in sources)
            for feed in sources:
                lane = lane_of(feed.fetch_url(feed.url))
                number += _deferred(app, "poll", feed.id, lock=f"domain:{lane}", shared=lanes[lane] > 1)
            for body in plan.unmatched_bodies(shift):
                number += _deferred(app, "link", body, lock="link")
            number += _deferred(app, "send", "mail", lock="mail")
        return number

    async def _take_up(self) -> None:
        async with App(connector=PsycopgConnector(**_address(self.instance.engine))).open_async() as app:
            for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=self.patience):
                with contextlib.suppress(ConnectorException):  # somebody else was quicker
                    await app.job_manager.retry_job(job)

    def app(self) -> App:
        """The queue with everything that workers can do."""
        app = App(connector=PsycopgConnector(**_address(self.instance.engine)))
        app.task(name="poll", retry=AGAIN)(self.poll)
        app.task(name="link", retry=AGAIN)(self.link)
        app.task(name="period", retry=AGAIN, pass_context=True)(self.period)
        app.task(name="send", retry=AGAIN)(self.send)
        return app

    def poll(self, subject: str, *, shared: bool) -> None:
        """Ask one source, if it is still due; what it brought is linked afterwards, one body at a time.

        Where other sources of the same domain wait, the lock is kept until the server may be asked again.
        """
        shift = self.shift()
        feeds = [feed for feed in plan.due_sources(shift) if feed.id == subject]
        for one in plan.poll_sources(shift, feeds):
            if one.counts.new or one.counts.changed:
                with App(connector=SyncPsycopgConnector(**_address(self.instance.engine))).open() as app:
                    _deferred(app, "link", feeds[0].body, lock="link")
        if feeds and shared:
            time.sleep(GAP)

    def link(self, subject: str) -> None:
        """Suggest what is new of one body."""
        plan.link_all(self.shift(), body=subject)

    def period(self, context: JobContext, subject: str, *, job: str) -> None:
        """Run one period, if it is still due. A job that is tried again was held by somebody dead."""
        shift = self.shift()
        again = context.job.attempts > 0
        waiting = whats_due(self.instance.engine, plan.jobs(self.instance), now=shift.now, unfinished=again)
        for one in waiting:
            if (one.job, one.period.key) == (job, subject):
                run_one(self.instance.engine, one, plan.actions(shift), now=shift.now, taken_up=again)

    def send(self, subject: str) -> None:
        """Send what waits, a minute's worth."""
        del subject
        plan.send(self.shift())

    def work(self, *, concurrency: int) -> None:
        """Hand out and work until stopped."""
        stop = threading.Event()
        threading.Thread(target=clock.run, args=(self.hand_out, stop), daemon=True, name="hand out").start()
        try:
            self._run(concurrency, wait=True)
        finally:
            stop.set()

    def work_off(self, *, concurrency: int) -> None:
        """Hand out once and work until nothing is left that could be done now."""
        self.hand_out()
        while _left(self.instance.engine):  # what another one's lock held back is free by now
            self._run(concurrency, wait=False)
            asyncio.run(self._take_up())
            time.sleep(BREATH)

    def _run(self, concurrency: int, *, wait: bool) -> None:
        self.app().run_worker(
            concurrency=concurrency,
            wait=wait,
            delete_jobs="always",
            update_heartbeat_interval=self.patience / 3,
            stalled_worker_timeout=self.patience,
            fetch_job_polling_interval=2.0,
            shutdown_graceful_timeout=60,
        )


def waiting(engine: Engine) -> int:
    """How many pieces of work lie in the queue or are under way."""
    with reading(engine) as session:
        return session.scalar(sa.text(f"SELECT count(*) FROM {SCHEMA}.procrastinate_jobs")) or 0  # noqa: S608  # ours


def _left(engine: Engine) -> int:
    """How many pieces wait whose time has come."""
    ready = "status = 'todo' AND (scheduled_at IS NULL OR scheduled_at <= now())"
    with reading(engine) as session:
        query = f"SELECT count(*) FROM {SCHEMA}.procrastinate_jobs WHERE {ready}"  # noqa: S608  # ours
        return session.scalar(sa.text(query)) or 0


def _deferred(app: App, task: str, subject: str, *, lock: str, **values: Any) -> bool:
    """Put one piece into the queue, unless it waits there already."""
    try:
        deferrer = app.configure_task(name=task, lock=lock, queueing_lock=f"{task}:{subject}")
        deferrer.defer(subject=subject, **values)
    except AlreadyEnqueued:
        return False
    return True
