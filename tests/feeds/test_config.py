"""feeds.yaml: what is read from it, and that every slip names file, key and mend."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from tracker.domain.council import LegislativeTerm
from tracker.errors import FeedsFileError
from tracker.feeds import config
from tracker.feeds.config import BodyConfig, FeedConfig, Period, RespondentConfig
from tracker.feeds.exchange import Access

FULL = """
version: 1
bodies:
  - id: ost
    name: Musterstadt-Ost
    ags: "01234567"
    terms: [{id: 2025-2030, name: "Wahlperiode 2025–2030", start: 2025-11-01, end: 2030-10-31,
             election: 2025-09-14}]
    respondents:
      - {id: bruecke, name: Bürgerliste Blaue Brücke, factions: [Fraktion Blaue Brücke, BBB],
         majority: [{from: 2025-11-01, to: 2026-12-31}, {from: 2028-01-01}]}
  - {id: west, name: Musterstadt-West}
feeds:
  - {id: ost-rat, body: ost, kind: rss, url: "https://ris.musterstadt-ost.example/rss"}
  - {id: west-rat, body: west, kind: oparl, url: "https://ris.west.example/oparl/system", every: 2d, since: 2025-11-01,
     paused: true, ca_file: zwischen.pem, allow_private_network: true,
     fetch_prefix: {"https://west.example/oparl/": "https://ris.west.example/oparl/",
                    "https://west.example/oparl/v2/": "https://neu.west.example/"}}
