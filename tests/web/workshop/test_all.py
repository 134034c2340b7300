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
    assert answer.status_code == 200, answer.text
    assert (happened(), claims()) == (before, 0)


def test_readers_tips_open_for_editors(editor, town):
    assert editor.get("/werkstatt/meldungen").status_code == 200
