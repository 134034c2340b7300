"""What every page promises the browser, and what the gate lets through."""

import re
from dataclasses import replace
from io import BytesIO

import pytest
from sqlalchemy import text
from starlette.datastructures import UploadFile
from starlette.testclient import TestClient

from tests.web.conftest import Browser, plain
from tracker.db.models import Base
from tracker.domain.person import Rank
from tracker.errors import SettingsError
from tracker.services.instance import Instance
from tracker.settings import ImpressumSettings, SiteSettings
from tracker.web import form, gate, routes
from tracker.web.app import create_app
from tracker.web.origin import inside
from tracker.web.routing import route

OUTSIDE = [
    "https://boese.example",
    "//boese.example",
    "///boese.example",
    "/\\boese.example",
    "\\\\boese.example",
    "/\t/boese.example",
    "/\n/boese.example",
    "/\r\n/boese.example",
    "\t//boese.example",
    " //boese.example",
    "http:boese.example",
    "https:/boese.example",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "data:text/html,x",
    "vbscript:x",
    "boese.example",
    "./boese.example",
    "../boese.example",
    "@boese.example",
    "",
    " ",
    "/ /boese.example",
    "/a\\b",
    "/%\x00",
    "//",
    "/\x7f",
    "http://localhost@boese.example",
    "//localhost:8000@boese.example",
    "?weiter=//boese.example",
    "#//boese.example",
    "/\u00a0\x0b/boese.example",
]


@pytest.mark.parametrize("path", OUTSIDE)
def test_nobody_is_sent_to_another_site(path):
    assert inside(path) == "/"


@pytest.mark.parametrize("path", OUTSIDE)
def test_signing_in_sends_nobody_to_another_site(volunteer, path):
    answer = volunteer.get("/anmelden", params={"weiter": path})
    assert answer.status_code == 303
    assert re.fullmatch(r"/(werkstatt|%%EF%BF%BD)?", answer.headers["location"])


@pytest.mark.parametrize("path", ["/", "/versprechen?q=a%20b&seite=2", "/werkstatt/treffer", "/a//b", "/ä"])
def test_pages_of_our_own_are_reached(path):
    assert inside(path) == path


@pytest.mark.parametrize(
    "path", ["/", "/nirgends", "/anmelden", "/werkstatt", "/abmelden", "/static/x", "/einladung/x"]
)
def test_every_answer_carries_the_policy(visitor, path):
    headers = visitor.get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert "camera=()" in headers["permissions-policy"]
    assert "strict-transport-security" not in headers


def test_a_failure_of_ours_is_a_page_without_our_inside(app, browser, monkeypatch):
    def broken(self, visit):
        raise ZeroDivisionError("geheime Innereien")

    monkeypatch.setattr(gate.Gate, "_let_in", broken)
    answer = browser().get("/")
    assert answer.status_code == 500
    assert "Was vorher gespeichert war, ist unversehrt" in plain(answer.text)
    assert "Innereien" not in answer.text
    assert "default-src 'none'" in answer.headers["content-security-policy"]


def test_a_failure_outside_the_gate_is_a_page_too(instance, clock, monkeypatch):
    def broken(site, request):
        if request.url.path != "/":
            raise ZeroDivisionError
        return real(site, request)

    real = gate.arriving
    app = create_app(instance, clock)
    monkeypatch.setattr(gate, "arriving", broken)
    with TestClient(app, base_url="http://localhost", raise_server_exceptions=False) as client:
        answer = client.get("/anmelden")
    assert answer.status_code == 500
    assert "default-src 'none'" in answer.headers["content-security-policy"]


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://boese.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost:9999"},
        {"Origin": "https://localhost"},
        {"Origin": "http://localhost.boese.example"},
    ],
)
def test_a_form_of_another_site_changes_nothing(volunteer, headers):
    answer = volunteer.post("/konto/tasten", {}, headers=headers)
    assert answer.status_code == 403
    assert "kam nicht von einer Seite dieser Website" in plain(answer.text)
    assert 'data-shortcuts="on"' in volunteer.get("/konto").text


@pytest.mark.parametrize("headers", [{}, {"Sec-Fetch-Site": "same-origin", "Origin": "http://localhost"}])
def test_a_form_of_ours_goes_through(volunteer, headers):
    assert volunteer.post("/konto/tasten", {}, headers=headers).status_code == 303


