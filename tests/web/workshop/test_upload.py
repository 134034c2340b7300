import re
import time

from tracker.db import models
from tracker.db.session import reading

UPLOAD = "/werkstatt/einlesen"
TEXT = "Frage 1: Was tun Sie für den Radverkehr?\n\nAntwort: Wir werden den Radweg an der Lindenallee bauen.\n".encode()


def send(browser, content=TEXT, name="antworten.txt", **form):
    return browser.post(UPLOAD, form, files={"datei": (name, content, "text/plain")})


def ready(browser, address):
    """The preview, once it has been read."""
    for _ in range(200):
        answer = browser.get(address)
        if "Wird gelesen" not in answer.text:
            return answer
        assert answer.headers["refresh"] == "2"
        time.sleep(0.05)
    raise AssertionError("never read")


def counts(instance):
    with reading(instance.engine) as session:
        return session.query(models.Document).count(), session.query(models.Promise).count()


def test_the_preview_stores_nothing_but_the_file(volunteer, instance, happened):
    answer = send(volunteer, von="Bürgerliste Blaue Brücke")
    page = ready(volunteer, answer.headers["location"])
    assert "Radweg an der Lindenallee bauen" in page.text
    assert "Eine Antwort, darin eine Zusage" in page.text
    assert counts(instance) == (0, 0)
    assert happened()[-1] == "file.received"


def test_the_preview_names_the_town_and_who_answered_as_feeds_yaml_does(volunteer):
    letter = "Antworten der Bürgerliste Blauen Brücke\n\n".encode() + TEXT
    address = send(volunteer, letter).headers["location"]
    page = ready(volunteer, address).text
    assert "Für <bdi>Musterstadt-Ost</bdi>" in page
    assert "Bürgerliste Blaue Brücke</bdi> · Frage 1" in page
    assert "Forum Mitte</bdi> · Frage 1" in ready(volunteer, f"{address.split('?')[0]}?von=Forum+Mitte").text


def test_where_nothing_was_found_reading_it_as_one_text_is_offered(volunteer):
    address = send(volunteer, b"Wir werden den Radweg an der Lindenallee bauen.\n").headers["location"]
    page = ready(volunteer, address).text
    assert "keine Zusage gefunden" in page
    assert ">Übernehmen<" not in page
    (onward,) = re.findall(r'href="(/werkstatt/einlesen/[^"]+programm=ja[^"]*)"', page)
    read = ready(volunteer, onward.replace("&amp;", "&")).text
    assert "Radweg an der Lindenallee bauen" in read
    assert ">Übernehmen<" in read


def test_taking_over_proposes_what_the_preview_showed_once(volunteer, instance):
    address = send(volunteer).headers["location"].split("?")[0]
    for _ in range(2):
        assert volunteer.post(address, {}).headers["location"] == "/werkstatt/posteingang"
    assert counts(instance) == (1, 1)
    assert "schon bekannt" in ready(volunteer, address).text


def test_sending_the_same_file_again_keeps_it_once(volunteer, happened):
    first, second = send(volunteer), send(volunteer, name="noch einmal.txt")
    assert first.headers["location"] == second.headers["location"]
    assert happened().count("file.received") == 1


def test_an_empty_file_and_none_are_refused(volunteer, instance):
    assert send(volunteer, b"").status_code == 400
    assert volunteer.post(UPLOAD, {}).status_code == 400


def test_a_file_that_cannot_be_read_is_told_in_german(volunteer):
    answer = send(volunteer, b"%PDF-1.4 kaputt", "kaputt.pdf")
    page = ready(volunteer, answer.headers["location"])
    assert page.status_code == 400
    assert "kaputt.pdf" in page.text


def test_a_file_that_nobody_sent_is_not_found(volunteer):
    assert volunteer.get(f"{UPLOAD}/{'0' * 64}").status_code == 404
