"""The numbers and bullets that a word processor sets itself: they are seen on paper but stand nowhere in the text."""

from collections import defaultdict
from dataclasses import dataclass, field

from tracker.documents.foreign.writer import BULLET

_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list is marked. `pattern` has %1 to %9 for the numbers of the levels ("%1.%2")."""

    style: str = "bullet"
    pattern: str = "%1."
    first: int = 1


@dataclass(slots=True)
class Counter:
    """Counts the entries of lists; `levels` are known by list and depth (from 0)."""

    levels: dict[tuple[str, int], Level]
    _numbers: dict[str, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))

    def mark(self, name: str, depth: int) -> str:
        """The mark of the next entry, with a blank behind it; empty where the list shows none."""
        level = self.levels.get((name, depth), Level())
        if level.style == "none":
            return ""
        numbers = self._numbers[name]
        numbers[depth] = numbers.get(depth, level.first - 1) + 1
        for deeper in [d for d in numbers if d > depth]:
            del numbers[deeper]
        if level.style == "bullet":
            return BULLET
        pattern = level.pattern
        for place in range(9):
            if f"%{place + 1}" in pattern:
                shown = self.levels.get((name, place), level)
                pattern = pattern.replace(f"%{place + 1}", _written(numbers.get(place, shown.first), shown.style))
        return f"{pattern} " if pattern.strip() else ""


def _written(number: int, style: str) -> str:
    if style.lower() in {"lowerletter", "upperletter", "a"}:
        letter = chr(ord("a") + (number - 1) % 26)
        return letter.upper() if style in {"upperLetter", "A"} else letter
    if style.lower() in {"lowerroman", "upperroman", "i"} and number < 40:
        roman = _roman(number)
        return roman.upper() if style in {"upperRoman", "I"} else roman
    return str(number)


def _roman(number: int) -> str:
    letters = ""
    for value, sign in _ROMAN:
        while number >= value:
            letters, number = letters + sign, number - value
    return letters
