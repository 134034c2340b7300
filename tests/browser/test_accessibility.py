"""axe-core finds nothing on any page, narrow and wide, light, dark and in forced colours; and what axe cannot see."""

from __future__ import annotations

import gzip

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page

from tests.browser.conftest import Served, Watch
from tests.browser.pages import ROWS, Found
from tracker.domain.person import Rank
from tracker.web.site import Site

AXE = Axe().axe_script
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
LIGHTS = (
    {"color_scheme": "light", "forced_colors": "none"},
    {"color_scheme": "dark", "forced_colors": "none"},
    {"color_scheme": "light", "forced_colors": "active"},
)
WIDTHS = (320, 1280)


MAILS = ("/werkstatt/versand/vorschau/seite", "/werkstatt/versand/{id}/seite")
"""Mails as they arrive in a mail program: no pages of ours."""


def pages_of(found: list[Found], path: str) -> list[Found]:
    """The first page of a row, if the row answers with pages of ours at all."""
    if path in MAILS:
        return []
    return [one for one in found if one.row.path == path and one.html is not None and one.status < 300][:1]


def told(violations: list[dict]) -> list[str]:
    return [f"{v['id']}: {node['html'][:160]} ({node['target']})" for v in violations for node in v["nodes"][:3]]


@pytest.fixture
def page(windows: dict[bool, BrowserContext], request: pytest.FixtureRequest):
    row = request.node.callspec.params["row"]
    one = windows[row.rank > Rank.READER].new_page()
    yield one
    one.close()


def violations(page: Page) -> list[dict]:
    """What axe finds on an opened page into which it was brought."""
    return page.evaluate("rules => axe.run(rules).then(found => found.violations)", RULES)


def test_axe_finds_what_is_wrong(windows: dict[bool, BrowserContext]):
    page = windows[False].new_page()
    page.set_content('<html lang="de"><title>Probe</title><main><h1>Probe</h1><img src="data:,"></main></html>')
    page.evaluate(AXE)
    assert [one["id"] for one in violations(page)] == ["image-alt"]
    page.close()


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.path)
def test_axe_finds_nothing(served: Served, found: list[Found], page: Page, row):
    watch = Watch(served.base)
    watch.over(page)
    for one in pages_of(found, row.path):
        page.goto(served.base + one.address)
        page.evaluate(AXE)
        faults = []
        for light in LIGHTS:
            page.emulate_media(**light)
            for width in WIDTHS:
                page.set_viewport_size({"width": width, "height": 800})
                faults += [f"{width} px, {light}: {line}" for line in told(violations(page))]
        assert faults == []
    assert watch.seen == []


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.path)
def test_nothing_sticks_out_on_a_narrow_phone(served: Served, found: list[Found], page: Page, row):
    page.set_viewport_size({"width": 320, "height": 640})
    for one in pages_of(found, row.path):
        page.goto(served.base + one.address)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        assert page.locator("h1").count() == 1


def test_pages_styles_and_scripts_are_small(served: Served, found: list[Found]):
    heavy = {one.address: len(one.html.encode()) for one in found if one.html and len(one.html.encode()) > 60_000}
    assert heavy == {}
    static = Site(served.instance, lambda: None, frozenset()).static
    sizes = {name: len(gzip.compress(file.content)) for name, file in static.items()}
    assert sum(size for name, size in sizes.items() if name.endswith(".css")) <= 20_000
    assert sum(size for name, size in sizes.items() if name.endswith(".js")) <= 40_000


ELSEWHERE = {
    "/metrics": "off until an operator switches it on; the tests of it do",
    "/werkstatt/einlesen/{sha256}": "comes after an upload; the story of an upload visits it",
    "/werkstatt/versand/{id}/seite": "a mail as it arrives; the tests of the outbox read one",
    "/abo/{token}": "comes by mail; the tests of subscriptions visit it",
    "/abbestellen/{token}": "as above",
}
NO_PAGES = (".xml", ".ics", ".png", "{name}", "{sha256}")
"""How addresses of files end: feeds, calendars, pictures, tables, stored copies."""


def test_every_page_of_the_table_was_visited(found: list[Found]):
    seen = {one.row.path for one in found if one.status < 400}
    pages = {row.path for row in ROWS if not row.path.endswith(NO_PAGES)}
    assert pages - seen - ELSEWHERE.keys() == set()


def test_no_page_is_broken_and_no_link_leads_nowhere(found: list[Found]):
    broken = [f"{one.address}: {one.status}" for one in found if one.status >= 400]
    assert broken == ["/metrics: 404"], "figures for operators are off until somebody switches them on"
