"""The joints of a clause: what is coordinated, where it is joined, and which words stand free of subordination."""

from tracker.extraction.clauses import Clause, Part, set_aside
from tracker.extraction.wordlists import listed
from tracker.german.tags import Word

_INFINITIVES = {"VV(INF)", "VV(IZU)"}
_PURPOSE = {"um", "ohne", "statt", "anstatt"}
OBLIQUE = listed("""
    der dem des einem einer eines deren dessen unserer unserem unseres ihrer ihrem ihres seiner seinem seines
    keiner keinem keines vieler aller dieser diesem dieses
""")
"""Determiners that an object in the accusative does not have."""


def free_indices(clause: Clause) -> list[int]:
    """Indices outside of subordinate clauses, of brackets, and of clauses that only give a purpose ("um … zu")."""
    words = clause.words
    free: list[int] = []
    purpose = False
    for segment in clause.segments:
        opening = {words[i].low for i in range(segment.first, min(segment.first + 3, segment.last))}
        purpose = segment.part is Part.INFINITIVE and (purpose or bool(opening & _PURPOSE))
        if segment.part is Part.SUBORDINATE or purpose:
            continue
        free.extend(range(segment.first, segment.last))
    inside = set_aside(words)
    return [i for i in free if i not in inside]


def is_joint(word: Word) -> bool:
    """Whether a comma or conjunction joins what stands before and behind it."""
    return word.text == "," or word.low in {"und", "sowie", "oder", "&"}


def is_infinitive(clause: Clause, index: int) -> bool:
    """Whether a verb says what is done: an infinitive, or a late plural that looks finite."""
    word = clause.words[index]
    if word.tag in _INFINITIVES:
        return True
    late_plural = clause.finite is not None and index > clause.finite and word.low.endswith("n")
    return word.tag == "VV(FIN)" and late_plural
