"""A sender killed again and again in the middle of its work, against a real mail server.

Nothing may arrive twice, nothing may be lost unnoticed, and a kill may leave at most one mail of which nobody knows.
`TRACKER_KILLS` says how often it is killed; a release is checked with 300.
"""

import asyncio
import multiprocessing
import os
import random
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from multiprocessing.connection import Connection

import pytest
from aiosmtpd.smtp import SMTP, Envelope, Session
from sqlalchemy import Engine

from tests.factories import NOW
from tests.mail.conftest import LoopbackController
from tracker.db import models
from tracker.db.session import open_engine, reading, writing
from tracker.domain.delivery import DeliveryState
from tracker.mail import Letter, SmtpTransport, compose, stable_message_id
from tracker.services.outbox import LEASE, Draft, queue, send_waiting

KILLS = int(os.environ.get("TRACKER_KILLS", "25"))
SEED = 20261125
LONGEST_LIFE = 0.25
"""Seconds that a sender may work before it is killed: some ten mails, so that every step is hit."""

FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(["tests.faults.test_mail_kills"])


class Sink:
    """Takes every mail; slowly, so that senders die before, in and after the handing over."""

    def __init__(self) -> None:
        self.taken: Counter[str] = Counter()
        self.chance = random.Random(SEED)

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802  # its name
        content = envelope.content if isinstance(envelope.content, bytes) else b""
        header = next(line for line in content.splitlines() if line.lower().startswith(b"message-id:"))
        self.taken[header.partition(b":")[2].strip().decode()] += 1
        await asyncio.sleep(self.chance.uniform(0, 0.004))
        return "250 OK"


@pytest.fixture
def sink() -> Iterator[tuple[Sink, int]]:
    taken = Sink()
    controller = LoopbackController(taken, hostname="127.0.0.1", port=0, ready_timeout=30)
    controller.start()
    yield taken, controller.port
    controller.stop()


def fill(engine: Engine, first: int, number: int) -> None:
    with writing(engine) as session:
        for n in range(first, first + number):
            recipient = f"leserin{n}@example.org"
            message = compose(
                Letter("Bericht", "Text", "<p>Text</p>"),
                sender="wort@example.org",
                recipient=recipient,
                message_id=stable_message_id("example.org", "report:2026-10", recipient),
                sent_at=NOW,
            )
            queue(session, Draft("report", "report:2026-10", recipient, message), now=NOW)


def work(url: str, port: int, restart: int, ready: Connection) -> None:
    """Send until nothing waits; each sender begins later than what the one before left behind may last."""
    engine, now = open_engine(url), NOW + restart * (LEASE + timedelta(minutes=1))
    transport = SmtpTransport("127.0.0.1", port, security="none", timeout=20)
    send_waiting(engine, transport, now=now, limit=1)  # everything is loaded and open: now it may be killed
    ready.send("ready")
    while send_waiting(engine, transport, now=now, limit=20).waiting:
        pass


def sender(engine: Engine, port: int, restart: int) -> multiprocessing.process.BaseProcess:
    ours, theirs = FORKS.Pipe()
    url = engine.url.render_as_string(hide_password=False)
    process = FORKS.Process(target=work, args=(url, port, restart, theirs))
    process.start()
    assert ours.poll(60)
    return process


def states(engine: Engine) -> Counter[DeliveryState]:
    with reading(engine) as session:
        return Counter(row.state for row in session.query(models.OutboxMail))


@pytest.mark.timeout(60 + 10 * KILLS)
def test_a_sender_killed_anywhere_doubles_nothing_and_loses_nothing_unnoticed(engine: Engine, sink):
    taken, port = sink
    chance = random.Random(SEED)
    queued = kills = 0
    while kills < KILLS:
        if not states(engine)[DeliveryState.TODO]:
            fill(engine, queued, 200)
            queued += 200
        process = sender(engine, port, kills)
        process.join(chance.uniform(0, LONGEST_LIFE))
        kills += process.exitcode is None
        process.kill()
        process.join()
    for restart in (kills, kills + 1):  # the first marks what the last kill left, once its lease is over
        last = sender(engine, port, restart)
        last.join(120)
        assert last.exitcode == 0
    found = states(engine)
    print(f"kills {kills}, mails {queued}, {dict(found)}, taken {len(taken.taken)}")  # noqa: T201  # the figures of the run
    assert set(found) <= {DeliveryState.SENT, DeliveryState.UNCERTAIN}
    assert sum(found.values()) == queued
    assert max(taken.taken.values()) == 1
    assert found[DeliveryState.UNCERTAIN] <= kills
    with reading(engine) as session:
        for row in session.query(models.OutboxMail).filter_by(state=DeliveryState.SENT):
            assert taken.taken[row.message_id] == 1
