"""Following every link of a filled instance: nothing is written, nothing is broken, every page carries the policy."""

import re

import html5lib
import pytest
from sqlalchemy import text
from starlette.testclient import TestClient

from tests.browser.pages import ROWS, Found, crawl, of_promise
from tests.sample import fill, publish
from tests.web.conftest import Clock
from tracker.db.files import FileStore
from tracker.db.models import Base
from tracker.db.session import writing
from tracker.domain.person import Rank
from tracker.services import sign_in
from tracker.services.instance import Instance
from tracker.services.users import acting
from tracker.settings import Settings
from tracker.web.app import create_app
from tracker.web.cookies import SESSION

MAILS = ("/werkstatt/versand/vorschau/seite", "/werkstatt/versand/{id}/seite")
"""Mails as they arrive, with their styles inside, in a sandbox where nothing runs."""


def dump(instance: Instance) -> list[str]:
    """Every row of every table, and the names of all stored bytes."""
    with instance.engine.connect() as connection:
        rows = [
            f"{table.name}: {row}"
            for table in Base.metadata.sorted_tables
            for row in sorted(map(repr, connection.execute(text(f"SELECT * FROM {table.name}"))))  # noqa: S608  # our names
        ]
    return rows + sorted(str(path) for path in instance.store.root.rglob("*"))


@pytest.fixture
def walked(engine, tmp_path, request) -> tuple[list[str], list[Found], list[str]]:
    """What the database held, every page, what it held afterwards."""
    instance = Instance(Settings(tmp_path), engine, FileStore(tmp_path / "files"))
    with writing(engine) as session:
        sample = fill(session, instance.store)
        token = sign_in.open_session(session, acting(session, "Ada"), now=Clock().now).token
    publish(instance)
    app = create_app(instance, Clock())
    clients = {one: TestClient(app, base_url="http://localhost", follow_redirects=False) for one in (False, True)}
    clients[True].cookies.set(SESSION, token, domain="localhost.local", path="/")
    before = dump(instance)
    found = list(crawl(clients, (sample.invitation, sample.reply, *of_promise(sample.promise))))
    for client in clients.values():
        client.close()
    return before, found, dump(instance)


def test_reading_everything_writes_nothing_and_breaks_nothing(walked):
    before, found, after = walked
    assert len(found) > len([row for row in ROWS if "{" not in row.path])
    assert after == before
    broken = [f"{one.address}: {one.status}" for one in found if one.status >= 400]
    assert broken == ["/metrics: 404"], "figures for operators are off until somebody switches them on"


def test_pages_of_readers_set_no_cookie_unless_they_show_a_form(walked):
    _before, found, _after = walked
    for one in found:
        if one.html and one.row.rank is Rank.READER and 'name="csrf"' not in one.html:
            assert not one.cookies, one.address


def test_nothing_is_inline_on_any_page(walked):
    _before, found, _after = walked
    for one in found:
        if one.row.path in MAILS:
            continue
        html = (one.html or "").replace('<script type="application/ld+json">', "")  # data: no browser runs it
        tags = "".join(re.findall(r"<[a-zA-Z][^>]*>", html))  # a page may show a card's code to copy: that is text
        assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=", tags), one.address


def test_every_page_is_valid_html(walked):
    _before, found, _after = walked
    for one in found:
        if one.html and one.row.path not in MAILS:
            parser = html5lib.HTMLParser(strict=False)
            parser.parse(one.html)
            assert [(position, code) for position, code, _values in parser.errors] == [], one.address
            ids = re.findall(r'\sid="([^"]+)"', one.html)
            assert len(ids) == len(set(ids)), one.address


def test_every_answer_carries_a_policy(walked):
    _before, found, _after = walked
    for one in found:
        policy = one.headers["content-security-policy"]
        assert "default-src 'none'" in policy, one.address
        assert "unsafe" not in policy or (one.row.path in MAILS and "sandbox" in policy), one.address
        assert one.headers["x-content-type-options"] == "nosniff"
        framed = "frame-ancestors *" in policy
        assert framed == one.row.path.startswith("/einbetten/"), one.address
        assert not framed or not one.cookies
