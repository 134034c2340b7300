"""Any text cut into sentences: nothing added, nothing moved."""

from tests.fuzz.running import fuzz
from tracker.german.sentences import sentences


def target(data: bytes) -> None:
    """Tokens are stretches of the text, in order."""
    text = data.decode("utf-8", "replace")
    end = 0
    for sentence in sentences(text):
        for token in sentence:
            assert end <= token.start < token.end <= len(text)
            end = token.end


if __name__ == "__main__":
    fuzz(target)
