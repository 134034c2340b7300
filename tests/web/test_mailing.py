"""Subscribing, confirming and ending in a browser; the outbox for editors."""

import re
from datetime import date

import pytest

from tests.factories import BODY, NOW, make_accepted
from tests.services.test_subscriptions import MIA, body, dump, mails, rows, token_in
from tracker.db import models
from tracker.db.session import reading, writing
from tracker.domain.delivery import DeliveryState
from tracker.services import editions
from tracker.services.instance import Instance
from tracker.services.mailings import queue_report
from tracker.services.subscriptions import CONSENT

CITY = {"was": f"body:{BODY}", "wann": "report", "mail": MIA}


@pytest.fixture
def link(visitor, engine):
    """Ask, and follow the link in the mail."""

    def ask(path: str = "abo", **over) -> str:
        visitor.post("/abo", CITY | over)
        return f"/{path}/{token_in(mails(engine)[-1], path)}"

    return ask


@pytest.fixture
def subscribed(visitor, link):
    visitor.post(link())
    return link("abbestellen")


def test_a_reader_subscribes_in_two_steps(visitor, engine, link):
    address = link()
    assert "Monatsbericht: alles aus Musterstadt-Ost" in visitor.text(address)
    assert rows(engine) == [(None, None)]
    assert "Ihr Abo gilt" in visitor.post(address).text
    assert rows(engine) == [(NOW, None)]
    assert "schon benutzt" in visitor.text(address)


def test_mail_scanners_that_open_every_link_change_nothing(visitor, engine, link, subscribed):
    addresses = [link(wann="meeting"), subscribed]
    before = dump(engine)
    for address in addresses:
        for _ in range(3):
            assert visitor.get(address).status_code == 200
    assert dump(engine) == before


