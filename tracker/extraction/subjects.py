"""Who acts in a clause: the speaker, the town, another level of government, or nobody that matters."""

import re
from collections.abc import Sequence
from enum import StrEnum

from tracker.extraction.clauses import Clause, Part
from tracker.extraction.lexicon import FIRST_PERSON, OTHER_LEVEL, TOWN
from tracker.extraction.respondents import PARTY, called, own_place


class Subject(StrEnum):
    """Who acts."""

    SPEAKER = "speaker"
    """The respondent: "wir", "ich", its own name or faction."""
    OTHER_LEVEL = "other_level"
    """Bund, Land, a company."""
    TOWN = "town"
    """The town, its council or administration."""
    NOBODY = "nobody"
    """Anything else, and clauses without an agent."""


_BEFORE_A_NAME = {"ART", "KON", "ADV", "ADJ(A)", "ADJ(D)", "PRF", "PPOSAT", "NE", "PROAV", "PDAT"}
_OWN_GROUP = re.compile(
    r"(?:[\w-]*[Ff]raktion|Ratsgruppe|Partei|Liste|\w*[Ww]ähler(?:gemeinschaft|gruppe|vereinigung|bündnis|liste|bund)"
    r"|\w*[Bb]ürger(?:liste|bündnis|forum|gemeinschaft|block|union)"
    r"|(?<=[Uu]nser )(?:Team|Bündnis|(?:Kreis|Orts|Stadt|Landes|Bezirks)ver(?:band|ein)))\b"
)
_OWN_PROGRAMME = re.compile(r"[Uu]nser (?:\w*(?:[Pp]rogramm|[Pp]aket|[Gg]esetz)|Entwurf|Konzept|Plan|Vorschlag)\b")
_TELEGRAM = {"werde", "will", "möchte", "fordere", "setze", "plane", "unterstütze", "befürworte", "lehne", "mache"}
"""First words of a candidate's note without "ich"."""

_HANGS_ON = re.compile(r"\b(?:von|vom|für|in|im|mit|auf|an|am|aus|zu|zum|zur|bei|des|eines|einer|unserer|dieser)\b")
_NOUN_PHRASE = {"ART", "NN", "NE", "ADJ(A)", "PPOSAT", "PDAT"}


def subject(
    clause: Clause, core: Sequence[int], own_name: str | None, *, spoken_of: bool = False
) -> tuple[Subject, int | None]:
    """The subject and, for the speaker, the index of the word that names it.

    `spoken_of`: the sentence before was about the respondent by name, so that "sie" goes on with it.
    """
    main = next((s for s in clause.segments if s.part is Part.MAIN), None)
    if main is None or clause.finite is None:
        return Subject.NOBODY, None
    for index in (i for i in core if main.first <= i < main.last):
        if clause.words[index].low in FIRST_PERSON and clause.words[index].tag == "PPER":
            return Subject.SPEAKER, index
    named = _named(clause, clause.finite, own_name)
    if named is None and spoken_of:
        named = _pronoun(clause, clause.finite)
    if named is not None:
        return Subject.SPEAKER, named
    if _elided(clause, clause.finite):
        return _inherited(clause, own_name, spoken_of=spoken_of), None
    return _other(clause, clause.finite, main.last), None


def _inherited(clause: Clause, own_name: str | None, *, spoken_of: bool) -> Subject:
    """The subject of the clause before; a sentence that begins with its verb is a telegram of the speaker."""
    before = clause.before
    if before is None:
        return Subject.SPEAKER
    core = [i for i in before.core() if before.words[i].tag[0] != "$"]
    return subject(before, core, own_name, spoken_of=spoken_of)[0]


def _named(clause: Clause, finite: int, own_name: str | None) -> int | None:
    """Index of the party's name where it is the subject: first in the clause, or right behind the finite verb."""
    for stretch in (clause.forefield(), range(finite + 1, min(finite + 6, clause.last))):
        at = _name_in(clause, stretch, own_name)
        if at is not None and all(w.tag in _BEFORE_A_NAME for w in clause.words[stretch.start : at]):
            return at
    return None


def _pronoun(clause: Clause, finite: int) -> int | None:
    """Index of the "sie" that is the subject of a verb in the singular: first in the clause, or behind the verb."""
    singular = not clause.words[finite].low.endswith("n")
    near = [*clause.forefield()[:1], finite + 1]
    return next((i for i in near if singular and i < clause.last and clause.words[i].low == "sie"), None)


def _name_in(clause: Clause, stretch: range, own_name: str | None) -> int | None:
    own, place = called(own_name), own_place(own_name)
    for index in stretch:
        text = " ".join(w.text for w in clause.words[index : min(index + 4, stretch.stop)])
        before = clause.words[index - 1].text if index else ""
        group = _OWN_GROUP.match(f"{before} {text}", len(before) + 1) or _OWN_PROGRAMME.match(text)
        abbreviated = place is not None and re.match(rf"[A-ZÄÖÜ]{{2,}}\S* {re.escape(place)}\b", text)
        if PARTY.match(text) or group or abbreviated or (own and own.match(text)):
            return index
    return None


def _elided(clause: Clause, finite: int) -> bool:
    """Whether a clause begins with its verb, so that it shares the subject before it or is a telegram."""
    words, first = clause.words, clause.first
    while first < clause.last and words[first].tag in {"KON", "$("}:
        first += 1
    if finite > first + 1 or (finite == first + 1 and words[first].tag not in {"ADV", "PROAV", "ADJ(D)"}):
        return False
    if clause.before is not None:
        return first > clause.first or words[clause.first].finite
    conditional = sum(s.part is Part.MAIN for s in clause.segments) > 1 or words[finite + 1 : finite + 2] == []
    if words[finite].low in _TELEGRAM and not conditional and words[finite + 1].low not in {"man", "jemand", "sie"}:
        return True
    own_form = (
        words[finite].low.endswith(("e", "en"))
        and words[finite].lemma != "sein"
        and not any(w.text == "Sie" for w in words)
    )
    return own_form and any(w.low in {"uns", "mich"} for w in words[finite : finite + 3])


def _other(clause: Clause, finite: int, end: int) -> Subject:
    """The nominal subject, before the finite verb or right behind it."""
    words, fore = clause.words, clause.forefield()
    near = list(fore) if fore and words[fore[0]].tag in _NOUN_PHRASE else []
    if not near:
        for index in range(finite + 1, min(end, finite + 5)):
            if words[index].tag in {"APPR", "APPRART"}:
                break
            near.append(index)
    head = _HANGS_ON.split(" ".join(words[i].text for i in near))[0]
    if OTHER_LEVEL.search(head):
        return Subject.OTHER_LEVEL
    return Subject.TOWN if TOWN.search(head) else Subject.NOBODY
