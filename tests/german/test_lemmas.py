import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.german.lemmas import LONGEST_WORD, fold, lemma, stem, ungendered


@pytest.mark.parametrize(
    ("gendered", "plain"),
    [
        ("Bürger*innen", "Bürger"),
        ("Bürger:innen", "Bürger"),
        ("Bürger_innen", "Bürger"),
        ("BürgerInnen", "Bürger"),
        ("Bürger/-innen", "Bürger"),
        ("Bürger/innen", "Bürger"),
        ("Kund:innen", "Kunde"),
        ("Ärzt*innen", "Arzt"),
        ("Innenstadt", "Innenstadt"),
        ("Haus", "Haus"),
    ],
)
def test_gender_marks_are_taken_off(gendered, plain):
    assert ungendered(gendered) == plain


@pytest.mark.parametrize(
    ("form", "base"),
    [
        ("Unterkünften", "Unterkunft"),
        ("Bürgerinnen", "Bürger"),
        ("Lehrerin", "Lehrer"),
        ("geförderter", "fördern"),
        ("unterzubringen", "unterbringen"),
        ("Geflüchteten", "Geflüchtete"),
        ("Geflüchteter", "Geflüchtete"),
        ("KITA", "Kita"),
        ("Gebuehren", "Gebühr"),
        ("Schulsanierungen", "Schulsanierung"),
        ("Xyzzy", "Xyzzy"),
    ],
)
def test_forms_lead_to_the_dictionary_form(form, base):
    assert lemma(form) == base


@pytest.mark.parametrize("word", ["Termin", "Verein", "Mieter", "Magazin"])
def test_words_that_only_look_feminine_or_declined_stay(word):
    assert lemma(word) == word


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("sanieren", "Sanierung"),
        ("fördern", "Förderung"),
        ("entwickeln", "Entwicklung"),
        ("zahlen", "Zahlung"),
        ("barrierefrei", "Barrierefreiheit"),
        ("klimaneutral", "Klimaneutralität"),
        ("digital", "Digitalisierung"),
        ("Schule", "schulisch"),
        ("bauen", "Bau"),
        ("ausbauen", "Ausbau"),
        ("Straße", "Strassen"),
        ("Gebühren", "Gebuehr"),
        ("Zuschüsse", "Zuschuß"),
        ("Geflüchtete", "Geflüchteten"),
    ],
)
def test_words_of_one_family_share_a_stem(one, other):
    assert stem(one) == stem(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Satzung", "Satz"), ("Zeitung", "Zeit"), ("fordern", "fördern"), ("Zahlung", "Zählung"), ("Miete", "Mieter")],
)
def test_words_that_only_look_alike_keep_apart(one, other):
    assert stem(one) != stem(other)


def test_folding_writes_umlauts_out():
    assert fold("Straßenbahnführer") == "strassenbahnfuehrer"


def test_a_monster_word_is_left_alone():
    monster = "Q" * (LONGEST_WORD + 1)
    assert lemma(monster) == monster


@settings(deadline=None)
@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyzäöüßABCDEÄÖÜ", min_size=1, max_size=30))
def test_any_letters_have_a_stem_without_umlauts(word):
    assert stem(word)
    assert not set(stem(word)) & set("äöüß")
