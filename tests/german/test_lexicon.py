"""Which words exist, what kind they are, and how frequent."""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.german import lexicon
from tracker.german.lexicon import Match


@pytest.mark.parametrize("word", ["Straße", "stärken", "Verwaltungen", "für", "Für", "ÖPNV"])
def test_german_words_are_known(word: str) -> None:
    assert lexicon.known(word)


@pytest.mark.parametrize("word", ["fur", "fiir", "StraBe", "kénnen", "behodrde", ""])
def test_damaged_words_are_not(word: str) -> None:
    assert not lexicon.known(word)


def test_forms_keep_their_capitals() -> None:
    assert lexicon.has_form("Straße")
    assert not lexicon.has_form("straße")


def test_frequent_words_weigh_more() -> None:
    assert lexicon.zipf("der") > lexicon.zipf("Straße") > lexicon.zipf("Wexlbrunnstraße") == lexicon.RAREST


def test_a_noun_does_not_lend_its_frequency_to_a_verb() -> None:
    assert lexicon.weight("Wärme") > lexicon.weight("wärme")
    assert lexicon.weight("wählen") > lexicon.weight("Wählen")


def test_beginnings_of_words_are_told_from_nonsense() -> None:
    assert lexicon.match("straß") is Match.PREFIX
    assert lexicon.match("straße") is Match.WORD
    assert lexicon.match("xqz") is Match.NOTHING
    assert lexicon.match("\U0010ffff") is Match.NOTHING


def test_kinds_of_words() -> None:
    assert lexicon.is_infinitive("stärken")
    assert not lexicon.is_infinitive("starken")
    assert lexicon.is_inflected_adjective("starken")
    assert lexicon.is_inflected_adjective("größere")
    assert not lexicon.is_inflected_adjective("stärken")
    assert lexicon.is_plural_verb("trugen")


@given(st.text(max_size=30))
def test_any_string_may_be_asked_for(word: str) -> None:
    lexicon.known(word)
    assert lexicon.zipf(word) >= lexicon.RAREST
    assert lexicon.weight(word) <= lexicon.zipf(word)
    lexicon.match(word)


def test_importing_repair_loads_no_dictionary() -> None:
    loaded = "import sys, tracker.documents.read; print([m for m in sys.modules if m in {'simplemma', 'wordfreq'}])"
    done = subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("word", ["achten", "stärken", "bauen"])
def test_infinitives_are_known_also_where_the_dictionary_lists_another_word_of_these_letters(word: str) -> None:
    assert lexicon.is_infinitive(word)


@pytest.mark.parametrize("word", ["starken", "Achten", "gut", "offenen"])
def test_other_words_in_n_are_no_infinitives(word: str) -> None:
    assert not lexicon.is_infinitive(word)


@pytest.mark.parametrize(("word", "old"), [("schluß", True), ("gemäß", False), ("straße", False), ("müßte", True)])
def test_spellings_before_the_reform_are_told(word: str, old: bool) -> None:  # noqa: FBT001  # a column of the table
    assert lexicon.spelled_before_reform(word) is old
