"""The gate by itself, before a few rows of our own: what it asks of every request, and in which order."""

import logging
from dataclasses import replace

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.testclient import TestClient

from tests.web.conftest import Browser, plain
from tracker.db.session import open_engine
from tracker.domain.person import Rank
from tracker.errors import NotFoundError
from tracker.settings import SiteSettings
from tracker.web import form, gate
from tracker.web.cookies import NOTICE, SESSION
from tracker.web.routing import FORM_BYTES, route
from tracker.web.site import Site

FOREIGN = {"Sec-Fetch-Site": "cross-site"}


def who(visit):
    return PlainTextResponse(f"{visit.person.name if visit.person else 'niemand'} um {visit.now.isoformat()}")


def kept(visit):
    return PlainTextResponse("", headers={"Cache-Control": "max-age=60"})


def door(visit):
    return PlainTextResponse(visit.csrf)


def named(visit):
    return PlainTextResponse(visit.signed_in.name)


def told(visit):
    return PlainTextResponse(" ".join(notice.text for notice in visit.notices))


def done(visit):
    """What was sent, and whether its files are still open."""
    files = ",".join(f"{name}={upload.stream.read().decode()}" for name, upload in visit.form.files)
    return PlainTextResponse(f"getan: {visit.form['wort']} {files}")


def missing(visit):
    visit.notice("Gleich geht es weiter.")
    raise NotFoundError("{subject} gibt es nicht.", subject="Seite 7")


def broken(visit):
    raise ZeroDivisionError("geheime Innereien")


ROWS = (
    route("/wer", who),
    route("/anmelden", door),
    route("/aufgehoben", kept),
    route("/fehlt", missing),
    route("/name", named),
    route("/gesagt", told),
    route("/kaputt", broken),
    route("/tun", done, "POST"),
    route("/tun-klein", done, "POST", body=100),
    route("/tun-gross", done, "POST", body=3 * FORM_BYTES),
    route("/aus-der-mail", done, "POST", mailed=True),
    route("/werkstatt/redaktion", who, rank=Rank.EDITOR),
    route("/werkstatt/redaktion-tun", done, "POST", rank=Rank.EDITOR),
)


def opened(instance, clock) -> Starlette:
    site = Site(instance, clock, frozenset(row.path for row in ROWS))
    return Starlette(routes=[gate.endpoint(site, row) for row in ROWS])


@pytest.fixture
def app(instance, clock) -> Starlette:
    return opened(instance, clock)


def test_a_page_knows_who_asks_and_the_time_where_the_people_live(visitor, volunteer):
    assert visitor.get("/wer").text == "niemand um 2026-03-14T10:30:00+01:00"
    assert volunteer.get("/wer").text == "Ben um 2026-03-14T10:30:00+01:00"


def test_a_made_up_session_is_nobodys(visitor):
    visitor.client.cookies.set(SESSION, "erfunden", domain="localhost.local", path="/")
    assert visitor.get("/wer").text.startswith("niemand")


def test_what_the_signed_in_see_is_kept_nowhere(visitor, volunteer):
    assert "cache-control" not in visitor.get("/wer").headers
    assert volunteer.get("/wer").headers["cache-control"] == "no-store"
    assert volunteer.get("/aufgehoben").headers["cache-control"] == "max-age=60"  # unless the page knows better


def test_on_an_encrypted_site_only_the_guarded_cookie_counts(instance, clock, volunteer):
    token = volunteer.client.cookies[SESSION]
    secure = replace(instance, settings=replace(instance.settings, site=SiteSettings(base_url="https://wort.example")))
    with TestClient(opened(secure, clock), base_url="https://wort.example") as client:
        assert client.get("/wer", headers={"Cookie": f"{SESSION}={token}"}).text.startswith("niemand")
        assert client.get("/wer", headers={"Cookie": f"__Host-{SESSION}={token}"}).text.startswith("Ben")


def test_a_rank_is_asked_of_everybody(visitor, volunteer, editor, operator):
    away = visitor.get("/werkstatt/redaktion")
    assert (away.status_code, away.headers["location"]) == (303, "/anmelden?weiter=/werkstatt/redaktion")
    refused = volunteer.get("/werkstatt/redaktion")
    assert refused.status_code == 403
    assert " Dafür braucht es die Rolle „Redaktion“. Wer sie vergibt, steht unter „Konto“. " in plain(refused.text)
    assert [one.get("/werkstatt/redaktion").status_code for one in (editor, operator)] == [200, 200]


def test_who_sends_a_form_without_being_signed_in_keeps_what_was_typed(visitor, volunteer):
    asked = visitor.post("/werkstatt/redaktion-tun", {"wort": "Lindenallee"})
    assert asked.status_code == 401
    assert "Lindenallee" in asked.text
    assert "getan" not in asked.text
    assert volunteer.post("/werkstatt/redaktion-tun", {"wort": "x"}).status_code == 403


def test_a_form_needs_the_token_of_its_sender(visitor, volunteer, editor):
    for one in (visitor, volunteer):
        assert one.post("/tun", {"wort": "ja"}).text == "getan: ja "
        for token in ("", "falsch", editor.token):
            refused = one.post("/tun", {"wort": "ja"}, token=token)
            assert refused.status_code == 403
            assert (
                "Das Formular ist abgelaufen oder kam nicht von dieser Seite. Es wurde nichts verändert. "
                "Bitte gehen Sie zurück, laden Sie die Seite neu und schicken Sie es noch einmal ab."
            ) in plain(refused.text)


