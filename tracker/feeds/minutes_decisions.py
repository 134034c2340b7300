"""Decisions in a passage of minutes: which body decided what, on which paper, moved by whom.

Minutes say it in sentences of one form: body, verb, majority, decision ("Der Rat der Stadt lehnt den Antrag …
mehrheitlich ab"). The text of a motion and the wording of what was adopted have the same form without a majority; they
follow a colon and are not counted again. Sentences about what somebody should, would or once did decide are none.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import Enum
from typing import Final

from tracker.domain.council import Decision, Direction, Stage
from tracker.feeds.decision_rules import COUNCIL
from tracker.feeds.decisions import SEVERAL, decide
from tracker.feeds.person_names import PLACEHOLDER
from tracker.feeds.votes import factions_in

PAPER: Final = re.compile(
    r"(?<![\w-])\d{4,6} ?- ?\d{2}(?: ?- ?[A-Z]{1,3}\d{0,2}(?![\w])|[A-Z]{1,3}\d{0,2}(?![\w])"
    r"|[A-Z]{1,3}\d{0,2}(?=-[A-Z]))*(?![\w])"
)
"""A paper's number with its suffixes (25021-22, 25021-22-E5, 25021-22BA): the stem is the paper, the suffix a motion or
supplement to it."""

_HEAD: Final = (
    r"(?:(?:Stadt|Gemeinde|Samtgemeinde|Orts|Kreis|Integrations|Senioren|Behinderten|Jugend)?(?:[Rr]at|[Bb]eirat)"
    r"|[A-ZÄÖÜ][\wäöüß-]*(?:aussch(?:uss|uß)|beirat|vertretung|versammlung|kommission|konferenz)"
    r"|(?:[A-ZÄÖÜ]\w+-,? (?:und )?)+\w+aussch(?:uss|uß)"
    r"|Aussch(?:uss|uß)|BV|Kreistag|Magistrat|Bürgerschaft|Gremium|Ältestenrat)"
)
_LIST: Final = r"(?:(?:[a-zäöü]+ )?[A-ZÄÖÜ][\wäöüß-]*)"
BODY: Final = (
    rf"{_HEAD}(?: der (?:Stadt|Gemeinde)(?: (?!einstimmig|mehrheitlich)[A-ZÄÖÜ][\w-]+)?)?"
    rf"(?: (?:für|des|der) {_LIST}(?:(?:,| und|, und| sowie) {_LIST})*| und (?:der |die )?{_HEAD}| [A-ZÄÖÜ][\wäöüß-]+)?"
)
_VERB: Final = (
    r"(?:fa(?:ss|ß)t|fassen|lä(?:ss|ß)t|beschließt|beschließen|empf(?:iehlt|ehlen)|lehnt|lehnen|nimmt|nehmen"
    r"|überweist|verweist|vertagt"
    r"|verschiebt|stimmt|stimmen"
    r"|schließt sich|stellt|genehmigt|wählt|bestätigt|folgt|leitet|setzt|bestellt|beruft|erteilt|billigt|spricht sich"
    r"|begrüßt|schiebt|beauftragt|hebt|gewährt|bewilligt|erklärt sich|benennt|ernennt|entsendet|erlä(?:ss|ß)t"
    r"|legt|richtet"
    r"|sieht)"
)
_PAST: Final = (
    r"(?:fa(?:ss|ß)ten?|beschlo(?:ss|ß)(?:en)?|empfahl(?:en)?|lehnten?|nahm(?:en)?|überwies(?:en)?|verwies(?:en)?"
    r"|vertagten?"
    r"|stimmten?|schlo(?:ss|ß) sich|stellten?|genehmigten?|wählten?|bestätigten?|folgten?)"
)
"""Some bodies write their minutes in the past tense; beside a majority only, else it tells of an earlier sitting."""
_ACTIVE: Final = re.compile(
    rf"\b[DdEe](?:er|ie|as|en)\s+(?P<body>{BODY})\s+(?:[-–(][^-–()]{{3,80}}[-–)]\s+)?(?:hiermit\s+|somit\s+"
    rf"|damit\s+)?(?P<verb>{_VERB})\b"
)
_ACTIVE_PAST: Final = re.compile(rf"\b[DdEe](?:er|ie|as)\s+(?P<body>{BODY})\s+(?P<verb>{_PAST})\b")
_PERFECT: Final = re.compile(
    rf"\b[Dd](?:er|ie|as)\s+(?P<body>{BODY})\s+(?:hat|haben)\b[^.;:]*"
    r"\b(?:beschlossen|zugestimmt|abgelehnt|angenommen|empfohlen|überwiesen|verwiesen|vertagt|gefasst|genommen)\b"
)
_EARLIER_DAY: Final = re.compile(r"\bam \d{1,2}\. ?(?:\d|[A-Z])|\bim (?:Jahre? \d|[A-Z]\w+ \d{4})")
_INVERTED: Final = re.compile(rf"\b(?P<verb>{_VERB})\s+(?:der|die|das)\s+(?P<body>{BODY})(?=\s|[,.:]|$)")
_AUXILIARY: Final = re.compile(r"\b(?:wird|werden|wurden?|ist|sind)\b")
_MATTER: Final = re.compile(
    r"\b(?:\w*[Aa]ntr[aä]ge?|Vorlagen?|Vorschl[aä]ge?|Beschluss\w*|Angelegenheit|Tagesordnungspunkte?|TOP|Empfehlung"
    r"|Resolution|Punkt|Anregung|Eingabe|Beschwerde|Bitte)\b"
)
_PARTICIPLE: Final = re.compile(
    r"abgelehnt|angenommen|beschlossen|zugestimmt|vertagt|verschoben|(?:ver|über)wiesen|zurückgezogen"
    r"|zurückgestellt|abgesetzt"
    r"|genehmigt|gefolgt|zurückgewiesen|verabschiedet|zur Kenntnis genommen"
)
_PASSIVE: Final = (_MATTER, _AUXILIARY, _PARTICIPLE)
_PASSIVE_INVERTED: Final = (re.compile(r"^(?:Damit|Somit|Dadurch)\b"), _AUXILIARY, _MATTER, _PARTICIPLE)
_NO_MAJORITY: Final = (
    _MATTER,
    re.compile(r"\b(?:find|fand|erh[aäi]l|erreich)\w*"),
    re.compile(r"\bkeine \w*[Mm]ehrheit"),
)
_FORMALITY: Final = (
    _AUXILIARY,
    re.compile(r"\b(?:einstimmig|mehrheitlich|bei\b.{0,80}enthaltung)\b", re.IGNORECASE),
    re.compile(r"\b(?:festgestellt|benannt|gewählt|bestellt|genehmigt)\b"),
)
_WITHDRAWAL: Final = (
    re.compile(r"\b(?:Fraktion|Gruppe|Antragsteller\w*|Verwaltung)\b"),
    re.compile(r"\b(?:zieht|ziehen|nimmt)\b"),
    re.compile(r"\bzurück\b"),
)
_WITHOUT_BODY: Final = (_PASSIVE, _PASSIVE_INVERTED, _NO_MAJORITY, _FORMALITY, _WITHDRAWAL)
"""Cues in the order in which a sentence without a speaking body holds them."""

_LONGEST_SENTENCE: Final = 1_500
"""Characters: what is longer is no sentence but a table or a debate without full stops."""

_LIST_AHEAD: Final = re.compile(r"\bfolgende(?:n)? Beschlüsse\b(?!.*(?:einstimmig|mehrheit)).*:$")
_RESULT_LINE: Final = re.compile(r"^(?:Abstimmungsergebnis|Abstimmung|Ergebnis|Beschluss)\s*:\s*(?P<wording>\S.*)$")
_COUNTED: Final = re.compile(
    r"einstimmig|mehrheit|einmütig|einhellig|gegen die stimme|enthaltung|ja-stimme|stimmengleichheit", re.IGNORECASE
)
_NO_ACT: Final = re.compile(
    r"\b(?:möge|mögen|soll|sollen|sollte|sollten|würde|würden|könne|könnte|müsse|beantragt|bittet|schlägt vor|hatte"
    r"|habe|hätte|werde"
    r"|beabsichtigt|damals|seinerzeit|bereits (?:am|in)|in (?:seiner|ihrer) (?:letzten )?Sitzung (?:am|vom))\b"
    r"|, so (?:der|die|das) \w+\W*$|\?\s*$"
)
_SUBORDINATE: Final = re.compile(
    r"\b(?:dass|ob|wenn|falls|nachdem|bevor|bis|weil|sofern|damit|wonach|wie|da)\s+(?:[a-zäöü]+\s+){0,2}$"
)
_MOTION_AHEAD: Final = re.compile(
    r"antr[aä]g|beantrag|vorschlag|bittet|beschlussvorschlag|formulierung|lautet|anfrage|stellungnahme|begründung",
    re.IGNORECASE,
)
_ASIDE: Final = re.compile(
    r"\bunter (?:der )?(?:Einbeziehung|Berücksichtigung|Beachtung|Einarbeitung)\b.*?(?=\b(?:einstimmig|mehrheitlich"
    r"|mit|bei|gegen|folgend\w+)\b|:?$)"
)
_MOTION: Final = re.compile(r"\b(?:\w*[Aa]ntr[aä]g(?:e|s|es)?|Vorschl[aä]ge?)\b")
_MOVED_BY: Final = re.compile(
    r"\b\w*[Aa]ntr[aä]g(?:e|s|es)?\s+(?:der|von der|des)\s+(?P<who>(?:Fraktion(?:en)?|Gruppen?)\s+.+?"
    r"|[\w/&' ]+?-Fraktion(?:en)?)"
    r"(?=\s+(?:\(|mit\b|mehrheitlich\b|einstimmig\b|bei\b|gegen\b|ab\b|zu\b|an\b|in\b|wird\b|wurde\b|vom\b|zur\b|auf\b"
    r"|vor\b)|\s*[(,.:;]|$)"
)
_WITHDRAWN_BY: Final = re.compile(r"\b(?P<who>(?:Fraktion|Gruppe) .+?|[\w/&']+-Fraktion) (?:zieht|nimmt)\b")
_SENTENCE_END: Final = re.compile(
    r"(?<![ .(]\w)(?<!\bNr)(?<!\bDr)(?<!\bAbs)(?<!\bZiff)"
    r"(?<!\bProf)(?<!\bStr)(?<!\bbzw)(?<!\bca)(?<!\bgem)(?<!\blfd)(?<!\binkl)(?<!\d)[.!?][\"“”]?\s+"
    r"|(?<=\d)\.[\"“”]?\n+|:\s*\n+|:\s+(?=[„\"])|(?<=[a-zäöüß]) ?\n+(?=(?:Beschluss|Abstimmungsergebnis|Ergebnis)\b)"
    r"|(?<=\bBeschluss)\n+|\n[ \t]*\n"
)
_LABEL_ABOVE: Final = re.compile(r"^[ \t]*(Abstimmungsergebnis|Abstimmung|Ergebnis)[ \t]*:?[ \t]*\n\s*", re.MULTILINE)
_CONTENT: Final = re.compile(
    r"(?<=[a-z]), da(?:ss|ß) (?!(?:de[rmn]|die|das|über|diese[rs]?) (?:\w*antr[aä]g\w*|vorlage|punkt|angelegenheit"
    r"|beratung)\b(?! auf)).*$",
    re.IGNORECASE,
)
"""What was decided, where it is a clause of its own: its verbs decide nothing."""
_JOINED_ACTS: Final = re.compile(rf"\s*(?:;|,)?\s+und\s+(?={_VERB}\b)|;\s+")
_DISTRICT: Final = re.compile(r"Bezirksvertretung|Orts(?:chafts)?rat|Ortsbeirat|Bezirksverordnetenversammlung")
"""Districts decide what is theirs and advise the council on the rest."""

_VIEWS: Final = frozenset({Direction.ADOPTED, Direction.REJECTED, Direction.AMENDED})
_NEVER_ADOPTED_TEXT: Final = re.compile(r"\b(?:überweist|verweist|vertagt|lehnt|zieht)\b")


class _Ahead(Enum):
    """What a colon announced: nothing, the text of a motion, or the text that was adopted."""

    NOTHING = 0
    MOTION = 1
    ADOPTED_TEXT = 2


@dataclass(frozen=True, slots=True)
class RecordedDecision:
    """One decision in minutes: `body` decided on `paper` (empty: none named), moved by `submitters` if it says so."""

    decision: Decision
    body: str
    paper: str = ""
    submitters: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Occasion:
    """What a passage is about: the body that meets, the item's own paper, whether it is headed as a recommendation.

    `motions` are the papers of the item with those who moved them, as the agenda lists them.
    """

    body: str = ""
    paper: str = ""
    advisory: bool = False
    motions: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class _Known:
    """The papers known so far: the item's own, the last one named, and by faction those that it moved."""

    own: str
    last: str
    motions: Mapping[str, str]


