from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.link import WEEK, left_this_week

START = datetime(2026, 3, 14, tzinfo=UTC)


@given(
    budget=st.integers(0, 5),
    waiting=st.integers(0, 30),
    pauses=st.lists(st.timedeltas(timedelta(0), timedelta(days=9)), max_size=40),
)
def test_no_seven_days_bring_more_than_the_budget_and_every_place_is_used(budget, waiting, pauses):
    given_at, now = [], START
    for pause in pauses:
        now += pause
        given_at += [now] * min(left_this_week(given_at, budget, now), waiting - len(given_at))
    assert all(sum(at <= other < at + WEEK for other in given_at) <= budget for at in given_at)
    if budget and now - START >= WEEK * (waiting // budget + 1) and all(p <= timedelta(days=1) for p in pauses):
        assert len(given_at) == waiting


def test_a_suggestion_from_a_clock_set_back_counts():
    assert left_this_week([START + timedelta(days=1)], 3, START) == 2
    assert left_this_week([START - WEEK], 3, START) == 3
