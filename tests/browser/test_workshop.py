"""The whole way from a file to a confirmed assessment: with the mouse, with keys alone, and without JavaScript."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import Served, Watch, serving
from tests.factories import make_item
from tests.sample import NOW
from tests.services.conftest import make_items, make_link
from tracker.db import models
from tracker.db.session import reading, writing
from tracker.domain.assessment import AssessmentState
from tracker.domain.council import ItemKind
from tracker.domain.link import Judgement
from tracker.services import sign_in
from tracker.services.users import acting
from tracker.web.cookies import SESSION

QUESTIONNAIRE = (
    "Frage 1: Was tun Sie für die Uferpromenade?\n\n"
    "Antwort: Wir werden die Uferpromenade bis zum Leuchtturm verlängern.\n"
)
expect.set_options(timeout=20_000)  # the first page that compares promises loads the lexicons
TITLE = "Uferpromenade bis zum Leuchtturm verlängern"


@dataclass
class Desk:
    """An instance with windows of Ada and Ben; tests of one way share it and leave their own promise behind."""

    served: Served
    chromium: Browser

    def window(self, name: str, **options: object) -> BrowserContext:
        with writing(self.served.engine) as session:
            token = sign_in.open_session(session, acting(session, name), now=NOW).token
        context = self.chromium.new_context(locale="de-DE", timezone_id="Europe/Berlin", **options)  # type: ignore[arg-type]
        context.set_default_timeout(20_000)
        context.add_cookies([{"name": SESSION, "value": token, "url": self.served.base, "httpOnly": True}])
        return context

    def council_decides(self) -> str:
        """What the poll and the matching would do: minutes come in and are suggested for the new promise."""
        with writing(self.served.engine) as session:
            promise = session.query(models.Promise).filter_by(title=TITLE).one()
            item = make_item(
                kind=ItemKind.MINUTES,
                identity="ufer",
                title="Niederschrift: Uferpromenade",
                text="Der Rat beschließt, die Uferpromenade bis zum Leuchtturm zu verlängern.",
                item_date=NOW.date() - timedelta(days=1),
            )
            (row,) = make_items(session, item)
            reasons = [{"term": "Uferpromenade", "weight": 0.6}, {"term": "Leuchtturm", "weight": 0.4}]
            passage = {"field": "text", "start": 0, "end": 70}
            return make_link(session, promise, row, score=0.99, reasons=reasons, passage=passage).public_id

    def outcome(self) -> AssessmentState:
        with reading(self.served.engine) as session:
            promise = session.query(models.Promise).filter_by(title=TITLE).one()
            return session.query(models.Assessment).filter_by(promise_id=promise.id).one().state


@pytest.fixture
def desk(chromium: Browser, tmp_path: Path, migrated_sqlite: Path) -> Iterator[Desk]:
    with serving(tmp_path, migrated_sqlite) as served:
        yield Desk(served, chromium)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "ufer.txt"
    path.write_text(QUESTIONNAIRE, encoding="utf-8")
    return path


def take_in(page: Page, base: str, file: Path) -> None:
    """Upload, look at the preview, take it over, open the proposal."""
    page.goto(f"{base}/werkstatt/einlesen")
    page.get_by_label("Datei", exact=True).set_input_files(file)
    page.get_by_role("button", name="Hochladen und ansehen").click()
    page.get_by_role("button", name="Übernehmen").click()
    page.get_by_role("link", name=TITLE).click()


def accept(page: Page) -> None:
    page.get_by_label("Umgesetzt, wenn …", exact=True).fill("Der Weg reicht bis zum Leuchtturm.")
    page.get_by_role("button", name="Annehmen und verfolgen").click()


def judge(page: Page, base: str, link: str) -> None:
    page.goto(f"{base}/werkstatt/treffer")
    page.get_by_role("button", name="Karten austeilen").click()
    page.goto(f"{base}/werkstatt/treffer?karte={link}")
    expect(page.locator(".passage mark").first).to_have_text("Uferpromenade")
    page.get_by_role("button", name="Passt", exact=True).click()


def propose(page: Page, base: str, promise: str) -> None:
    page.goto(f"{base}/werkstatt/versprechen/{promise}")
    page.get_by_text("Bewertung vorschlagen").click()
    page.get_by_label("Was ist daraus geworden?").select_option("fulfilled")
    page.get_by_label("Begründung").fill("Der Rat hat es beschlossen.")
    page.get_by_role("button", name="Vorschlagen", exact=True).click()


def confirm(page: Page, base: str) -> None:
    page.goto(f"{base}/werkstatt/bewertungen")
    card = page.locator("article", has_text=TITLE)
    card.get_by_role("button", name="Bestätigen").click()
    expect(page.get_by_text("Bestätigt und veröffentlicht.")).to_be_visible()


def promise_id(desk: Desk) -> str:
    with reading(desk.served.engine) as session:
        return session.query(models.Promise).filter_by(title=TITLE).one().public_id


@pytest.mark.parametrize("script", [True, False], ids=["with the mouse", "without JavaScript"])
def test_from_a_file_to_a_confirmed_assessment(desk: Desk, file: Path, script):
    base, watch = desk.served.base, Watch(desk.served.base)
    ada = desk.window("Ada", java_script_enabled=script).new_page()
    ben = desk.window("Ben", java_script_enabled=script).new_page()
    for page in (ada, ben):
        watch.over(page)
    take_in(ada, base, file)
    accept(ada)
    link = desk.council_decides()
    judge(ada, base, link)
    propose(ada, base, promise_id(desk))
    assert desk.outcome() is AssessmentState.PROPOSED
    confirm(ben, base)
    assert desk.outcome() is AssessmentState.PUBLISHED
    assert watch.seen == []


def tab_to(page: Page, name: str) -> None:
    """Press Tab until what has that name is focused, as somebody without a mouse does."""
    for _ in range(90):
        page.keyboard.press("Tab")
        told = page.evaluate(
            """() => {
                const one = document.activeElement;
                const label = one.labels?.[0]?.textContent ?? "";
                return (label || one.textContent || one.value || "").trim().replace(/\\s+/g, " ");
            }"""
        )
        if told.startswith(name):
            return
    raise AssertionError(f"no way to {name!r} by Tab")


def test_the_same_way_with_keys_alone(desk: Desk, file: Path):
    base = desk.served.base
    ada, ben = desk.window("Ada").new_page(), desk.window("Ben").new_page()
    ada.goto(f"{base}/werkstatt/einlesen")
    ada.get_by_label("Datei", exact=True).set_input_files(file)  # the system's own dialog is no page of ours
    tab_to(ada, "Hochladen")
    ada.keyboard.press("Enter")
    expect(ada.get_by_role("button", name="Übernehmen")).to_be_visible()
    tab_to(ada, "Übernehmen")
    ada.keyboard.press("Enter")
    expect(ada.get_by_role("heading", name="Posteingang")).to_be_visible()
    tab_to(ada, TITLE)
    ada.keyboard.press("Enter")
    expect(ada.get_by_role("heading", name=TITLE)).to_be_visible()
    tab_to(ada, "Umgesetzt, wenn")
    ada.keyboard.type("Der Weg reicht bis zum Leuchtturm.")
    tab_to(ada, "Annehmen und verfolgen")
    ada.keyboard.press("Enter")
    expect(ada.get_by_text("Was im Rat dazu passt")).to_be_visible()
    link = desk.council_decides()
    ada.goto(f"{base}/werkstatt/treffer")
    ada.keyboard.press("j")
    expect(ada.get_by_role("button", name="Passt", exact=True)).to_be_visible()
    ada.goto(f"{base}/werkstatt/treffer?karte={link}")
    ada.keyboard.press("c")
    ada.keyboard.type("pnus sind hier nur Buchstaben")  # no verdicts while somebody writes
    ada.keyboard.press("Escape")
    ada.get_by_label("Bemerkung", exact=True).blur()
    ada.keyboard.press("p")
    expect(ada.get_by_text("Passt: Niederschrift: Uferpromenade")).to_be_visible()
    ada.keyboard.press("z")
    expect(ada.get_by_text("Zurückgenommen: Niederschrift")).to_be_visible()
    ada.keyboard.press("p")
    expect(ada.get_by_text("Passt: Niederschrift: Uferpromenade")).to_be_visible()
    ada.goto(f"{base}/werkstatt/versprechen/{promise_id(desk)}")
    tab_to(ada, "Bewertung vorschlagen")
    ada.keyboard.press("Enter")
    tab_to(ada, "Was ist daraus geworden?")
    ada.keyboard.type("umge")
    tab_to(ada, "Vorschlagen")
    ada.keyboard.press("Enter")
    expect(ada.get_by_text("Eine zweite Person bestätigt")).to_be_visible()
    ben.goto(f"{base}/werkstatt/bewertungen")
    tab_to(ben, TITLE)
    tab_to(ben, "Bestätigen")
    ben.keyboard.press("Enter")
    expect(ben.get_by_text("Bestätigt und veröffentlicht.")).to_be_visible()
    assert desk.outcome() is AssessmentState.PUBLISHED


def test_keys_can_be_switched_off(desk: Desk):
    with writing(desk.served.engine) as session:
        acting(session, "Ada").shortcuts = False
    page = desk.window("Ada").new_page()
    page.goto(f"{desk.served.base}/werkstatt/treffer")
    before = page.url, page.content()
    page.keyboard.press("j")
    page.wait_for_timeout(300)
    assert (page.url, page.content()) == before


def test_going_back_and_sending_again_says_nothing_twice(desk: Desk):
    with reading(desk.served.engine) as session:
        link = session.query(models.Link).filter_by(judgement="unreviewed").first().public_id
    page = desk.window("Ada").new_page()
    page.goto(f"{desk.served.base}/werkstatt/treffer?karte={link}")
    page.get_by_role("button", name="Unsicher").click()
    page.wait_for_url("**/werkstatt/treffer")
    page.go_back()
    page.get_by_role("button", name="Unsicher").click()
    page.wait_for_url("**/werkstatt/treffer")
    with reading(desk.served.engine) as session:
        (one,) = session.query(models.LinkJudgement).join(models.Link).filter(models.Link.public_id == link)
        assert one.judgement is Judgement.UNSURE
