"""Silent sources are told once; what is no longer needed is forgotten, and nothing that carries a statement is."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.factories import FEED, FEEDS, NOW, make_accepted, make_mail, make_promises, make_town
from tests.services.conftest import make_items, make_link
from tracker.db import copying, models
from tracker.db.files import FileStore
from tracker.db.models import RunState
from tracker.db.session import reading, writing
from tracker.domain.council import FeedState
from tracker.domain.delivery import DeliveryState
from tracker.domain.person import Rank
from tracker.services import events
from tracker.services.freshness import silent_feeds, tell_operators
from tracker.services.instance import Instance
from tracker.services.outbox import Draft, parsed, queue
from tracker.services.poll import due_feeds
from tracker.services.reminders import remind
from tracker.services.retention import RULES, forget
from tracker.settings import load

DAY = timedelta(days=1)


@pytest.fixture
def instance(engine: Engine, tmp_path: Path) -> Instance:
    (tmp_path / "feeds.yaml").write_text(FEEDS, encoding="utf-8")
    with writing(engine) as session:
        make_town(session)
        session.query(models.User).filter_by(name="Ada").update({"rank": Rank.OPERATOR})
        session.query(models.User).filter_by(name="Ben").update({"rank": Rank.VOLUNTEER})
        session.query(models.Feed).update({"state": FeedState.OK, "last_success": NOW})
    return Instance(load(tmp_path, {}), engine, FileStore(tmp_path / "files"))


def mails(instance: Instance) -> list[models.OutboxMail]:
    with reading(instance.engine) as session:
        return session.query(models.OutboxMail).order_by(models.OutboxMail.id).all()


def test_a_silent_source_is_told_to_operators_once_for_each_silence(instance: Instance):
    assert tell_operators(instance, now=NOW + timedelta(hours=17)) == []
    for days in (1, 2, 30):
        (silent,) = tell_operators(instance, now=NOW + days * DAY)
        assert (silent.feed, silent.since) == (FEED, NOW)
    assert [row.recipient for row in mails(instance)] == ["ada@verein.example"]
    text = parsed(mails(instance)[0].message).get_body(("plain",)).get_content()
    assert FEED in text
    with writing(instance.engine) as session:
        session.query(models.Feed).update({"last_success": NOW + 31 * DAY})
    assert tell_operators(instance, now=NOW + 31 * DAY) == []
    tell_operators(instance, now=NOW + 40 * DAY)
    assert len(mails(instance)) == 2


def test_volunteers_hear_once_a_week_what_waits_and_nothing_where_nothing_waits(instance: Instance):
    assert remind(instance, now=NOW) == 0
    assert mails(instance) == []
    with writing(instance.engine) as session:
        make_promises(session, "Wir bauen einen Radweg.", "Wir öffnen die Bücherei sonntags.")
    for days in (0, 1, 7):
        assert remind(instance, now=NOW + days * DAY) == 2
    told = mails(instance)
    assert [row.recipient for row in told] == ["ada@verein.example", "ben@verein.example"] * 2
    text = parsed(told[0].message).get_body(("plain",)).get_content()
    assert "noch niemand entschieden hat: 2" in text
    assert "weil Sie bei Wortgehalten mitarbeiten" in text
    assert text.rstrip().endswith("die den Betrieb machen: Ada.")


def test_a_source_that_rests_is_not_silent(instance: Instance):
    with writing(instance.engine) as session:
        session.query(models.Feed).update({"state": FeedState.PAUSED})
        assert silent_feeds(session, NOW + 99 * DAY) == []


def test_a_source_put_off_while_the_clock_stood_wrong_is_asked_again(instance: Instance):
    with writing(instance.engine) as session:
        session.query(models.Feed).update({"next_poll_at": NOW + 3000 * DAY})
        assert due_feeds(session, NOW) == [FEED]
        session.query(models.Feed).update({"next_poll_at": NOW + timedelta(hours=20)})
        assert due_feeds(session, NOW) == []


def test_what_is_no_longer_needed_is_forgotten_and_the_rest_stays(instance: Instance):
    with writing(instance.engine) as session:
        (promise,) = make_accepted(session)
        link = make_link(session, promise, *make_items(session))
        ada = session.query(models.User).filter_by(name="Ada").one()
        for days in (1, 800):
            then = NOW - days * DAY
            row = queue(
                session, Draft("report", f"report:{days}", "ada@verein.example", make_mail(subject=str(days))), now=then
            )
            row.state, row.claimed_at, row.sent_at = DeliveryState.SENT, then, then
            for job, period in (("link", f"link:{then:%Y-%m-%d}"), ("report", f"report:{then:%Y-%m}")):
                session.add(models.JobRun(job=job, period=period, state=RunState.DONE, started_at=then))
            session.add(
                models.SignIn(
                    token_sha256=f"{days:064}",
                    user_id=ada.id,
                    complete=True,
                    created_at=then,
                    expires_at=then + 2 * DAY,
                )
            )
            session.add(
                models.Invitation(
                    token_sha256=f"{days:064}", user_id=ada.id, created_at=then, expires_at=then + 2 * DAY
                )
            )
            session.add(models.Attempt(action="sign_in", subject_sha256="0" * 64, window_start=then, number=1))
        session.add(models.Claim(link_id=link.id, by_id=ada.id, until=NOW - 800 * DAY))
    with reading(instance.engine) as session:
        before = copying.fingerprints(session.connection())
    assert forget(instance.engine, now=NOW) == {rule.name: 1 for rule in RULES}
    assert forget(instance.engine, now=NOW) == dict.fromkeys((rule.name for rule in RULES), 0)
    with reading(instance.engine) as session:
        after = copying.fingerprints(session.connection())
        assert sorted(row.period for row in session.query(models.JobRun)) == [
            "link:2026-03-13",
            "report:2024-01",
            "report:2026-03",
        ]
        assert [len(row.message) > 0 for row in session.query(models.OutboxMail).order_by(models.OutboxMail.id)] == [
            True,
            False,
        ]
        assert events.verify(session) is None
    touched = {name for name in before if before[name] != after[name]}
    assert touched == {"sign_in", "claim", "attempt", "invitation", "outbox", "job_run"}


def test_every_rule_stands_in_the_guide_for_operators():
    guide = (Path(__file__).parents[2] / "docs" / "betrieb.md").read_text(encoding="utf-8")
    assert [rule.name for rule in RULES if f"`{rule.name}`" not in guide] == []
    assert [rule.name for rule in RULES if rule.after.days and f"{rule.after.days} Tage" not in guide] == []
