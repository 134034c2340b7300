"""What a result wording says: direction, stage and votes; `unknown` wherever it does not say it.

"Mehrheitlich" and "einstimmig" tell the shape of a vote, never its direction: what was put to the vote may have been a
rejection. Counts decide only where one single motion was counted.
"""

import re
from functools import lru_cache
from typing import Final

from tracker.domain.council import Decision, Direction, Stage, folded
from tracker.feeds.decision_rules import ASSENT, COUNCIL, REFUSAL_AS_RESULT, RULES, STAGES
from tracker.feeds.votes import counted_votes, votes_in

_LOST_BLANK: Final = re.compile(r"(?<=[a-zäöüß]{2})(?=[A-ZÄÖÜ])|(?<=[a-zäöüß])(?=\d)|(?<=\d)(?=[A-Za-zÄÖÜäöü]{2})")
"""Tables and lines that were flattened into one word: "einstimmig12 Ja", "EnthaltungenDer"."""

_SINGLE_VOTES: Final = re.compile(
    r"\b(?:\d+|eine[rn]?|zwei|drei|vier|fünf|sechs|mehrere\w*|wenige\w*) ablehnung(?:en)?\b"
    r"|\b(?:bei|unter|gegen) (?:der )?ablehnung (?:der|des|durch|von)\b"
)
"""Ablehnung as the vote of some members, not as the result."""

_PROCEDURE_REFUSED: Final = re.compile(
    r"antr[aä]ge? auf (?:vertagung|verweisung|überweisung|absetzung|zurückstellung|schluss der debatte|nichtbefassung)"
    r"[^.;]*?(?:abgelehnt|findet keine mehrheit)|\bzu (?:vertagen|verweisen|verschieben|beenden), (?:\w+ )?abgelehnt"
)
_MENTION: Final = re.compile(r"\bauf (?:(?!sitzung|termin)[^.;])*?\bverwiesen\b")
"""A pointer to a document, not a referral."""
_HYPHENATED: Final = re.compile(r"(?<=[a-zäöüß])- (?=(?!und\b|oder\b|bzw\b)[a-zäöü]{3})")
_LABEL: Final = re.compile(
    r"(?<![\wäöüß])[\wäöüß]*(?:antr[aä]ge?|vorlage|\btop|\bpunkt|\bziffer|vorschlag|\bteil|\bnr\. ?\d+)\b[^:;()]{0,50}:"
)
"""What a part of a result with several votes is about ("Änderungsantrag 2: …")."""

_OLD_SPELLING: Final = re.compile(r"(?<=beschl[uo])ß|(?<=usschu)ß|(?<=\bfa)ß|(?<=gefa)ß|(?<=\blä)ß(?=t\b)")
"""As minutes wrote until the reform of 1996, and some towns long after: "faßt den Beschluß"."""

_FOLLOWED: Final = re.compile(
    r"(?<!mit )\b(?:der|einer|den|gemäß|laut|nach|entsprechend) (?:\w+ )?\w*empfehlung(?:en)?\b(?! an\b)"
    r"|\bwie (?:\w+ )?empfohlen"
)
"""Somebody else's recommendation, which this decision follows or not."""

_NOT_PUBLIC: Final = re.compile(r"\bnicht[ -]?öffentlich\w*")
_ASSENTS: Final = frozenset({Direction.ADOPTED, Direction.AMENDED})
_SILENT: Final = frozenset({Direction.NONE, Direction.UNKNOWN})

_LONGEST: Final = 2_000
"""Characters: beyond them a result field holds the debate."""

SEVERAL: Final = "several motions"
"""The rule named by a wording that holds several votes with different ends."""


@lru_cache(maxsize=4096)  # a council system has a few dozen wordings for thousands of items
def decide(wording: str, organization: str = "") -> Decision:
    """The normal form of a result wording of any length; the wording is kept, blanks as they came.

    Asks `RULES` in order. A refusal beside an assent means that several motions were voted on in one field: unknown.
    Where the wording leaves the stage open, a council (`organization`) decides; a committee's word stays unknown.
    Without any cue a single complete count decides; a tie is a rejection, as in the municipal codes of all states.
    """
    text = prepared(wording)
    parts = [part for part in _LABEL.split(text) if part.strip()]
    directions = {_direction(part) for part in parts} if len(parts) > 1 else {_direction(text)}
    told = {(name, direction) for name, direction in directions if direction not in _SILENT} or directions
    name, direction = next(iter(told))
    if len({direction for _, direction in told}) > 1:
        name, direction = SEVERAL, Direction.UNKNOWN
    stage = _stage(text)
    if stage is Stage.UNKNOWN and direction is not Direction.UNKNOWN and COUNCIL.match(organization):
        stage = Stage.DECISIVE
    # The factions keep their capitals, so the votes are read from the wording itself.
    return Decision(direction, stage, wording, name, votes_in(_one_line(wording)))


def _direction(text: str) -> tuple[str, Direction]:
    """The rule and the direction of one prepared wording about one motion."""
    count = counted_votes(text)
    lost = count is not None and count[0] <= count[1]
    for rule in RULES:
        if rule.cue.search(text):
            refusal = rule.direction is Direction.REJECTED
            if (refusal and _several_motions(text)) or (lost and rule.direction in _ASSENTS):
                return SEVERAL, Direction.UNKNOWN
            return rule.name, rule.direction
    if count is None:
        return "", Direction.UNKNOWN
    return "counted", Direction.REJECTED if lost else Direction.ADOPTED


def prepared(wording: str) -> str:
    """The wording as the rules read it: one line, lower case, without votes and motions that are not the result."""
    text = re.sub("(?<=beschlie)ss(?=t|en)", "ß", _one_line(wording).lower())
    text = _OLD_SPELLING.sub("ss", text)
    for noise in (_SINGLE_VOTES, _PROCEDURE_REFUSED, _NOT_PUBLIC, _MENTION):
        text = noise.sub(" ", text)
    return " ".join(text.split())


def _one_line(wording: str) -> str:
    """Folded, lost blanks and words broken at a line's end restored."""
    return _HYPHENATED.sub("", " ".join(_LOST_BLANK.sub(" ", folded(wording[:_LONGEST])).split()))


def _stage(text: str) -> Stage:
    own = _FOLLOWED.sub(" ", text)
    return next((stage for stage, cue in STAGES if cue.search(own)), Stage.UNKNOWN)


def _several_motions(text: str) -> bool:
    """Whether a refusal and an assent are both results here ("Änderung abgelehnt, Vorlage beschlossen")."""
    if not REFUSAL_AS_RESULT.search(text):
        return False
    rest = re.sub(r"\bnicht (?:\w+ ){0,2}\w+|\bkeine \w+", " ", REFUSAL_AS_RESULT.sub(" ", text))
    return ASSENT.search(rest) is not None
