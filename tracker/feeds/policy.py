"""When to poll a source next and how it is doing: pure decisions, no clock and no randomness."""

import hashlib
import math
import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from tracker.domain.council import FeedState
from tracker.errors import FeedError
from tracker.feeds.failures import FetchError, Reason

FIRST_BACK_OFF = timedelta(hours=1)
LONGEST_WAIT = timedelta(hours=24)
JITTER = 0.1
STALE_INTERVALS = 3
SIGHTINGS = 3
"""How often in a row a permanent redirect or a much shorter list must be seen before it is believed."""


def next_poll(
    feed: str,
    every: timedelta,
    now: datetime,
    *,
    state: FeedState = FeedState.OK,
    failures: int = 0,
    retry_after: timedelta | None = None,
) -> datetime | None:
    """When to poll next; None where a source rests until a person acts (`gone`, `paused`).

    `failures` counts failed polls in a row, this one included: 1 h, 2 h, 4 h … up to 24 h. Else the interval. Both get
    up to 10 % on top, spread by feed and time so that sources do not march in step. A server's Retry-After is never
    undercut, but heeded for 24 h at most.
    """
    if state in {FeedState.GONE, FeedState.PAUSED}:
        return None
    wait = back_off(failures) if failures else every
    wait += wait * JITTER * _fraction(f"{feed} {now.astimezone(UTC).isoformat()}")
    if retry_after is not None:
        wait = max(wait, min(retry_after, LONGEST_WAIT))
    return now + wait


def back_off(failures: int) -> timedelta:
    """The wait after so many failures in a row."""
    doublings = min(max(failures - 1, 0), math.ceil(math.log2(LONGEST_WAIT / FIRST_BACK_OFF)))
    return min(FIRST_BACK_OFF * (1 << doublings), LONGEST_WAIT)


def _fraction(seed: str) -> float:
    """A number in [0, 1) that is the same for the same text on every machine."""
    return int.from_bytes(hashlib.sha256(seed.encode()).digest()[:7]) / 2**56


def retry_after(header: str, now: datetime) -> timedelta | None:
    """What a Retry-After header asks for, in seconds or as a date, up to 24 h; None where it says nothing readable."""
    text = header.strip()
    if re.fullmatch(r"\d{1,9}", text):
        return min(timedelta(seconds=int(text)), LONGEST_WAIT)
    try:
        until = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return min(max(until - now, timedelta(0)), LONGEST_WAIT)


def state_after(error: FeedError) -> FeedState:
    """How a source stands after a poll that raised."""
    if isinstance(error, FetchError) and error.reason is Reason.GONE:
        return FeedState.GONE
    return FeedState.FAILING


def wished_pause(error: FeedError, now: datetime) -> timedelta | None:
    """How long the server that raised asked us to wait; None where it did not."""
    return retry_after(error.retry_after, now) if isinstance(error, FetchError) else None


def is_stale(last_success: datetime | None, every: timedelta, now: datetime) -> bool:
    """Whether three intervals passed without success.

    A source that never succeeded is measured from its first attempt: pass that; None (never tried) is not stale.
    """
    return last_success is not None and now - last_success > STALE_INTERVALS * every


def shown_state(state: FeedState, last_success: datetime | None, every: timedelta, now: datetime) -> FeedState:
    """How a source stands for people: `stale` outweighs what its last poll came to, but for one that rests.

    `last_success` as for `is_stale`.
    """
    resting = state in {FeedState.GONE, FeedState.PAUSED}
    return FeedState.STALE if not resting and is_stale(last_success, every, now) else state
