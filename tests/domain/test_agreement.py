"""Figures computed by hand after the published formula, and those of the published example."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.agreement import Level, alpha

# The example of Krippendorff (2011): four observers, twelve units, missing values left out.
PUBLISHED = [
    (1, 1, 1),
    (2, 2, 3, 2),
    (3, 3, 3, 3),
    (3, 3, 3, 3),
    (2, 2, 2, 2),
    (1, 2, 3, 4),
    (4, 4, 4, 4),
    (1, 1, 2, 1),
    (2, 2, 2, 2),
    (5, 5, 5),
    (1, 1),
    (3,),
]


def test_the_published_example_comes_out_as_published():
    nominal, ordinal = alpha(PUBLISHED), alpha(PUBLISHED, scale=(1, 2, 3, 4, 5))
    assert nominal.alpha == pytest.approx(0.743, abs=0.0005)
    assert ordinal.alpha == pytest.approx(0.815, abs=0.0005)
    assert (nominal.units, nominal.values) == (11, 40)


def test_two_coders_and_two_values_by_hand():
    # Units: aa, aa, bb, ab. Coincidences: aa 4, bb 2, ab 1, ba 1; n_a = 5, n_b = 3, n = 8.
    # D_o = 2, D_e = 2 * 5 * 3 = 30, so alpha = 1 - 7 * 2 / 30.
    assert alpha(["aa", "aa", "bb", "ab"]).alpha == pytest.approx(1 - 14 / 30)


def test_ranks_far_apart_weigh_more_by_hand():
    # Units: 11, 22, 33, 13. n_1 = 3, n_2 = 2, n_3 = 3, n = 8.
    # d(1,2) = (3 + 2 - 2.5)^2 = 6.25, d(2,3) = 6.25, d(1,3) = (8 - 3)^2 = 25.
    # D_o = 2 * 25 = 50; D_e = 2 * (6 * 6.25 + 6 * 6.25 + 9 * 25) = 600; alpha = 1 - 7 * 50 / 600.
    found = alpha([(1, 1), (2, 2), (3, 3), (1, 3)], scale=(1, 2, 3))
    assert found.alpha == pytest.approx(1 - 350 / 600)
    assert found.level is Level.ORDINAL


def test_full_agreement_is_one_and_the_opposite_is_below_zero():
    assert alpha(["aa", "bb"]).alpha == 1
    assert alpha(["ab", "ba"]).alpha < 0


@pytest.mark.parametrize("units", [[], ["a"], ["aa", "aa"]])
def test_where_nothing_varies_or_nobody_looked_twice_there_is_no_figure(units):
    assert alpha(units).alpha is None


def test_a_value_that_is_not_on_the_scale_is_refused():
    with pytest.raises(ValueError, match="not on the scale"):
        alpha([(1, 9)], scale=(1, 2))


UNITS = st.lists(st.lists(st.sampled_from("abc"), min_size=1, max_size=4), max_size=12)


@given(UNITS)
def test_alpha_is_never_above_one_and_does_not_depend_on_the_order(units):
    found = alpha(units)
    assert found == alpha([list(reversed(unit)) for unit in reversed(units)]) or found.alpha == pytest.approx(
        alpha([list(reversed(unit)) for unit in reversed(units)]).alpha
    )
    assert found.alpha is None or found.alpha <= 1 + 1e-9
