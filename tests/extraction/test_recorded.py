"""What is recorded for a promise: title, strength, kind, testability, deadline, numbers, names."""

import datetime as dt

import pytest

from tests.extraction.reading import programme
from tracker.domain.questionnaire import Commitment, Deadline, Number, TermReference
from tracker.extraction.deadlines import deadline
from tracker.extraction.numbers import numbers


def promise(sentence: str) -> Commitment:
    found = programme(sentence).commitments[0].commitment
    assert found is not None
    return found


TITLES = {
    "Die Digitalisierung im Amt für Migration werden wir stärken.": "Digitalisierung im Amt für Migration stärken",
    "Wir wollen die politische Bildung ausbauen.": "Politische Bildung ausbauen",
    "Wir werden die alten Brücken sanieren.": "Alte Brücken sanieren",
    "Wir werden das alte Rathaus sanieren.": "Altes Rathaus sanieren",
    "Wir setzen uns dafür ein, die Wege umzubauen.": "Wege umbauen",
    "Wir setzen uns für den Ausbau der Netze ein.": "Sich für den Ausbau der Netze einsetzen",
    "Die CDU Musterstadt wird sich für Bauland einsetzen.": "Sich für Bauland einsetzen",
    "Wir fordern eine Ampel an der Schule.": "Ampel an der Schule fordern",
    "Deshalb wollen wir auch Bäume pflanzen, die Schatten geben.": "Bäume pflanzen",
    "Wir wollen, dass alle Kinder schwimmen lernen.": "Erreichen, dass alle Kinder schwimmen lernen",
    "Wir werden prüfen, ob der Bus fährt.": "Prüfen, ob der Bus fährt",
    "Unser Ziel ist die Schaffung von 200 Wohnungen.": "Schaffung von 200 Wohnungen anstreben",
    "Unser Ziel: 500 neue Wohnungen bis 2028.": "500 neue Wohnungen bis 2028 anstreben",
    "Wir treten dafür ein, dass alle mitreden.": "Dafür eintreten, dass alle mitreden",
    "Ich will mich um die Schulen kümmern.": "Sich um die Schulen kümmern",
}


@pytest.mark.parametrize("sentence", TITLES)
def test_titles_are_in_infinitive_style(sentence: str) -> None:
    assert promise(sentence).title == TITLES[sentence]


def test_a_title_is_never_longer_than_ninety_characters() -> None:
    long = "Wir werden " + "den sehr langen und verwickelten Weg durch das Tal der vielen Wiesen, " * 5 + "umbauen."
    title = promise(long).title
    assert len(title) <= 90
    assert title.endswith("… umbauen")


def test_a_title_that_only_points_back_says_to_what() -> None:
    found = programme("Kinder fahren kostenlos Bus. Daran werden wir festhalten.").commitments[0].commitment
    assert found is not None
    assert found.title == "Daran festhalten (Kinder fahren kostenlos Bus)"


WORDINGS = {
    "Wir werden zehn Bänke aufstellen.": ("firm", "action", "clear"),
    "Wir wollen den Sport stärken.": ("intent", "action", "partial"),
    "Wir setzen uns für bessere Wege ein.": ("advocacy", "action", "vague"),
    "Wir unterstützen die Einführung eines Tickets.": ("support", "action", "clear"),
    "Wir werden die Bücherei erhalten.": ("firm", "maintain", "partial"),
    "Wir wollen prüfen, ob der Bus fährt.": ("intent", "process", "clear"),
    "Wir wollen, dass alle Kinder schwimmen lernen.": ("intent", "outcome", "partial"),
}


@pytest.mark.parametrize("sentence", WORDINGS)
def test_strength_kind_and_testability_follow_the_codebook(sentence: str) -> None:
    found = promise(sentence)
    assert (found.strength.value, found.kind.value, found.testability.value) == WORDINGS[sentence]


def test_a_negated_promise_says_so() -> None:
    assert promise("Wir werden die Gebühren nicht erhöhen.").negated
    assert not promise("Wir werden Plätze schaffen, die nicht versiegelt sind.").negated


def test_a_condition_is_a_span_of_the_text() -> None:
    text = "Wenn das Geld reicht, werden wir eine Halle bauen."
    condition = promise(text).condition
    assert condition is not None
    assert condition.of(text) == "Wenn das Geld reicht"


DEADLINES = {
    "bis Ende 2027 bauen": Deadline("bis Ende 2027", dt.date(2027, 12, 31)),
    "bis zum 1. März 2028 bauen": Deadline("bis zum 1. März 2028", dt.date(2028, 3, 1)),
    "bis Februar 2028 bauen": Deadline("bis Februar 2028", dt.date(2028, 2, 29)),
    "ab 2030 klimaneutral sein": Deadline("ab 2030", dt.date(2030, 12, 31)),
    "in der nächsten Wahlperiode thematisieren": Deadline("in der nächsten Wahlperiode", term=TermReference.NEXT),
    "in der laufenden Wahlperiode bauen": Deadline("in der laufenden Wahlperiode", term=TermReference.CURRENT),
    "in den nächsten fünf Jahren bauen": Deadline("in den nächsten fünf Jahren"),
    "bis zum 31. Juni 2027 bauen": Deadline("bis zum 31. Juni 2027"),
    "mit der Strategie 2020-2030 arbeiten": None,
    "das im Januar 2025 gegründete Amt stärken": None,
    "bald bauen": None,
}


@pytest.mark.parametrize("words", DEADLINES)
def test_a_deadline_is_a_date_only_where_the_text_gives_one(words: str) -> None:
    assert deadline(words) == DEADLINES[words]


NUMBERS = {
    "auf unter 8 Prozent senken": (Number("unter 8 Prozent", 8, "Prozent"),),
    "300 Wohnungen bauen": (Number("300 Wohnungen", 300, "Wohnungen"),),
    "1,5 Mio. Euro einstellen": (Number("1,5 Mio. Euro", 1_500_000, "Euro"),),
    "um 25 % senken": (Number("25 %", 25, "Prozent"),),
    "40.000 € geben": (Number("40.000 €", 40_000, "Euro"),),
    "zehn neue Bänke aufstellen": (Number("zehn neue Bänke", 10, "Bänke"),),
    "Tempo 30 einführen": (Number("Tempo 30", 30, "km/h"),),
    "bis 2030 nach § 16 bauen": (),
}


@pytest.mark.parametrize("words", NUMBERS)
def test_numbers_say_how_much_and_years_do_not(words: str) -> None:
    assert numbers(words) == NUMBERS[words]


def test_bodies_beneficiaries_and_level_are_named() -> None:
    found = promise("Wir wollen das Amt für Migration und den Jugendbeirat für Jugendliche und Familien stärken.")
    assert found.bodies == ("Amt für Migration", "Jugendbeirat")
    assert found.beneficiaries == ("Jugendliche", "Familien")
    assert found.level.value == "municipality"
    assert promise("Wir werden uns beim Land für Geld einsetzen.").level.value == "state"


REASONS = {
    "Wir werden 300 Wohnungen bauen.": ["number"],
    "Wir werden bis Ende 2027 ein Konzept vorlegen.": ["date", "document"],
    "Wir werden den Sport fördern.": ["degree"],
    "Wir werden eine Brücke bauen.": ["measure"],
    "Wir werden uns kümmern.": ["no_measure"],
}


@pytest.mark.parametrize("sentence", REASONS)
def test_testability_names_its_reasons(sentence: str) -> None:
    assert [reason.value for reason in promise(sentence).testability_reasons] == REASONS[sentence]
