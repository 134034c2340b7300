"""Feeds, calendars, cards, pictures and data, as programs fetch them."""

import io
import json
import re
import zipfile
from dataclasses import replace

import pytest
from PIL import Image

from tests.factories import BODY, ScriptedAdapter, make_feed, make_harvest, make_item, poll_feed
from tests.reporting.outlets.strict import ATOM, read_atom, read_ics
from tests.services.conftest import make_link
from tests.services.open_data.world import at
from tracker.db import models
from tracker.db.session import writing
from tracker.domain.council import ItemKind
from tracker.domain.link import Judgement
from tracker.services.review import judge_link
from tracker.settings import SiteSettings

ALL = ("alle", "versprechen/{id}", f"antwortende/{BODY}/bruecke", "themen/mobility", f"orte/{BODY}")


def titles(answer) -> list[str]:
    return [one.findtext(f"{ATOM}title") for one in read_atom(answer.content).findall(f"{ATOM}entry")]


@pytest.mark.parametrize("rest", ALL)
def test_every_feed_tells_what_happened_to_its_promises(visitor, path, rest):
    answer = visitor.get(f"/atom/{rest.format(id=path)}.xml")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/atom+xml")
    assert "Bewertet als „umgesetzt“: Wir bauen den Radweg" in titles(answer)
    assert "Korrektur: Wir bauen den Radweg" in titles(answer)


def test_a_feed_is_about_nothing_else(visitor, path):
    said = visitor.get(f"/atom/versprechen/{path}.xml").text
    assert "Bücherei" not in said
    assert "Hundesteuer" not in visitor.get("/atom/alle.xml").text


def test_a_topic_without_promises_has_an_empty_feed(visitor):
    assert titles(visitor.get("/atom/themen/sport.xml")) == []


@pytest.mark.parametrize("rest", ALL)
def test_every_calendar_warns_of_the_sitting_that_touches_its_promises(visitor, path, rest):
    answer = visitor.get(f"/kalender/{rest.format(id=path)}.ics")
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert read_ics(answer.content) == []


def test_a_coming_agenda_item_stands_in_the_calendar_of_its_promise(visitor, instance, path):
    day = at("2026-05-20").date()
    coming = make_item(
        kind=ItemKind.AGENDA_ITEM,
        identity="top-9",
        meeting="rat",
        number="9",
        item_date=day,
        title="A; B\nC",
        url="https://rat.example/top-9",
    )
    meeting = make_item(kind=ItemKind.MEETING, identity="rat", item_date=day, url="https://rat.example/rat")
    harvest = make_harvest(coming, meeting, complete=False)
    poll_feed(instance.engine, make_feed(), ScriptedAdapter(harvest), instance.store, now=at("2026-05-01"))
    with writing(instance.engine) as session:
        promise = session.query(models.Promise).filter_by(public_id=path).one()
        item = session.query(models.CouncilItem).filter_by(identity="top-9").one()
        link = make_link(session, promise, item)
        judge_link(session, link.public_id, Judgement.RELEVANT, by="Ada", now=at("2026-05-01"))
    for rest in ALL:
        (event,) = read_ics(visitor.get(f"/kalender/{rest.format(id=path)}.ics").content)
        assert (event["DTSTART"], event["SUMMARY"]) == ("20260520", "Verkehrsausschuss: A; B C")
        assert f"http://localhost/versprechen/{path}" in event["DESCRIPTION"]
        assert "TOP 9" in event["DESCRIPTION"]


@pytest.mark.parametrize(
    "address", ["atom/versprechen/p-0.xml", "kalender/themen/x.ics", "atom/orte/x.xml", "bild/x.png"]
)
def test_what_is_not_there_is_not_found(visitor, address):
    assert visitor.get(f"/{address}").status_code == 404


def test_proposed_and_rejected_promises_are_nowhere(visitor, instance):
    with writing(instance.engine) as session:
        hidden = [p.public_id for p in session.query(models.Promise) if p.state.value != "accepted"]
    for one in hidden:
        for address in (f"/atom/versprechen/{one}.xml", f"/einbetten/{one}", f"/bild/{one}.png"):
            assert visitor.get(address).status_code == 404


class TestACard:
    def test_others_may_frame_it_without_cookie_script_or_form(self, visitor, path):
        answer = visitor.get(f"/einbetten/{path}")
        policy = answer.headers["content-security-policy"]
        assert ("frame-ancestors *" in policy, "script-src" in policy, "default-src 'none'" in policy) == (
            True,
            False,
            True,
        )
        assert "set-cookie" not in answer.headers
        assert not any(tag in answer.text for tag in ("<script", "<form", "<iframe", "<img"))

    def test_it_says_the_three_facts_and_leads_back(self, visitor, path):
        said = visitor.text(f"/einbetten/{path}")
        for word in ("umgesetzt", "selbst beantragt", "2 Belege", "Wir bauen den Radweg.", "Stand: 2. Mai 2026"):
            assert word in said
        assert f'href="http://localhost/versprechen/{path}"' in visitor.get(f"/einbetten/{path}").text


def test_the_picture_is_a_picture(visitor, path):
    answer = visitor.get(f"/bild/{path}.png")
    with Image.open(io.BytesIO(answer.content)) as image:
        assert (image.format, image.size) == ("PNG", (1200, 630))
    assert answer.headers["cross-origin-resource-policy"] == "cross-origin"


