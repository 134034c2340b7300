"""One clause, several promises: where coordinated actions or measures are cut apart.

"den Service verbessern, die Zeiten verkürzen und das Amt umbauen" holds three infinitives with an object each: three
promises. "evaluieren und weiterentwickeln" stays one, and so does a pair of nouns under one article.
"""

from dataclasses import dataclass
from itertools import pairwise

from tracker.extraction.antecedents import PRONOUNS, may_mean
from tracker.extraction.clauses import Clause, Part
from tracker.extraction.joints import OBLIQUE, free_indices, is_infinitive, is_joint
from tracker.extraction.lexicon import names_change
from tracker.extraction.objects import object_cuts
from tracker.extraction.wordlists import listed

_CONTENT = ("NN", "NE", "PDS", "PIS", "CARD", "TRUNC", "ADJ(A)")
_SERVING = listed("damit dadurch so somit dabei um indem insbesondere z. etwa vor hierzu dann anschließend")
"""What begins with these serves the promise before it: a consequence, a means or an example."""

_DETERMINERS = {"ART", "PIAT", "PPOSAT", "CARD"}
_ACCUSATIVE = listed("durch über auf in gegen um ohne für")


@dataclass(frozen=True, slots=True)
class Conjunct:
    """Words `[first, last)` of the sentence; `shared` are the indices behind them that close it, too.

    In "Bänke und Körbe aufstellen" the first object shares "aufstellen".
    """

    first: int
    last: int
    shared: range = range(0)


def conjuncts(clause: Clause, *, nominal: bool) -> list[Conjunct]:
    """The clause's promises, at least one.

    `nominal`: the measures are noun phrases ("Wir fordern A und B") rather than infinitives.
    """
    cuts = _that_cuts(clause) or (_nominal_cuts(clause) if nominal else _infinitive_cuts(clause))
    objects = {} if cuts and nominal else object_cuts(clause, nominal=nominal)
    edges = [clause.first, *sorted({*cuts, *objects}), clause.last]
    return [Conjunct(first, last, objects.get(last, range(0))) for first, last in pairwise(edges)]


def _that_cuts(clause: Clause) -> list[int]:
    """Before the second and each further "dass" of "…, dass A, dass B und dass C"."""
    found = []
    for segment in clause.segments:
        opening = [
            i for i in range(segment.first, min(segment.first + 2, segment.last)) if clause.words[i].low == "dass"
        ]
        if segment.part is Part.SUBORDINATE and opening:
            found += [opening[0], *_inner_cuts(clause, opening[0], segment.last)]
    return found[1:]


def _inner_cuts(clause: Clause, first: int, last: int) -> list[int]:
    """Before each further subject with its verb under one "dass": "dass A geprüft und die B gesenkt wird"."""
    words = clause.words
    begun = ("ART", "PPOSAT", "PIAT", "CARD", "ADJ(A)", "NN")
    return [
        link + 1
        for link in range(first + 2, last - 2)
        if words[link].low in {"und", "sowie"}
        and words[link - 1].verb
        and words[link + 1].tag.startswith(begun)
        and words[link + 1].low not in OBLIQUE
        and any(w.verb for w in words[link + 2 : last])
    ]


def _infinitive_cuts(clause: Clause) -> list[int]:
    """Behind the link after each infinitive that another one with its own object follows."""
    words, free = clause.words, free_indices(clause)
    verbs = [i for i in free if is_infinitive(clause, i)]
    cuts: list[int] = []
    for verb, following in _alike(clause, verbs):
        between = [i for i in free if verb < i < following]
        link = _link(clause, between, following)
        if link is None:
            continue
        start = link + 1
        while start < following and (words[start].tag in {"KON", "$,"} or words[start].low in {"als", "auch"}):
            start += 1
        only = words[start].tag == "PTKNEG" and words[min(start + 1, following)].low in {"nur", "bloß", "allein"}
        if only or any(words[i].low == "sondern" for i in range(link, start)):
            continue  # "nicht nur reden, sondern bauen" is one action
        rest = [words[i] for i in between if i >= start]
        has_object = any(w.tag.startswith(_CONTENT) for w in rest) or _has_object_clause(clause, following)
        if words[start].low in PRONOUNS and may_mean(
            words[start].low, words[cuts[-1] if cuts else clause.first : verb]
        ):
            continue  # "das Haus umbauen und es begrünen": several verbs on the same object are one promise
        serving = words[start].low in _SERVING and (words[start].low != "um" or _with_zu(clause, following))
        if has_object and not serving:
            cuts.append(start)
    return cuts


def _alike(clause: Clause, verbs: list[int]) -> list[tuple[int, int]]:
    """Neighbouring verbs of one kind, with "zu" or without; one without reaches over a clause with "zu"."""
    bare = [i for i in verbs if not _with_zu(clause, i)]
    side_by_side = [(a, b) for a, b in pairwise(verbs) if _with_zu(clause, a) and _with_zu(clause, b)]
    return sorted([*pairwise(bare), *side_by_side])


def _link(clause: Clause, between: list[int], following: int) -> int | None:
    """The comma or "und" that joins two infinitives; a subordinate clause between them belongs to the first."""
    links = [i for i in between if is_joint(clause.words[i])]
    if not links or any(clause.words[i].text in {":", "–", "("} for i in between):
        return None
    whole = [i for i in links if following - i == sum(1 for j in between if j >= i)]
    return whole[0] if whole else links[-1]


