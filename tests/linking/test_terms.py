import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.linking.synonyms import Synonyms
from tracker.linking.terms import Analyzer

SYNONYMS = Synonyms(
    same=(("ÖPNV", "öffentlicher Personennahverkehr"), ("Kita", "Kindergarten")), related=(("Bus", "Linie"),)
)


@pytest.fixture(scope="module")
def analyzer():
    return Analyzer(SYNONYMS)


def keys(analyzer, text):
    return {key for number in analyzer.numbers(text) for key, _ in analyzer.words[number].keys}


def test_stop_words_count_for_nothing(analyzer):
    assert analyzer.numbers("Und das ist in der von den") == []


def test_forms_of_a_word_share_their_key(analyzer):
    assert keys(analyzer, "Haltestellen") == keys(analyzer, "Haltestelle")


def test_gender_forms_share_their_key(analyzer):
    forms = [
        "Schüler",
        "Schüler*innen",
        "Schüler:innen",
        "Schüler_innen",
        "SchülerInnen",
        "Schülerinnen",
        "Schüler/-innen",
    ]
    assert len({frozenset(keys(analyzer, form)) for form in forms}) == 1


def test_a_compound_also_yields_its_parts(analyzer):
    assert {"bushaltestell", "+bus", "+haltestell"} <= keys(analyzer, "Bushaltestelle")


def test_neighbouring_parts_are_an_idea_too(analyzer):
    assert {"+hitzeschutz", "+hitz", "+konzept"} <= keys(analyzer, "Hitzeschutzkonzept")


def test_abbreviation_and_phrase_meet_in_their_list(analyzer):
    assert "=0" in keys(analyzer, "Der ÖPNV wird ausgebaut")
    assert "=0" in keys(analyzer, "Ausbau des öffentlichen Personennahverkehrs")
    assert "=0" not in keys(analyzer, "öffentliche Toiletten")


def test_lists_of_one_word_and_of_a_part(analyzer):
    assert "=1" in keys(analyzer, "Kindergärten")
    assert "=1" in keys(analyzer, "Kitaplätze")
    assert "~2" in keys(analyzer, "Busspur")


def test_places_point_into_the_text(analyzer):
    text = "Die Bürger*innen fahren – kostenlos! – mit dem öffentlichen Personennahverkehr."
    spelled = [text[start:end] for _, start, end in analyzer.places(text)]
    words = ["Bürger*innen", "fahren", "kostenlos", "öffentlichen", "Personennahverkehr"]
    assert spelled == [*words, "öffentlichen Personennahverkehr"]


def test_numbers_are_words(analyzer):
    assert keys(analyzer, "1.500 Plätze") >= {"1500"}


@settings(deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_read_with_true_places(text):
    analyzer = Analyzer(SYNONYMS)
    places = analyzer.places(text)
    assert sorted(number for number, _, _ in places) == sorted(analyzer.numbers(text))
    assert all(0 <= start < end <= len(text) for _, start, end in places)
