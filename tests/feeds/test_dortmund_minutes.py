"""Minutes pages: every item, every paper with its suffix, every decision with its body, and nobody's name."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.council import ItemKind
from tracker.feeds.dortmund_items import items_of_minutes
from tracker.feeds.dortmund_minutes import read_minutes

DATA = Path(__file__).parents[1] / "data/feeds/dortmund"
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
UNID = "0123456789abcdef0123456789abcdef"
PAGES = sorted(DATA.glob("*.html"))


def expected_of(page: Path) -> dict:
    return json.loads(page.with_name(f"{page.stem}.expected.json").read_text(encoding="utf-8"))


def as_told(decision) -> dict:
    votes = decision.decision.votes
    told = {
        "body": decision.body,
        "paper": decision.paper,
        "direction": decision.decision.direction.value,
        "stage": decision.decision.stage.value,
        "submitters": list(decision.submitters),
        "against": list(votes.against),
        "abstaining": list(votes.abstaining),
        "unanimous": votes.unanimous,
    }
    return {name: value for name, value in told.items() if value not in ([], None)}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
class TestPage:
    def test_body_and_date_are_those_of_the_sitting(self, page):
        read, expected = read_minutes(page.read_bytes(), NOW), expected_of(page)
        assert (read.body, read.day.isoformat()) == (expected["body"], expected["date"])

    def test_every_agenda_item_is_found_with_its_papers_and_submitters(self, page):
        found = [
            {
                "number": item.entry.number,
                "title": item.entry.title,
                "kind": item.entry.kind,
                "submitters": list(item.entry.submitters),
                "papers": [
                    {"reference": p.reference, "title": p.title, "submitters": list(p.submitters)}
                    for p in item.entry.papers
                ],
            }
            for item in read_minutes(page.read_bytes(), NOW).items
        ]
        expected = [
            {"kind": "", "submitters": [], "papers": []} | {k: v for k, v in item.items() if k != "decisions"}
            for item in expected_of(page)["items"]
        ]
        assert found == expected

    def test_every_decision_has_its_body_stage_paper_and_votes(self, page):
        found = {
            item.entry.number: [as_told(decision) for decision in item.decisions]
            for item in read_minutes(page.read_bytes(), NOW).items
        }
        assert found == {item["number"]: item.get("decisions", []) for item in expected_of(page)["items"]}

    def test_no_name_of_a_person_reaches_an_item(self, page):
        read = read_minutes(page.read_bytes(), NOW)
        stored = repr((read, items_of_minutes(read, UNID, "https://rathaus.example/1", None)))
        assert [name for name in expected_of(page)["names"] if name in stored] == []

    def test_the_page_itself_holds_the_names_that_are_left_out(self, page):
        raw = page.read_bytes().decode("utf-8", errors="replace") + page.read_bytes().decode("cp1252", errors="replace")
        assert all(name in raw for name in expected_of(page)["names"])

    def test_items_have_distinct_identities_and_belong_to_the_meeting(self, page):
        meeting, *items = items_of_minutes(
            read_minutes(page.read_bytes(), NOW), UNID, "https://rathaus.example/1", None
        )
        assert (meeting.kind, meeting.identity) == (ItemKind.MEETING, UNID)
        assert len({item.identity for item in items}) == len(items)
        assert {item.meeting for item in items} == {UNID}
        references = {paper["reference"] for item in expected_of(page)["items"] for paper in item.get("papers", [])}
        assert references <= {item.reference for item in items}

    def test_reading_twice_gives_the_same_hashes(self, page):
        once, twice = (
            [item.content_hash for item in items_of_minutes(read_minutes(page.read_bytes(), NOW), UNID, "", None)]
            for _ in range(2)
        )
        assert once == twice


def test_every_page_has_its_expectation_beside_it():
    assert len(PAGES) >= 6
    for page in DATA.glob("*.html"):
        assert page.with_name(f"{page.stem}.expected.json").exists(), page.name


def council_items(name: str):
    items = items_of_minutes(read_minutes((DATA / name).read_bytes(), NOW), UNID, "https://rathaus.example/1", None)
    return {item.reference: item for item in items if item.reference}


def test_an_amendment_and_its_paper_are_two_items_with_their_own_results():
    items = council_items("2018-rat.html")
    assert "lehnt" in items["09811-17-E2"].result
    assert items["09811-17-E2"].submitters == ("Fraktion Bürgerliste Blaue Brücke",)
    assert "folgenden geänderten Beschluss" in items["09811-17"].result


def test_a_recommendation_of_another_body_is_never_the_result():
    assert "empfiehlt" not in council_items("2022-rat.html")["25021-22"].result


@given(st.binary(max_size=400))
def test_any_bytes_give_a_page(body):
    assert read_minutes(body, NOW).items is not None


@given(st.data())
def test_a_page_cut_anywhere_still_gives_a_page(data):
    page = data.draw(st.sampled_from(PAGES)).read_bytes()
    cut = data.draw(st.integers(0, len(page)))
    read = read_minutes(page[:cut], NOW)
    assert items_of_minutes(read, UNID, "", None)[0].identity == UNID


ATTENDANCE = """<html><body>Niederschrift<br>
über die 3. Sitzung des Rates der Stadt Musterstadt-Ost und des Hauptausschusses
(Sondersitzung)<br>
am 03.02.2005<br>
Anwesend:<br>
Grüne Gärten<br>
Rm Olaf Testfeld<br>
Rote Rosen<br>
Rm Erika Beispielfrau<br>
Veröffentlichte Tagesordnung:<br>
1. Sozialticket<br>
Vorschlag zur TO (Fraktion Grüne Gärten)<br>
(Drucksache Nr.: 04455-16)<br>
dazu: Zusatz-/Ergänzungsantrag (Fraktion Rote Rosen)<br>
(Drucksache Nr.: 04455-16-E2)<br>
Rm Testfeld eröffnet die Sitzung.<br>
zu TOP 1<br>
Sozialticket<br>
Olaf Testfeld begründet den Antrag.<br>
Der Rat der Stadt Musterstadt-Ost beschließt mehrheitlich gegen die Stimmen der Fraktion Rote Rosen den Antrag der
Fraktion Grüne Gärten.<br>
</body></html>"""


def test_factions_that_head_the_list_of_those_present_are_no_persons():
    page = read_minutes(ATTENDANCE.encode(), NOW)
    (item,) = page.items
    (decision,) = item.decisions
    assert page.body == "Rat der Stadt Musterstadt-Ost und Hauptausschuss"
    assert (decision.paper, decision.submitters) == ("04455-16", ("Fraktion Grüne Gärten",))
    assert decision.decision.votes.against == ("Fraktion Rote Rosen",)
    assert "Testfeld" not in repr(page)
