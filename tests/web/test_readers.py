"""Readers' pages: what they say, that it leads back, and that nothing unpublished is on any of them."""

import re
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from html import unescape
from urllib.parse import urlsplit

import html5lib
import pytest
from starlette.testclient import TestClient

from tests import sample
from tests.factories import CRITERION, NOW, make_promises, make_town
from tests.services.conftest import make_link
from tests.web.conftest import plain
from tracker.db import models
from tracker.db.files import FileStore
from tracker.db.session import reading, writing
from tracker.domain.assessment import CheckFinding, Outcome
from tracker.domain.council import ItemKind
from tracker.domain.promise import PromiseState
from tracker.services import beside, editions, sign_in
from tracker.services.editing import withdraw_promise
from tracker.services.instance import Instance
from tracker.services.readers import catalogue as catalogues
from tracker.services.readers import tallies
from tracker.services.readers.catalogue import catalogue
from tracker.services.review import Look, accept_promise, check_promise
from tracker.services.users import acting
from tracker.settings import ImpressumSettings, Settings, SiteSettings
from tracker.web.app import create_app
from tracker.web.cookies import SESSION
from tracker.web.definitions import SCALES, anchor
from tracker.wording import Wording

DAY = timedelta(days=1)
HOSTILE = "<script>alert(1)</script>\u202e&\"' --> {{ 7*7 }} \x0b ﷽ "
LONG = "Ausführlicher Name " * 12
READABLE = (
    *("/", "/versprechen", "/antwortende", "/themen", "/termine", "/ausgaben", "/korrekturen", "/methodik"),
    *("/daten", "/impressum", "/datenschutz"),
)


@pytest.fixture
def town(engine, settings, furnished) -> Instance:
    """The sample instance, with a frozen edition and a correction."""
    instance = Instance(settings, engine, FileStore(settings.files))
    furnished(sample.sample_with_an_edition, instance)
    return instance


@pytest.fixture
def reader(town, browser, app):
    return browser()


class TestWhileTheNewestIsStillMade:
    """On a large instance that takes seconds, in which nobody should look at nothing."""

    @pytest.fixture
    def gate(self, monkeypatch):
        """Shut, nothing new is finished."""
        gate, make = threading.Event(), catalogues.make
        gate.set()
        monkeypatch.setattr(catalogues, "make", lambda *given: gate.wait(20) and make(*given))
        yield gate
        gate.set()

    @pytest.fixture
    def withdrawn(self, town, reader, gate, clock, monkeypatch):
        """A promise that everybody has seen, withdrawn a moment ago; from now on readers do not wait long."""
        shown = {address: reader.get(address) for address in ("/versprechen", "/atom/alle.xml")}
        monkeypatch.setattr(beside, "PATIENCE", 0.05)
        gate.clear()
        with writing(town.engine) as session:
            promise = session.query(models.Promise).filter_by(state="accepted").order_by(models.Promise.id).first()
            withdraw_promise(session, promise.public_id, "Doppelt.", by="Ada", now=clock())
            title = promise.title
        assert title in unescape(shown["/versprechen"].text)
        return title, shown

    def test_readers_get_the_last_state_and_the_name_of_it(self, reader, gate, withdrawn):
        title, shown = withdrawn
        assert title in unescape(reader.get("/versprechen").text)
        mark = shown["/atom/alle.xml"].headers["etag"]
        assert reader.get("/atom/alle.xml").headers["etag"] == mark
        assert reader.get("/atom/alle.xml", headers={"If-None-Match": mark}).status_code == 304
        assert reader.get("/api/figures").headers["etag"] == mark
        gate.set()
        deadline = time.monotonic() + 20
        while title in unescape(reader.get("/versprechen").text):
            assert time.monotonic() < deadline
        assert reader.get("/atom/alle.xml", headers={"If-None-Match": mark}).headers["etag"] != mark

    def test_whoever_is_signed_in_sees_at_once_what_they_did(self, browser, town, gate, withdrawn, clock):
        ada = browser()
        with writing(town.engine) as session:
            token = sign_in.open_session(session, acting(session, "Ada"), now=clock()).token
        ada.client.cookies.set(SESSION, token, domain="localhost.local", path="/")
        threading.Timer(0.5, gate.set).start()
        assert withdrawn[0] not in unescape(ada.get("/versprechen").text)


@pytest.fixture
def app(request, engine, settings, clock):
    """The application over whatever instance the test filled."""
    return create_app(Instance(settings, engine, FileStore(settings.files)), clock)


def crawled(reader, start: str = "/") -> Iterator[tuple[str, str]]:
    """Every page that a reader can reach by links, with its HTML."""
    waiting, known = [start], set()
    while waiting:
        address = waiting.pop()
        others = ("/anmelden", "/static", "/werkstatt", "/konto", "/abo", "/api", "/einbetten")
        if address in known or address.startswith(others) or address.endswith("/hinweis"):
            continue
        known.add(address)
        answer = reader.get(address)
        assert answer.status_code == 200, (address, answer.status_code, plain(answer.text)[:400])
        if not answer.headers["content-type"].startswith("text/html"):
            continue
        yield address, answer.text
        for href in re.findall(r'(?:href|action)="([^"]+)"', answer.text):
            parts = urlsplit(unescape(href))
            if not parts.netloc and parts.path.startswith("/"):
                waiting.append(parts.path + (f"?{parts.query}" if parts.query else ""))