@pytest.mark.parametrize("rank", [Rank.READER, Rank.VOLUNTEER])
def test_without_its_token_no_form_of_anybody_is_taken(signed_in, rank):
    unsafe = [row for row in routes.TABLE if "POST" in row.methods and row.rank <= rank and not row.mailed]
    assert unsafe
    for row in unsafe:
        path = "/".join("nichts" if part.startswith("{") else part for part in row.path.split("/"))
        for token in ("", "0" * 64):
            answer = signed_in(rank).post(path, {}, token=token)
            assert answer.status_code == 403, row.path
            assert "Es wurde nichts verändert" in plain(answer.text)


def test_the_token_of_one_person_is_worth_nothing_to_another(volunteer, editor):
    assert volunteer.post("/konto/tasten", {}, token=editor.token).status_code == 403


def dump(instance: Instance) -> list[str]:
    """Every row of every table."""
    with instance.engine.connect() as connection:
        return [
            repr(row)
            for table in Base.metadata.sorted_tables
            for row in sorted(map(repr, connection.execute(text(f"SELECT * FROM {table.name}"))))  # noqa: S608  # our names
        ]


def test_reading_writes_nothing(signed_in, instance):
    browsers = [signed_in(rank) for rank in (Rank.READER, Rank.VOLUNTEER, Rank.OPERATOR)]
    before = dump(instance)
    for browser in browsers:
        for row in routes.TABLE:
            if "GET" in row.methods:
                path = "/".join("nichts" if part.startswith("{") else part for part in row.path.split("/"))
                browser.get(path, params={"q": "radweg", "seite": "2"})
    assert dump(instance) == before


@pytest.mark.parametrize(
    "host",
    [
        "boese.example",
        "localhost.boese.example",
        "boese.example:8000",
        "localhost@boese.example",
        "127.0.0.1.nip.example",
        "",
        "[::2]",
        "127.0.0.2",
        "0.0.0.0",
        "localhost, boese.example",
        "xn--lcalhost-55a",
        "LOCALHOST.",
    ],
)
def test_a_foreign_host_gets_a_page_and_nothing_else(visitor, host):
    answer = visitor.get("/", headers={"Host": host})
    assert answer.status_code == 400
    assert "Unter diesem Namen ist diese Website nicht erreichbar" in plain(answer.text)
    assert "default-src 'none'" in answer.headers["content-security-policy"]


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:8000", "127.0.0.1:1234", "[::1]:8000"])
def test_ones_own_machine_is_known(visitor, host):
    assert visitor.get("/", headers={"Host": host}).status_code == 200


PUBLIC = SiteSettings(base_url="https://wort.example", public=True)
IMPRINT = ImpressumSettings("Verein", "Am Markt 1", "post@verein.example", "Ada Anker")


@pytest.fixture
def public(instance, clock):
    """A browser at the public site."""
    settings = replace(instance.settings, site=PUBLIC, impressum=IMPRINT)
    app = create_app(replace(instance, settings=settings), clock)
    with TestClient(app, base_url="https://wort.example", follow_redirects=False) as client:
        yield Browser(client)


def test_a_public_site_answers_under_its_address_only(public):
    assert public.get("/").status_code == 200
    assert public.get("/", headers={"Host": "localhost"}).status_code == 400
    assert public.get("/", headers={"X-Forwarded-Host": "boese.example"}).status_code == 200


def test_a_public_site_asks_for_https_and_guards_its_cookies(public):
    answer = public.get("/anmelden")
    assert answer.headers["strict-transport-security"].startswith("max-age=")
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("__Host-")
    assert all(word in cookie for word in ("Secure", "HttpOnly", "SameSite=lax", "Path=/"))


@pytest.mark.parametrize("lacking", ["name", "address", "email", "responsible"])
def test_a_public_site_without_an_imprint_does_not_start(instance, clock, lacking):
    settings = replace(instance.settings, site=PUBLIC, impressum=replace(IMPRINT, **{lacking: " "}))
    with pytest.raises(SettingsError, match=rf"braucht noch: impressum\.{lacking}\."):
        create_app(replace(instance, settings=settings), clock)


def test_a_public_site_without_an_address_does_not_start(instance, clock):
    settings = replace(instance.settings, site=SiteSettings(public=True), impressum=IMPRINT)
    with pytest.raises(SettingsError, match=r"braucht noch: site\.base_url\."):
        create_app(replace(instance, settings=settings), clock)


