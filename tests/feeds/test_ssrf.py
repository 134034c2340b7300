"""Nothing that a feed or a redirect says leads into an internal network: a canary on loopback is never touched."""

import json
import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime
from ipaddress import IPv4Address, IPv6Address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import fault_server
from tracker.feeds import address, connection
from tracker.feeds.adapter import Cursor
from tracker.feeds.adapters import adapter_for
from tracker.feeds.config import FeedConfig
from tracker.feeds.connection import Limits
from tracker.feeds.exchange import Access
from tracker.feeds.failures import FetchError
from tracker.feeds.fetch import Fetcher
from tracker.feeds.pace import Pacer

NOW = datetime(2026, 5, 6, 14, 0, tzinfo=UTC)

FORMS = (
    "http://127.0.0.1:{port}/",
    "http://127.1:{port}/",
    "http://127.0.1:{port}/",
    "http://127.8.9.10:{port}/",
    "http://2130706433:{port}/",
    "http://0x7f000001:{port}/",
    "http://0x7f.0.0.1:{port}/",
    "http://0177.0.0.1:{port}/",
    "http://017700000001:{port}/",
    "http://0:{port}/",
    "http://0.0.0.0:{port}/",
    "http://localhost:{port}/",
    "http://LOCALHOST:{port}/",
    "http://localhost.:{port}/",
    "http://127.0.0.1.:{port}/",
    "http://[::1]:{port}/",
    "http://[0:0:0:0:0:0:0:1]:{port}/",
    "http://[::]:{port}/",
    "http://[::ffff:127.0.0.1]:{port}/",
    "http://[::ffff:7f00:1]:{port}/",
    "http://[::127.0.0.1]:{port}/",
    "http://[64:ff9b::7f00:1]:{port}/",
    "http://[64:ff9b:1::7f00:1]:{port}/",
    "http://[2002:7f00:1::]:{port}/",
    "http://[fe80::1%25lo]:{port}/",
    "http://[fe80::1%lo]:{port}/",
    "http://[fec0::1]:{port}/",
    "http://[v1.7f000001]:{port}/",
    "http://[v1.7f00:1]:{port}/",
    "http://[::g]:{port}/",
    "http://[::ffff:100.64.0.1]:{port}/",
    "http://１２７.０.０.１:{port}/",
    "http://127。0。0。1:{port}/",
    "http://ⓛocalhost:{port}/",
    "http://%31%32%37.0.0.1:{port}/",
    "http://%6cocalhost:{port}/",
    "http://ris.example@127.0.0.1:{port}/",
    "http://ris.example:80@127.0.0.1:{port}/",
    "http://127.0.0.1:{port}\\@ris.example/",
    "http://ris.example\\@127.0.0.1:{port}/",
    "http:\\\\127.0.0.1:{port}\\",
    "http://127.0.0.1\t:{port}/",
    "http://127.0.0.1\r\n:{port}/",
    "http://ris.example\x00@127.0.0.1:{port}/",
    "http:/127.0.0.1:{port}/",
    "http:127.0.0.1:{port}/",
    "//127.0.0.1:{port}/",
    "http://127-0-0-1.wildcard.example:{port}/",
    "http://inside.example:{port}/",
    "http://both.example:{port}/",
    "ftp://127.0.0.1:{port}/",
    "gopher://127.0.0.1:{port}/_GET",
    "file:///etc/hostname",
    "dict://127.0.0.1:{port}/",
    "http://169.254.169.254/latest/meta-data/",
    "http://100.100.100.200:{port}/",
    "http://10.0.0.1:{port}/",
)

NAMES = {
    "inside.example": ["127.0.0.1"],
    "both.example": ["127.0.0.1", "::1"],
    "127-0-0-1.wildcard.example": ["127.0.0.1"],
    "ris.example": ["127.0.0.1"],
}


def lenient_resolver(host: str, port: int) -> Sequence[str]:
    """Knows the invented names and reads numbers as leniently as the C library does."""
    return NAMES.get(host) or connection.resolve(host, port)


class Canary:
    """A listener, on all addresses unless told otherwise, that counts who connects."""

    def __init__(self, address: str = "", port: int = 0) -> None:
        self.hits = 0
        self.socket = socket.create_server((address, port))
        self.port = self.socket.getsockname()[1]
        threading.Thread(target=self._count, daemon=True).start()

    def _count(self) -> None:
        while True:
            try:
                peer, _ = self.socket.accept()
            except OSError:
                return
            self.hits += 1
            peer.close()


@pytest.fixture
def canary() -> Iterator[Canary]:
    canary = Canary()
    with closing(canary.socket):
        yield canary


