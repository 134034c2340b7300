"""Texts written with ae, oe and ue for umlauts: not damaged, and read like any other."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.documents.damage import gauge, written_with_digraphs
from tracker.documents.digraphs import digraph_edits, with_umlauts
from tracker.documents.read import read
from tracker.domain.edits import apply_edits, disjoint

WRITTEN = (
    "Die Buergerliste Blaue Bruecke moechte neue Wege fuer Musterstadt-Ost. Aktuell fehlen Gelaender und Laternen. "
    "Ueber die Steuer entscheidet der Rat, wir koennen zuerst nur Massnahmen pruefen. "
)
MEANT = (
    "Die Bürgerliste Blaue Brücke möchte neue Wege für Musterstadt-Ost. Aktuell fehlen Geländer und Laternen. "
    "Über die Steuer entscheidet der Rat, wir können zuerst nur Maßnahmen prüfen. "
)

WORDS = [
    ("fuer", "für"),
    ("Oeffnungszeiten", "Öffnungszeiten"),
    ("gemaess", "gemäß"),
    ("Groesse", "Größe"),
    ("Lueckenschluss", "Lückenschluss"),
    ("Bruecken", "Brücken"),
    ("Quelle", "Quelle"),
    ("neue", "neue"),
    ("Steuer", "Steuer"),
    ("Poet", "Poet"),
    ("muss", "muss"),
    ("Masse", "Masse"),
    ("Wuelferskamp", "Wülferskamp"),
]


@pytest.mark.parametrize(("written", "meant"), WORDS, ids=[written for written, _ in WORDS])
def test_a_word_gets_the_umlauts_that_it_has(written: str, meant: str) -> None:
    assert with_umlauts(written)[0] == meant


def test_such_a_text_is_not_damaged() -> None:
    assert written_with_digraphs(WRITTEN)
    assert not gauge(WRITTEN * 5).damaged


def test_it_is_read_with_edits_and_stays_as_it_was() -> None:
    document = read(WRITTEN.encode(), "a.txt")
    assert document.text == WRITTEN
    assert apply_edits(document.text, document.edits) == MEANT


def test_a_text_with_umlauts_of_its_own_is_left_alone() -> None:
    assert not written_with_digraphs(MEANT + "Mail an buergerbuero@example.org, fuer alle.")


@given(st.text(alphabet="aeouAsqnfr \n", max_size=80))
def test_edits_fit_whatever_the_text(text: str) -> None:
    text = "fuer ueber " + text
    edits = tuple(digraph_edits(text))
    assert disjoint(edits)
    apply_edits(text, edits)
