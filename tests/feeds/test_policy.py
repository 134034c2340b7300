"""When a source is polled next, and when it counts as stale."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.council import FeedState
from tracker.errors import FeedError
from tracker.feeds import policy
from tracker.feeds.failures import FetchError, Reason

NOW = datetime(2026, 5, 6, 14, 0, tzinfo=UTC)
SIX_HOURS = timedelta(hours=6)

moments = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001  # hypothesis adds the zone
intervals = st.timedeltas(timedelta(hours=1), timedelta(days=30))


@given(st.text(max_size=20), intervals, moments)
def test_a_healthy_source_waits_its_interval_and_up_to_a_tenth_more(feed: str, every: timedelta, now: datetime) -> None:
    due = policy.next_poll(feed, every, now)
    assert due is not None
    assert every <= due - now <= every * 1.1
    assert due == policy.next_poll(feed, every, now)


def test_the_zone_of_a_clock_does_not_matter() -> None:
    here = NOW.astimezone(timezone(timedelta(hours=2)))
    assert policy.next_poll("ost-rat", SIX_HOURS, here) == policy.next_poll("ost-rat", SIX_HOURS, NOW)


def test_sources_do_not_march_in_step() -> None:
    due = {policy.next_poll(f"ort-{n}", SIX_HOURS, NOW) for n in range(50)}
    assert len(due) == 50
    first, last = min(due) - NOW, max(due) - NOW  # type: ignore[type-var, operator]  # none of them rests
    assert first < SIX_HOURS * 1.02
    assert last > SIX_HOURS * 1.08  # the whole tenth is used


@pytest.mark.parametrize(("failures", "hours"), [(1, 1), (2, 2), (3, 4), (4, 8), (5, 16), (6, 24), (7, 24), (1000, 24)])
def test_back_off_doubles_from_one_hour_to_a_day(failures: int, hours: int) -> None:
    assert policy.back_off(failures) == timedelta(hours=hours)
    due = policy.next_poll("ost-rat", SIX_HOURS, NOW, state=FeedState.FAILING, failures=failures)
    assert due is not None
    assert timedelta(hours=hours) <= due - NOW <= timedelta(hours=hours) * 1.1


@pytest.mark.parametrize("state", [FeedState.GONE, FeedState.PAUSED])
def test_a_resting_source_is_not_polled(state: FeedState) -> None:
    assert policy.next_poll("ost-rat", SIX_HOURS, NOW, state=state) is None


@given(st.timedeltas(timedelta(0), timedelta(days=400)), st.integers(0, 8))
def test_retry_after_is_never_undercut_but_for_its_cap(wished: timedelta, failures: int) -> None:
    due = policy.next_poll("ost-rat", SIX_HOURS, NOW, failures=failures, retry_after=wished)
    assert due is not None
    assert due - NOW >= min(wished, timedelta(hours=24))
    assert due - NOW <= timedelta(hours=24) * 1.1


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("120", 120),
        (" 0 ", 0),
        ("999999999", 86400),
        ("Wed, 06 May 2026 15:00:00 GMT", 3600),
        ("Wed, 06 May 2026 13:00:00 GMT", 0),
        ("Wed, 06 May 2026 17:00:00 +0200", 3600),
        ("Wed, 06 May 2026 15:00:00 -0000", 3600),
        ("Thu, 06 May 2027 15:00:00 GMT", 86400),
        ("bald", None),
        ("", None),
        ("-5", None),
        ("1.5", None),
    ],
)
def test_retry_after_in_both_forms(header: str, seconds: int | None) -> None:
    wished = policy.retry_after(header, NOW)
    assert wished == (None if seconds is None else timedelta(seconds=seconds))


@given(st.text(max_size=40))
def test_any_retry_after_is_read_without_an_error(header: str) -> None:
    wished = policy.retry_after(header, NOW)
    assert wished is None or timedelta(0) <= wished <= timedelta(hours=24)


def test_only_410_ends_a_source() -> None:
    states = {
        reason: policy.state_after(FetchError(reason, feed="ost", url="https://ost.example/", limit=15, ca_file=""))
        for reason in Reason
    }
    assert states.pop(Reason.GONE) is FeedState.GONE
    assert set(states.values()) == {FeedState.FAILING}


def test_a_server_that_raised_may_ask_for_a_pause_and_nobody_else() -> None:
    busy = FetchError(Reason.BUSY, feed="ost", url="https://ost.example/", retry_after="Wed, 06 May 2026 15:00:00 GMT")
    assert policy.wished_pause(busy, NOW) == timedelta(hours=1)
    assert policy.wished_pause(FeedError("Quelle gestört"), NOW) is None


def test_a_source_is_stale_after_three_intervals_without_success() -> None:
    assert not policy.is_stale(NOW - 3 * SIX_HOURS, SIX_HOURS, NOW)
    assert policy.is_stale(NOW - 3 * SIX_HOURS - timedelta(seconds=1), SIX_HOURS, NOW)
    assert not policy.is_stale(None, SIX_HOURS, NOW)


@pytest.mark.parametrize("state", list(FeedState))
@pytest.mark.parametrize("hours", [18, 19])
def test_staleness_outweighs_every_state_but_rest(state: FeedState, hours: int) -> None:
    shown = policy.shown_state(state, NOW - timedelta(hours=hours), timedelta(hours=6), NOW)
    resting = state in {FeedState.GONE, FeedState.PAUSED}
    assert shown is (state if resting or hours == 18 else FeedState.STALE)
