"""Compounds and their parts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.german import compounds

PARTS = [
    ("Brückenfestplatz", "Brücken festplatz"),
    ("Jugendbeteiligungsbüro", "Jugend beteiligungs büro"),
    ("Radwegekonzept", "Radwege konzept"),
    ("Klimaschutzbeirat", "Klimaschutz beirat"),
    ("Quartiersparkhäuser", "Quartiers parkhäuser"),
    ("Spielplatzpatenschaft", "Spielplatz patenschaft"),
]


@pytest.mark.parametrize(("word", "parts"), PARTS, ids=[word for word, _ in PARTS])
def test_a_compound_falls_into_its_parts(word: str, parts: str) -> None:
    assert [p.lower() for p in compounds.split(word)] == parts.lower().split()


@pytest.mark.parametrize("word", ["Straße", "für", "Wexlbrunn", "xqzvwk", "", "CO2"])
def test_words_of_the_dictionary_and_unknown_ones_stay_whole(word: str) -> None:
    assert compounds.split(word) == (word,)


@given(st.text(max_size=80))
def test_the_parts_make_the_word_again(word: str) -> None:
    assert "".join(compounds.split(word)) == word


def test_a_frequent_pair_is_more_plausible_than_three_rare_parts() -> None:
    assert compounds.plausibility([5.0, 4.0]) > compounds.plausibility([4.0, 4.0]) > compounds.plausibility([4.0] * 3)
