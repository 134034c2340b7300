"""Who acts in a clause: the speaker, the town, another level of government, or nobody that matters."""

import re
from collections.abc import Sequence
from enum import StrEnum

from tracker.extraction.clauses import Clause, Part
from tracker.extraction.lexicon import FIRST_PERSON, OTHER_LEVEL, TOWN
from tracker.extraction.respondents import PARTY


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
_FACTION = re.compile(r"(?:\w*[Ff]raktion|Ratsgruppe|Partei|Liste)\b")
_HANGS_ON = re.compile(r"\b(?:von|vom|für|in|im|mit|auf|an|am|aus|zu|zum|zur|bei|des|eines|einer|unserer|dieser)\b")
_NOUN_PHRASE = {"ART", "NN", "NE", "ADJ(A)", "PPOSAT", "PDAT"}


def subject(clause: Clause, core: Sequence[int], own_name: str | None) -> tuple[Subject, int | None]:
    """The subject and, for the speaker, the index of the word that names it."""
    main = next((s for s in clause.segments if s.part is Part.MAIN), None)
    if main is None or clause.finite is None:
        return Subject.NOBODY, None
    for index in (i for i in core if main.first <= i < main.last):
        if clause.words[index].low in FIRST_PERSON and clause.words[index].tag == "PPER":
            return Subject.SPEAKER, index
    named = _named(clause, clause.finite, own_name)
    if named is not None:
        return Subject.SPEAKER, named
    if _elided(clause, clause.finite):
        return _inherited(clause, own_name), None
    return _other(clause, clause.finite, main.last), None


def _inherited(clause: Clause, own_name: str | None) -> Subject:
    """The subject of the clause before; a sentence that begins with its verb is a telegram of the speaker."""
    before = clause.before
    if before is None:
        return Subject.SPEAKER
    return subject(before, [i for i in before.core() if before.words[i].tag[0] != "$"], own_name)[0]


def _named(clause: Clause, finite: int, own_name: str | None) -> int | None:
    """Index of the party's name where it is the subject: first in the clause, or right behind the finite verb."""
    for stretch in (clause.forefield(), range(finite + 1, min(finite + 6, clause.last))):
        at = _name_in(clause, stretch, own_name)
        if at is not None and all(w.tag in _BEFORE_A_NAME for w in clause.words[stretch.start : at]):
            return at
    return None


def _name_in(clause: Clause, stretch: range, own_name: str | None) -> int | None:
    parts = (own_name or "").split()
    own = {part for part in parts[:1] + parts[-1:] if len(part) > 3}
    for index in stretch:
        text = " ".join(w.text for w in clause.words[index : min(index + 4, stretch.stop)])
        if PARTY.match(text) or _FACTION.match(text) or any(text.startswith(part) for part in own):
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
