"""The site of plain files: whole, relative, the same twice, replaced at once, searchable without a program."""

import posixpath
import re
from datetime import timedelta
from html import unescape
from pathlib import Path
from urllib.parse import unquote, urlsplit

import html5lib
import pytest

from tests import sample
from tests.factories import NOW
from tracker.db import models
from tracker.db.files import FileStore
from tracker.db.session import reading
from tracker.errors import RuleError
from tracker.services.instance import Instance
from tracker.services.site import MARK, write_site
from tracker.settings import Settings
from tracker.web.still import made
from tracker.web.still.places import kept, place, relinked


@pytest.fixture
def town(engine, settings: Settings, furnished) -> Instance:
    instance = Instance(settings, engine, FileStore(settings.files))
    furnished(sample.sample_with_an_edition, instance)
    return instance


def test_every_link_of_every_page_leads_to_a_file(town):
    files = dict(made(town, NOW))
    pages = {name: content.decode() for name, content in files.items() if name.endswith(".html")}
    assert {"index.html", "versprechen/index.html", "methodik/index.html", "ausgaben/index.html"} <= set(pages)
    for name, html in pages.items():
        html5lib.HTMLParser(strict=True).parse(html)
        for address in re.findall(r'\s(?:href|src|action)="([^"]*)"', html):
            parts = urlsplit(unescape(address))
            if parts.scheme or parts.netloc:
                continue
            assert not parts.path.startswith("/"), (name, address)
            if parts.path:
                target = posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(parts.path)))
                assert target in files, (name, address)


def test_nothing_that_needs_a_program_is_offered(town):
    for name, content in made(town, NOW):
        if name.endswith(".html"):
            html = content.decode()
            assert ">Anmelden<" not in html, name
            assert 'method="post"' not in html.lower(), name
            assert "csrf" not in html, name


def test_the_same_state_gives_the_same_bytes(town):
    assert dict(made(town, NOW)) == dict(made(town, NOW + timedelta(hours=3)))


def test_every_public_promise_has_its_page_and_no_other_has(town):
    names = {name for name, _ in made(town, NOW)}
    with reading(town.engine) as session:
        for row in session.query(models.Promise):
            assert (f"versprechen/{row.public_id}/index.html" in names) == (row.state.value == "accepted")


def test_stored_copies_are_files_that_no_host_shows_as_a_page(town):
    copies = {name: content for name, content in made(town, NOW) if name.startswith("beleg/")}
    assert copies
    for name, content in copies.items():
        assert name.endswith(".bin")
        assert content == town.store.get(Path(name).stem)


def test_an_empty_instance_is_a_whole_site(instance):
    names = {name for name, _ in made(instance, NOW)}
    assert {"index.html", "versprechen/index.html", "daten/replication.zip", "static/verzeichnis.js"} <= names


def test_a_folder_is_replaced_as_a_whole(tmp_path):
    folder = tmp_path / "netz"
    write_site(folder, [("index.html", b"alt"), ("weg.html", b"x")])
    assert write_site(folder, [("index.html", b"neu")]).files == 1
    assert sorted(path.name for path in folder.iterdir()) == [MARK, "index.html"]
    assert (folder / "index.html").read_bytes() == b"neu"
    assert [path.name for path in tmp_path.iterdir()] == ["netz"]


def test_a_run_that_fails_leaves_the_old_site_as_it_was(tmp_path):
    folder = tmp_path / "netz"
    write_site(folder, [("index.html", b"alt")])

    def failing():
        yield "index.html", b"neu"
        raise RuleError("kaputt", subject="x")

    with pytest.raises(RuleError):
        write_site(folder, failing())
    assert (folder / "index.html").read_bytes() == b"alt"


def test_a_run_stopped_between_its_last_two_steps_is_mended_by_the_next(tmp_path):
    folder = tmp_path / "netz"
    write_site(folder, [("index.html", b"alt")])
    folder.rename(tmp_path / ".netz.alt")

    def failing():
        raise RuleError("kaputt", subject="x")
        yield "index.html", b"neu"

    with pytest.raises(RuleError):
        write_site(folder, failing())
    assert (folder / "index.html").read_bytes() == b"alt"


def test_a_folder_with_foreign_files_is_left_alone(tmp_path):
    (tmp_path / "briefe.txt").write_text("wichtig", encoding="utf-8")
    with pytest.raises(RuleError):
        write_site(tmp_path, [("index.html", b"")])
    assert (tmp_path / "briefe.txt").read_text(encoding="utf-8") == "wichtig"


@pytest.mark.parametrize(
    ("address", "file"),
    [
        ("/", "index.html"),
        ("/versprechen", "versprechen/index.html"),
        ("/versprechen?seite=2", "versprechen/seite-2/index.html"),
        ("/versprechen?ergebnis=fulfilled", "versprechen/index.html"),
        ("/themen?ort=ost", "themen/ort-ost/index.html"),
        ("/ausgaben/report:2026-03", "ausgaben/report-2026-03/index.html"),
        ("/ausgaben/report:2026-03/json", "ausgaben/report-2026-03/ausgabe.json"),
        ("/beleg/abc", "beleg/abc.bin"),
        ("/atom/alle.xml", "atom/alle.xml"),
        ("/antwortende/ort/m%C3%A4rz", "antwortende/ort/märz/index.html"),
    ],
)
def test_addresses_have_their_files(address, file):
    assert place(kept(address)) == file


@pytest.mark.parametrize("address", ["/a/../../etc/passwd", "/a/%2e%2e/b", "/a/b%2fc", "/a//b", "/a/%00"])
def test_no_address_leaves_the_folder(address):
    with pytest.raises(ValueError, match="no file"):
        place(address)


def test_questions_and_fragments_survive_and_text_of_others_is_no_link():
    html = '<p href=&#34;/x&#34;>x</p><a href="/versprechen?q=a&amp;ort=b#c">x</a><a href="/gibt-es-nicht">y</a>'
    turned = relinked(html, "themen/culture/index.html", {"/versprechen"}.__contains__)
    assert turned == (
        '<p href=&#34;/x&#34;>x</p><a href="../../versprechen/index.html?q=a&amp;ort=b#c">x</a>'
        '<a href="../../index.html">y</a>'
    )
