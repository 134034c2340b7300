from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.linking.reissue import Told, is_reissue

OLD = Told("Sachstand zum Radweg an der Lindenallee", "0815/2026", day=date(2026, 3, 10))
NAMELESS = replace(OLD, reference="")


@pytest.mark.parametrize(
    ("old", "new", "again"),
    [
        (OLD, OLD, True),
        (OLD, replace(OLD, title="Sachstand Radweg Lindenallee"), True),
        (OLD, replace(OLD, title="Neufassung der Hundesteuersatzung"), False),
        (OLD, replace(OLD, reference="0816/2026"), False),
        (OLD, replace(OLD, reference="0815/2026-E1"), False),
        (OLD, replace(NAMELESS, title="Sachstand zum Radweg an der Linden-Allee"), True),
        (NAMELESS, replace(NAMELESS, day=date(2026, 5, 1)), True),
        (NAMELESS, replace(NAMELESS, day=date(2027, 3, 1)), False),
        (NAMELESS, replace(NAMELESS, title="Sachstand zum Gehweg an der Ulmenallee"), False),
        (Told("Haushalt der Stadt für 2026"), Told("Haushalt der Stadt für 2027"), False),
        (Told("Verschiedenes"), Told("Verschiedenes"), False),
        (
            replace(NAMELESS, text="Der Radweg ist geplant und wird gebaut"),
            replace(NAMELESS, text="Der Rat lehnt alles ab, weil Geld fehlt"),
            False,
        ),
        (
            replace(NAMELESS, text="Der Radweg ist geplant und wird gebaut"),
            replace(NAMELESS, text="Der Radweg ist geplant und wird bald gebaut"),
            True,
        ),
    ],
    ids=[
        "itself",
        "same number, shorter title",
        "same number, another matter",
        "another number",
        "an amendment",
        "a typist's change",
        "the next meeting",
        "a year later",
        "a similar title",
        "another year's budget",
        "a title of many papers",
        "a text written anew",
        "a word added",
    ],
)
def test_the_same_paper_is_known_again(old, new, again):
    assert is_reissue(old, new) is again


told = st.builds(Told, st.text(max_size=40), st.sampled_from(["", "1/26", "2/26"]), st.text(max_size=40))


@given(told, told)
def test_which_of_two_came_first_makes_no_difference_to_numbers_and_figures(one, other):
    if one.reference and other.reference and one.reference != other.reference:
        assert not is_reissue(one, other)
        assert not is_reissue(other, one)


def test_long_titles_take_no_longer():
    assert is_reissue(Told("Lindenallee " * 100_000), Told("Lindenallee " * 100_000, text="x " * 1_000_000))
