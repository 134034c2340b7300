"""Lists of objects under one verb: "Bänke, Körbe und Brunnen aufstellen" promises three things."""

import re
from collections.abc import Sequence
from itertools import pairwise

from tracker.extraction.clauses import Clause, Part
from tracker.extraction.joints import OBLIQUE, free_indices, is_infinitive, is_joint
from tracker.extraction.lexicon import CREATING
from tracker.german.tags import Word

_OBJECT_TAGS = ("NN", "NE", "ART", "ADJ", "CARD", "PIAT", "PPOSAT", "TRUNC", "ADV", "FM", "XY", "$.")
_ABSTRACT = re.compile(
    r"(?:heit|keit|schaft|tät|ismus|tum)(?:en)?$|^(?:Personal|Mittel|Geld|Gelder|Zeit|Ressourcen|Stellen|Vielfalt)$"
)
"""Nouns of qualities and resources: a list of them is one promise."""


_DATIVE = {"ab", "seit"}
"""Prepositions of time: what they take is no list that the next object could go on with."""
_NEW = ("neue", "bessere", "weitere", "zusätzliche", "eigene")
"""Adjectives by which an object without an article is a measure of its own."""


def object_cuts(clause: Clause, *, nominal: bool) -> dict[int, range]:
    """Before each further object of a list: three at least ("Bänke, Körbe und Brunnen"), or two with articles.

    Under an infinitive only what is made, built or renewed is a measure of its own; helping many is one promise. Each
    cut comes with the words that all objects share.
    """
    cuts: dict[int, range] = {}
    for stretch in _object_stretches(clause, nominal=nominal):
        items = _items(clause.words, stretch)
        if (
            not any(clause.words[i].low == "oder" for i in stretch)
            and all(_is_object(clause.words, item, last=item is items[-1]) for item in items)
            and (len(items) > 2 or (len(items) == 2 and all(_determined(clause.words, item) for item in items)))
        ):
            closing = range(_behind_noun(clause.words, items[-1]), stretch[-1] + (1 if nominal else 2))
            cuts |= {item[0]: range(0) if nominal else closing for item in items[1:]}
    return cuts


def _behind_noun(words: Sequence[Word], item: list[int]) -> int:
    return next(i for i in reversed(item) if words[i].tag.startswith(("NN", "NE"))) + 1


def _object_stretches(clause: Clause, *, nominal: bool) -> list[list[int]]:
    """The indices in which objects stand: behind the finite verb or the infinitive before, up to the verb of making."""
    words, free = clause.words, free_indices(clause)
    behind = [i for i in free if clause.finite is None or i > clause.finite]
    if nominal:
        return [_from_object(words, behind)]
    stretches = []
    main = max((s.last - 1 for s in clause.segments if s.part is Part.MAIN), default=clause.first - 1)
    verbs = [i for i in behind if is_infinitive(clause, i)]
    for before, verb in pairwise([clause.finite if clause.finite is not None else clause.first - 1, *verbs]):
        making = words[verb].lemma if words[verb].tag == "VV(IZU)" else words[verb].low
        with_zu = words[verb].tag == "VV(IZU)" or words[verb - 1].tag == "PTKZU"
        inside = [i for i in behind if max(before, main if with_zu else before) < i < verb]
        if making in CREATING or making == "machen":
            stretches.append(_from_object(words, inside))
    return stretches


def _from_object(words: Sequence[Word], stretch: list[int]) -> list[int]:
    """The stretch without what stands before its first object: subject, adverbs, "ein, den", a place."""
    first = 0
    for position, index in enumerate(stretch):
        word = words[index]
        if word.tag in {"PPER", "PRF", "ADV", "PROAV", "$,", "KON", "PTKVZ"} or word.text == ":":
            first = position + 1
            continue
        break
    return stretch[first:]


def _items(words: Sequence[Word], stretch: list[int]) -> list[list[int]]:
    """The stretch cut at its commas and conjunctions; a comma between adjectives does not cut."""
    items: list[list[int]] = [[]]
    for index in stretch:
        if is_joint(words[index]) and any(words[i].tag.startswith(("NN", "NE")) for i in items[-1]):
            items.append([])
        elif not (is_joint(words[index]) and not items[-1]):
            items[-1].append(index)
    return [item for item in items if item]


def _is_object(words: Sequence[Word], item: list[int], *, last: bool) -> bool:
    """Whether a list item is a noun phrase with a concrete noun and no preposition that the next item could hang on."""
    tags = [words[i].tag for i in item]
    nouns = [words[i] for i in item if words[i].tag.startswith(("NN", "NE"))]
    plain = last or all(tag.startswith(_OBJECT_TAGS) for tag in tags) or _closed_by_dative(words, item)
    quoted = any(not words[i].text[0].isalnum() for i in item)
    return (
        bool(nouns)
        and plain
        and not quoted
        and words[item[0]].low not in OBLIQUE
        and not _ABSTRACT.search(nouns[0].text)
    )


def _closed_by_dative(words: Sequence[Word], item: list[int]) -> bool:
    """Whether an accusative behind it cannot hang on its preposition: "einen Weg an der Bahn"."""
    at = next((i for i in reversed(item) if words[i].tag in {"APPR", "APPRART"}), None)
    dative = at is not None and (
        words[at].tag == "APPRART" or words[at].low in _DATIVE or words[min(at + 1, item[-1])].low in OBLIQUE
    )
    return dative and words[item[0]].tag in {"ART", "CARD"}


def _determined(words: Sequence[Word], item: list[int]) -> bool:
    """Whether an object is marked as one of its own: by an article, a number, or as new or better than before."""
    first = words[item[0]]
    new = first.tag == "ADJ(A)" and first.low.startswith(_NEW)
    return first.tag in {"ART", "CARD"} or first.low == "mehr" or new
