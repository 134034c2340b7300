"""Asking, confirming, ending and erasing, and what reaches whom."""

import hashlib
import re
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from tests.factories import BODY, BRIDGE, NOW, make_accepted, make_town
from tracker.db import models
from tracker.db.files import FileStore
from tracker.db.session import reading, writing
from tracker.domain.subscription import Occasion, Scope, Wish
from tracker.errors import NotFoundError, RuleError, TooOftenError
from tracker.mail import AddressError
from tracker.services import events, subscriptions
from tracker.services.instance import Instance
from tracker.services.outbox import parsed
from tracker.services.subscriptions import ask, confirm, end, erase, look, sweep
from tracker.settings import Settings, SiteSettings

MIA = "mia@leserin.example"
CITY = Wish(Occasion.REPORT, Scope.BODY, BODY)
MEETINGS = Wish(Occasion.MEETING, Scope.BODY, BODY)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(tmp_path, SiteSettings(base_url="https://wort.example", name="Wortgehalten Musterstadt-Ost"))


@pytest.fixture
def town(engine: Engine) -> Engine:
    with writing(engine) as session:
        make_town(session)
        make_accepted(session, "Wir bauen den Radweg.", "Wir öffnen die Bücherei.")
    return engine


@pytest.fixture
def instance(town: Engine, settings: Settings) -> Instance:
    return Instance(settings, town, FileStore(settings.files))


def asked(engine: Engine, settings: Settings, *wishes: Wish, address: str = MIA, client: str = "192.0.2.7", now=NOW):
    with writing(engine) as session:
        ask(session, address, wishes or (CITY,), settings, client=client, now=now)


def mails(engine: Engine, address: str = MIA) -> list[models.OutboxMail]:
    with reading(engine) as session:
        found = session.query(models.OutboxMail).filter_by(recipient=address).order_by(models.OutboxMail.id)
        return found.all()


def body(row: models.OutboxMail) -> str:
    return parsed(row.message).get_body(("plain",)).get_content()


def token_in(row: models.OutboxMail, path: str) -> str:
    return re.search(rf"https?://[\w.:]+/{path}/([\w-]+)", body(row))[1]


def confirmed(engine: Engine, settings: Settings, *wishes: Wish, address: str = MIA) -> None:
    asked(engine, settings, *wishes, address=address)
    confirm(engine, token_in(mails(engine, address)[-1], "abo"), now=NOW)


def rows(engine: Engine) -> list[tuple]:
    with reading(engine) as session:
        found = session.query(models.Subscription).order_by(models.Subscription.id)
        return [(row.confirmed_at, row.ended_at) for row in found]


def dump(engine: Engine) -> str:
    """The whole database as one hash: whatever changes, changes it."""
    with reading(engine) as session:
        names = sorted(models.Base.metadata.tables)
        said = [str(session.execute(text(f'SELECT * FROM "{name}" ORDER BY 1')).all()) for name in names]  # noqa: S608
    return hashlib.sha256("".join(said).encode()).hexdigest()


def test_nothing_is_sent_before_the_link_in_the_mail_was_confirmed(town, settings):
    asked(town, settings)
    (mail,) = mails(town)
    assert "Monatsbericht: alles aus Musterstadt-Ost" in body(mail)
    assert rows(town) == [(None, None)]
    confirm(town, token_in(mail, "abo"), now=NOW + timedelta(minutes=5))
    assert rows(town) == [(NOW + timedelta(minutes=5), None)]


def test_looking_at_a_link_changes_nothing(town, settings):
    asked(town, settings)
    token = token_in(mails(town)[0], "abo")
    before = dump(town)
    with reading(town) as session:
        seen = look(session, token, confirms=True, now=NOW)
    assert [words for _, _, words in seen.wishes] == ["Monatsbericht: alles aus Musterstadt-Ost"]
    assert not seen.used
    assert dump(town) == before


def test_the_proof_of_consent_says_when_and_to_which_words(town, settings):
    confirmed(town, settings)
    with reading(town) as session:
        row = session.query(models.Subscription).one()
        assert (row.requested_at, row.confirmed_at, row.consent) == (NOW, NOW, subscriptions.CONSENT)


def test_a_link_works_once_and_not_after_a_week(town, settings):
    asked(town, settings)
    token = token_in(mails(town)[0], "abo")
    with pytest.raises(NotFoundError, match="gilt nicht mehr"):
        confirm(town, token, now=NOW + timedelta(days=7))
    confirm(town, token, now=NOW)
    (row,) = rows(town)
    with writing(town) as session:
        session.query(models.Subscription).one().ended_at = NOW
    confirm(town, token, now=NOW + timedelta(days=1))
    assert rows(town) == [(row[0], NOW)]


