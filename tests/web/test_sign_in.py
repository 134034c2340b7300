"""Signing in, by invitation, password and second factor; and what must not be learnt from it."""

import re
from datetime import timedelta

import pyotp
import pytest
from sqlalchemy import select

from tests.web.conftest import plain
from tracker.db import models
from tracker.db.session import reading, writing
from tracker.domain.person import Rank
from tracker.services import invitations, limits, passwords, sign_in
from tracker.services.outbox import parsed
from tracker.services.users import acting
from tracker.web.cookies import SESSION

PASSWORD, ANOTHER = "vier blaue Brücken im Nebel", "fünf rote Kähne am Morgen"


@pytest.fixture(scope="session")
def password_hash():
    return passwords.hashed(PASSWORD)


@pytest.fixture
def ben(instance, password_hash):
    """Ben has a password."""
    with writing(instance.engine) as session:
        acting(session, "Ben").password_hash = password_hash


def sign_in_with(browser, name="Ben", password=PASSWORD):
    return browser.post("/anmelden", {"name": name, "passwort": password})


def link_in_the_mail(instance, recipient):
    with reading(instance.engine) as session:
        row = session.scalars(select(models.OutboxMail).where(models.OutboxMail.recipient == recipient)).all()[-1]
        text = parsed(row.message).get_body(("plain",)).get_content()
    return re.search(r"/einladung/[\w-]+", text).group()


def test_an_invitation_comes_by_mail_and_ends_in_the_workshop(operator, visitor, instance):
    answer = operator.post("/werkstatt/personen", {"name": "Cem", "mail": "cem@verein.example", "rolle": "editor"})
    assert answer.status_code == 303
    path = link_in_the_mail(instance, "cem@verein.example")
    assert "Willkommen, Cem" in visitor.text(path)
    answer = visitor.post(path, {"passwort": PASSWORD, "wiederholung": PASSWORD})
    assert (answer.status_code, answer.headers["location"]) == (303, "/werkstatt")
    assert "Cem" in visitor.text("/werkstatt")


def test_a_link_works_once(operator, visitor, browser, instance):
    operator.post("/werkstatt/personen", {"name": "Cem", "mail": "cem@verein.example", "rolle": "editor"})
    path = link_in_the_mail(instance, "cem@verein.example")
    visitor.post(path, {"passwort": PASSWORD, "wiederholung": PASSWORD})
    answer = browser().get(path)
    assert answer.status_code == 404
    assert "Dieser Link gilt nicht mehr" in plain(answer.text)
    assert 'href="/passwort"' in answer.text


def test_opening_a_link_changes_nothing_because_mail_scanners_do(visitor, instance, clock):
    with writing(instance.engine) as session:
        token = invitations.invite(session, acting(session, "Ben"), now=clock.now)
    for _ in range(3):
        assert visitor.get(invitations.path(token)).status_code == 200
    answer = visitor.post(invitations.path(token), {"passwort": PASSWORD, "wiederholung": PASSWORD})
    assert answer.status_code == 303


def test_a_link_ends_after_a_week_and_when_a_newer_one_is_made(visitor, instance, clock):
    with writing(instance.engine) as session:
        old = invitations.invite(session, acting(session, "Ben"), now=clock.now)
        new = invitations.invite(session, acting(session, "Ben"), now=clock.now)
    assert visitor.get(invitations.path(old)).status_code == 404
    assert visitor.get(invitations.path(new)).status_code == 200
    clock.now += timedelta(days=7)
    assert visitor.get(invitations.path(new)).status_code == 404


@pytest.mark.parametrize(
    ("password", "again", "sentence"),
    [
        ("kurz", "kurz", "zu kurz"),
        (PASSWORD, ANOTHER, "nicht gleich"),
        ("aaaaaaaaaaaaaaaa", "aaaaaaaaaaaaaaaa", "leicht erraten"),
        ("ben@verein.example", "ben@verein.example", "leicht erraten"),
        ("ö" * 201, "ö" * 201, "zu lang"),
    ],
)
def test_a_weak_password_is_refused_in_words(visitor, instance, clock, password, again, sentence):
    with writing(instance.engine) as session:
        token = invitations.invite(session, acting(session, "Ben"), now=clock.now)
    answer = visitor.post(invitations.path(token), {"passwort": password, "wiederholung": again})
    assert answer.status_code == 400
    assert sentence in plain(answer.text)


