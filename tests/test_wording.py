import re
from datetime import date
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from tracker.domain import assessment, council, link, promise, questionnaire, tip, topic
from tracker.errors import TrackerError
from tracker.labels import LABELS
from tracker.wording import Wording

ROOT = Path(__file__).parent.parent
GERMAN, ENGLISH = Wording("de"), Wording("en")
KEYWORDS = {"key": None, "counted": (1, 2), "several": (2, 3), "_": None, "gettext": None, "ngettext": (1, 2)}


PLACEHOLDER = re.compile(r"\{\w*\}|%\(\w+\)s")
SOURCES = (
    ("tracker", [("**.py", "python"), ("**.html", "jinja2"), ("**.txt", "jinja2")]),
    ("reports", [("**.html", "jinja2"), ("**.txt", "jinja2")]),
)


def visible(folder):
    return not Path(folder).name.startswith(".")  # the library's own rule would leave reports/_base out, too


def messages():
    for folder, method in SOURCES:
        found = extract_from_dir(ROOT / folder, method, keywords=KEYWORDS, directory_filter=visible)
        for _name, _line, message, _comments, _context in found:
            yield message


def catalogue():
    with (ROOT / "tracker" / "locale" / "en.po").open("rb") as handle:
        return read_po(handle, locale="en")


def forms(text):
    return [text] if isinstance(text, str) else text


def test_every_german_sentence_has_its_english():
    known = {m.id: m.string for m in catalogue() if m.id}
    missing = sorted({str(m) for m in messages() if not all(forms(known.get(m, "")))})
    assert missing == []


def test_no_english_sentence_outlives_its_german_one():
    assert {m.id for m in catalogue() if m.id} <= set(messages())


def test_english_sentences_have_the_placeholders_of_the_german_ones():
    for message in catalogue():
        for german, english in zip(forms(message.id), forms(message.string), strict=True):
            assert sorted(PLACEHOLDER.findall(german)) == sorted(PLACEHOLDER.findall(english)), german


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("B. B.", "Gebracht von B. B."),
        ("Bert Boje", "Gebracht von Bert Boje."),
        ("B. B. (2)", "Gebracht von B. B. (2)."),
        ("Boje …", "Gebracht von Boje …"),
    ],
)
def test_what_ends_with_a_full_stop_ends_its_sentence(name, sentence):
    assert GERMAN.text("Gebracht von {by}.", by=name) == sentence
    assert GERMAN.text("Gebracht von {by}. Danke.", by=name) == f"{sentence} Danke."


def test_a_full_stop_within_a_sentence_stays():
    assert GERMAN.text("{by} am {day}.", by="B. B.", day="1. März") == "B. B. am 1. März."


def test_the_catalogue_tells_other_programs_how_to_read_it():
    text = (ROOT / "tracker" / "locale" / "en.po").read_text(encoding="utf-8")
    assert '"Content-Type: text/plain; charset=utf-8\\n"' in text
    assert '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"' in text


@pytest.mark.parametrize(
    "room", [assessment, council, link, promise, questionnaire, tip, topic], ids=lambda room: room.__name__
)
def test_every_word_that_people_can_meet_has_a_label(room):
    unspoken = {"Origin", "TermReference"}
    kinds = [
        value
        for name, value in vars(room).items()
        if isinstance(value, type) and hasattr(value, "__members__") and name not in unspoken | {"IntEnum", "StrEnum"}
    ]
    assert [m for kind in kinds if kind.__module__ == room.__name__ for m in kind if (kind, m.name) not in LABELS] == []


def test_people_read_german_dates_and_numbers():
    assert GERMAN.day(date(2026, 3, 1)) == "1. März 2026"
    assert GERMAN.month(date(2026, 3, 1)) == "März 2026"
    assert GERMAN.number(1234.5) == "1.234,5"
    assert ENGLISH.number(1234.5) == "1,234.5"


def test_members_of_different_enumerations_with_the_same_value_have_their_own_words():
    assert GERMAN.label(council.Direction.AMENDED) == "geändert beschlossen"
    assert GERMAN.label(council.Stage.UNKNOWN) != GERMAN.label(council.Direction.UNKNOWN)


def test_an_error_fills_its_sentence():
    error = TrackerError("Datei {subject} fehlt.", subject="a.txt")
    assert GERMAN.error(error) == str(error) == "Datei a.txt fehlt."


def test_numbers_choose_singular_and_plural():
    assert GERMAN.counted("{n} Antwort gefunden.", "{n} Antworten gefunden.", 1) == "1 Antwort gefunden."
    assert GERMAN.counted("{n} Antwort gefunden.", "{n} Antworten gefunden.", 1200) == "1.200 Antworten gefunden."