"""
MINIMAL = """
version: 1
bodies: [{id: ost, name: Musterstadt-Ost}]
feeds: [{id: ost-rat, body: ost, kind: rss, url: "https://ris.example/rss"}]
"""


def failure(text: str) -> FeedsFileError:
    with pytest.raises(FeedsFileError) as caught:
        config.load(text, name="feeds.yaml")
    assert "{" not in str(caught.value)
    return caught.value


def test_everything_in_the_file_arrives() -> None:
    file = config.load(FULL, name="feeds.yaml", base=Path("/werkstatt"))
    assert file.bodies == (
        BodyConfig(
            id="ost",
            name="Musterstadt-Ost",
            ags="01234567",
            terms=(
                LegislativeTerm(
                    "2025-2030", "Wahlperiode 2025–2030", date(2025, 11, 1), date(2030, 10, 31), date(2025, 9, 14)
                ),
            ),
            respondents=(
                RespondentConfig(
                    id="bruecke",
                    name="Bürgerliste Blaue Brücke",
                    factions=("Fraktion Blaue Brücke", "BBB"),
                    majority=(Period(date(2025, 11, 1), date(2026, 12, 31)), Period(date(2028, 1, 1))),
                ),
            ),
        ),
        BodyConfig(id="west", name="Musterstadt-West"),
    )
    assert file.feeds[0] == FeedConfig("ost-rat", "ost", "rss", "https://ris.musterstadt-ost.example/rss")
    west = file.feeds[1]
    assert (west.every, west.since, west.paused) == (timedelta(days=2), date(2025, 11, 1), True)
    assert west.access == Access("west-rat", allow_private_network=True, ca_file=Path("/werkstatt/zwischen.pem"))


def test_a_source_is_polled_every_six_hours_unless_told_otherwise() -> None:
    assert config.load(MINIMAL, name="feeds.yaml").feeds[0].every == timedelta(hours=6)


def test_the_longest_prefix_decides_where_to_fetch() -> None:
    west = config.load(FULL, name="feeds.yaml").feeds[1]
    assert west.fetch_url("https://west.example/oparl/body/1") == "https://ris.west.example/oparl/body/1"
    assert west.fetch_url("https://west.example/oparl/v2/body") == "https://neu.west.example/body"
    assert west.fetch_url("https://anders.example/") == "https://anders.example/"


def test_an_open_majority_lasts() -> None:
    period = Period(date(2028, 1, 1))
    assert period.covers(date(2099, 1, 1))
    assert not period.covers(date(2027, 12, 31))
    assert not Period(date(2028, 1, 1), date(2028, 6, 30)).covers(date(2028, 7, 1))


@pytest.mark.parametrize(
    ("slip", "mended", "key", "hint"),
    [
        ("kind: rss", "knid: rss", "feeds[1].kind", "fehlt"),
        ('url: "https', 'pause: true, url: "https', "feeds[1].pause", "„paused“"),
        ("kind: rss", "kind: atom", "feeds[1].kind", "rss, oparl, dortmund, ics"),
        ("body: ost", "body: osst", "feeds[1].body", "„ost“"),
        ("https://ris", "ris", "feeds[1].url", "http:// oder https://"),
        ("https://ris", "file://ris", "feeds[1].url", "http:// oder https://"),
        ("kind: rss", "kind: rss, every: 10m", "feeds[1].every", "mindestens 60m"),
        ("kind: rss", "kind: rss, every: 6", "feeds[1].every", "zum Beispiel 6h"),
        ("kind: rss", "kind: rss, paused: ja", "feeds[1].paused", "true oder false"),
        ("kind: rss", "kind: rss, since: gestern", "feeds[1].since", "2025-11-01"),
        ("kind: rss", "kind: rss, since: 2025-02-30", "", "unmögliches Datum"),
        ("kind: rss", "kind: rss, fetch_prefix: [1]", "feeds[1].fetch_prefix", "name: wert"),
        ("kind: rss", "kind: rss, fetch_prefix: {a: b}", "feeds[1].fetch_prefix.a", "http:// oder https://"),
        ("kind: rss", "kind: rss, kind: ics", "kind", "zweimal"),
        ("id: ost-rat", "id: Ost Rat", "feeds[1].id", "kleine Buchstaben"),
        ("id: ost,", "id: ost, ags: 5913000,", "bodies[1].ags", '"05913000"'),
        ("id: ost,", "id: ost, terms: 2025,", "bodies[1].terms", "Liste"),
        (
            "id: ost,",
            "id: ost, terms: [{id: t, name: T, start: 2030-01-01, end: 2025-01-01}],",
            "bodies[1].terms[1].end",
            "Beginn",
        ),
        (
            "id: ost,",
            "id: ost, terms: [{id: t, name: T, start: 2025-11-01, end: 2030-10-31, election: 2026-01-01}],",
            "bodies[1].terms[1].election",
            "Beginn",
        ),
        (
            "id: ost,",
            "id: ost, respondents: [{id: b, name: B, factions: BBB}],",
            "bodies[1].respondents[1].factions",
            "Liste",
        ),
        (
            "id: ost,",
            "id: ost, respondents: [{id: b, name: B, majority: [{from: 2026-01-01, to: 2025-01-01}]}],",
            "bodies[1].respondents[1].majority[1].to",
            "Beginn",
        ),
        (
            "id: ost,",
            "id: ost, respondents: [{id: b, name: B, factions: [7]}],",
            "bodies[1].respondents[1].factions",
            "Liste von Texten",
        ),
        ("name: Musterstadt-Ost", "name: 7", "bodies[1].name", "Anführungszeichen"),
        ("version: 1", "version: 2", "version", "version: 1"),
        ("version: 1", "", "version", "version: 1"),
        ("feeds: [", "feed: [", "feed", "„feeds“"),
        ("feeds: [{", "feeds: [{id: ost-rat, body: ost, kind: ics, url: 'https://x.example'}, {", "feeds", "zweimal"),
        ("feeds: [", "feeds: [1, ", "feeds[1]", "name: wert"),
        ("feeds: [", "feeds: [[", "", "Zeile"),
        ("version: 1", "\tversion: 1", "", "Zeile 2"),
        ("version: 1", "version: !!python/object:os.system 1", "", "Zeile 2"),
        ("version: 1", "version: \x07", "", "unlesbare Zeichen"),
        ("version: 1", "? [version]\n: 1", "", "Zeile 2"),
        ("version: 1", "version: !!bool vielleicht", "", "vielleicht"),
        ("version: 1", "version: !!timestamp gestern", "", "unmögliches Datum"),
        ("version: 1", "version: " + "[" * 5000, "", "recursion"),
    ],
)
def test_a_slip_is_named_with_its_place_and_mend(slip: str, mended: str, key: str, hint: str) -> None:
    assert slip in MINIMAL
    error = failure(MINIMAL.replace(slip, mended, 1))
    assert str(error).startswith("feeds.yaml")
    assert error.values["key"] == key
    assert hint in str(error)


@pytest.mark.parametrize("text", ["", "[]", "Guten Tag", "1: 2", "null"])
def test_a_file_that_is_no_list_of_feeds(text: str) -> None:
    assert "feeds.yaml" in str(failure(text))


def test_the_file_that_ships_is_valid_and_polls_only_dortmund() -> None:
    path = Path(__file__).parents[2] / "feeds.yaml"
    file = config.load(path.read_text(encoding="utf-8"), name="feeds.yaml")
    assert [body.id for body in file.bodies] == ["dortmund", "karlsruhe", "muenchen"]
    assert [(feed.kind, feed.paused) for feed in file.feeds] == [("dortmund", False), ("oparl", True), ("rss", True)]
