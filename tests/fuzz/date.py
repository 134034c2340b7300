"""Any text as a date: a day that exists, or none."""

from datetime import UTC, date, datetime

from tests.fuzz.running import fuzz
from tracker.feeds import dates, policy

NOW = datetime(2026, 3, 14, 9, 30, tzinfo=UTC)


def target(data: bytes) -> None:
    """Days, moments and the pause that a server wishes for."""
    text = data.decode("utf-8", "replace")
    assert all(isinstance(day, date) for day in dates.days(text, NOW))
    moment = dates.moment(text, NOW)
    assert moment is None or moment.tzinfo is not None
    pause = policy.retry_after(text, NOW)
    assert pause is None or pause.total_seconds() >= 0


if __name__ == "__main__":
    fuzz(target)