@pytest.mark.usefixtures("ben")
@pytest.mark.parametrize("name", ["Ben", " ben ", "BEN@verein.example"])
def test_name_and_address_both_open_the_door(visitor, name):
    assert sign_in_with(visitor, name).status_code == 303


@pytest.mark.usefixtures("ben")
def test_the_door_says_the_same_to_every_wrong_try(browser, instance, password_hash):
    with writing(instance.engine) as session:
        edda = acting(session, "Edda")
        edda.password_hash, edda.disabled_at = password_hash, edda.created_at
    said = set()
    for name, password in [("Ben", ANOTHER), ("Niemand", PASSWORD), ("Ada", PASSWORD), ("Edda", PASSWORD), ("", "")]:
        answer = sign_in_with(browser(), name, password)
        masked = re.sub(r'value="[^"]*"', "", answer.text)
        said.add((answer.status_code, masked, "set-cookie" in answer.headers))
    assert len(said) == 1
    assert "Name oder Passwort stimmen nicht" in said.pop()[1]


@pytest.mark.usefixtures("ben")
def test_a_wrong_password_is_checked_as_slowly_as_a_missing_account(instance, monkeypatch):
    """Not by the clock: the same work is done, one argon2 check each."""
    asked = []
    real = passwords._hasher().verify
    monkeypatch.setattr(passwords._hasher(), "verify", lambda password, known: asked.append(1) or real(password, known))
    for name in ("Ben", "Niemand", "Ada"):
        sign_in.try_sign_in(instance.engine, name, "falsch", address="192.0.2.1", now=models_now(instance))
    assert len(asked) == 3


def models_now(instance):
    with reading(instance.engine) as session:
        return acting(session, "Ada").created_at


@pytest.mark.usefixtures("ben")
def test_the_session_gets_a_new_id_at_sign_in(visitor):
    visitor.get("/anmelden")
    visitor.client.cookies.set(SESSION, "gesetzt-von-jemand-anderem", domain="localhost.local", path="/")
    visitor.client.cookies.delete("tracker-form")
    visitor.get("/anmelden")
    token = re.search(r'name="csrf" value="(\w+)"', visitor.get("/anmelden").text).group(1)
    answer = visitor.post("/anmelden", {"name": "Ben", "passwort": PASSWORD}, token=token)
    assert answer.status_code == 303
    assert "gesetzt-von-jemand-anderem" not in answer.headers["set-cookie"]


@pytest.mark.usefixtures("ben")
def test_an_old_cookie_is_dead_after_signing_out(visitor):
    sign_in_with(visitor)
    old = visitor.client.cookies[SESSION]
    visitor.post("/abmelden")
    visitor.client.cookies.set(SESSION, old, domain="localhost.local", path="/")
    assert visitor.get("/werkstatt").status_code == 303


@pytest.mark.usefixtures("ben")
def test_a_new_password_ends_every_other_session(browser):
    here, elsewhere = browser(), browser()
    sign_in_with(here)
    sign_in_with(elsewhere)
    answer = here.post("/konto/passwort", {"passwort": PASSWORD, "neu": ANOTHER, "wiederholung": ANOTHER})
    assert answer.status_code == 303
    assert here.get("/konto").status_code == 200
    assert elsewhere.get("/konto").status_code == 303
    assert sign_in_with(browser(), password=PASSWORD).status_code == 403
    assert sign_in_with(browser(), password=ANOTHER).status_code == 303


def test_a_session_ends_by_the_clock(volunteer, clock):
    clock.now += sign_in.LASTS - timedelta(seconds=1)
    assert volunteer.get("/werkstatt").status_code == 200
    clock.now += timedelta(seconds=1)
    assert volunteer.get("/werkstatt").status_code == 303


def test_the_database_keeps_no_token_in_clear(volunteer, instance):
    with reading(instance.engine) as session:
        kept = session.scalars(select(models.SignIn.token_sha256)).all()
    assert volunteer.client.cookies[SESSION] not in kept
    assert len(kept) == 1


