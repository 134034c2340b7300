"""Further signs in a clause that rules ask for, besides its subject, form and verb."""

import re
from collections.abc import Sequence
from enum import StrEnum

from tracker.extraction.clauses import Clause
from tracker.extraction.lexicon import (
    ADVOCATING,
    FUTURE_TIME,
    INTENDING,
    OTHER_LEVEL,
    PAST_TIME,
    SUBMITTING,
    THINGS,
    names_change,
)
from tracker.extraction.respondents import PARTY
from tracker.extraction.wordlists import phrases


class Cue(StrEnum):
    """One sign each."""

    PAST_TIME = "past_time"
    """It goes on already or is over: "seit Jahren", "bereits"."""
    FUTURE_TIME = "future_time"
    """It is still to come: "künftig", "ab 2027"."""
    REFLEXIVE = "reflexive"
    NEGATED = "negated"
    GOAL = "goal"
    OWN_GOAL = "own_goal"
    """The speaker's own aim: "unser Ziel", "verfolgen wir das Ziel"."""
    CHANGE = "change"
    """The object is a change to come: "die Einführung"."""
    GOVERNED_CHANGE = "governed_change"
    """Such a change behind "für" or "hinter"."""
    OWN_THAT = "own_that"
    """A clause with "dass" says what the speaker will or wants to do: "…, dass wir das Bad erhalten werden"."""
    OWN_RELATIVE = "own_relative"
    """A clause on something says so: "…, die wir im ersten Jahr berufen wollen"."""
    INFINITIVE = "infinitive"
    THAT = "that"
    """A clause with "dass" follows."""
    OWN_WILL = "own_will"
    """Somebody else acts as the speaker wants it: "nach unserem Willen", "unter meiner Verantwortung"."""
    INDEFINITE = "indefinite"
    """The object is new in the text: "einen Fonds"."""
    WITH_US = "with_us"
    FOR_US = "for_us"
    ADDRESSEE = "addressee"
    """Another level of government or a company is named."""
    VISION = "vision"
    """A picture of the whole: "eine Stadt, in der …"."""
    OWN_ORIGIN = "own_origin"
    """ "auf unseren Antrag"."""
    NEEDED = "needed"
    """Something is called necessary."""