def decisions_in(passage: str, occasion: Occasion | None = None) -> tuple[RecordedDecision, ...]:
    """The decisions that a passage of minutes records, in its order.

    A paper's number in the sentence wins; "den Antrag" without one means the last motion named before; everything else
    is about the item's own paper. Other bodies' recommendations that are quoted keep their own body.
    """
    occasion = occasion or Occasion()
    found: list[RecordedDecision] = []
    motions = {_folded_faction(who): paper for paper, movers in occasion.motions for who in movers}
    last_paper, ahead = "", _Ahead.NOTHING
    for sentence in _sentences(passage):
        acts = list(_acts(sentence, occasion)) if _may_act(sentence, ahead) else []
        numbers = papers_in(sentence)
        if numbers and not acts:
            motions |= {_folded_faction(who): numbers[-1] for who in _movers(sentence)}
        found += [_recorded(clause, body, _Known(occasion.paper, last_paper, motions)) for body, clause in acts]
        last_paper = numbers[-1] if numbers else last_paper
        ahead = _what_follows(sentence, ahead, acted=bool(acts))
    return tuple(_settled(found, occasion))


def _may_act(sentence: str, ahead: "_Ahead") -> bool:
    """Whether a sentence can decide: quoted motions and adopted texts have a decision's form, but no majority."""
    if _COUNTED.search(sentence) or ahead is _Ahead.NOTHING:
        return True
    return ahead is _Ahead.ADOPTED_TEXT and bool(_NEVER_ADOPTED_TEXT.search(sentence))