def fetcher(
    resolve: Callable[[str, int], Sequence[str]] = lenient_resolver,
    trusted_port: int = 0,
    trusted_address: str = "127.0.0.1",
) -> Fetcher:
    return Fetcher(
        limits=Limits(connect=5, read=5, total=20),
        pacer=Pacer(gap=0),
        resolve=resolve,
        trusted=frozenset({(trusted_address, trusted_port)}),
    )


def refused(fetching: Fetcher, url: str) -> str:
    with pytest.raises(FetchError) as caught:
        fetching.get(url, access=Access("ost"))
    return caught.value.reason


def test_there_are_at_least_forty_forms() -> None:
    assert len(set(FORMS)) >= 40


def test_the_canary_sings_when_touched(canary: Canary) -> None:
    with pytest.raises(FetchError):
        fetcher().get(f"http://inside.example:{canary.port}/", access=Access("ost", allow_private_network=True))
    assert canary.hits == 1


@pytest.mark.parametrize("form", FORMS)
def test_a_direct_address_does_not_reach_the_canary(form: str, canary: Canary) -> None:
    reason = refused(fetcher(), form.format(port=canary.port))
    assert reason in {"private_address", "bad_url", "scheme", "unknown_host"}
    assert canary.hits == 0


@pytest.mark.parametrize("form", FORMS)
def test_a_redirect_does_not_reach_the_canary(form: str, canary: Canary, monkeypatch: pytest.MonkeyPatch) -> None:
    location = form.format(port=canary.port).replace("\r\n", "\r")
    answer = b"HTTP/1.1 302 Found\r\nLocation: " + location.encode() + b"\r\nContent-Length: 0\r\n\r\n"
    monkeypatch.setitem(fault_server.ANSWERS, "good", answer)
    with fault_server.running() as origin:
        outside = fetcher(trusted_port=origin.port)
        refused(outside, origin.url("good", "inside.example"))
    assert canary.hits == 0


@pytest.fixture(scope="module")
def outside_and_inside() -> Iterator[tuple[fault_server.FaultServer, Canary]]:
    """One port, two addresses: an honest server that may be reached, and the canary."""
    with fault_server.running("127.0.0.2") as origin:
        inside = Canary("127.0.0.1", origin.port)
        with closing(inside.socket):
            yield origin, inside


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("honest_answers", [1, 2])
def test_a_later_answer_of_the_name_server_does_not_reach_the_canary(
    form: str, honest_answers: int, outside_and_inside: tuple[fault_server.FaultServer, Canary]
) -> None:
    origin, inside = outside_and_inside
    answers = iter([["127.0.0.2"]] * honest_answers)
    rebound = fetcher(lambda *_: next(answers, ["127.0.0.1"]), origin.port, "127.0.0.2")
    for _ in range(3):
        refused(rebound, form.format(port=origin.port))
    assert inside.hits == 0


def oparl_answers(port: int, form: str, place: str) -> dict[str, bytes]:
    """An OParl system on an honest server that names `form` where another address is expected."""
    root = f"http://inside.example:{port}"
    organization: dict[str, object] = {"data": [{"id": f"{root}/rat", "name": "Rat"}]}
    paper: dict[str, object] = {"data": [{"id": f"{root}/paper-1", "name": "Vorlage"}]}
    body: dict[str, object] = {"id": f"{root}/body", "organization": f"{root}/organization", "paper": f"{root}/paper"}
    match place:
        case "next":
            paper["links"] = {"next": form}
        case "list":
            body["meeting"] = form
        case "object":
            paper["data"] = [{"id": f"{root}/paper-1", "name": "Vorlage", "underDirectionOf": [form]}]
    answers = {"system": {"id": f"{root}/system", "body": [body]}, "organization": organization, "paper": paper}
    return {name: fault_server.whole(json.dumps(answer).encode()) for name, answer in answers.items()}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("place", ["next", "list", "object"])
def test_an_address_that_an_oparl_server_names_does_not_reach_the_canary(
    form: str, place: str, canary: Canary, monkeypatch: pytest.MonkeyPatch
) -> None:
    with fault_server.running() as origin:
        for name, answer in oparl_answers(origin.port, form.format(port=canary.port), place).items():
            monkeypatch.setitem(fault_server.ANSWERS, name, answer)
        feed = FeedConfig(id="ost", body="ost", kind="oparl", url=origin.url("system", "inside.example"))
        harvest = adapter_for("oparl").poll(feed, fetcher(trusted_port=origin.port), Cursor(), NOW)
    assert [item.title for item in harvest.items] in ([], ["Vorlage"])
    assert canary.hits == 0