_WORDINGS: dict[Cue, re.Pattern[str]] = {
    Cue.PAST_TIME: PAST_TIME,
    Cue.FUTURE_TIME: FUTURE_TIME,
    Cue.ADDRESSEE: OTHER_LEVEL,
    Cue.GOAL: phrases(r"""
        Ziel[es]*
        Absicht
        Anspruch
        Vorhaben
        Anliegen
    """),
    Cue.OWN_GOAL: phrases(rf"""
        [Uu]nser(?:e[mns]?)? (?:\w+ ){{0,3}}(?:Ziele?|Absicht|Vorhaben|Versprechen|Zusage|Plan|Pläne)
        [Uu]nser(?:e[mns]?)? (?:\w+ ){{0,3}}(?:Anspruch|Forderung(?:en)?)
        (?:[Uu]nser|[Mm]ein) (?:\w+ )?(?:Ansatz|Vorschlag|Konzept|Angebot|Rezept)(?= (?:lautet|heißt|ist|:))
        (?:[Uu]nsere|[Mm]eine) (?:\w+ )?(?:Lösung|Idee|Antwort(?: darauf)?)(?= (?:lautet|heißt|:))
        [Mm]ein(?:e[mns]?)? (?:\w+ ){{0,2}}(?:Ziele?|Vorhaben|Versprechen|Plan|Anspruch|Forderung)
        [Ee]ine?s? (?:meiner|unserer) (?:\w+ ){{0,2}}(?:Ziele|Vorhaben|Projekte)
        (?:[Uu]nser|[Mm]ein) (?:wichtigst|erst|größt|vorrangig|zentral|nächst|liebst)es (?:Projekt|Vorhaben|Anliegen)
        [Ff]ür uns\b.{{0,30}}\bZiel
        (?:verfolgen?|verfolgt|haben|setzen)\b.{{0,40}}\bZiel
        Ziele? (?:der|von) (?:\w+ )?(?:Partei|Fraktion|{PARTY.pattern})
    """),
    Cue.WITH_US: phrases(
        rf"(?:[Mm]it|[Uu]nter|[Bb]ei) (?:uns|mir|de[rm] {PARTY.pattern}|de[rm] (?:Liste|Fraktion|Partei))"
    ),
    Cue.OWN_WILL: phrases(
        r"""
        (?:mit|unter) (?:uns|mir)
        unter (?:unserer|meiner) (?:Führung|Verantwortung|Leitung|Regie)
        (?:nach|gemäß|laut) (?:unsere|meine)[mnr]? (?:Willen|Pl[aä]ne?n?|Vorstellung(?:en)?|Vorschl[aä]g(?:en)?|Konzept)
        (?:in|im ersten Jahr|in den ersten \w+) (?:unserer|meiner) (?:\w+ )?(?:Amtszeit|Regierungszeit|Verantwortung)
        nach dem Willen (?:de[rs]|von) (?:Bündnis\w*|Liste|Fraktion|Partei)
        auf (?:unser|mein) Betreiben
        auf (?:unsere|meine)[nr]? (?:Initiative|Antrag)(?: hin)?
        mit (?:uns|mir) (?:als|an|in) \w+
        im Falle? (?:meiner|unserer) \w*[Ww]ahl\w*
        geht es nach (?:uns|mir)
        wenn es nach (?:uns|mir) geht
        """,
        flags=re.IGNORECASE,
    ),
    Cue.FOR_US: phrases(rf"""
        (?:[Ff]ür|bei) (?:uns|mich|die {PARTY.pattern})
        aus (?:unserer )?Sicht
    """),
    Cue.OWN_ORIGIN: phrases(
        r"""
        (?:auf|durch) (?:\w+ )?(?:Antrag|Initiative|Betreiben|Druck)
        unsere[rnms]? (?:Antr[aä]g\w*|Initiative)
        Erfolg
        """,
        flags=re.IGNORECASE,
    ),
    Cue.NEEDED: phrases(
        r"""
        brauch(?:t|en|e)?
        bedarf
        benötig(?:t|en)
        nötig
        notwendig
        erforderlich
        gefragt
        (?:muss|müssen|soll|sollen|sollte|sollten|darf|dürfen)
        gilt
        wichtig
        Anliegen
        zentral
        unerlässlich
        gehört
        gehören
        """,
        flags=re.IGNORECASE,
    ),
}
OWN_WILL = re.compile(
    rf"(?:{_WORDINGS[Cue.OWN_WILL].pattern}|{_WORDINGS[Cue.WITH_US].pattern}|\b(?:von|durch) (?:uns|mich|mir)\b)"
    r"(?: als \w+| in \w*Verantwortung\b)?",
    re.IGNORECASE,
)
"""The words by which somebody else's doing is the speaker's promise."""

_INSIDE = r"(?:[^,]|(?<=\d),(?=\d))*"
"""The words of one clause; a comma between digits is none."""

_OWN_THAT = re.compile(rf" , dass (?:wir|ich) {_INSIDE}\w+n (?:werden?|wollen|will|möchten?)(?= [.,;:!–]|$)")
_PURSUED = "|".join(sorted(ADVOCATING | INTENDING | SUBMITTING))
_OWN_RELATIVE = re.compile(
    r" , (?:[a-zäöü]+ )?(?:der|die|das|dem|den|denen|dessen|deren|was|wofür|weshalb|wozu|woran|worauf|weswegen) "
    r"(?:\w+ ){0,2}?"
    rf"(?:wir|ich) {_INSIDE}(?:\w+n (?:werden?|wollen|will|möchten?)|{_PURSUED})(?= [.,;:!–]|$)"
)
_AS_LONG_AS = re.compile(r" , solange (?:wir|ich) ")
_VISION = phrases(r"(?:eine|ein|einen) (?:[\w-]+ ){0,4}(?:Stadt|Gemeinde|Kommune|Gesellschaft|Politik|Heimat|Region)")
_CHANGE_BEHIND = re.compile(r"\b(?:für|hinter) (?:\w+ ){0,3}?([A-ZÄÖÜ][\w-]+)")


