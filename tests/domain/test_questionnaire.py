import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.questionnaire import Act, Span, Statement, same_stretch

spans = st.tuples(st.integers(0, 500), st.integers(0, 500)).map(lambda p: Span(min(p), max(p)))


@given(spans, spans)
def test_overlap_is_symmetric_and_never_longer_than_either(a, b):
    assert a.overlap(b) == b.overlap(a) <= min(len(a), len(b))


@given(spans, spans)
def test_same_stretch_is_symmetric(a, b):
    assert same_stretch(a, b) == same_stretch(b, a)


def test_a_slightly_different_cut_is_the_same_statement_and_a_neighbour_is_not():
    assert same_stretch(Span(100, 200), Span(110, 205))
    assert not same_stretch(Span(100, 200), Span(200, 300))
    assert not same_stretch(Span(100, 200), Span(100, 149))


@pytest.mark.parametrize("ends", [(-1, 3), (5, 4)])
def test_a_span_runs_forward_inside_the_text(ends):
    with pytest.raises(ValueError, match="no span"):
        Span(*ends)


def test_a_commitment_carries_its_fields_and_nothing_else_does():
    with pytest.raises(ValueError, match="disagree"):
        Statement("1", Act.COMMITMENT, Span(0, 3), "abc", "abc", 0.9, "rule")