def test_one_click_in_a_mail_program_needs_no_token_but_no_other_site_may_click(visitor):
    assert visitor.post("/aus-der-mail", {"wort": "ab"}, token="").text == "getan: ab "
    assert visitor.post("/aus-der-mail", {"wort": "ab"}, token="", headers=FOREIGN).status_code == 403


def test_a_form_of_another_site_is_refused_even_with_a_token_and_reading_is_not(volunteer):
    refused = volunteer.post("/tun", {"wort": "ja"}, headers=FOREIGN)
    assert refused.status_code == 403
    assert (
        "Diese Anfrage kam nicht von einer Seite dieser Website. Es wurde nichts verändert. "
        "Bitte öffnen Sie die Seite hier und schicken Sie das Formular von dort ab."
    ) in plain(refused.text)
    assert volunteer.get("/wer", headers=FOREIGN).status_code == 200
    assert volunteer.client.head("/wer", headers=FOREIGN).status_code == 200


def test_the_log_says_what_was_refused_and_names_nobody(volunteer, caplog):
    caplog.set_level(logging.INFO, "tracker.web")
    volunteer.post("/tun", {"wort": "ja"}, headers=FOREIGN)
    volunteer.post("/tun", {"wort": "ja"}, token="falsch")
    volunteer.get("/werkstatt/redaktion")
    assert [record.getMessage() for record in caplog.records if record.name.startswith("tracker.web")] == [
        "ForbiddenError: origin",
        "ForbiddenError: form token",
        "ForbiddenError: /werkstatt/redaktion",
    ]


@pytest.mark.parametrize(
    ("path", "size", "visitors", "volunteers"),
    [
        ("/tun-klein", 101, 413, 413),
        ("/tun", FORM_BYTES // 2, 413, 413),  # one field is smaller than that, whatever the whole may be
        ("/tun-gross", FORM_BYTES, 413, 200),
        ("/tun-gross", 3 * FORM_BYTES, 413, 413),
    ],
)
def test_a_body_may_be_as_large_as_its_row_says_and_a_strangers_no_larger_than_a_form(
    visitor, volunteer, path, size, visitors, volunteers
):
    def sent(browser: Browser) -> int:
        if path == "/tun-gross":
            return browser.post(path, {}, files={"datei": ("a.txt", b"x" * size, "text/plain")}).status_code
        return browser.post(path, {"wort": "x" * size}).status_code

    assert (sent(visitor), sent(volunteer)) == (visitors, volunteers)


def test_a_failure_is_a_page_and_what_was_to_be_said_is_said(visitor):
    answer = visitor.get("/fehlt")
    assert answer.status_code == 404
    assert "Seite 7 gibt es nicht." in plain(answer.text)
    assert "tracker-notice" in answer.headers["set-cookie"]


def test_what_was_to_be_said_is_said_once(visitor):
    visitor.get("/fehlt")
    assert [visitor.get("/gesagt").text for _ in range(2)] == ["Gleich geht es weiter.", ""]


@pytest.mark.parametrize("cookie", ["keine", "W10=", "e30=", "WzFd", "bm8"])
def test_a_notice_that_nobody_wrote_says_nothing(visitor, cookie):
    answer = visitor.get("/gesagt", headers={"Cookie": f"{NOTICE}={cookie}"})
    assert (answer.status_code, answer.text) == (200, "")


def test_a_page_that_needs_somebody_never_takes_nobody(visitor, volunteer):
    assert volunteer.get("/name").text == "Ben"
    refused = visitor.get("/name")
    assert refused.status_code == 403
    assert "Bitte melden Sie sich zuerst an." in plain(refused.text)


@pytest.mark.parametrize("origin", ["http://[kaputt", "null", "https://localhost", "http://localhost:99"])
def test_an_origin_that_is_not_this_page_is_foreign(volunteer, origin):
    assert volunteer.post("/tun", {"wort": "ja"}, headers={"Origin": origin}).status_code == 403
    assert volunteer.post("/tun", {"wort": "ja"}, headers={"Origin": "http://localhost"}).status_code == 200


def test_a_failure_of_ours_is_a_page_without_our_inside(visitor, caplog):
    answer = visitor.get("/kaputt")
    assert answer.status_code == 500
    assert "Innereien" not in answer.text
    assert "unexpected failure at /kaputt" in caplog.text


@pytest.mark.parametrize("token", [None, "falsch"])
def test_a_file_that_was_sent_is_closed_whatever_becomes_of_the_form(volunteer, monkeypatch, token):
    streams = []
    read = form.read

    async def noted(request, limit):
        fields = await read(request, limit)
        streams.extend(file.stream for _name, file in fields.files)
        return fields

    monkeypatch.setattr(form, "read", noted)
    answer = volunteer.post("/tun", {}, files={"datei": ("a.txt", b"Guten Tag", "text/plain")}, token=token)
    assert (answer.text == "getan:  datei=Guten Tag") is (token is None)
    assert [stream.closed for stream in streams] == [True]


def test_while_the_database_is_gone_nobody_is_known(instance, clock, caplog):
    nowhere = open_engine("postgresql+psycopg://tracker@127.0.0.1:9/tracker?connect_timeout=2")
    with TestClient(opened(replace(instance, engine=nowhere), clock), base_url="http://localhost") as client:
        client.cookies.set(SESSION, "irgendeine", domain="localhost.local", path="/")
        assert client.get("/wer").text.startswith("niemand")
        assert client.get("/werkstatt/redaktion", follow_redirects=False).status_code == 303
    assert "who is signed in is not known" in caplog.text
