"""Names of places and people that no dictionary lists: read by the few signs that stand for one letter only.

A name found by its signs also tells how the same name was printed where only its dots are lost: "Héchfelden" turns the
"Hochfelden" of the same text into "Höchfelden".
"""

import re
from collections.abc import Iterable

from tracker.documents.readings import Reading

_SIGNS = (
    ("ü as ii", re.compile("ii"), "ü"),
    ("ö as é", re.compile(r"é(?=\w)"), "ö"),  # "Café" keeps its accent
    ("ö as 6", re.compile(r"(?<=[a-z])6(?=[a-z])"), "ö"),
    ("ü as U", re.compile(r"(?<=\w)U(?=[a-z]{2})"), "ü"),
    ("ö as O", re.compile(r"(?<=\w)O(?=[a-z]{2})"), "ö"),
    ("ß as B", re.compile(r"(?<=[aeiouäöü])(?:[BR&@]|[lf]3)(?=[a-z]{2})"), "ß"),
)
_SHORTEST, _ABBREVIATION = 4, 6
"""Letters. Up to six of them with a capital inside may be an abbreviation ("StuRa")."""

_NAME = re.compile(r"[A-ZÄÖÜ][a-zäöüß]+")
_DOTLESS = str.maketrans("äöü", "aou")


def named(raws: Iterable[str]) -> dict[str, Reading]:
    """Readings of those unknown words (with a capital) that signs or their likes in the same text tell."""
    unknown = {raw for raw in raws if len(raw) >= _SHORTEST and raw[0].isupper() and not raw.isupper()}
    found = {raw: reading for raw in unknown if (reading := by_signs(raw))}
    printed = {reading.word.translate(_DOTLESS): reading.word for reading in found.values()}
    for raw in unknown - found.keys():
        if raw in printed:
            found[raw] = Reading(printed[raw], 0.0, ("as elsewhere",), name=True)
    return found


def by_signs(raw: str) -> Reading | None:
    """The name that the signs in a word tell; None where there are none, or where others stay."""
    word, rules = raw, []
    for rule, sign, letter in _SIGNS:
        if sign.search(word) and (len(word) > _ABBREVIATION or rule in {"ü as ii", "ö as é"}):
            word = sign.sub(letter, word)
            rules.append(rule)
    return Reading(word, 0.0, tuple(rules), name=True) if rules and _NAME.fullmatch(word) else None
