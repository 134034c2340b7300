"""How people who judged are named in public: by initials, never by more than they agreed to."""

import re
from collections import Counter
from collections.abc import Mapping

_WORD = re.compile(r"[^\W\d_]")


def initials(name: str) -> str:
    """Ada von Anker-Boje becomes A. v. A.: enough to tell two volunteers apart, not enough to look one up."""
    letters = [found.group() for word in name.split() if (found := _WORD.search(word))]
    return " ".join(f"{letter}." for letter in letters[:3]) or "–"


def signatures(names: Mapping[int, str]) -> dict[int, str]:
    """Initials by row, told apart where two people share them: who came later gets a number, and keeps it."""
    seen: Counter[str] = Counter()
    signed = {}
    for row in sorted(names):
        short = initials(names[row])
        seen[short] += 1
        signed[row] = short if seen[short] == 1 else f"{short} ({seen[short]})"
    return signed