def test_a_body_that_says_it_is_huge_is_refused_unread(volunteer):
    def never():
        raise AssertionError("nobody should ask for the body")
        yield b""

    answer = volunteer.client.post(
        "/konto/tasten",
        content=never(),
        headers={"Content-Length": str(1024**3), "Content-Type": "application/x-www-form-urlencoded"},
    )
    assert answer.status_code == 413
    assert "nichts gespeichert" in plain(answer.text)


def test_a_body_that_hides_its_size_is_cut_off(volunteer):
    taken = []

    def endless():
        for _ in range(1000):
            taken.append(1)
            yield b"x" * 65536

    answer = volunteer.client.post(
        "/konto/tasten", content=endless(), headers={"Content-Type": "application/x-www-form-urlencoded"}
    )
    assert answer.status_code == 413


@pytest.mark.parametrize("kind", ["multipart", "urlencoded"])
def test_ten_thousand_fields_are_too_many(volunteer, kind):
    fields = [(f"feld{number}", "x") for number in range(10_000)]
    if kind == "multipart":
        answer = volunteer.client.post("/konto/tasten", files=[(name, (None, value)) for name, value in fields])
    else:
        answer = volunteer.client.post("/konto/tasten", data=dict(fields))
    assert answer.status_code == 413
    assert "zu viele oder zu lange Felder" in plain(answer.text)


def test_an_oversized_field_is_refused_in_words(volunteer):
    answer = volunteer.post("/konto/interessen", {"interessen": "x" * (form.MAX_FIELD_BYTES + 1)})
    assert answer.status_code == 413
    answer = volunteer.post("/konto/interessen", {"interessen": "x" * 501})
    assert answer.status_code == 400
    assert "höchstens 500 Zeichen" in plain(answer.text)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"{}", "application/json"),
        (b"--x\r\nContent-Disposition: form-data\r\n\r\n1\r\n--x--", "multipart/form-data; boundary=x"),
        (b"kein Formular", "multipart/form-data"),
        (b"abc", "text/plain"),
    ],
)
def test_what_is_no_form_is_refused_in_words(volunteer, body, kind):
    answer = volunteer.client.post("/konto/tasten", content=body, headers={"Content-Type": kind})
    assert answer.status_code == 400
    assert "Formular" in plain(answer.text)


@pytest.mark.parametrize("value", ["\x00", "\ud800".encode("utf-8", "surrogatepass"), b"\xff\xfe", "a\x00b"])
def test_what_no_database_holds_is_replaced(volunteer, value):
    answer = volunteer.post("/konto/interessen", {"interessen": value})
    assert answer.status_code == 303
    assert volunteer.get("/konto").status_code == 200


def test_the_names_of_files_are_text_only():
    names = ["../../etc/passwd", "C:\\dir\\x.pdf", "a\x00b.pdf", "x" * 5000, "\u202egnp.exe", "", "/"]
    read = [form._upload(UploadFile(BytesIO(b"x"), filename=name, size=1)).name for name in names]
    assert not [name for name in read if "/" in name or "\\" in name or "\x00" in name or len(name) > 255]


def test_the_workshop_cannot_be_opened_to_everybody_by_mistake():
    with pytest.raises(ValueError, match="needs the rank"):
        route("/werkstatt/neu", lambda visit: visit.see("/"))


def test_sending_twice_does_the_same_as_sending_once(operator, instance):
    form = {"name": "Cem", "mail": "cem@verein.example", "rolle": "editor"}
    for _ in range(2):
        assert operator.post("/werkstatt/personen", form).status_code == 303
    with instance.engine.connect() as connection:
        found = connection.execute(text("SELECT count(*) FROM user_account WHERE name = 'Cem'")).scalar_one()
    assert found == 1


def test_when_the_database_is_gone_the_page_says_so(visitor, instance, monkeypatch, tmp_path):
    if instance.engine.dialect.name != "sqlite":
        pytest.skip("the file is SQLite's")
    instance.engine.dispose()
    path = next(tmp_path.glob("*.sqlite"))
    path.write_bytes(b"")
    answer = visitor.get("/")
    assert answer.status_code in {500, 503}
    assert "Was" in plain(answer.text)


def test_nothing_is_inline(visitor):
    html = visitor.get("/").text + visitor.get("/anmelden").text
    assert not re.search(r"<script(?![^>]*\bsrc=)|\sstyle=|\son\w+=", html)