@pytest.mark.parametrize("token", ["", "nichts", "x" * 5000, "\x00"])
def test_foreign_tokens_open_nothing(town, settings, token):
    asked(town, settings)
    for act in (confirm, end, erase):
        with pytest.raises(NotFoundError):
            act(town, token, now=NOW)


def test_a_link_to_confirm_does_not_end_and_a_way_out_does_not_confirm(town, settings):
    confirmed(town, settings)
    asked(town, settings)
    out = token_in(mails(town)[-1], "abbestellen")
    with pytest.raises(NotFoundError):
        confirm(town, out, now=NOW)


def test_one_address_gets_at_most_three_mails_a_day_whoever_asks(town, settings):
    for number in range(50):
        asked(town, settings, address=MIA.upper() if number % 2 else MIA, client=f"192.0.2.{number}")
    assert len(mails(town)) == 3


def test_a_visitor_who_asks_for_many_is_stopped(town, settings):
    for number in range(20):
        asked(town, settings, address=f"x{number}@leserin.example")
    with pytest.raises(TooOftenError):
        asked(town, settings)


def test_asking_for_what_is_there_says_so_in_a_mail_and_nowhere_else(town, settings):
    confirmed(town, settings)
    asked(town, settings)
    assert "das Sie schon bekommen" in body(mails(town)[-1])
    assert len(rows(town)) == 1


@pytest.mark.parametrize("address", ["", "mia", "mia@", "Mia <mia@x.example>", "mia@x.example\nBcc: y@x.example", "@"])
def test_what_is_no_address_is_refused(town, settings, address):
    with pytest.raises(AddressError):
        asked(town, settings, address=address)
    assert rows(town) == []


@pytest.mark.parametrize("subject", ["atlantis", "'; DROP TABLE subscriber; --", ""])
def test_what_does_not_exist_cannot_be_had(town, settings, subject):
    with pytest.raises(RuleError, match="nicht abonnieren"):
        asked(town, settings, Wish(Occasion.REPORT, Scope.BODY, subject))


def test_nothing_ticked_is_said(town, settings):
    with writing(town) as session, pytest.raises(RuleError, match="kreuzen Sie an"):
        ask(session, MIA, (), settings, client="", now=NOW)


def test_ending_takes_one_post_and_no_sign_in_and_is_done_once(town, settings):
    confirmed(town, settings, CITY, MEETINGS)
    asked(town, settings, CITY, MEETINGS)
    token = token_in(mails(town)[-1], "abbestellen")
    with reading(town) as session:
        first = look(session, token, confirms=False, now=NOW).wishes[0][0]
    end(town, token, [first], now=NOW)
    assert [ended for _, ended in rows(town)] == [NOW, None]
    for later in (1, 2):
        end(town, token, now=NOW + timedelta(days=later))
    assert [ended for _, ended in rows(town)] == [NOW, NOW + timedelta(days=1)]


def test_erasing_leaves_no_address_anywhere_and_the_chain_whole(town, settings):
    confirmed(town, settings)
    asked(town, settings)
    erase(town, token_in(mails(town)[-1], "abbestellen"), now=NOW)
    with reading(town) as session:
        for name in models.Base.metadata.tables:
            for row in session.execute(text(f'SELECT * FROM "{name}"')):  # noqa: S608
                assert MIA not in str(tuple(row))
        assert events.verify(session) is None


def test_what_was_never_confirmed_is_forgotten_after_a_week(town, settings):
    asked(town, settings)
    confirmed(town, settings, address="ole@leserin.example")
    asked(town, settings, MEETINGS, address="ole@leserin.example")
    assert sweep(town, now=NOW + timedelta(days=6)) == 0
    assert sweep(town, now=NOW + timedelta(days=8)) == 1
    assert sweep(town, now=NOW + timedelta(days=8)) == 0
    assert mails(town) == []
    assert len(rows(town)) == 1


def test_subscribers_are_no_part_of_the_chain(town, settings):
    with reading(town) as session:
        before = events.head_hash(session)
    confirmed(town, settings)
    with reading(town) as session:
        assert events.head_hash(session) == before


def test_every_way_to_subscribe_can_be_said(town, settings):
    with reading(town) as session:
        promise = session.query(models.Promise).first()
        respondent = session.query(models.Respondent).filter_by(name=BRIDGE).one()
        subjects = (
            (Scope.PROMISE, promise.public_id, f"Versprechen „{promise.title}“"),
            (Scope.RESPONDENT, f"{BODY}/{respondent.key}", BRIDGE),
            (Scope.TOPIC, "mobility", "Thema „Verkehr und Mobilität“"),
        )
    for scope, subject, words in subjects:
        asked(town, settings, Wish(Occasion.MEETING, scope, subject), address=f"{scope.value}@leserin.example")
        (mail,) = mails(town, f"{scope.value}@leserin.example")
        assert f"Hinweis vor Sitzungen: {words}" in " ".join(body(mail).split())
