"""robots.txt and pace: what a server asks of us, and how long we wait."""

import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.feeds import robots
from tracker.feeds.pace import Pacer, registered_domain
from tracker.feeds.robots import Robots


@pytest.mark.parametrize(
    ("text", "path", "allowed"),
    [
        ("User-agent: *\nDisallow: /", "/dosys/", False),
        ("User-agent: *\nDisallow:", "/dosys/", True),
        ("User-agent: *\nDisallow: /\nAllow: /dosys/", "/dosys/doRat.nsf?x=1", True),
        ("User-agent: *\nAllow: /\nDisallow: /bi/", "/bi/si0040.asp", False),
        ("User-agent: *\nDisallow: /termine\nAllow: /termine/ics/", "/termine/ics/1", True),
        ("User-agent: *\nDisallow: /a\nAllow: /a", "/a", True),
        ("User-agent: *\nDisallow: /*.pdf$", "/x/plan.pdf", False),
        ("User-agent: *\nDisallow: /*.pdf$", "/x/plan.pdf?seite=2", True),
        ("User-agent: *\nDisallow: /*/intern/*/akte", "/rat/intern/5/akte/7", False),
        ("User-agent: *\nDisallow: /b%C3%BCro", "/büro", False),
        ("User-agent: wortgehalten\nDisallow: /\n\nUser-agent: *\nAllow: /", "/rss", False),
        ("User-agent: Wortgehalten/1.0\nDisallow: /\n\nUser-agent: *\nAllow: /", "/rss", False),
        ("User-agent: wort\nUser-agent: gierig\nDisallow: /\n", "/rss", False),
        ("User-agent: gierig\nDisallow: /\n\nUser-agent: *\nDisallow: /bi", "/rss", True),
        ("User-agent: *\nDisallow: /a\n\nUser-agent: *\nDisallow: /b", "/b", False),
        ("user-AGENT : * # alle\n disallow : /x # nicht", "/x", False),
        ("\ufeffUser-agent: *\r\nDisallow: /", "/x", False),
        ("Disallow: /", "/x", True),
        ("<html>Nicht gefunden</html>", "/x", True),
        ("User-agent: *\nDisallow: /", "/robots.txt", True),
        ("", "/x", True),
    ],
)
def test_robots_rules(text: str, path: str, *, allowed: bool) -> None:
    assert robots.parse(text.encode()).allows(path) is allowed


@pytest.mark.parametrize(
    ("value", "seconds"), [("10", 10), ("2.5", 2.5), ("86400", 30), ("-1", 0), ("bald", 0), ("", 0)]
)
def test_crawl_delay_is_heeded_up_to_half_a_minute(value: str, seconds: float) -> None:
    assert robots.parse(f"User-agent: *\nCrawl-delay: {value}".encode()).delay == seconds


@given(st.binary(max_size=300), st.text(max_size=40))
def test_any_bytes_are_a_robots_txt(body: bytes, path: str) -> None:
    assert isinstance(robots.parse(body).allows(f"/{path}"), bool)


def test_many_wildcards_cost_no_time() -> None:
    rule = robots.parse(b"User-agent: *\nDisallow: /" + b"*a" * 200 + b"$")
    assert rule.allows("/" + "a" * 3000 + "b")
    assert Robots().allows("/")


@pytest.mark.parametrize(
    ("host", "domain"),
    [
        ("ris.musterstadt-ost.example", "musterstadt-ost.example"),
        ("musterstadt-ost.example", "musterstadt-ost.example"),
        ("a.b.ratsportal.example", "ratsportal.example"),
        ("ris.musterdorf.gv.at", "musterdorf.gv.at"),
        ("localhost", "localhost"),
        ("93.184.216.34", "93.184.216.34"),
        ("2606:2800::1", "2606:2800::1"),
    ],
)
def test_registered_domains(host: str, domain: str) -> None:
    assert registered_domain(host) == domain


def test_turns_of_one_domain_never_overlap_and_others_do_not_wait() -> None:
    pacer = Pacer(gap=0)
    inside = threading.Event()
    leave = threading.Event()

    def hold() -> None:
        with pacer.turn("ris.stumm.example"):
            inside.set()
            leave.wait(5)

    holder = threading.Thread(target=hold)
    holder.start()
    inside.wait(5)
    with pacer.turn("ris.musterstadt-ost.example"):
        waiting = threading.Thread(target=lambda: pacer.turn("oparl.stumm.example").__enter__(), daemon=True)
        waiting.start()
        waiting.join(0.05)
        assert waiting.is_alive()
    leave.set()
    holder.join()
    waiting.join(5)
    assert not waiting.is_alive()
