"""What is recorded for each promise besides its quote: strength, kind, testability, deadline, condition."""

import re

from tracker.domain.questionnaire import Commitment, Kind, Span, Strength, Testability, TestabilityReason
from tracker.extraction import lexicon
from tracker.extraction.clauses import Part, main_words, segments
from tracker.extraction.deadlines import deadline
from tracker.extraction.found import Found
from tracker.extraction.named import RESERVATION, beneficiaries, bodies, level
from tracker.extraction.numbers import numbers
from tracker.extraction.predicates import Form
from tracker.extraction.titles import title
from tracker.extraction.wordlists import listed, phrases
from tracker.german.tags import Word

_OUTCOME_VERBS = listed("erreichen sicherstellen senken werden sein entstehen bekommen erhalten gelingen verwirklichen")
_PROMISING = {Strength.ADVOCACY: lexicon.ADVOCATING, Strength.SUPPORT: lexicon.SUPPORTING}
"""Verbs that carry the promise, not the thing promised: "uns einsetzen" says nothing about what is made."""
_CONDITIONAL = {"wenn", "falls", "sofern", "sobald", "soweit"}
_DOCUMENT = phrases(
    r"\w*(?:[Aa]ntr[aä]g|[Kk]onzept|[Ss]atzung|[Pp]rogramm|[Bb]eschluss|[Pp]lan|[Bb]ericht|[Ss]tudie)\w*"
)
_NEGATION = re.compile(r"\b(?:nicht(?! nur)|kein(?:e[nmrs]?)?|niemals|nie)\b", re.IGNORECASE)
_NOUN_VERBS = {
    "einführung": "einführen",
    "einrichtung": "einrichten",
    "ausbau": "ausbauen",
    "neubau": "bauen",
    "bau": "bauen",
    "stärkung": "stärken",
    "förderung": "fördern",
    "verbesserung": "verbessern",
    "erhalt": "erhalten",
    "sicherung": "sichern",
    "prüfung": "prüfen",
    "evaluierung": "evaluieren",
    "unterstützung": "unterstützen",
    "senkung": "senken",
    "erhöhung": "erhöhen",
    "abschaffung": "abschaffen",
    "schaffung": "schaffen",
    "gründung": "gründen",
    "sanierung": "sanieren",
    "umbau": "umbauen",
    "fortführung": "fortführen",
    "erweiterung": "erweitern",
    "ausweitung": "ausweiten",
    "beibehaltung": "beibehalten",
}


def recorded(found: Found, text: str, context: str = "", earlier: str = "") -> Commitment:
    """The recorded fields of a promise; spans are offsets into the repaired `text`.

    `context` is the statement before it in its answer, for titles that only point back, `earlier` the words before it.
    """
    words = " ".join(found.span.of(text).split())
    dated, counted, verbs = deadline(words), numbers(words), _verbs(found)
    testability, reasons = _testability(verbs, words, counted=bool(counted), dated=bool(dated and dated.date))
    return Commitment(
        title=title(found, context, earlier),
        strength=_strength(found),
        kind=_kind(found, verbs, words, counted=bool(counted)),
        testability=testability,
        testability_reasons=reasons,
        negated=_negated(found),
        condition=_condition(found, text),
        deadline=dated,
        numbers=counted,
        bodies=bodies(words),
        beneficiaries=beneficiaries(words),
        level=level(words),
    )


def _verbs(found: Found) -> frozenset[str]:
    """What is done, as infinitives: from the promise's own verbs and nouns of action, the promising verb aside."""
    own = {w.lemma if w.tag == "VV(IZU)" else w.low for w in _acting(found)}
    nouns = [w.low for w in found.words if w.tag.startswith("NN")]
    own |= {verb for noun in nouns for ending, verb in _NOUN_VERBS.items() if _ends_with(noun, ending)}
    promising = _PROMISING.get(found.strength, frozenset()) if found.strength else frozenset()
    return frozenset(own - promising or set(found.sense.verbs if found.sense else ()) - promising)


def _acting(found: Found) -> list[Word]:
    """The infinitives outside of subordinate clauses."""
    own = [*main_words(found.words), *found.shared]
    return [w for w in own if w.tag in {"VV(INF)", "VV(IZU)"}]


def _ends_with(noun: str, ending: str) -> bool:
    """Short endings must be the whole noun: "Anbau" is no "Bau"."""
    return noun == ending or (len(ending) > 5 and noun.endswith(ending))


def _strength(found: Found) -> Strength:
    """How firmly this promise binds; "uns einsetzen und den Platz umbauen" is advocacy only in its first half."""
    form = found.sense.form if found.sense is not None else Form.NONE
    own = {w.low for w in _acting(found)}
    other_half = lexicon.ADVOCATING.isdisjoint(own) and not found.lead_in and form in {Form.FUTURE, Form.MODAL}
    if found.strength is Strength.ADVOCACY and other_half:
        return Strength.FIRM if form is Form.FUTURE else Strength.INTENT
    return found.strength or Strength.INTENT


def _kind(found: Found, verbs: frozenset[str], words: str, *, counted: bool) -> Kind:
    own = bool(_acting(found))
    that = " dass " in words
    if verbs & lexicon.EXAMINING:
        return Kind.PROCESS
    if verbs & lexicon.KEEPING and not verbs & lexicon.CREATING:
        return Kind.MAINTAIN
    if (verbs & _OUTCOME_VERBS and (counted or that or not own)) or (that and not own):
        return Kind.OUTCOME
    return Kind.ACTION


def _testability(
    verbs: frozenset[str], words: str, *, counted: bool, dated: bool
) -> tuple[Testability, tuple[TestabilityReason, ...]]:
    """Clear with a number, date, document or verb of making; partial by degree; vague without any measure."""
    signs = (
        (counted, TestabilityReason.NUMBER),
        (dated, TestabilityReason.DATE),
        (_DOCUMENT.search(words) is not None, TestabilityReason.DOCUMENT),
    )
    exact = tuple(reason for shown, reason in signs if shown)
    if exact:
        return Testability.CLEAR, exact
    if verbs & lexicon.DEGREE:
        return Testability.PARTIAL, (TestabilityReason.DEGREE,)
    if verbs & (lexicon.CREATING | lexicon.EXAMINING | lexicon.HOLDING_ON):
        return Testability.CLEAR, (TestabilityReason.MEASURE,)
    measures = verbs - lexicon.EMPTY - lexicon.ADVOCATING - {"wollen"}
    if measures or " dass " in words or len(words.split()) > 7:
        return Testability.PARTIAL, (TestabilityReason.UNNAMED,)
    return Testability.VAGUE, (TestabilityReason.NO_MEASURE,)


def _negated(found: Found) -> bool:
    """Whether the promise itself is negated, its subordinate clauses aside."""
    return _NEGATION.search(" ".join(w.text for w in main_words(found.words))) is not None


def _condition(found: Found, text: str) -> Span | None:
    """The first "wenn …" clause or reservation ("im Rahmen der Möglichkeiten") of the promise."""
    for segment in segments(found.words):
        inside = [w for w in found.words[segment.first : segment.last] if w.tag[0] != "$"]
        if segment.part is Part.SUBORDINATE and inside and inside[0].low in _CONDITIONAL:
            return Span(inside[0].start, inside[-1].end)
    match = RESERVATION.search(text, found.span.start, found.span.end)
    return Span(match.start(), match.end()) if match else None