def _what_follows(sentence: str, ahead: "_Ahead", *, acted: bool) -> "_Ahead":
    if sentence.endswith(":"):
        if acted:
            return _Ahead.ADOPTED_TEXT
        return _Ahead.MOTION if _MOTION_AHEAD.search(sentence) else ahead
    over = acted or PLACEHOLDER in sentence or (ahead is _Ahead.MOTION and sentence.endswith(("“", "”", '"')))
    return _Ahead.NOTHING if over and sentence != "Beschluss" else ahead


def papers_in(text: str) -> tuple[str, ...]:
    """The papers' numbers in a text, blanks inside a number removed, suffixes kept."""
    return tuple(re.sub(r"\s", "", hit[0]) for hit in PAPER.finditer(text))


def _movers(text: str) -> tuple[str, ...]:
    """The factions that a sentence names as those who moved or withdrew a motion."""
    moved = _MOVED_BY.search(text) or _WITHDRAWN_BY.search(text)
    return factions_in(moved["who"]) if moved else ()


def _folded_faction(name: str) -> str:
    return re.sub(r"[^a-zäöüß0-9]|fraktion|gruppe", "", name.casefold())


def _sentences(passage: str) -> Iterator[str]:
    """The sentences of a passage on one line each; a label ("Abstimmungsergebnis:") stays with what it announces."""
    passage = _LABEL_ABOVE.sub(r"\1: ", passage)
    start = 0
    for end in _SENTENCE_END.finditer(passage):
        yield " ".join(passage[start : end.end()].split())
        start = end.end()
    if passage[start:].strip():
        yield " ".join(passage[start:].split())


