import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.search import needle, searchable

STREET = searchable("Wir pflanzen Bäume an der Lindenstraße.")


@pytest.mark.parametrize(
    "typed",
    ["Bäume", "baeume", "BAUME", "bäume", "ba\u0308ume", "lindenstrasse", "STRASSE", "straße", "äum", "b\u200aäume"],
)
def test_umlauts_case_and_sharp_s_do_not_matter(typed):
    assert needle(typed).found_in(STREET)


def test_a_text_with_written_out_umlauts_is_found_by_umlauts():
    assert needle("Bäume").found_in(searchable("Baeume an der Strasse"))


def test_all_words_must_be_there_in_any_order():
    assert needle("linden pflanzen").found_in(STREET)
    assert not needle("linden fällen").found_in(STREET)


@pytest.mark.parametrize("typed", ["", "   ", "\n"])
def test_an_empty_question_finds_everything(typed):
    assert needle(typed).found_in(STREET)


@pytest.mark.parametrize(("typed", "text"), [("cafe", "Das Café"), ("café", "das cafe"), ("①", "Platz 1")])
def test_accents_and_compatible_characters_do_not_matter(typed, text):
    assert needle(typed).found_in(searchable(text))


@given(st.text(max_size=80))
def test_every_word_of_a_text_finds_it(text):
    assert all(needle(word).found_in(searchable(text)) for word in text.split())


@given(st.text())
def test_any_question_can_be_asked(typed):
    assert needle(typed).found_in(STREET) in {True, False}
    assert len(needle(typed).words) <= 12