@pytest.mark.usefixtures("ben")
def test_too_many_tries_close_the_account_for_a_while_even_after_a_restart(browser, instance, clock, app):
    for _ in range(sign_in.PER_ACCOUNT.number):
        assert sign_in_with(browser(), password="falsch").status_code == 403
    answer = sign_in_with(browser())
    assert answer.status_code == 429
    assert "in 15 Minuten" in plain(answer.text)
    clock.now += sign_in.PER_ACCOUNT.window
    assert sign_in_with(browser()).status_code == 303


def test_one_address_cannot_try_many_accounts(instance, clock):
    with writing(instance.engine) as session:
        for _ in range(sign_in.PER_ADDRESS.number):
            limits.count(session, sign_in.PER_ADDRESS, "192.0.2.7", now=clock.now)
            session.flush()
    with reading(instance.engine) as session:
        assert limits.exhausted(session, sign_in.PER_ADDRESS, "192.0.2.7", now=clock.now)
        assert not limits.exhausted(session, sign_in.PER_ADDRESS, "192.0.2.8", now=clock.now)


@pytest.mark.usefixtures("ben")
def test_a_forwarded_address_lifts_no_limit(browser):
    for number in range(sign_in.PER_ACCOUNT.number):
        browser().post(
            "/anmelden", {"name": "Ben", "passwort": "falsch"}, headers={"X-Forwarded-For": f"192.0.2.{number}"}
        )
    answer = browser().post("/anmelden", {"name": "Ben", "passwort": PASSWORD}, headers={"X-Forwarded-For": "::1"})
    assert answer.status_code == 429


@pytest.mark.usefixtures("ben")
def test_whoever_forgot_the_password_gets_a_link_three_times_a_day(browser, instance):
    for _ in range(5):
        answer = browser().post("/passwort", {"mail": "ben@verein.example"})
        assert "Wenn zu dieser Adresse ein Konto gehört" in plain(answer.text)
    with reading(instance.engine) as session:
        assert len(session.scalars(select(models.OutboxMail)).all()) == 3
    path = link_in_the_mail(instance, "ben@verein.example")
    one = browser()
    assert one.post(path, {"passwort": ANOTHER, "wiederholung": ANOTHER}).status_code == 303


def test_asking_for_a_link_says_nothing_of_who_has_an_account(browser, instance):
    answers = [browser().post("/passwort", {"mail": mail}) for mail in ("ben@verein.example", "wer@verein.example")]
    bodies = {re.sub(r'value="[^"]*"', "", answer.text) for answer in answers}
    assert len(bodies) == 1
    assert {answer.status_code for answer in answers} == {200}


@pytest.fixture
def phone(instance, visitor, ben):
    """Ben's authenticator, switched on; the visitor is Ben, signed in."""
    sign_in_with(visitor)
    page = visitor.get("/konto/zweiter-faktor").text
    return pyotp.TOTP(re.search(r"<code>(\w+)</code>", page).group(1))


@pytest.fixture
def codes(phone, visitor, clock):
    """The recovery codes, as the page shows them once."""
    answer = visitor.post(
        "/konto/zweiter-faktor", {"schluessel": phone.secret, "code": phone.at(clock.now), "passwort": PASSWORD}
    )
    assert answer.status_code == 200
    found = re.findall(r"<code>([a-z0-9-]+)</code>", answer.text)
    assert len(found) == 10
    return found


@pytest.mark.usefixtures("codes")
def test_with_a_second_factor_the_password_alone_opens_nothing(browser, phone, clock):
    one = browser()
    assert "Noch ein Code" in plain(sign_in_with(one).text)
    assert one.get("/werkstatt").status_code == 303
    clock.now += timedelta(seconds=30)
    answer = one.client.post("/anmelden/code", data={"csrf": form_token_of(one), "code": phone.at(clock.now)})
    assert answer.status_code == 303
    assert one.get("/werkstatt").status_code == 200


def form_token_of(browser):
    return re.search(r'name="csrf" value="(\w+)"', browser.get("/anmelden").text).group(1)


