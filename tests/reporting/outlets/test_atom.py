from datetime import UTC, datetime, timedelta, timezone
from io import BytesIO

import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.reporting.outlets.strict import ATOM, read_atom
from tracker.reporting.foreign import line
from tracker.reporting.outlets.atom import AtomEntry, AtomFeed, atom, stable_id

WHEN = datetime(2026, 3, 14, 9, 30, tzinfo=UTC)
HERE = "https://ort.example"


def make_feed(*titles: str, **over) -> AtomFeed:
    entries = [
        AtomEntry(stable_id("x", str(n)), title, f"{HERE}/versprechen/p-{n}", WHEN, f"Zu: {title}")
        for n, title in enumerate(titles)
    ]
    values = {"address": f"{HERE}/atom/alle.xml", "page": HERE, "title": "Alles", "author": "Wortgehalten"}
    return AtomFeed(**(values | {"updated": WHEN, "entries": entries} | over))


def parsed(data: bytes):
    return feedparser.parse(BytesIO(data))  # noqa: TID251  # an independent reader of what we write


def test_a_feed_reader_reads_what_we_say():
    read = parsed(atom(make_feed("Umgesetzt: Radweg", "Geprüft: Bücherei")))
    assert (read.bozo, read.version, read.feed.title) == (False, "atom10", "Alles")
    assert [entry.title for entry in read.entries] == ["Umgesetzt: Radweg", "Geprüft: Bücherei"]
    assert read.entries[0].link == f"{HERE}/versprechen/p-0"
    assert read.entries[0].updated_parsed[:5] == (2026, 3, 14, 9, 30)


def test_moments_are_told_in_utc():
    berlin = timezone(timedelta(hours=2))
    root = read_atom(atom(make_feed(updated=datetime(2026, 7, 1, 0, 30, tzinfo=berlin))))
    assert root.findtext(f"{ATOM}updated") == "2026-06-30T22:30:00Z"


@given(st.lists(st.text(), max_size=3))
def test_any_text_gives_a_feed_that_says_it(titles):
    root = read_atom(atom(make_feed(*titles)))
    said = [entry.findtext(f"{ATOM}title") for entry in root.findall(f"{ATOM}entry")]
    assert len(said) == len(titles)
    for given_title, shown in zip(titles, said, strict=True):
        assert len(shown or "") == len(line(given_title))


@pytest.mark.parametrize(
    "hostile",
    ["<script>alert(1)</script>", "]]><!--", "&amp;lol;", "\x00\x0b\ufffe", "\u202eabc", '"><x y="', "Ä" * 300],
)
def test_hostile_text_stays_text(hostile):
    data = atom(make_feed(hostile))
    assert len(read_atom(data).findall(f"{ATOM}entry")) == 1
    assert b"<script" not in data
    assert "\u202e" not in data.decode()


def test_the_same_news_has_the_same_id_on_every_host():
    assert stable_id("p-1", "rated") == stable_id("p-1", "rated") != stable_id("p-1rated")
