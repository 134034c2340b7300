"""Which promises say the same: suggested by their words, never by anything else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.promise import Kinship
from tracker.domain.questionnaire import Number
from tracker.extraction.kinship import Kin, Pledge, kin

BRIDGE, GARDENERS = "Bürgerliste Blaue Brücke", "Die Gärtnerpartei"

ALIKE = [
    ("Wir werden die Radwege an der Hafenstraße ausbauen", "Wir wollen den Ausbau der Radwege an der Hafenstraße"),
    ("Wir werden die Bücherei am Sonntag öffnen", "Mit uns werden die Büchereien sonntags geöffnet"),
    ("Wir wollen das Radwegenetz ausbauen", "Wir fordern den Ausbau der Radwege"),
    ("Wir werden die Gewerbesteuer senken", "Wir setzen uns für eine Senkung der Gewerbesteuer ein"),
]
DIFFERENT = [
    ("Wir werden die Gewerbesteuer senken", "Wir werden die Gewerbesteuer erhöhen"),
    ("Wir wollen die Spielplätze sanieren", "Wir wollen die Turnhallen sanieren"),
    ("Daran werden wir festhalten", "Daran werden wir festhalten"),
    ("Wir setzen uns für Kinder ein", "Wir setzen uns für die Umwelt ein"),
]


def pledge(text: str, id_: str = "p-1", respondent: str = BRIDGE, **over) -> Pledge:
    return Pledge(id_, respondent, text, text, **over)


def pair(a: str, b: str, respondent: str = BRIDGE) -> list[Kin]:
    return kin([pledge(a), pledge(b, "p-2", respondent)])


@pytest.mark.parametrize(("a", "b"), ALIKE)
def test_promises_that_share_their_telling_words_are_alike(a: str, b: str) -> None:
    (found,) = pair(a, b)
    assert (found.first, found.second, found.kinship) == ("p-1", "p-2", Kinship.SAME)
    assert found.shared


@pytest.mark.parametrize(("a", "b"), DIFFERENT)
def test_other_things_opposites_and_mere_pointers_are_not(a: str, b: str) -> None:
    assert pair(a, b) == []


def test_what_another_respondent_promises_is_also_promised() -> None:
    (found,) = pair(*ALIKE[0], respondent=GARDENERS)
    assert found.kinship is Kinship.ALSO_PROMISED


def test_a_negation_or_another_figure_keeps_promises_apart() -> None:
    text = "Wir werden Wohnungen am Hafen bauen"
    assert kin([pledge(text), pledge(text, "p-2", negated=True)]) == []
    few, many = (Number(f"{n} Wohnungen", n, "Wohnungen") for n in (20, 200))
    assert kin([pledge(text, numbers=(few,)), pledge(text, "p-2", numbers=(many,))]) == []
    assert len(kin([pledge(text, numbers=(few,)), pledge(text, "p-2", numbers=(few,))])) == 1


@given(st.lists(st.sampled_from([text for couple in ALIKE for text in couple]), max_size=6))
def test_kinship_is_mutual_and_its_order_does_not_depend_on_ours(texts: list[str]) -> None:
    pledges = [pledge(text, f"p-{i}") for i, text in enumerate(texts)]

    def met(found: list[Kin]) -> set[tuple[frozenset[str], float]]:
        return {(frozenset({k.first, k.second}), k.score) for k in found}

    assert met(kin(pledges)) == met(kin(pledges[::-1]))