def test_every_page_is_valid_and_says_as_of_when_it_speaks(reader):
    pages = dict(crawled(reader))
    assert {urlsplit(address).path for address in pages} >= set(READABLE)
    for address, html in pages.items():
        html5lib.HTMLParser(strict=True).parse(html)
        assert "Stand: 14. März 2026" in html, address
        assert 'rel="canonical"' in html, address
        assert "<script src" in html or "<script" not in html, address


def test_no_page_names_anybody_in_full_or_tells_what_was_not_published(reader, town):
    with writing(town.engine) as session:
        (hidden,) = make_promises(session, "Wir verraten dies erst nach der Annahme.", question="Geheimfrage?")
        open_one = session.query(models.Assessment).filter_by(state="proposed").first()
        secret = open_one.reason if open_one else "ohne Vorschlag"
        known = session.query(models.Link).filter_by(judgement="unreviewed").all()
        unjudged = [link.item.title for link in known if link.item.kind is not ItemKind.MEETING]
        notes = [note for (note,) in session.query(models.LinkJudgement.note) if note]
        titles = {hidden.title, secret, "Geheimfrage", *notes, *unjudged}
        judged = {link.item.title for link in session.query(models.Link).filter(models.Link.judgement == "relevant")}
    for address, html in crawled(reader):
        said = plain(html)
        for secret_word in titles - judged:
            assert secret_word not in said, (address, secret_word)
        for name in ("Ada", "Ben ", "Edda", "verein.example"):
            assert name not in said, (address, name)


@pytest.mark.parametrize(
    "dress", [lambda text: f"{HOSTILE}{text}", lambda text: f"{LONG}{text}"], ids=["hostile", "long"]
)
def test_foreign_text_breaks_no_page(engine, settings, browser, app, dress):
    instance = Instance(settings, engine, FileStore(settings.files))
    with writing(engine) as session:
        sample.fill(session, instance.store, dress)
    for address, html in crawled(browser()):
        html5lib.HTMLParser(strict=True).parse(html)
        assert "<script>alert" not in html, address
        assert "\u202e" not in html, address
        assert " 49 " not in plain(html), address


def test_an_empty_instance_says_what_comes_first_on_every_page(visitor):
    for path in READABLE:
        answer = visitor.get(path)
        assert answer.status_code == 200
        html5lib.HTMLParser(strict=True).parse(answer.text)
    assert "Hier steht noch kein Versprechen" in visitor.text("/versprechen")
    assert "noch keine Ratsquelle abgerufen" in visitor.text("/")
    assert "Noch ist keine Ausgabe erschienen" in visitor.text("/ausgaben")


def test_every_word_of_a_scale_leads_to_its_definition(reader):
    defined = set(re.findall(r'id="([a-z]+-[a-z_]+)"', reader.get("/methodik").text))
    used = {found for _, html in crawled(reader) for found in re.findall(r'href="/methodik#([^"]+)"', html)}
    assert used
    assert used <= defined


def test_every_member_of_every_scale_is_defined_once():
    members = [member for scale in SCALES for member, _, _ in scale.definitions]
    assert len({anchor(member) for member in members}) == len(members)
    for scale in SCALES:
        kinds = {type(member) for member, _, _ in scale.definitions}
        assert {member for member, _, _ in scale.definitions} == {member for kind in kinds for member in kind}


def test_figures_on_the_first_page_equal_recomputed_ones(reader, town):
    found = catalogue(town, NOW)
    month = editions.monthly(town.engine, NOW.date(), town.frame, as_of=NOW.date(), now=NOW)
    html = reader.get("/").text
    shown = re.findall(r'href="/versprechen\?ergebnis=(\w+)">([\d.]+)<', html)
    recomputed = {o: sum(line.outcome is o for line in month.promises) for o in Outcome}
    assert {Outcome(name): int(n) for name, n in shown} == {o: n for o, n in recomputed.items() if n}
    assert sum(int(n) for _, n in shown) == month.coverage.total == tallies.whole(found.entries).total
    assert f"{month.coverage.checked} von {month.coverage.total}" in plain(html)
    for outcome, n in shown:
        assert f"{n} Versprechen von" in reader.text(f"/versprechen?ergebnis={outcome}") or n == "1"


def test_the_search_finds_words_and_keeps_its_facets_in_the_address(reader):
    said = reader.text("/versprechen?q=BAEUME")
    assert "Hafenstraße" in said
    narrowed = reader.get("/versprechen?q=wir&ergebnis=fulfilled").text
    assert '<option value="fulfilled" selected>' in narrowed
    assert 'href="/versprechen?q=wir"' in narrowed
    assert "Dazu ist hier kein Versprechen veröffentlicht" in reader.text("/versprechen?q=gibtesnicht")


