"""How people who judged are named in public: by initials, never by more than they agreed to."""

import re

_WORD = re.compile(r"[^\W\d_]")


def initials(name: str) -> str:
    """Ada von Anker-Boje becomes A. v. A.: enough to tell two volunteers apart, not enough to look one up."""
    letters = [found.group() for word in name.split() if (found := _WORD.search(word))]
    return " ".join(f"{letter}." for letter in letters[:3]) or "–"
