"""Pages as they look after something was done or went wrong; axe finds nothing there either."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import Served, Watch
from tests.browser.test_accessibility import LIGHTS, RULES, WIDTHS, told


@pytest.fixture
def visitor(windows: dict[bool, BrowserContext]) -> Iterator[Page]:
    page = windows[False].new_page()
    yield page
    page.close()
    windows[False].clear_cookies()


@pytest.fixture
def ada(windows: dict[bool, BrowserContext]) -> Iterator[Page]:
    page = windows[True].new_page()
    yield page
    page.close()


def faults(page: Page) -> list[str]:
    """What axe finds, in every width and light."""
    found = []
    for light in LIGHTS:
        page.emulate_media(**light)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            found += told(Axe().run(page, options=RULES).response["violations"])
    return found


def test_an_address_that_does_not_exist(served: Served, visitor: Page):
    visitor.goto(served.base + "/gibt-es-nicht")
    expect(visitor.get_by_role("heading", level=1)).to_have_text("Diese Seite gibt es nicht")
    assert faults(visitor) == []


def test_a_wrong_password_is_said_and_read_first(served: Served, visitor: Page):
    watch = Watch(served.base)
    watch.over(visitor)
    visitor.goto(served.base + "/anmelden")
    visitor.get_by_label("Name oder Mailadresse").fill("Ben")
    visitor.get_by_label("Passwort", exact=True).fill("falsch")
    visitor.get_by_role("button", name="Anmelden").click()
    expect(visitor.get_by_role("alert")).to_be_focused()
    expect(visitor.get_by_role("alert")).to_contain_text("Name oder Passwort stimmen nicht")
    expect(visitor.get_by_label("Name oder Mailadresse")).to_have_value("Ben")
    assert faults(visitor) == []
    assert watch.seen == []


def test_what_was_typed_is_shown_again_when_the_session_ended(served: Served, windows, visitor: Page):
    cookies = windows[True].cookies()
    windows[False].add_cookies([cookie for cookie in cookies if "session" in cookie["name"]])
    visitor.goto(served.base + "/konto")
    visitor.get_by_label("Wo sind Sie nicht neutral?").fill("Im Vorstand des Radvereins")
    windows[False].clear_cookies()
    visitor.locator("form[action='/konto/interessen'] button").click()
    expect(visitor.get_by_role("heading", level=1)).to_have_text("Bitte melden Sie sich noch einmal an")
    expect(visitor.get_by_text("Im Vorstand des Radvereins")).to_be_visible()
    assert faults(visitor) == []


def test_people_and_what_can_be_changed_of_them(served: Served, ada: Page):
    ada.goto(served.base + "/werkstatt/personen")
    ada.locator("details").first.locator("summary").click()
    expect(ada.get_by_role("button", name="Rolle geben").first).to_be_visible()
    assert faults(ada) == []


def test_a_weak_password_is_said(served: Served, visitor: Page):
    visitor.goto(served.base + served.sample.invitation)
    for label in ("Passwort", "Noch einmal"):
        visitor.get_by_label(label, exact=True).fill("aaaaaaaaaaaaaaaa")
    visitor.get_by_role("button", name="Festlegen").click()
    expect(visitor.get_by_role("alert")).to_contain_text("leicht erraten")
    assert faults(visitor) == []


def test_the_way_by_keyboard_begins_at_the_content(served: Served, visitor: Page):
    visitor.goto(served.base + "/")
    visitor.keyboard.press("Tab")
    expect(visitor.get_by_role("link", name="Zum Inhalt")).to_be_focused()
    visitor.keyboard.press("Enter")
    assert visitor.evaluate("document.activeElement.id") == "inhalt"


def test_cards_of_the_review_queue(served: Served, ada: Page):
    watch = Watch(served.base)
    watch.over(ada)
    ada.goto(served.base + "/werkstatt/treffer")
    ada.get_by_role("button", name="Karten austeilen").click()
    expect(ada.get_by_role("button", name="Passt nicht").first).to_be_visible()
    assert faults(ada) == []
    ada.set_viewport_size({"width": 320, "height": 640})
    assert ada.evaluate("document.documentElement.scrollWidth") <= 320
    assert watch.seen == []
