"""An answer's passages to statements: every clause gets its act, promises are cut apart, context stays with them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from tracker.domain.questionnaire import Act, Span, Strength
from tracker.extraction.clauses import Clause, Part, clauses
from tracker.extraction.codebook import Rule, decide
from tracker.extraction.coordination import conjuncts
from tracker.extraction.cues import Cue
from tracker.extraction.grammar import Sense, sense
from tracker.extraction.passages import Passage, passages
from tracker.extraction.predicates import Form
from tracker.extraction.structure import Reply
from tracker.extraction.subjects import Subject
from tracker.german.sentences import sentences
from tracker.german.tags import Word, tagged


@dataclass(frozen=True)
class Found:
    """A statement in the repaired text, with the words it was read from."""

    span: Span
    act: Act
    rule: str
    confidence: float
    triggers: tuple[Span, ...]
    words: tuple[Word, ...]
    sense: Sense | None = None
    strength: Strength | None = None
    lead_in: Span | None = None
    lead_words: tuple[Word, ...] = ()


@dataclass(frozen=True)
class _Lead:
    """A lead-in that was read: its rule counts for the items below it."""

    span: Span
    rule: Rule
    sense: Sense


LONGEST_SENTENCE = 150
"""Words. No sentence of an answer is longer; a list without full stops is read in portions."""

_CONTINUES = re.compile(
    r"(?:Dazu|Außerdem|Zudem|Ebenso|Auch|Und|Sowie|Plus|Zusätzlich|Ferner|Darüber hinaus|Weiterhin)\b"
)
_FOR_THINGS = {"einsetzen", "kämpfen", "eintreten", "starkmachen"}
_ANNOUNCING = {"dafür", "es", "ziel", "daran", "dazu", "darauf", ":"}
"""Words behind which a clause with "zu" says what is done."""

_REASON = {"denn", "nämlich", "weshalb", "d.", "sprich"}
_STRIPPED = " \t\r\n\u00a0.,;:–—-•"
_TRAILING = re.compile(r"[\s,]+(?:und|oder|sowie|&|bzw\.|aber)$")
_OPENING = re.compile(r"(?:(?:Ja|Nein)\s*[,:–-]\s*|(?:und|sowie|oder|&|aber|–|-|•|\*)\s+)+", re.IGNORECASE)


def statements(text: str, reply: Reply) -> list[Found]:
    """The statements of one answer in order."""
    found: list[Found] = []
    leads: dict[Span, _Lead | None] = {}
    for passage in passages(text, reply.parts):
        lead = None
        if passage.lead_in is not None:
            lead = leads.setdefault(passage.lead_in, _read_lead(text, passage.lead_in, reply.respondent))
            if lead is not None:
                found = [f for f in found if not _is_lead(f, lead)]
        found += _passage(text, passage, lead, reply, found[-1] if found else None)
    return found


def _is_lead(found: Found, lead: _Lead) -> bool:
    return found.span.overlap(lead.span) * 2 > len(found.span)


def _read_lead(text: str, span: Span, name: str | None) -> _Lead | None:
    for words in _sentences(text, span):
        parts = clauses(words)
        if parts:
            read = sense(parts[-1], name)
            if (
                read.form is Form.PRESENT
                and words[read.clause.finite or 0].lemma == "werden"
                and read.subject is Subject.SPEAKER
            ):
                read = replace(read, form=Form.FUTURE)
            return _Lead(span, decide(read), read)
    return None


def _sentences(text: str, span: Span) -> Iterator[list[Word]]:
    for tokens in sentences(text[span.start : span.end]):
        for first in range(0, len(tokens), LONGEST_SENTENCE):
            words = tagged(tokens[first : first + LONGEST_SENTENCE])
            yield [replace(w, start=w.start + span.start, end=w.end + span.start) for w in words]


def _passage(text: str, passage: Passage, lead: _Lead | None, reply: Reply, before: Found | None) -> list[Found]:
    found: list[Found] = []
    for words in _sentences(text, passage.span):
        if passage.item and lead is not None and not found and not _own_main(words):
            found.append(_item(text, words, lead))
            continue
        found += _sentence(text, words, reply, found[-1] if found else before)
    return found


def _own_main(words: Sequence[Word]) -> bool:
    """Whether a list item is a sentence of its own: its first stretch is a main clause."""
    parts = clauses(words)
    return bool(parts) and parts[0].segments[0].part is Part.MAIN


def _item(text: str, words: list[Word], lead: _Lead) -> Found:
    """A list item: it has the act of its lead-in."""
    span = _trimmed(text, words[0].start, words[-1].end)
    rule = lead.rule
    triggers = _trigger_spans(lead.sense)
    return Found(
        span,
        rule.act,
        rule.name,
        round(rule.confidence - 0.03, 2),
        triggers,
        tuple(words),
        lead.sense,
        rule.strength,
        lead.span,
        tuple(lead.sense.clause.words),
    )


def _sentence(text: str, words: list[Word], reply: Reply, before: Found | None) -> list[Found]:
    found: list[Found] = []
    bare = " ".join(w.text for w in words)
    if re.fullmatch(r"(?:Ja|Nein|Jein)\W*", bare, re.IGNORECASE):
        return [_bare_answer(text, words, reply)]
    for clause in clauses(words):
        read = sense(clause, reply.respondent)
        rule = decide(read)
        if found and (_belongs_to(read, rule, found[-1]) or _goes_on(read, rule, found[-1])):
            found[-1] = _extended(text, found[-1], clause)
            continue
        if read.form is Form.NONE:
            found.append(_fragment(text, clause, read, found[-1] if found else before))
            continue
        found += _cut(text, read, rule)
    return [f for f in found if len(f.span)]


def _bare_answer(text: str, words: list[Word], reply: Reply) -> Found:
    """A bare yes: unclear after "Werden Sie …?", a position after "Sind Sie für …?"."""
    question = reply.question.of(text) if reply.question else ""
    act = Act.AMBIGUOUS if re.search(r"\b(?:[Ww]erden|[Ww]ollen|[Pp]lanen|[Ss]etzen) Sie\b", question) else Act.POSITION
    return Found(_trimmed(text, words[0].start, words[-1].end), act, "bloßes Ja oder Nein", 0.7, (), tuple(words))


def _goes_on(read: Sense, rule: Rule, before: Found) -> bool:
    """The same act once more in one sentence is one statement, unless each is a promise; so is a quotation."""
    words, first = read.clause.words, read.clause.first
    if words[first].text[:1] in {"„", "“", '"', "»"} and before.act is Act.ACCOMPLISHMENT:
        return True
    announced = before.act is Act.COMMITMENT and len(before.words) <= 5 and before.words[-1].text == ":"
    return (announced and rule.act is not Act.COMMITMENT) or (
        rule.act is before.act is not Act.COMMITMENT and read.form is not Form.NONE
    )


def _belongs_to(read: Sense, rule: Rule, before: Found) -> bool:
    """Context of the promise before it in the same sentence: a reason, what was done for it, what it means."""
    if before.act not in {Act.COMMITMENT, Act.AMBIGUOUS}:
        return False
    words, first = read.clause.words, read.clause.first
    opening = words[first].low
    if opening in _REASON or (opening == "das" and first + 1 < len(words) and words[first + 1].low == "heißt"):
        return True
    past = rule.act in {Act.ACCOMPLISHMENT, Act.FACT}
    pronoun = opening in {"dies", "das", "es", "diese", "dieser", "so"} or read.clause.finite in {first, first + 1}
    return past and pronoun and words[first].tag != "NN"


def _extended(text: str, before: Found, clause: Clause) -> Found:
    end = clause.words[clause.last - 1].end
    return replace(before, span=_trimmed(text, before.span.start, end))


def _fragment(text: str, clause: Clause, read: Sense, before: Found | None) -> Found:
    """Words without a finite verb: the continuation of a promise, a stated aim, or nothing."""
    words = tuple(clause.words[clause.first : clause.last])
    span = _trimmed(text, words[0].start, words[-1].end)
    rule = decide(read)
    if rule.act is Act.COMMITMENT:
        return Found(span, rule.act, rule.name, 0.7, _trigger_spans(read), words, read, rule.strength)
    noun = any(w.tag in {"NN", "NE"} for w in words)
    if before is not None and before.act is Act.COMMITMENT and noun and len(words) >= 4:
        if _ends_in_infinitive(clause):
            return Found(span, Act.COMMITMENT, "Fortsetzung mit Verb", 0.75, (), words, read, before.strength)
        if _CONTINUES.match(span.of(text)):
            return Found(span, Act.COMMITMENT, "Fortsetzung", 0.65, (), words, read, before.strength)
    return Found(span, Act.AMBIGUOUS if noun and len(words) >= 4 else Act.FACT, "ohne Verb", 0.6, (), words, read)


def _ends_in_infinitive(clause: Clause) -> bool:
    """Whether the first stretch that is no subordinate clause closes with an infinitive."""
    first = next((s for s in clause.segments if s.part is Part.REST), None)
    if first is None:
        return False
    tail = [w for w in clause.words[first.first : first.last] if not w.tag.startswith("$")]
    return bool(tail) and tail[-1].tag in {"VV(INF)", "VV(FIN)"} and tail[-1].low.endswith("n")


def _cut(text: str, read: Sense, rule: Rule) -> list[Found]:
    """The clause as one statement, or as several promises."""
    clause, words = read.clause, read.clause.words
    triggers = _trigger_spans(read)
    ranges = [(clause.first, clause.last)]
    if rule.act is Act.COMMITMENT and rule.name != "neue Maßnahme im Präsens":
        ranges = conjuncts(clause, nominal=_is_nominal(read))
    found = []
    for first, last in ranges:
        span = _trimmed(text, words[first].start, words[last - 1].end)
        found.append(
            Found(span, rule.act, rule.name, rule.confidence, triggers, tuple(words[first:last]), read, rule.strength)
        )
    return found


def _is_nominal(read: Sense) -> bool:
    """Whether the measures are noun phrases: no infinitive says what is done."""
    clause = read.clause
    verbal = Cue.INFINITIVE in read.cues and read.form is not Form.PRESENT
    advocated = read.form in {Form.FUTURE, Form.MODAL} and not _FOR_THINGS.isdisjoint(read.verbs)
    announced = any(w.low in _ANNOUNCING for w in clause.words[clause.first : clause.last])
    with_zu = announced and any(s.part is Part.INFINITIVE for s in clause.segments)
    return (not verbal or advocated) and not with_zu


def _trigger_spans(read: Sense) -> tuple[Span, ...]:
    return tuple(Span(read.clause.words[i].start, read.clause.words[i].end) for i in read.triggers)


def _trimmed(text: str, start: int, end: int) -> Span:
    """Without bullet, leading "Ja," or "und", final full stop or comma."""
    while end > start and text[end - 1] in _STRIPPED:
        end -= 1
    while start < end and text[start] in _STRIPPED:
        start += 1
    if tail := _TRAILING.search(text, start, end):
        end = tail.start()
    match = _OPENING.match(text, start, end)
    if match is not None and match.end() < end:
        start = match.end()
    return Span(start, max(start, end))
