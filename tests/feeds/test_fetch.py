"""The fetcher's manners and limits, against a server on loopback."""

import gzip
import http.server
import shutil
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests import fault_server
from tests.fault_server import FaultServer
from tracker.feeds import fetch
from tracker.feeds.connection import Limits
from tracker.feeds.exchange import Access, Validators
from tracker.feeds.failures import FetchError, Reason
from tracker.feeds.fetch import Fetcher
from tracker.feeds.pace import Pacer

ACCESS = Access("ost-rat", allow_private_network=True)


class Clock:
    """A clock that only sleeping moves."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


@pytest.fixture
def server() -> Iterator[FaultServer]:
    with fault_server.running() as running:
        yield running


def fetcher(clock: Clock | None = None, **options: object) -> Fetcher:
    clock = clock or Clock()
    options.setdefault("limits", Limits(read=1, total=3))
    return Fetcher(
        contact="wache@musterstadt-ost.example",
        version="1.0",
        pacer=Pacer(clock=clock, sleep=clock.sleep),
        resolve=lambda *_: ["127.0.0.1"],
        clock=clock,
        **options,  # type: ignore[arg-type]  # single options of the constructor
    )


def paths(server: FaultServer) -> list[str]:
    return [request.path for request in server.log]


def test_an_answer_comes_with_its_address_type_and_validators(server: FaultServer) -> None:
    fetched = fetcher().get(server.url("good"), access=ACCESS)
    assert (fetched.status, fetched.not_modified, fetched.media_type) == (200, False, "application/rss+xml")
    assert fetched.body == fault_server.good()
    assert fetched.validators == Validators(etag=fault_server.ETAG)
    assert fetched.url == fetched.final_url == server.url("good")


def test_validators_are_sent_and_answered_with_304(server: FaultServer) -> None:
    validators = Validators(fault_server.ETAG, "Tue, 05 May 2026 10:00:00 GMT")
    fetched = fetcher().get(server.url("good"), access=ACCESS, validators=validators)
    assert fetched.not_modified
    assert server.log[-1].headers["if-modified-since"] == "Tue, 05 May 2026 10:00:00 GMT"


def test_a_server_learns_who_asks_and_whom_to_call(server: FaultServer) -> None:
    fetcher().get(server.url("good"), access=ACCESS)
    asked = server.log[-1].headers
    assert asked["user-agent"] == "Wortgehalten/1.0 (+wache@musterstadt-ost.example)"
    assert asked["host"] == f"musterstadt-ost.example:{server.port}"
    assert asked["accept-encoding"] == "gzip"


def test_a_server_is_told_what_we_read_and_that_we_go(server: FaultServer) -> None:
    fetcher().get(server.url("good"), access=ACCESS)
    asked = server.log[-1].headers
    assert (asked["accept"], asked["connection"]) == ("*/*", "close")
    assert not {"if-none-match", "if-modified-since"} & set(asked)


@pytest.mark.parametrize("odd", ["", "W/\u201e1\u201c", "a\r\nX: 1", "a\x7f"])
def test_a_validator_that_is_no_header_is_not_sent(server: FaultServer, odd: str) -> None:
    fetcher().get(server.url("good"), access=ACCESS, validators=Validators(odd, odd))
    assert not {"if-none-match", "if-modified-since", "x"} & set(server.log[-1].headers)


def test_a_failed_fetch_is_told_of_its_source_and_logged(server: FaultServer, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO", "tracker.feeds.fetch")
    url = server.url("redirect-loop")
    with pytest.raises(FetchError) as caught:
        fetcher().get(url, access=ACCESS)
    assert caught.value.subject == "ost-rat"
    assert url in str(caught.value)
    assert [record.getMessage() for record in caplog.records] == [f"feed ost-rat: redirects for {url}"]


def test_a_contact_cannot_break_the_header() -> None:
    assert fetch.user_agent("a@b.example\r\nX: (ü)", "1") == "Wortgehalten/1 (+a@b.exampleX: )"
    assert fetch.user_agent("", "") == "Wortgehalten"


def test_queries_are_sent_as_they_were_written(server: FaultServer) -> None:
    fetcher().get(server.url("good?modified_since=2026-01-01T00:00:00+01:00&x=[1]"), access=ACCESS)
    assert paths(server)[-1] == "/good?modified_since=2026-01-01T00:00:00+01:00&x=[1]"


def test_only_wholly_permanent_redirects_count_as_moved(server: FaultServer) -> None:
    moved = fetcher().get(server.url("moved"), access=ACCESS)
    found = fetcher().get(server.url("redirect"), access=ACCESS)
    assert moved.moved_to == moved.final_url == server.url("good")
    assert (found.moved_to, found.final_url) == ("", server.url("good"))


def test_an_error_keeps_status_page_and_retry_after(server: FaultServer) -> None:
    with pytest.raises(FetchError) as caught:
        fetcher().get(server.url("maintenance"), access=ACCESS)
    error = caught.value
    assert (error.reason, error.status, error.subject) == (Reason.BUSY, 503, "ost-rat")
    assert error.body == fault_server.HTML
    assert error.retry_after == "Wed, 06 May 2026 15:00:00 GMT"


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        *((404, Reason.NOT_FOUND), (401, Reason.FORBIDDEN), (403, Reason.FORBIDDEN), (410, Reason.GONE)),
        *((429, Reason.BUSY), (502, Reason.BUSY), (503, Reason.BUSY), (504, Reason.BUSY)),
        *((400, Reason.STATUS), (402, Reason.STATUS), (405, Reason.STATUS), (411, Reason.STATUS), (500, Reason.STATUS)),
    ],
)
def test_a_status_has_its_reason(status: int, reason: Reason) -> None:
    assert fetch.reason_of(status) is reason


def test_an_error_names_the_address_and_wishes_no_pause_that_nobody_asked_for(server: FaultServer) -> None:
    with pytest.raises(FetchError) as caught:
        fetcher().get(server.url("gone"), access=ACCESS)
    assert caught.value.retry_after == ""
    assert server.url("gone") in str(caught.value)


@pytest.mark.parametrize("mode", ["good", "no-length", "chunked", "gzip", "deflate", "redirect", "moved"])
def test_a_body_arrives_whole_however_it_is_sent(server: FaultServer, mode: str) -> None:
    assert fetcher().get(server.url(mode), access=ACCESS).body == fault_server.good()


@pytest.mark.parametrize(
    ("mode", "reason"),
    [
        *((mode, Reason.CUT_OFF) for mode in ("cut-plain", "cut-chunked", "cut-gzip", "reset-midway")),
        *((mode, Reason.TOO_LARGE) for mode in ("gzip-bomb",)),
        *((mode, Reason.ENCODING) for mode in ("double-gzip", "gzip-lie", "unknown-encoding")),
        *((mode, Reason.REDIRECTS) for mode in ("redirect-loop", "redirect-ring", "redirect-chain")),
        *((mode, Reason.STATUS) for mode in ("redirect-nowhere", "partial-content", "not-modified-with-body")),
        *((mode, Reason.BROKEN_HTTP) for mode in ("bad-status-line", "endless-header", "many-headers")),
        *((mode, Reason.UNREACHABLE) for mode in ("reset", "silent-close")),
        *((mode, Reason.TIMEOUT) for mode in ("mute",)),
        ("redirect-to-file", Reason.SCHEME),
        ("redirect-to-mail-port", Reason.PORT),
        ("redirect-to-metadata", Reason.PRIVATE_ADDRESS),
    ],
)
def test_what_goes_wrong_has_its_reason(server: FaultServer, mode: str, reason: Reason) -> None:
    outside = fetcher()
    outside._resolve = lambda host, _: [host if host == "169.254.169.254" else "127.0.0.1"]
    with pytest.raises(FetchError) as caught:
        outside.get(server.url(mode), access=ACCESS)
    assert caught.value.reason is reason


@pytest.mark.parametrize(
    ("rules", "reason"),
    [
        *((rules, Reason.ROBOTS) for rules in ("robots-forbids", "robots-forbids-us")),
        *((rules, Reason.ROBOTS_UNREACHABLE) for rules in ("robots-fails", "robots-busy", "robots-cut")),
        *((rules, None) for rules in ("robots-forbids-others", "robots-html", "robots-ring")),
    ],
)
def test_robots_txt_decides_or_cannot_be_made_out(server: FaultServer, rules: str, reason: Reason | None) -> None:
    url = server.url("good", f"{rules}.example")
    if reason is None:
        assert fetcher().get(url, access=ACCESS).body == fault_server.good()
        return
    with pytest.raises(FetchError) as caught:
        fetcher().get(url, access=ACCESS)
    assert caught.value.reason is reason
    assert url in str(caught.value)  # people know the address of the source, not that of robots.txt


def test_what_stands_on_the_page_of_a_missing_robots_txt_forbids_nothing(
    server: FaultServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = fault_server.whole(b"User-agent: *\nDisallow: /\n", "404 Not Found")
    monkeypatch.setitem(fault_server.ROBOTS, "musterstadt-ost", page)
    assert fetcher().get(server.url("good"), access=ACCESS).status == 200


def test_five_redirects_are_followed_and_no_sixth(server: FaultServer) -> None:
    with pytest.raises(FetchError):
        fetcher().get(server.url("redirect-chain"), access=ACCESS)
    assert len([path for path in paths(server) if path.startswith("/redirect-chain")]) == 6


def test_all_redirects_share_one_time(server: FaultServer, monkeypatch: pytest.MonkeyPatch) -> None:
    def lazy(request: fault_server.Request) -> bytes:
        time.sleep(0.7)
        return fault_server.head("302 Found", Location=f"/lazy?{request.times_seen}")

    monkeypatch.setitem(fault_server.VARYING, "lazy", lazy)
    with pytest.raises(FetchError) as caught:
        fetcher(limits=Limits(read=5, total=1)).get(server.url("lazy"), access=ACCESS)
    assert caught.value.reason is Reason.TIMEOUT
    assert len([path for path in paths(server) if path.startswith("/lazy")]) == 2


def test_what_is_too_large_is_told_with_the_limit(server: FaultServer) -> None:
    with pytest.raises(FetchError, match="15 MB"):
        fetcher().get(server.url("gzip-bomb"), access=ACCESS)


def test_what_a_redirect_or_a_304_carries_is_not_read(server: FaultServer, monkeypatch: pytest.MonkeyPatch) -> None:
    odd = {"Content_Length": 4, "Content_Encoding": "br"}
    monkeypatch.setitem(
        fault_server.ANSWERS, "redirect", fault_server.head("302 Found", Location="/good", **odd) + b"haha"
    )
    monkeypatch.setitem(fault_server.ANSWERS, "unchanged", fault_server.head("304 Not Modified", **odd) + b"haha")
    assert fetcher().get(server.url("redirect"), access=ACCESS).body == fault_server.good()
    unchanged = fetcher().get(server.url("unchanged"), access=ACCESS, validators=Validators(fault_server.ETAG, ""))
    assert (unchanged.not_modified, unchanged.body) == (True, b"")


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        (fault_server.whole(gzip.compress(b"Wartung"), "503 Busy", Content_Encoding="gzip"), b"Wartung"),
        (fault_server.whole(b"x" * fetch.ERROR_PAGE, "500 Oh"), b"x" * fetch.ERROR_PAGE),
        (fault_server.whole(b"x" * (fetch.ERROR_PAGE + 1), "500 Oh"), b""),
        (fault_server.whole(b"Wartung", "503 Busy", Content_Encoding="br"), b""),
        (fault_server.whole(gzip.compress(b"Wartung")[:-9], "503 Busy", Content_Encoding="gzip"), b""),
        (fault_server.head("503 Busy", Content_Length=99) + b"Wart", b""),
        (fault_server.whole(b"Auswahl", "300 Multiple Choices"), b"Auswahl"),
    ],
    ids=["packed", "large", "too large", "packed oddly", "packed and cut", "cut", "choices"],
)
def test_an_error_page_is_kept_as_far_as_it_can_be_read(
    server: FaultServer, monkeypatch: pytest.MonkeyPatch, sent: bytes, kept: bytes
) -> None:
    monkeypatch.setitem(fault_server.ANSWERS, "page", sent)
    with pytest.raises(FetchError) as caught:
        fetcher().get(server.url("page"), access=ACCESS)
    assert caught.value.body == kept
    assert caught.value.status == int(sent.split()[1])


def test_an_empty_answer_is_an_answer(server: FaultServer) -> None:
    assert fetcher().get(server.url("no-content"), access=ACCESS).status == 204


def test_one_request_a_second_per_registered_domain(server: FaultServer) -> None:
    clock = Clock()
    outside = fetcher(clock)
    outside.get(server.url("good", "ris.musterstadt.example"), access=ACCESS)  # robots.txt, then the feed
    outside.get(server.url("good", "oparl.musterstadt.example"), access=ACCESS)  # the same owner, again robots.txt
    outside.get(server.url("good", "ris.neuhausen.example2"), access=ACCESS)
    assert clock.slept == pytest.approx([1, 1, 1, 1])


def test_a_crawl_delay_is_kept(server: FaultServer) -> None:
    clock = Clock()
    outside = fetcher(clock)
    for _ in range(3):
        outside.get(server.url("good", "robots-slow-down.example"), access=ACCESS)
    assert clock.slept == pytest.approx([1, 7, 7])


def test_robots_txt_is_read_once_a_day_and_a_failing_one_again_after_ten_minutes(server: FaultServer) -> None:
    clock = Clock()
    outside = fetcher(clock)
    for _ in range(3):
        outside.get(server.url("good"), access=ACCESS)
    clock.now += 23 * 3600
    outside.get(server.url("good"), access=ACCESS)
    assert paths(server).count("/robots.txt") == 1
    clock.now += 3600
    outside.get(server.url("good"), access=ACCESS)
    assert paths(server).count("/robots.txt") == 2
    for wait in (0, 1, 700):
        clock.now += wait
        with pytest.raises(FetchError):
            outside.get(server.url("good", "robots-fails.example"), access=ACCESS)
    assert paths(server).count("/robots.txt") == 4
    assert paths(server).count("/good") == 5


def test_a_redirect_to_a_forbidden_place_is_not_followed(server: FaultServer, monkeypatch: pytest.MonkeyPatch) -> None:
    there = fault_server.head("302 Found", Location=server.url("good", "robots-forbids.example"))
    monkeypatch.setitem(fault_server.ANSWERS, "redirect", there)
    with pytest.raises(FetchError) as caught:
        fetcher().get(server.url("redirect"), access=ACCESS)
    assert caught.value.reason is Reason.ROBOTS
    assert "/good" not in paths(server)


def test_a_network_without_a_way_there_is_a_server_out_of_reach() -> None:
    everybody = ("255.255.255.255", 80)  # no connection can lead to a broadcast address
    outside = Fetcher(resolve=lambda *_: [everybody[0]], trusted=frozenset({everybody}))
    with pytest.raises(FetchError) as caught:
        outside.get("http://musterstadt-ost.example/", access=ACCESS)
    assert caught.value.reason is Reason.UNREACHABLE


def test_a_missing_certificate_file_is_named(tmp_path: Path) -> None:
    access = Access("ost-rat", allow_private_network=True, ca_file=tmp_path / "fehlt.pem")
    with pytest.raises(FetchError, match=r"fehlt\.pem"):
        fetcher().get("https://musterstadt-ost.example/", access=access)


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with ca.pem and a chain of root, intermediate and server; the server's file lacks the intermediate."""
    tool = shutil.which("openssl")
    if tool is None:
        pytest.skip("needs the openssl command to make certificates")
    folder = tmp_path_factory.mktemp("zertifikate")

    def make(*arguments: str) -> None:
        subprocess.run([tool, *arguments], cwd=folder, check=True, capture_output=True)

    key = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")  # quicker than RSA
    make("req", "-x509", *key, "-days", "2", "-subj", "/CN=Muster-Wurzel", "-keyout", "root.key", "-out", "root.pem")
    (folder / "ca.ext").write_text("basicConstraints=critical,CA:TRUE\n")
    (folder / "ris.ext").write_text("subjectAltName=DNS:musterstadt-ost.example\n")
    for name, subject, signer in (("ca", "/CN=Muster-Zwischenstelle", "root"), ("ris", "/CN=Ratsportal", "ca")):
        make("req", *key, "-subj", subject, "-keyout", f"{name}.key", "-out", f"{name}.csr")
        signing = ("-CA", f"{signer}.pem", "-CAkey", f"{signer}.key", "-CAcreateserial", "-days", "2")
        make("x509", "-req", "-in", f"{name}.csr", *signing, "-extfile", f"{name}.ext", "-out", f"{name}.pem")
    trusted = (folder / "ca.pem").read_text() + (folder / "root.pem").read_text()
    (folder / "trusted.pem").write_text(trusted)
    return folder


