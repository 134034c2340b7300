import pytest

from tests.web.conftest import plain
from tracker.db.session import writing
from tracker.services import passwords
from tracker.services.users import acting

PASSWORD = "vier blaue Brücken im Nebel"


@pytest.fixture
def ben_has_a_password(instance):
    with writing(instance.engine) as session:
        acting(session, "Ben").password_hash = passwords.hashed(PASSWORD)


def test_the_front_page_of_an_empty_instance_says_what_comes_first(visitor):
    answer = visitor.get("/")
    assert answer.status_code == 200
    assert "Musterstadt-Ost" in plain(answer.text)
    assert "Hier steht noch kein Versprechen" in plain(answer.text)


def test_readers_get_no_cookie(visitor):
    assert "set-cookie" not in visitor.get("/").headers


def test_the_workshop_sends_visitors_to_the_door_and_back(visitor):
    answer = visitor.get("/werkstatt")
    assert (answer.status_code, answer.headers["location"]) == (303, "/anmelden?weiter=/werkstatt")


def test_who_signs_in_comes_where_they_wanted(visitor, ben_has_a_password):
    answer = visitor.post("/anmelden", {"name": "ben@verein.example", "passwort": PASSWORD, "weiter": "/werkstatt"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/werkstatt")
    assert "Ben" in visitor.text("/werkstatt")


def test_signing_out_ends_the_session(volunteer):
    assert volunteer.get("/werkstatt").status_code == 200
    answer = volunteer.post("/abmelden")
    assert answer.status_code == 303
    assert "Sie sind abgemeldet." in volunteer.text("/")
    assert "Sie sind abgemeldet." not in volunteer.text("/")
    assert volunteer.get("/werkstatt").status_code == 303


@pytest.mark.parametrize(("path", "status"), [("/nirgends", 404), ("/abmelden", 405), ("/static/x.css", 404)])
def test_a_wrong_address_is_a_german_page(visitor, path, status):
    answer = visitor.get(path)
    assert answer.status_code == status
    assert "Zur Startseite" in answer.text


def test_style_and_script_are_kept_by_browsers_for_ever(visitor, app):
    page = visitor.get("/").text
    for part in page.split('"'):
        if part.startswith("/static/"):
            answer = visitor.get(part)
            assert answer.status_code == 200
            assert "immutable" in answer.headers["cache-control"]