def test_a_mail_program_unsubscribes_with_one_click_without_token_cookie_or_page(browser, engine, subscribed):
    program = browser()
    answer = program.client.post(subscribed, data={"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert [ended is not None for _, ended in rows(engine)] == [True]
    assert program.client.post(subscribed, data={"List-Unsubscribe": "One-Click"}).status_code == 200


def test_a_reader_ends_one_of_two(visitor, engine, link):
    visitor.post(link(wann=["report", "meeting"]))
    out = link("abbestellen", wann=["report", "meeting"])
    (first, *_rest) = re.findall(r'name="abo" value="(\d+)"', visitor.get(out).text)
    visitor.post(out, {"abo": first, "tun": "beenden"})
    assert [ended is not None for _, ended in rows(engine)] == [True, False]


def test_with_nothing_ticked_nothing_ends(visitor, engine, subscribed):
    answer = visitor.post(subscribed, {"tun": "beenden"})
    assert answer.status_code == 400
    assert "nichts angekreuzt" in answer.text
    assert [ended for _, ended in rows(engine)] == [None]


def test_a_reader_is_forgotten(visitor, engine, subscribed):
    assert "Gelöscht" in visitor.post(subscribed, {"tun": "loeschen"}).text
    assert rows(engine) == []
    assert visitor.get(subscribed).status_code == 404


def test_the_answer_is_the_same_whether_or_not_somebody_is_subscribed(visitor, subscribed):
    answers = {
        re.sub(r"[\w-]{43,}", "", visitor.post("/abo", CITY | {"mail": mail}).text)
        for mail in (MIA, "fremd@leserin.example", "ada@verein.example")
    }
    assert len(answers) == 1


@pytest.mark.parametrize(
    ("over", "words"),
    [
        ({"mail": "mia"}, "mia"),
        ({"wann": ""}, "wählen Sie aus"),
        ({"was": "body:atlantis"}, "nicht abonnieren"),
        ({"was": "alles"}, "wählen Sie aus"),
        ({"was": ""}, "wählen Sie aus"),
    ],
)
def test_what_is_wrong_is_said_beside_the_form_and_what_was_typed_stays(visitor, engine, over, words):
    answer = visitor.post("/abo", CITY | over)
    assert answer.status_code == 400
    assert words in answer.text
    assert f'value="{(CITY | over)["mail"]}"' in answer.text
    assert mails(engine) == []


def test_a_form_from_elsewhere_subscribes_nobody(visitor, engine):
    assert visitor.post("/abo", CITY, token="falsch").status_code == 403
    assert visitor.post("/abo", CITY, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert mails(engine) == []


def test_the_words_of_consent_have_the_version_that_is_kept(visitor):
    """Whoever changes the words below gives them a new version."""
    page = visitor.text("/abo")
    assert CONSENT == "2026-11"
    assert (
        "Mit dem Absenden bitten Sie uns, Ihnen diese Mails zu schicken. Wir speichern dafür Ihre Adresse, Ihre "
        "Auswahl und wann Sie zugestimmt haben, geben nichts weiter und messen nicht, ob Sie lesen oder klicken. Jede "
        "Mail enthält einen Link, mit dem Sie abbestellen und alles löschen."
    ) in page


def test_other_pages_lead_to_the_form_with_their_subject_chosen(visitor, engine):
    with writing(engine) as session:
        (promise,) = make_accepted(session, "Wir bauen den Radweg.")
        known = promise.public_id
    assert f'value="promise:{known}" selected' in visitor.get(f"/abo?versprechen={known}").text
    assert 'value="topic:mobility" selected' in visitor.get("/abo?thema=mobility").text
    assert "promise:" not in visitor.get("/abo").text


# the outbox


@pytest.fixture
def report(instance: Instance, subscribed) -> Instance:
    edition = editions.monthly(instance.engine, date(2026, 3, 1), instance.frame, now=NOW)
    queue_report(instance, edition, now=NOW)
    return instance


def test_an_editor_sees_each_mail_as_it_reaches_people(editor, engine, report):
    row = next(mail for mail in mails(engine) if mail.kind == "report")
    assert row.subject in editor.text("/werkstatt/versand")
    assert body(row).splitlines()[2] in editor.text(f"/werkstatt/versand/{row.id}")
    arrived = editor.get(f"/werkstatt/versand/{row.id}/seite")
    assert "sandbox" in arrived.headers["content-security-policy"]
    assert "Monatsbericht" in arrived.text
    assert "cid:" not in arrived.text


def test_a_mail_with_a_personal_link_is_read_by_nobody_else(editor, operator, engine, visitor, instance):
    """Whoever read an invitation could set the password of an operator."""
    visitor.post("/passwort", {"mail": "ada@verein.example"})
    (row,) = mails(engine, "ada@verein.example")
    token = re.search(r"/einladung/([\w-]+)", body(row)).group(1)
    for browser in (editor, operator):
        for path in ("/werkstatt/versand", f"/werkstatt/versand/{row.id}", f"/werkstatt/versand/{row.id}/seite"):
            assert token not in browser.get(path).text
    assert "Diese Mail enthält einen persönlichen Link" in editor.text(f"/werkstatt/versand/{row.id}")


def test_the_preview_shows_the_report_of_today_and_keeps_nothing(editor, engine, instance):
    before = dump(engine)
    assert "Monatsbericht März 2026" in editor.text("/werkstatt/versand/vorschau")
    assert "Monatsbericht" in editor.get("/werkstatt/versand/vorschau/seite").text
    assert dump(engine) == before


def test_an_editor_settles_an_uncertain_mail_once(editor, engine, report):
    with writing(engine) as session:
        row = session.query(models.OutboxMail).filter_by(kind="report", recipient=MIA).one()
        row.state, row.claimed_at = DeliveryState.UNCERTAIN, NOW
        number = row.id
    assert "Sie kam an" in editor.text(f"/werkstatt/versand/{number}")
    assert editor.post(f"/werkstatt/versand/{number}", {"befund": "again"}).status_code == 303
    assert editor.post(f"/werkstatt/versand/{number}", {"befund": "sent"}).status_code == 400
    with reading(engine) as session:
        assert session.get(models.OutboxMail, number).state is DeliveryState.TODO
        (event,) = session.query(models.Event).filter_by(kind="mail.resolved").all()
        assert MIA not in event.payload


@pytest.mark.parametrize("number", ["0", "nichts", "9" * 40, "-1"])
def test_a_mail_that_does_not_exist_is_a_page_that_says_so(editor, number):
    assert editor.get(f"/werkstatt/versand/{number}").status_code == 404
