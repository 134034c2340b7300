"""Any bytes as a feed: brought into a form that a parser may see, or refused as a source that cannot be read."""

from datetime import UTC, datetime

from tests.fuzz.running import fuzz
from tracker.errors import TrackerError
from tracker.feeds import ics, markup, strict_yaml

NOW = datetime(2026, 3, 14, 9, 30, tzinfo=UTC)


def target(data: bytes) -> None:
    """The markup before the parser (which runs in a child of its own), a calendar, and a feeds.yaml."""
    text = data.decode("utf-8", "replace")
    for read in (
        lambda: markup.prepared(data),
        lambda: ics.meetings_of(text, NOW),
        lambda: strict_yaml.parse(text, name="feeds.yaml"),
    ):
        try:
            read()
        except (TrackerError, markup.DoubtError):
            continue


if __name__ == "__main__":
    fuzz(target)
