"""Any bytes as a web page: read as plain text without a single tag that a browser would act on."""

from tests.fuzz.running import fuzz
from tracker.feeds.html_lines import lines_of


def target(data: bytes) -> None:
    """Lines of text without line ends; what looks like markup in them was text, and is escaped where it is shown."""
    for line in lines_of(data):
        assert "\n" not in line
        assert line == line.strip()


if __name__ == "__main__":
    fuzz(target)
