import shutil
from collections.abc import Callable
from datetime import timedelta
from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from tests.factories import NOW, make_mail
from tracker.db import models
from tracker.db.session import open_engine, reading, writing
from tracker.domain.delivery import DeliveryState
from tracker.mail import (
    FileTransport,
    Letter,
    MailRefusedError,
    MailUncertainError,
    MailUnreachableError,
    compose,
    stable_message_id,
)
from tracker.services.outbox import LEASE, Draft, Sent, known, parsed, queue, send_waiting, waiting

TO = ("ada@verein.example", "ben@verein.example", "cem@verein.example")


class Post:
    """A mail server that notes what it took; `trouble` may raise before (or after) it took a mail."""

    def __init__(self, trouble: Callable[[str], None] | None = None) -> None:
        self.taken: list[tuple[str, str]] = []
        self.trouble = trouble

    def send(self, message: EmailMessage, recipient: str) -> None:
        if self.trouble:
            self.trouble(recipient)
        self.taken.append((recipient, message["Message-ID"]))


class Killed(BaseException):
    """What a killed process looks like from within."""


def fill(engine: Engine, *recipients: str, period: str = "report:2026-03") -> None:
    with writing(engine) as session:
        for recipient in recipients:
            queue(session, Draft("report", period, recipient, make_mail(recipient, f"Bericht {period}")), now=NOW)


def states(engine: Engine) -> list[str]:
    with reading(engine) as session:
        return [str(row.state) for row in session.query(models.OutboxMail).order_by(models.OutboxMail.id)]


def raising(error: BaseException, only: str | None = None) -> Callable[[str], None]:
    def trouble(recipient: str) -> None:
        if only in {None, recipient}:
            raise error

    return trouble


def test_everything_queued_is_sent_once(engine: Engine):
    fill(engine, *TO)
    post = Post()
    assert send_waiting(engine, post, now=NOW) == Sent(sent=3, failed=0, uncertain=0, waiting=0)
    assert send_waiting(engine, post, now=NOW) == Sent(0, 0, 0, 0)
    assert [recipient for recipient, _ in post.taken] == list(TO)
    assert set(states(engine)) == {"sent"}
    with reading(engine) as session:
        assert {row.sent_at for row in session.query(models.OutboxMail)} == {NOW}


def test_the_same_mail_is_queued_once_and_another_period_is_another_mail(engine: Engine):
    fill(engine, TO[0])
    fill(engine, TO[0])
    assert len(states(engine)) == 1
    fill(engine, TO[0], period="report:2026-04")
    assert len(states(engine)) == 2


def test_the_outbox_knows_what_was_queued_and_what_of_it_waits(engine: Engine):
    fill(engine, *TO[:2])
    send_waiting(engine, Post(), now=NOW, limit=1)
    with reading(engine) as session:
        assert waiting(session, "report", "report:2026-03") == 1
        assert waiting(session, "report", "report:2026-04") == 0
        assert known(session, "report", "report:2026-03", TO[0])  # also what is already sent
        assert not known(session, "report", "report:2026-03", TO[2])
        assert not known(session, "report", "report:2026-04", TO[0])


def test_a_limit_leaves_the_rest_for_the_next_minute(engine: Engine):
    fill(engine, *TO)
    assert send_waiting(engine, Post(), now=NOW, limit=2) == Sent(sent=2, failed=0, uncertain=0, waiting=1)


def test_a_mail_goes_out_as_it_was_composed(engine: Engine, tmp_path):
    letter = Letter(
        "Bericht März 2026 – Übersicht " * 4, "Grüße aus Musterstadt-Ost", "<p>Grüße aus Musterstadt-Ost</p>"
    )
    mail = compose(
        letter,
        sender="Blaue Brücke <bericht@verein.example>",
        recipient=TO[0],
        message_id=stable_message_id("verein.example", "report", "report:2026-03", TO[0]),
        sent_at=NOW,
        unsubscribe_url="https://verein.example/abmelden/" + "x" * 120,
    )
    with writing(engine) as session:
        queue(session, Draft("report", "report:2026-03", TO[0], mail), now=NOW)
    send_waiting(engine, FileTransport(tmp_path / "mail"), now=NOW)
    (written,) = (tmp_path / "mail").iterdir()
    assert written.read_bytes() == mail.as_bytes()
    assert parsed(written.read_bytes())["Subject"] == " ".join(letter.subject.split())


