"""Word lists and patterns written so that they read as lists."""

import re


def listed(text: str) -> frozenset[str]:
    """The words of a text as a set."""
    return frozenset(text.split())


def phrases(text: str, *, flags: int = 0) -> re.Pattern[str]:
    """A pattern that finds any of the phrases, one a line (each a regular expression), as whole words."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return re.compile(rf"\b(?:{'|'.join(lines)})(?!\w)", flags)