@pytest.mark.parametrize(
    "query", ["seite=99999", "seite=-1", "seite=²", "seite=x", "ort=%3Cscript%3E", "q=" + "x" * 5000]
)
def test_any_question_is_answered(reader, query):
    answer = reader.get(f"/versprechen?{query}")
    assert answer.status_code == 200
    html5lib.HTMLParser(strict=True).parse(answer.text)


def first_promise(town) -> models.Promise:
    with reading(town.engine) as session:
        row = session.query(models.Promise).filter_by(state=PromiseState.ACCEPTED).first()
        session.expunge(row)
        return row


def test_a_promise_stands_in_its_whole_answer_with_its_source(reader, town):
    promise = first_promise(town)
    html = reader.get(f"/versprechen/{promise.public_id}").text
    assert f"<mark>{promise.quote}</mark>" in unescape(html)
    with reading(town.engine) as session:
        digest = session.get(models.Document, promise.document_id).sha256
    assert f'href="/beleg/{digest}"' in html
    assert digest in html


def test_a_stored_copy_is_sent_byte_for_byte_and_never_opened(reader, town):
    with reading(town.engine) as session:
        source = session.query(models.Source).first()
    answer = reader.get(f"/beleg/{source.sha256}")
    assert answer.content == town.store.get(source.sha256)
    assert answer.headers["content-disposition"].startswith("attachment")
    assert "sandbox" in answer.headers["content-security-policy"]
    assert answer.headers["content-type"] == "application/octet-stream"
    assert reader.get("/beleg/" + "0" * 64).status_code == 404


def test_a_promise_that_was_never_public_and_one_that_never_was_look_alike(reader, town):
    with reading(town.engine) as session:
        hidden = session.query(models.Promise).filter_by(state=PromiseState.PROPOSED).first().public_id
    for wanted in (hidden, "p-0000000000"):
        answer = reader.get(f"/versprechen/{wanted}")
        assert answer.status_code == 404
        assert "ist hier nicht veröffentlicht" in plain(answer.text)


def test_a_frozen_edition_is_shown_and_its_json_is_what_was_hashed(reader, town):
    with reading(town.engine) as session:
        row = session.query(models.Edition).one()
    html = reader.get(f"/ausgaben/{row.key}").text
    html5lib.HTMLParser(strict=True).parse(html)
    assert row.sha256 in html
    assert reader.get(f"/ausgaben/{row.key}/json").text == row.frozen
    assert reader.get("/ausgaben/report:1999-01").status_code == 404


def test_imprint_and_privacy_say_what_the_settings_say(town, clock):
    imprint = ImpressumSettings("Verein Wort", "Uferweg 1, 12345 Musterstadt", "post@verein.example", "Ada Anker")
    settings = Settings(town.settings.workspace, impressum=imprint)
    with TestClient(create_app(Instance(settings, town.engine, town.store), clock), base_url="http://localhost") as own:
        said = plain(own.get("/impressum").text)
        assert all(part in said for part in ("Verein Wort", "Uferweg 1", "post@verein.example", "Ada Anker"))
        told = plain(own.get("/datenschutz").text)
        assert "kein Text geht an einen anderen Dienst" in told
        assert "Verein Wort" in told


def test_the_pages_speak_english_where_the_instance_does(town, clock):
    settings = Settings(town.settings.workspace, site=SiteSettings(language="en"))
    with TestClient(create_app(Instance(settings, town.engine, town.store), clock), base_url="http://localhost") as own:
        for path in READABLE:
            html = own.get(path).text
            assert '<html lang="en">' in html
            assert "Versprechen" not in plain(re.sub(r"<bdi>.*?</bdi>", "", html)), path
    assert Wording("en").label(Outcome.FULFILLED) == "fulfilled"


def test_one_promise_alone_makes_whole_pages(engine, settings, browser, app):
    with writing(engine) as session:
        make_town(session)
        (row,) = make_promises(session)
        accept_promise(session, row.public_id, CRITERION, by="Ada", now=NOW)
        FileStore(settings.files).put(row.document.text.encode())
    for address, html in crawled(browser()):
        html5lib.HTMLParser(strict=True).parse(html)
        assert "Alle 1 " not in plain(html), address


def test_unreviewed_links_change_no_page(reader, town):
    before = {address: html for address, html in crawled(reader) if not address.startswith("/ausgaben")}
    with writing(town.engine) as session:
        promise = session.query(models.Promise).filter_by(state=PromiseState.ACCEPTED).first()
        linked = {link.item_id for link in session.query(models.Link).filter_by(promise_id=promise.id)}
        item = next(one for one in session.query(models.CouncilItem) if one.id not in linked)
        make_link(session, promise, item)
    after = {address: html for address, html in crawled(reader) if not address.startswith("/ausgaben")}
    assert after == before


def test_a_look_is_seen_at_once(reader, town):
    promise = first_promise(town)
    with writing(town.engine) as session:
        look = Look(CheckFinding.NOTHING, NOW.date(), "Niederschriften im Hafenarchiv")
        check_promise(session, promise.public_id, look, by="Ada", now=NOW)
    assert "Hafenarchiv" in reader.text(f"/versprechen/{promise.public_id}")