def test_a_refused_address_fails_and_the_others_go_out(engine: Engine):
    fill(engine, *TO)
    post = Post(raising(MailRefusedError(TO[1], "550 unknown", permanent=True), only=TO[1]))
    assert send_waiting(engine, post, now=NOW) == Sent(sent=2, failed=1, uncertain=0, waiting=0)
    with reading(engine) as session:
        failed = session.query(models.OutboxMail).filter_by(state=DeliveryState.FAILED).one()
        assert "550 unknown" in failed.error


def test_each_run_tells_what_it_did_itself(engine: Engine):
    refusing = Post(raising(MailRefusedError(TO[1], "550 unknown", permanent=True), only=TO[1]))
    for period in ("report:2026-03", "report:2026-04"):
        fill(engine, *TO, period=period)
        assert send_waiting(engine, refusing, now=NOW) == Sent(sent=2, failed=1, uncertain=0, waiting=0)


def test_an_unreachable_server_makes_all_wait_and_later_all_go_out(engine: Engine):
    fill(engine, *TO)
    down = Post(raising(MailUnreachableError("mail.verein.example", "timeout")))
    assert send_waiting(engine, down, now=NOW) == Sent(sent=0, failed=0, uncertain=0, waiting=3)
    up = Post()
    send_waiting(engine, up, now=NOW + timedelta(hours=1))
    assert sorted(recipient for recipient, _ in up.taken) == sorted(TO)


def test_a_mail_is_tried_again_after_a_pause_that_doubles_and_given_up_after_eight_tries(engine: Engine):
    fill(engine, TO[0])
    tried = []

    def down(_recipient: str) -> None:
        tried.append(minute)
        raise MailUnreachableError("mail.verein.example", "timeout")

    for minute in range(0, 24 * 60, 5):
        send_waiting(engine, Post(down), now=NOW + timedelta(minutes=minute))
    assert tried == [0, 5, 15, 35, 75, 155, 315, 635]
    assert states(engine) == ["failed"]


def test_a_mail_that_may_have_arrived_is_not_sent_again(engine: Engine):
    fill(engine, TO[0])
    lost = Post(raising(MailUncertainError(TO[0], "connection lost")))
    assert send_waiting(engine, lost, now=NOW).uncertain == 1
    assert send_waiting(engine, Post(), now=NOW + timedelta(days=9)) == Sent(0, 0, 0, 0)


def test_a_mail_that_a_dead_process_claimed_becomes_uncertain(engine: Engine):
    fill(engine, *TO)
    with pytest.raises(Killed):
        send_waiting(engine, Post(raising(Killed())), now=NOW)
    assert states(engine) == ["sending", "todo", "todo"]
    post = Post()
    send_waiting(engine, post, now=NOW + LEASE / 2)
    assert states(engine) == ["sending", "sent", "sent"]
    assert send_waiting(engine, post, now=NOW + 2 * LEASE).uncertain == 1
    assert states(engine) == ["uncertain", "sent", "sent"]
    with reading(engine) as session:
        lost = session.query(models.OutboxMail).filter_by(state=DeliveryState.UNCERTAIN).one()
        assert "Bitte nachfragen, ob die Mail ankam" in lost.error
    assert TO[0] not in {recipient for recipient, _ in post.taken}


def killing(post: Post, after: int, *, handed_over: bool) -> Callable[[str], None]:
    """Trouble that kills at the mail after so many, before or after the server took it."""
    left = iter(range(after))

    def trouble(recipient: str) -> None:
        if next(left, None) is None:
            if handed_over:
                post.taken.append((recipient, "handed over, then killed"))
            raise Killed

    return trouble


@given(kills=st.lists(st.tuples(st.integers(0, 5), st.booleans()), max_size=6))
@settings(max_examples=15, deadline=None)
def test_whenever_it_is_killed_no_mail_is_doubled_or_silently_lost(migrated_sqlite, tmp_path_factory, kills):
    path = tmp_path_factory.mktemp("kills") / "tracker.sqlite"
    shutil.copyfile(migrated_sqlite, path)
    engine = open_engine(f"sqlite:///{path}")
    fill(engine, *(f"{n}@verein.example" for n in range(6)))
    post, now = Post(), NOW
    for after, handed_over in kills:
        post.trouble = killing(post, after, handed_over=handed_over)
        try:
            send_waiting(engine, post, now=now)
        except Killed:
            now += 2 * LEASE
    post.trouble = None
    send_waiting(engine, post, now=now)
    taken = [recipient for recipient, _ in post.taken]
    final = states(engine)
    engine.dispose()
    assert len(taken) == len(set(taken))
    assert set(final) <= {"sent", "uncertain"}
    assert final.count("uncertain") <= len(kills)
    assert final.count("sent") <= len(taken)
