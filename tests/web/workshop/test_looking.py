import pytest

from tests.web.workshop.conftest import SECRET


@pytest.mark.parametrize(
    "path",
    [
        "/werkstatt",
        "/werkstatt/posteingang",
        "/werkstatt/versprechen/{proposed}",
        "/werkstatt/versprechen/{accepted}",
        "/werkstatt/treffer",
        "/werkstatt/treffer?karte={link}",
        "/werkstatt/treffer?stapel=1",
        "/werkstatt/bewertungen",
        "/werkstatt/einlesen",
        "/werkstatt/zweitkodierung",
        "/werkstatt/protokoll",
        f"/stellungnahme/{SECRET}",
        "/versprechen/{accepted}/hinweis",
    ],
)
def test_every_page_opens_and_looking_writes_nothing(volunteer, town, happened, claims, path):
    before = happened()
    answer = volunteer.get(path.format(proposed=town.proposed, accepted=town.accepted, link=town.links[0]))
    assert answer.status_code == 200
    assert (happened(), claims()) == (before, 0)


def test_the_work_list_tells_of_the_coming_meeting(volunteer, town):
    assert "Dienstag, 17. März 2026 · Umweltausschuss · TOP 7" in volunteer.text("/werkstatt")


def test_an_empty_house_says_where_to_begin(volunteer):
    assert "Wahlprüfsteine einlesen" in volunteer.text("/werkstatt")


def test_a_proposal_stands_in_its_answer_with_the_quote_marked(volunteer, town):
    page = volunteer.get(f"/werkstatt/versprechen/{town.proposed}").text
    assert "<mark>Wir bauen den Radweg.</mark>" in page
    assert "Wir öffnen die Bücherei." in page


def test_the_second_person_sees_what_to_confirm(volunteer, town):
    page = volunteer.text("/werkstatt/bewertungen")
    for said in ("umgesetzt", "Steht.", "Vorgeschlagen von Ada", "Niederschrift", "Beschluss oder Niederschrift"):
        assert said in page


@pytest.mark.parametrize("path", ["/stellungnahme/falsch", "/versprechen/p-nichts/hinweis", "/werkstatt/versprechen/x"])
def test_what_does_not_exist_is_not_found(volunteer, town, path):
    assert volunteer.get(path).status_code == 404


def test_a_mere_proposal_takes_no_tips_and_is_not_shown(visitor, town):
    assert visitor.get(f"/versprechen/{town.proposed}/hinweis").status_code == 404