@contextmanager
def encrypted(certificates: Path) -> Iterator[int]:
    """An https server that says "Guten Tag" and redirects /plain to http; yields its port."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(302 if self.path == "/plain" else 200)
            self.send_header("Location", "http://musterstadt-ost.example/")
            self.end_headers()
            self.wfile.write(b"Guten Tag")

        def log_message(self, *_: object) -> None: ...

    class Server(http.server.ThreadingHTTPServer):
        def handle_error(self, *_: object) -> None: ...

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificates / "ris.pem", certificates / "ris.key")
    with Server(("127.0.0.1", 0), Handler) as server:
        server.socket = context.wrap_socket(server.socket, server_side=True)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        yield server.server_address[1]
        server.shutdown()
        thread.join()


def test_a_missing_intermediate_certificate_is_mended_by_the_feeds_own_file(certificates: Path) -> None:
    trusting = Access("ost-rat", allow_private_network=True, ca_file=certificates / "trusted.pem")
    with encrypted(certificates) as port:
        outside, url = fetcher(), f"https://musterstadt-ost.example:{port}/"
        with pytest.raises(FetchError) as caught:
            outside.get(url, access=ACCESS)
        assert caught.value.reason is Reason.TLS
        assert b"Guten Tag" in outside.get(url, access=trusting).body
        with pytest.raises(FetchError) as caught:
            outside.get(f"https://andere-stadt.example:{port}/", access=trusting)
        assert caught.value.reason is Reason.TLS


def test_a_redirect_from_encrypted_to_plain_is_refused(certificates: Path) -> None:
    trusting = Access("ost-rat", allow_private_network=True, ca_file=certificates / "trusted.pem")
    with encrypted(certificates) as port, pytest.raises(FetchError) as caught:
        fetcher().get(f"https://musterstadt-ost.example:{port}/plain", access=trusting)
    assert caught.value.reason is Reason.DOWNGRADE
