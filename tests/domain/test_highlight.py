import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.highlight import Piece, around, flowed, hit_pieces, plain, repaired_pieces
from tracker.domain.questionnaire import Edit, Span

TEXT = "Ja. Wir bauen den Radweg. Das ist gut."


def test_the_quote_is_marked_inside_its_answer():
    found = repaired_pieces(TEXT, Span(0, len(TEXT)), Span(4, 25), [])
    assert found == (Piece("Ja. "), Piece("Wir bauen den Radweg.", marked=True), Piece(" Das ist gut."))


def test_uncertain_repaired_words_carry_their_other_readings():
    text = "Wir Offnen das Bad."
    edits = [Edit(Span(4, 10), "Offnen", "öffnen", "umlaut", 0.6, ("hoffen",), uncertain=True)]
    found = repaired_pieces(text, Span(0, len(text)), Span(0, 14), edits)
    assert plain(found) == "Wir öffnen das Bad."
    assert found[1] == Piece("öffnen", marked=True, alternatives=("hoffen",))


def test_repairs_outside_the_shown_stretch_are_left_out():
    edits = [Edit(Span(0, 2), "Ja", "Nein", "joke", 0.9)]
    assert plain(repaired_pieces(TEXT, Span(4, 25), Span(4, 25), edits)) == "Wir bauen den Radweg."


@given(st.text(max_size=60), st.integers(0, 60), st.integers(0, 60))
def test_cutting_loses_no_character(text, a, b):
    start, end = sorted((min(a, len(text)), min(b, len(text))))
    assert plain(repaired_pieces(text, Span(0, len(text)), Span(start, end), [])) == text


@given(st.text(max_size=60), st.lists(st.text(max_size=8), max_size=3))
def test_marking_hits_loses_no_character(text, terms):
    assert plain(hit_pieces(text, terms)) == text


@pytest.mark.parametrize(
    ("terms", "hits"),
    [
        (["Radweg"], ["Radwege"]),
        (["Kita (Kindertagesstätten)"], ["Kindertagesstätte"]),
        (["Bus"], []),
        (["bauen"], ["bauen"]),
    ],
)
def test_other_forms_of_a_term_are_hits(terms, hits):
    text = "Radwege bauen, eine Kindertagesstätte, kein Busbahnhof"
    assert [p.text for p in hit_pieces(text, terms) if p.marked] == hits


def test_a_long_answer_is_cut_at_words_around_the_quote():
    text = "eins zwei drei QUOTE vier fünf sechs"
    shown = around(text, Span(15, 20), Span(0, len(text)), 8)
    assert shown.of(text) == "drei QUOTE vier"


@pytest.mark.parametrize(
    ("printed", "shown"),
    [
        ("Wir bauen\nden Radweg.", "Wir bauen den Radweg."),
        ("Ein Absatz.\n\nNoch einer.", "Ein Absatz.\n\nNoch einer."),
        ("Wir wollen:\n- Bäume\n• Bänke\n2. Brunnen", "Wir wollen:\n- Bäume\n• Bänke\n2. Brunnen"),
    ],
)
def test_a_text_flows_but_keeps_its_paragraphs_and_points(printed, shown):
    assert flowed(printed) == shown


@given(st.text(alphabet="ab \n-1."))
def test_flowing_keeps_every_offset(text):
    assert len(flowed(text)) == len(text)