def _with_zu(clause: Clause, verb: int) -> bool:
    """Only forms of one kind are coordinated: "arbeiten" does not join "zu schaffen"."""
    return clause.words[verb].tag == "VV(IZU)" or clause.words[verb - 1].tag == "PTKZU"


def _has_object_clause(clause: Clause, verb: int) -> bool:
    """Whether the clause behind the verb is its object: "prüfen, welche Erfahrungen …"."""
    opener = verb + 2
    if opener >= clause.last or clause.words[verb + 1].tag != "$,":
        return False
    word = clause.words[opener]
    return word.tag in {"PWAT", "PWS", "PWAV"} or word.low in {"ob", "dass", "inwieweit", "inwiefern", "was", "wie"}


def _nominal_cuts(clause: Clause) -> list[int]:
    """Before each further noun phrase of the list that the verb or "für" governs."""
    words, free = clause.words, set(free_indices(clause))
    begin = clause.finite if clause.finite is not None else clause.first
    cuts: list[int] = []
    for link in range(begin + 1, clause.last - 1):
        behind_clause = words[link].text == "," and link + 1 in free and words[link - 1].verb
        if (link not in free and not behind_clause) or not is_joint(words[link]):
            continue
        start = link + 1
        while start < clause.last and words[start].tag in {"KON", "ADV"}:
            start += 1
        begun = cuts[-1] if cuts else begin
        complete = any(words[i].tag.startswith(("NN", "NE")) for i in range(begun, link))
        if complete and start < clause.last and start in free and _new_measure(clause, free, link, start):
            cuts.append(start)
    return _with_bare_items(clause, free, begin, cuts)


def _new_measure(clause: Clause, free: set[int], link: int, start: int) -> bool:
    """Whether an object of its own begins: with a determiner or an adjective in the accusative."""
    words, word = clause.words, clause.words[start]
    before = words[link - 1]
    if word.low == "für":
        return _main_preposition(clause, next((i for i in range(link) if words[i].low == "für"), start))
    if word.tag.startswith("NN"):
        return names_change(word.text) and before.tag.startswith(("NN", "NE")) and not _shares_article(clause, link)
    if not before.tag.startswith(("NN", "NE", "VV", "ADV", "CARD", "FM", "XY", "$(", "PTKVZ")):
        return False
    if word.tag == "ADJ(A)":
        accusative = word.low.endswith(("e", "es"))
        return accusative and not _under_accusative(clause, link) and _has_noun(clause, free, start)
    if word.low == "den" and _under_dative(clause, link):
        return False
    return word.tag in _DETERMINERS and word.low not in OBLIQUE and _has_noun(clause, free, start)


def _shares_article(clause: Clause, link: int) -> bool:
    """Whether an article and adjective before the link serve both nouns: "eine gute Anpassung und Verteilung"."""
    before = [clause.words[i] for i in range(max(clause.first, link - 5), link)]
    return (
        before[-1].tag.startswith("NN") and any(w.low in {"eine", "die"} for w in before) and before[-2].tag == "ADJ(A)"
    )


def _has_noun(clause: Clause, free: set[int], start: int) -> bool:
    return any(
        clause.words[i].tag.startswith(("NN", "NE")) for i in range(start, min(start + 7, clause.last)) if i in free
    )


def _under_accusative(clause: Clause, link: int) -> bool:
    """Whether the phrase before the link hangs on a preposition that the next adjective could go on with."""
    words = clause.words
    for index in range(link - 1, max(clause.first, link - 5), -1):
        if words[index].tag in {"APPR", "APPRART"}:
            return words[index].low in _ACCUSATIVE and not _main_preposition(clause, index)
        if words[index].tag in {"ART", "KON", "$,"}:
            return False
    return False


def _under_dative(clause: Clause, link: int) -> bool:
    """Whether the list hangs on a preposition with the dative: "zwischen Schulen, den Betrieben und …"."""
    near = clause.words[max(clause.first, link - 5) : link]
    return any(w.low in {"zwischen", "mit", "von", "bei", "aus", "nach", "zu", "unter", "an", "in"} for w in near)


def _main_preposition(clause: Clause, index: int) -> bool:
    """The "für" of "setzen uns für … ein" carries the list itself."""
    words = clause.words
    earlier = any(words[i].tag in {"APPR", "APPRART"} for i in range(clause.finite or clause.first, index))
    return words[index].low == "für" and not earlier


def _with_bare_items(clause: Clause, free: set[int], begin: int, cuts: list[int]) -> list[int]:
    """In a list that is cut anyway, a comma before a noun with words of its own cuts, too: ", Treffs im Viertel"."""
    if not cuts:
        return cuts
    words = clause.words
    more = [
        link + 1
        for link in range(begin + 1, cuts[-1] - 3)
        if link in free
        and words[link].text == ","
        and words[link + 1].tag in {"NN", "TRUNC"}
        and words[link - 1].tag.startswith(("NN", "CARD"))
        and not is_joint(words[link + 2])
        and not words[link + 2].tag.startswith("$")
    ]
    return sorted({*cuts, *more})