def cues(
    clause: Clause,
    core: Sequence[int],
    *,
    infinitive: bool,
    own: re.Pattern[str] | None = None,
    actor: int | None = None,
) -> frozenset[Cue]:
    """The signs that a clause shows; `core` are the indices of its words outside of subordinate clauses.

    `own` is how the respondent is called, `actor` the index of the word that names it as the subject.
    """
    words = [clause.words[i] for i in core]
    plain = " ".join(w.text for w in words)
    whole = " ".join(w.text for w in clause.words[clause.first : clause.last])
    with_own_name = own is not None and re.search(rf"\b[Mm]it (?:de[rmn] )?(?:\w+ )?{own.pattern}", plain) is not None
    own_will = (
        own is not None and re.search(rf"\bnach (?:dem Willen|den Plänen) de[rs] {own.pattern}", plain) is not None
    )
    shown = {cue for cue, pattern in _WORDINGS.items() if pattern.search(plain)}
    others = {
        Cue.WITH_US: with_own_name or Cue.WITH_US in shown,
        Cue.REFLEXIVE: any(w.low in {"uns", "mich", "sich"} for w in words),
        Cue.NEGATED: any(w.tag == "PTKNEG" or re.match(r"kein|niemals|nie$", w.low) for w in words),
        Cue.CHANGE: _object_names_change(clause, core, actor),
        Cue.INDEFINITE: _object_is_new(clause, core),
        Cue.GOVERNED_CHANGE: any(names_change(noun) for noun in _CHANGE_BEHIND.findall(plain)),
        Cue.INFINITIVE: infinitive,
        Cue.THAT: " , dass " in whole,
        Cue.OWN_RELATIVE: _OWN_RELATIVE.search(whole) is not None,
        Cue.OWN_WILL: own_will or Cue.OWN_WILL in shown or _AS_LONG_AS.search(whole) is not None,
        Cue.OWN_THAT: _OWN_THAT.search(whole) is not None,
        Cue.VISION: not infinitive and _VISION.search(plain) is not None,
    }
    return frozenset(shown | {cue for cue, holds in others.items() if holds})


def _object_is_new(clause: Clause, core: Sequence[int]) -> bool:
    """Whether the object begins with "ein": before or right behind the verb and its subject."""
    fore = list(clause.forefield())[:1]
    behind = [i for i in core if clause.finite is not None and i > clause.finite]
    near = [i for i in behind[:4] if clause.words[i].tag == "ART"][:1]
    return any(clause.words[i].low in {"eine", "einen", "ein"} for i in (*fore, *near))


def _object_names_change(clause: Clause, core: Sequence[int], actor: int | None) -> bool:
    """Whether the head of the object is a noun of change: the first noun that no preposition takes."""
    finite = clause.finite
    behind = [i for i in core if finite is not None and i > finite]
    for stretch in (behind, list(clause.forefield())):
        governed = False
        for index in stretch:
            word = clause.words[index]
            if word.tag in {"APPR", "APPRART"}:
                governed = True
            elif word.tag.startswith("NN") and index != actor and not PARTY.match(word.text):
                if not governed:
                    return names_change(word.text) or _happens(clause, index)
                governed = False
    return False


def _happens(clause: Clause, index: int) -> bool:
    """Whether a noun in "-ung" names what is done to something: "die Anbahnung einer Partnerschaft"."""
    noun, behind = clause.words[index].low, clause.words[index + 1 : index + 2]
    return (
        noun.endswith("ung")
        and not noun.endswith(THINGS)
        and bool(behind)
        and behind[0].low in {"von", "des", "eines", "einer", "unserer", "weiterer", "neuer"}
    )
