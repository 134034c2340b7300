"""Feeds, documents, forms, file names and addresses are hostile: nothing of them becomes more than text on any page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, BrowserContext

from tests.browser.conftest import Served, Watch, entered, serving, walked
from tests.browser.hostile import PAYLOADS, Dressing
from tests.browser.pages import ROWS, Found
from tests.documents.papers import column, pdf
from tests.factories import BODY
from tests.sample import NOW
from tracker.domain.person import Rank
from tracker.services.ingest import Intake, Upload, ingest

PRINTED = tuple(payload for payload in PAYLOADS if payload.isascii() and payload.isprintable() and "\\" not in payload)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory, migrated_sqlite: Path) -> Iterator[Served]:
    """An instance in which every text that people or sources wrote carries one of the strings."""
    dressing = Dressing()
    with serving(tmp_path_factory.mktemp("hostile"), migrated_sqlite, dressing) as one:
        assert dressing.used >= len(PAYLOADS)
        _read_a_paper(one)
        yield one


def _read_a_paper(served: Served) -> None:
    """A real PDF with a real hostile name goes through the real reading and extraction."""
    lines = ["Frage 1: Was planen Sie für den Radverkehr?", "", "Antwort:"]
    for payload in PRINTED[:12]:
        lines += [f"Wir werden an der Hafenstraße einen Radweg {payload} bauen.", ""]
    upload = Upload(f"antwort {PAYLOADS[6].replace('/', '')}.pdf", pdf([column(lines, size=8)]))
    done = ingest(served.engine, served.instance.store, upload, Intake(body=BODY, respondent=None), now=NOW)
    assert done.documents[0].promises_new == 12


@pytest.fixture(scope="module")
def hostile_pages(hostile: Served) -> list[Found]:
    return walked(hostile)


@pytest.fixture(scope="module")
def hostile_windows(chromium: Browser, hostile: Served) -> Iterator[dict[bool, BrowserContext]]:
    opened = {signed_in: entered(chromium, hostile, signed_in=signed_in) for signed_in in (False, True)}
    yield opened
    for context in opened.values():
        context.close()


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.path)
def test_hostile_text_stays_text(hostile: Served, hostile_pages, hostile_windows, row):
    window = hostile_windows[row.rank > Rank.READER]
    for one in (found for found in hostile_pages if found.row.path == row.path and found.html is not None):
        page, watch = window.new_page(), Watch(hostile.base)
        watch.over(page)
        page.goto(hostile.base + one.address, wait_until="load")
        assert page.locator("#hostile").count() == 0, one.address
        assert page.evaluate("document.scripts.length") <= 3, one.address
        assert watch.seen == [], one.address
        page.close()


def test_hostile_addresses_stay_text(hostile: Served, hostile_windows):
    page, watch = hostile_windows[False].new_page(), Watch(hostile.base)
    watch.over(page)
    everything = quote("".join(PAYLOADS).replace("\x00", ""), safe="")
    plain = [row.path for row in ROWS if "{" not in row.path and row.rank is Rank.READER]
    for path in ["/" + quote(PAYLOADS[6], safe=""), *plain]:
        page.request.get(f"{hostile.base}{path}?q={everything}")
        if path.startswith(("/atom", "/kalender")):
            continue  # no page; a browser would keep it as a file
        page.goto(f"{hostile.base}{path}?q={everything}&weiter={everything}")
        assert page.locator("#hostile").count() == 0, path
    assert watch.seen == []
    page.close()


def test_hostile_words_in_a_form_stay_text(hostile: Served, hostile_windows):
    page, watch = hostile_windows[True].new_page(), Watch(hostile.base)
    watch.over(page)
    for start in range(0, len(PAYLOADS), 10):
        page.goto(hostile.base + "/konto")
        page.get_by_label("Wo sind Sie nicht neutral?").fill(" ".join(PAYLOADS[start : start + 10])[:500])
        page.locator("form[action='/konto/interessen'] button").click()
        page.wait_for_url("**/konto")
        assert page.locator("#hostile").count() == 0
        assert "alert(1)" in page.get_by_label("Wo sind Sie nicht neutral?").input_value() or start >= 40
    assert watch.seen == []
    page.close()