@pytest.mark.usefixtures("codes")
def test_a_code_works_once(browser, phone, clock):
    clock.now += timedelta(seconds=30)
    code = phone.at(clock.now)
    statuses = []
    for _ in range(2):
        one = browser()
        sign_in_with(one)
        statuses.append(one.client.post("/anmelden/code", data={"csrf": form_token_of(one), "code": code}).status_code)
    assert statuses == [303, 400]


def test_a_recovery_code_works_once_and_in_any_spelling(browser, codes):
    statuses = []
    for typed in (codes[0].upper().replace("-", " "), codes[0], codes[1]):
        one = browser()
        sign_in_with(one)
        answer = one.client.post("/anmelden/code", data={"csrf": form_token_of(one), "code": typed})
        statuses.append(answer.status_code)
    assert statuses == [303, 400, 303]


@pytest.mark.usefixtures("codes")
def test_codes_cannot_be_tried_without_end(browser, clock):
    one = browser()
    sign_in_with(one)
    statuses = [
        one.client.post("/anmelden/code", data={"csrf": form_token_of(one), "code": "000000"}).status_code
        for _ in range(9)
    ]
    assert statuses == [400] * 8 + [429]


@pytest.mark.usefixtures("codes")
def test_the_second_factor_goes_off_with_the_password_only(visitor):
    assert visitor.post("/konto/zweiter-faktor/aus", {"passwort": "falsch"}).status_code == 403
    assert visitor.post("/konto/zweiter-faktor/aus", {"passwort": PASSWORD}).status_code == 303
    assert "Einrichten" in visitor.text("/konto")


def test_what_somebody_types_is_kept_when_the_session_ended(volunteer, ben, clock):
    clock.now += sign_in.LASTS
    typed = "Der Ausschuss tagt erst im Herbst.\nDann sehen wir nach."
    answer = volunteer.post("/konto/interessen", {"interessen": typed})
    assert answer.status_code == 401
    assert typed.splitlines()[0] in answer.text
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', answer.text))
    kept = {name: value.replace("&#34;", '"') for name, value in fields.items()}
    answer = volunteer.client.post("/anmelden", data=kept | {"name": "Ben", "passwort": PASSWORD})
    assert answer.status_code == 200
    assert "Jetzt abschicken?" in plain(answer.text)
    again = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', answer.text))
    answer = volunteer.client.post("/konto/interessen", data=again)
    assert answer.status_code == 303
    assert "erst im Herbst" in volunteer.get("/konto").text


def test_shortcuts_can_be_switched_off(volunteer):
    assert 'data-shortcuts="on"' in volunteer.get("/konto").text
    volunteer.post("/konto/tasten", {})
    assert "data-shortcuts" not in volunteer.get("/konto").text


@pytest.mark.parametrize(
    ("change", "kind", "payload"),
    [
        ({"was": "rolle", "rolle": "editor"}, "user.ranked", '{"rank":"editor"}'),
        ({"was": "aus"}, "user.disabled", "{}"),
    ],
)
def test_a_change_of_an_account_is_one_event_and_ends_its_sessions(
    operator, volunteer, instance, change, kind, payload
):
    with reading(instance.engine) as session:
        ben = acting(session, "Ben").id
        before = len(session.scalars(select(models.Event)).all())
    for _ in range(2):
        assert operator.post(f"/werkstatt/personen/{ben}", change).status_code == 303
    with reading(instance.engine) as session:
        events = session.scalars(select(models.Event).order_by(models.Event.seq)).all()
    assert len(events) == before + 1
    assert (events[-1].kind, events[-1].subject, events[-1].payload) == (kind, f"user:{ben}", payload)
    assert volunteer.get("/werkstatt").status_code == 303


def test_the_last_operator_stays(operator, instance):
    with reading(instance.engine) as session:
        ada = acting(session, "Ada").id
    for change in ({"was": "rolle", "rolle": "volunteer"}, {"was": "aus"}):
        answer = operator.post(f"/werkstatt/personen/{ada}", change)
        assert answer.status_code == 400
        assert "einzige Person" in plain(answer.text)
    with reading(instance.engine) as session:
        assert acting(session, "Ada").rank is Rank.OPERATOR