def _acts(sentence: str, occasion: Occasion) -> Iterator[tuple[str, str]]:
    """(deciding body, clause) of every decision in a sentence."""
    if len(sentence) > _LONGEST_SENTENCE:
        return
    line = _RESULT_LINE.match(sentence)
    if line:
        if decide(line["wording"]).direction is not Direction.UNKNOWN:
            yield occasion.body, line["wording"]
        return
    hit = _speaking(sentence)
    if (
        _NO_ACT.search(sentence)
        or _LIST_AHEAD.search(sentence)
        or (hit and _SUBORDINATE.search(sentence[: hit.start()]))
    ):
        return
    if hit is None:
        if any(_in_order(sentence, cues) for cues in _WITHOUT_BODY):
            yield occasion.body, sentence
        return
    body = _own_name(hit["body"], occasion.body)
    for clause in _clauses(sentence):
        if decide(clause).direction is not Direction.UNKNOWN or _COUNTED.search(clause):
            yield body, clause


def _speaking(sentence: str) -> re.Match[str] | None:
    """The body and the verb of a sentence in which a body decides."""
    present = _ACTIVE.search(sentence) or _INVERTED.search(sentence)
    if present or not _COUNTED.search(sentence) or _EARLIER_DAY.search(sentence):
        return present
    return _ACTIVE_PAST.search(sentence) or _PERFECT.search(sentence)


