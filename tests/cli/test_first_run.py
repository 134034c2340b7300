"""The path of a new group: six commands, and the rest in the browser."""

from email import message_from_bytes
from email.policy import default

from starlette.testclient import TestClient

from tests.web.conftest import Browser, plain
from tracker.cli.desk import now
from tracker.db import models
from tracker.db.session import reading, writing
from tracker.domain.link import Judgement
from tracker.services import sign_in
from tracker.services.instance import open_instance
from tracker.settings import load
from tracker.web.app import create_app
from tracker.web.cookies import SESSION

QUESTIONNAIRE = """Frage 1: Was planen Sie für den Radverkehr in Musterhafen?

Antwort: Wir werden an der Hafenstraße einen Radweg bauen.
"""
FEEDS = """
version: 1
bodies:
  - id: musterhafen
    name: Stadt Musterhafen
    terms: [{{id: 2025-2030, name: Wahlperiode, start: 2025-11-01, end: 2030-10-31}}]
    respondents: [{{id: blau, name: "Bürgerliste Blaue Brücke"}}]
feeds:
  - {{id: rat, body: musterhafen, kind: rss, url: "{url}", allow_private_network: true}}
"""
ACCEPTED = {
    "tat": "annehmen", "version": "1", "weiter": "ja", "titel": "Radweg an der Hafenstraße", "art": "commitment",
    "staerke": "firm", "was": "action", "pruefbar": "clear", "zustaendig": "municipal", "thema": "mobility",
    "von": "blau", "umgesetzt": "Der Radweg ist gebaut.", "wo": "Niederschriften", "wieder": "2027-09-01",
}  # fmt: skip


def test_from_nothing_to_the_first_report_takes_six_commands(tracker, tmp_path, council):
    council.feed("rat", ("1", "Radweg an der Hafenstraße: Bau", "einstimmig beschlossen"))
    place = ("--workspace", tmp_path / "stadt")
    (tmp_path / "stadt").mkdir()
    (tmp_path / "stadt" / "feeds.yaml").write_text(FEEDS.format(url=council.url("rat")), encoding="utf-8")
    done = [tracker("init", tmp_path / "stadt")]
    done.append(tracker("user", "add", "Ada Anker", "--email", "ada@musterhafen.example", *place))
    done.append(tracker("doctor", *place))
    instance = open_instance(load(tmp_path / "stadt", {}))
    with TestClient(create_app(instance, now), base_url="http://localhost", follow_redirects=False) as client:
        browser = entered(client, instance)
        sent = browser.post(
            "/werkstatt/einlesen", files={"datei": ("antworten.txt", QUESTIONNAIRE.encode(), "text/plain")}
        )
        assert "location" in sent.headers, plain(sent.text)
        taken = browser.post(sent.headers["location"].split("?")[0], {})
        assert taken.headers.get("location") == "/werkstatt/posteingang", plain(taken.text)
        browser.post(f"/werkstatt/versprechen/{only(instance, models.Promise).public_id}", ACCEPTED)
        done.append(tracker("schedule", "--once", *place))  # what `tracker serve` does every minute beside the pages
        browser.post("/werkstatt/treffer", {"tat": "austeilen"})
        card = only(instance, models.Link).public_id
        browser.post(
            "/werkstatt/treffer", {"tat": "urteilen", "karte": card, "urteil": "relevant", "gesehen": "unreviewed"}
        )
    assert only(instance, models.Link).judgement is Judgement.RELEVANT
    done.append(tracker("report", "monthly", "--mail", *place))
    done.append(tracker("send", *place))
    assert [ran.code for ran in done] == [0] * 6, [ran.err for ran in done]
    assert "✘" not in done[2].out
    (path,) = (tmp_path / "stadt" / "out" / "mail").glob("*.eml")
    message = message_from_bytes(path.read_bytes(), policy=default)
    assert message["To"] == "ada@musterhafen.example"
    assert "Radweg an der Hafenstraße" in message.get_body(("plain",)).get_content()
    instance.engine.dispose()


def entered(client: TestClient, instance) -> Browser:
    """A browser in which Ada is signed in."""
    with writing(instance.engine) as session:
        token = sign_in.open_session(session, session.query(models.User).one(), now=now()).token
    client.cookies.set(SESSION, token, domain="localhost.local", path="/")
    return Browser(client)


def only(instance, noun):
    with reading(instance.engine) as session:
        return session.query(noun).one()