class TestData:
    def test_the_archive_and_its_files_say_the_same(self, visitor):
        answer = visitor.get("/daten/replication.zip")
        with zipfile.ZipFile(io.BytesIO(answer.content)) as packed:
            names = [name.removeprefix("wortgehalten/") for name in packed.namelist()]
            assert {"promises.csv", "recompute.py", "manifest.json", "codebook.json"} <= set(names)
            for name in names:
                assert visitor.get(f"/daten/{name}").content == packed.read(f"wortgehalten/{name}")

    @pytest.mark.parametrize("name", ["people.csv", "tips.jsonl", "..%2f..%2fetc%2fpasswd", "x"])
    def test_nothing_else_is_there(self, visitor, name):
        assert visitor.get(f"/daten/{name}").status_code == 404

    def test_it_is_made_anew_when_something_happened(self, visitor, instance):
        before = json.loads(visitor.get("/daten/manifest.json").text)["cut_off"]
        with writing(instance.engine) as session:
            link = session.query(models.Link).filter_by(judgement="unreviewed").one()
            judge_link(session, link.public_id, Judgement.RELEVANT, by="Ben", now=at("2026-05-01T15:00"))
        assert json.loads(visitor.get("/daten/manifest.json").text)["cut_off"] > before


class TestLicence:
    @pytest.fixture
    def instance(self, instance):
        site = SiteSettings(base_url="http://localhost", licence="DL-DE Zero 2.0")
        return replace(instance, settings=replace(instance.settings, site=site))

    def test_page_package_and_interface_name_that_of_the_settings(self, visitor):
        name, url = "DL-DE Zero 2.0", "https://www.govdata.de/dl-de/zero-2-0"
        assert f'href="{url}" rel="noopener noreferrer license">{name}</a>.' in visitor.get("/daten").text
        assert f'href="{url}"' in visitor.get("/api").text
        manifest = visitor.get("/daten/manifest.json").json()
        assert (manifest["licence"], manifest["licence_url"]) == (name, url)
        assert visitor.get("/api/openapi.json").json()["info"]["license"] == {"name": name, "url": url}


@pytest.mark.parametrize("address", ["/atom/alle.xml", "/kalender/alle.ics", "/daten/promises.csv", "/einbetten/{id}"])
def test_programs_ask_again_without_loading_again(visitor, path, address):
    first = visitor.get(address.format(id=path))
    mark, moment = first.headers["etag"], first.headers["last-modified"]
    for headers in ({"If-None-Match": mark}, {"If-None-Match": f'"x", W/{mark}'}, {"If-Modified-Since": moment}):
        again = visitor.get(address.format(id=path), headers=headers)
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", mark)
    for headers in ({"If-None-Match": '"x"', "If-Modified-Since": moment}, {"If-Modified-Since": "gestern"}):
        assert visitor.get(address.format(id=path), headers=headers).status_code == 200


def test_the_mark_changes_when_something_happens(visitor, instance, path):
    before = visitor.get("/atom/alle.xml").headers["etag"]
    with writing(instance.engine) as session:
        link = session.query(models.Link).filter_by(judgement="unreviewed").one()
        judge_link(session, link.public_id, Judgement.RELEVANT, by="Ben", now=at("2026-05-01T15:00"))
    answer = visitor.get("/atom/alle.xml", headers={"If-None-Match": before})
    assert answer.status_code == 200
    assert "Beleg aus dem Rat" in answer.text


class TestASearchAsAFeed:
    def test_it_tells_only_what_the_search_finds(self, visitor):
        said = titles(visitor.get("/atom/suche.xml?q=radweg"))
        assert said
        assert not [title for title in said if "Wir bauen den Radweg" not in title]
        assert titles(visitor.get("/atom/suche.xml?thema=none")) == [
            "Nachgesehen, nichts gefunden: Wir öffnen die Bücherei",
            "Neu aufgenommen: Wir öffnen die Bücherei",
        ]

    def test_a_search_that_finds_nothing_is_an_empty_feed(self, visitor):
        root = read_atom(visitor.get("/atom/suche.xml?q=%3Cscript%3E%00&ergebnis=nirgends").content)
        assert root.findall(f"{ATOM}entry") == []

    def test_the_page_of_the_search_names_it(self, visitor):
        page = visitor.get("/versprechen?q=rad%26weg%22%3E").text
        assert 'type="application/atom+xml" href="http://localhost/atom/suche.xml?q=rad%26weg%22%3E"' in page


class TestThePageOfAPromise:
    def test_its_final_finding_is_told_to_search_engines(self, visitor, path):
        page = visitor.get(f"/versprechen/{path}").text
        found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
        said = json.loads(found[1])
        assert (said["@type"], said["reviewRating"]["alternateName"]) == ("ClaimReview", "umgesetzt")
        assert said["url"] == f"http://localhost/versprechen/{path}"

    def test_what_is_not_final_is_no_claim(self, visitor, instance):
        with writing(instance.engine) as session:
            other = session.query(models.Promise).filter_by(title="Wir öffnen die Bücherei", state="accepted").one()
            address = f"/versprechen/{other.public_id}"
        assert "ld+json" not in visitor.get(address).text

    def test_it_has_a_picture_a_feed_and_a_card_to_embed(self, visitor, path):
        page = visitor.get(f"/versprechen/{path}").text
        for address in (f"/bild/{path}.png", f"/atom/versprechen/{path}.xml", f"/einbetten/{path}"):
            assert f"http://localhost{address}" in page
            assert visitor.get(address).status_code == 200


def test_the_data_page_offers_what_there_is(visitor):
    page = visitor.get("/daten").text
    for address in re.findall(r'<li><a href="(/[^"]+)">', page):
        assert visitor.get(address).status_code == 200, address
    assert all(f'href="{one}"' in page for one in ("/api", "/daten/replication.zip", "/daten/promises.csv"))