def test_the_name_is_looked_up_once_for_each_connection() -> None:
    asked: list[str] = []

    def counting(host: str, port: int) -> Sequence[str]:
        asked.append(host)
        return ["127.0.0.1"]

    with fault_server.running() as origin:
        fetcher(counting, origin.port).get(origin.url("good"), access=Access("ost"))
    assert asked == ["musterstadt-ost.example"] * 2  # robots.txt and the feed


def test_the_connected_socket_is_judged_once_more(canary: Canary) -> None:
    verdicts = iter([True, False])
    with pytest.raises(connection.RefusedAddressError):
        connection.dial(["127.0.0.1"], canary.port, judge=lambda *_: next(verdicts), seconds=1)


def test_a_feed_body_that_is_an_address_or_a_path_is_only_text(canary: Canary, monkeypatch: pytest.MonkeyPatch) -> None:
    for body in (f"http://127.0.0.1:{canary.port}/", "file:///etc/hostname", "/etc/hostname"):
        monkeypatch.setitem(fault_server.ANSWERS, "good", fault_server.whole(body.encode()))
        with fault_server.running() as origin:
            feed = FeedConfig(id="ost", body="ost", kind="rss", url=origin.url("good", "inside.example"))
            harvest = adapter_for("rss").poll(feed, fetcher(trusted_port=origin.port), Cursor(), NOW)
        assert harvest.items == ()
    assert canary.hits == 0


@pytest.mark.parametrize(
    "numeric",
    [
        *("224.0.0.1", "::ffff:100.64.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "192.88.99.1", "fec0::1"),
        *(
            "255.255.255.255",
            "::",
            "::1",
            "fe80::1%lo",
            "2606:2800:220:1::1%lo",
            "192.0.2.1",
            "2001:db8::1",
            "no address",
            "",
        ),
    ],
)
def test_addresses_that_only_look_global_are_not_public(numeric: str) -> None:
    assert not address.is_public(numeric)


ORIGIN = address.parse("https://ris.example/rat/index")


@pytest.mark.parametrize(
    ("location", "meant"),
    [
        ("/a", "https://ris.example/a"),
        ("b?x=1", "https://ris.example/rat/b?x=1"),
        (" https://neu.example/ ", "https://neu.example/"),
        ("/Straße".encode().decode("latin-1"), "https://ris.example/Straße"),
        ("/Stra\xdfe", "https://ris.example/Straße"),
        ("\t/a", "\t/a"),
        ("http://[kaputt", "http://[kaputt"),
    ],
    ids=["path", "relative", "blanks", "UTF-8 bytes", "Latin-1 bytes", "control character", "no address"],
)
def test_what_a_location_header_means(location: str, meant: str) -> None:
    assert address.joined(ORIGIN, location) == meant


@pytest.mark.parametrize(
    "numeric", ["93.184.216.34", "2606:2800:220:1::1", "64:ff9b::5db8:d822", "::ffff:93.184.216.34"]
)
def test_public_addresses_are_public(numeric: str) -> None:
    assert address.is_public(numeric)


@pytest.mark.parametrize(
    ("numeric", "allowed"),
    [
        *(("127.0.0.1", True), ("10.1.2.3", True), ("::1", True), ("fd00::1", True), ("93.184.216.34", True)),
        *(("169.254.169.254", False), ("::ffff:169.254.169.254", False), ("224.0.0.1", False), ("0.0.0.0", False)),
        *(("::ffff:10.1.2.3", True), ("64:ff9b::7f00:1", True), ("kein Rechner", False)),
    ],
)
def test_a_private_network_opens_internal_addresses_but_no_metadata(numeric: str, *, allowed: bool) -> None:
    assert address.is_allowed(numeric, private=True) is allowed


@given(st.integers(0, 2**32 - 1))
def test_an_ipv4_address_hidden_in_ipv6_is_judged_as_itself(number: int) -> None:
    plain = address.is_public(str(IPv4Address(number)))
    for prefix in (0xFFFF << 32, 0x64FF9B << 96):
        assert address.is_public(str(IPv6Address(prefix | number))) is plain
    assert address.is_public(str(IPv6Address((0x2002 << 112) | (number << 80)))) is plain


@given(st.text(min_size=1, max_size=60))
def test_a_parsed_address_reads_the_same_again(text: str) -> None:
    try:
        target = address.parse(f"http://{text}")
    except address.AddressError:
        return
    assert address.parse(target.url) == target
    assert target.host.isascii()
    assert not set(target.host) & set("@\\/ %")