def _in_order(sentence: str, cues: tuple[re.Pattern[str], ...]) -> bool:
    """Whether the cues stand in the sentence one behind the other."""
    position = 0
    for cue in cues:
        found = cue.search(sentence, position)
        if found is None:
            return False
        position = found.end()
    return True


def _clauses(sentence: str) -> list[str]:
    """A sentence with two decisions apart; content after "zur Kenntnis, dass" is no decision."""
    main = re.sub(r"(zur Kenntnis), (?:dass|wie|ob) .*", r"\1.", sentence)
    main = _CONTENT.sub(".", main)
    parts = _JOINED_ACTS.split(main)
    told = {decide(part).direction for part in parts}
    return parts if decide(main).rule == SEVERAL or (len(told) > 1 and Direction.UNKNOWN not in told) else [main]


def _own_name(named: str, own: str) -> str:
    """The body as the meeting calls itself where the sentence shortens it ("Der Rat", "Der Ausschuss")."""
    named = re.sub(r"^BV\b", "Bezirksvertretung", " ".join(named.split())).replace("Ausschuß", "Ausschuss")
    if own and (
        own.startswith(named) or named.startswith(own) or named in {"Gremium", "Ausschuss", "Rat", "Rat der Stadt"}
    ):
        return own
    return named


def _recorded(clause: str, body: str, known: "_Known") -> RecordedDecision:
    about = _ASIDE.sub(" ", clause)
    numbers, submitters = papers_in(about), _movers(about)
    if numbers:
        paper = numbers[0]
    elif submitters:
        paper = next((known.motions[who] for who in map(_folded_faction, submitters) if who in known.motions), "")
    elif _MOTION.search(about):
        moved = set(known.motions.values())
        paper = next((paper for paper in (known.last, known.own) if paper in moved), known.last or known.own)
    else:
        paper = known.own
    return RecordedDecision(decide(clause), body, paper, submitters)


def _settled(found: list[RecordedDecision], occasion: Occasion) -> Iterator[RecordedDecision]:
    """With the stage that follows from who decided: councils decide, a committee that recommends advises."""
    recommends = {one.body for one in found if one.decision.stage is Stage.ADVISORY}
    for one in found:
        stage = one.decision.stage
        if stage is Stage.UNKNOWN and COUNCIL.match(one.body):
            stage = Stage.DECISIVE
        elif (
            stage is Stage.UNKNOWN
            and one.decision.direction in _VIEWS
            and (occasion.advisory or one.body in recommends)
        ):
            stage = Stage.ADVISORY
        elif stage is Stage.UNKNOWN and _DISTRICT.match(one.body):
            stage = Stage.DECISIVE
        yield replace(one, decision=replace(one.decision, stage=stage))
