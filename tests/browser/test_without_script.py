"""Without JavaScript every page says the same, and forms work."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import Served, entered
from tests.browser.pages import ROWS, Found
from tracker.domain.person import Rank


@pytest.fixture(scope="module")
def plain_windows(chromium: Browser, served: Served):
    opened = {
        signed_in: entered(chromium, served, signed_in=signed_in, java_script_enabled=False)
        for signed_in in (False, True)
    }
    yield opened
    for context in opened.values():
        context.close()


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.path)
def test_a_page_says_the_same_without_script(served: Served, found: list[Found], windows, plain_windows, row):
    for one in [one for one in found if one.row.path == row.path and one.html is not None and one.status < 300][:1]:
        said = []
        for some in (windows, plain_windows):
            page = some[row.rank > Rank.READER].new_page()
            page.goto(served.base + one.address)
            said.append(sorted(set(page.locator("h1, h2, h3, label, button").all_inner_texts())))
            page.close()
        with_script, without = said
        assert set(without) >= set(with_script) - {""}, one.address


def test_a_form_works_without_script(served: Served, plain_windows):
    page = plain_windows[True].new_page()
    page.goto(served.base + "/konto")
    page.get_by_label("Wo sind Sie nicht neutral?").fill("Im Schachverein")
    page.locator("form[action='/konto/interessen'] button").click()
    assert page.get_by_role("status").inner_text() == "Gespeichert."
    assert page.get_by_label("Wo sind Sie nicht neutral?").input_value() == "Im Schachverein"
    page.close()
