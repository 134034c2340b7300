"""An answer's passages to statements: every clause gets its act, promises are cut apart, context stays with them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from tracker.domain.questionnaire import Act, Span, Strength
from tracker.extraction.clauses import Clause, Part, clauses
from tracker.extraction.codebook import Rule, decide
from tracker.extraction.context import backed, backs, belongs_to, by_name, goes_on, pledges, second_half
from tracker.extraction.coordination import Conjunct, conjuncts
from tracker.extraction.cues import Cue
from tracker.extraction.found import Found, extended, trigger_spans, trimmed
from tracker.extraction.grammar import Sense, sense
from tracker.extraction.lexicon import names_change
from tracker.extraction.passages import Passage, passages
from tracker.extraction.predicates import Form
from tracker.extraction.structure import Reply
from tracker.extraction.subjects import Subject
from tracker.extraction.wordlists import listed
from tracker.german.sentences import sentences
from tracker.german.tags import Word, tagged


@dataclass(frozen=True)
class _Lead:
    """A lead-in that was read: its rule counts for the items below it."""

    span: Span
    rule: Rule
    sense: Sense

    def opens(self, text: str) -> bool:
        """Whether the lead-in stops inside a subordinate clause, so that no item is a sentence of its own."""
        return _UNFINISHED.search(self.span.of(text)) is not None


SHORTEST_ITEM = 3
"""Words of a list item that says something by itself."""

FEWEST_ITEMS = 3
"""Things named before a pledge that are a list."""

NEAR = 8
"""Statements before a list among which its lead-in is."""

LONGEST_SENTENCE = 150
"""Words. No sentence of an answer is longer; a list without full stops is read in portions."""

_STROKES = {"–", "—", "-", ":"}
_CONTINUES = re.compile(
    r"(?:dass|Dazu|Außerdem|Zudem|Ebenso|Auch|Und|Sowie|Plus|Zusätzlich|Ferner|Darüber hinaus|Weiterhin)\b"
)
_LEADS_ON = re.compile(
    r"(?:Dazu|Hierzu|Dafür|Hierfür|Dabei|Darunter|Konkret|Im Einzelnen|Insbesondere|Unter anderem"
    r"|Das (?:heißt|bedeutet)|Unsere? (?:\w+ )?(?:Maßnahmen|Schwerpunkte|Vorschläge|Ideen|Punkte|Ansätze)"
    r"|(?:Die )?[Ff]olgende\w*)\b"
)
_UNFINISHED = re.compile(r"\b(?:dass|ob|wenn|indem|damit|um)\W*$")
_ASKS_FOR_PLANS = re.compile(
    r"\b(?:Was|Welche\w*|Wie|Wo|Womit|Wodurch)\b[^?]*\b(?:Sie|[Dd]u|[Ii]hr|Ihre|[Dd]eine|Partei|Liste|Fraktion)\b[^?]*\?"
    r"|\b(?:Dinge|Punkte|Projekte|Maßnahmen|Vorhaben|Ziele)\b[^?.]*\b(?:nennen|anpacken|umsetzen|vorhaben|angehen)\b"
)
_COUNTED = re.compile(r"(?:Erstens|Zweitens|Drittens|Viertens|Fünftens|[1-5][.)])\b")
_BY_MEANS_OF = re.compile(r"(?:Durch|Mit|Mittels|Indem)\b")
_FOR_THINGS = {"einsetzen", "kämpfen", "eintreten", "starkmachen"}
_ANNOUNCING = listed("""
    dafür es ziel daran dazu darauf : zusage versprechen vorhaben absicht wort plan aufgabe anspruch vorschlag idee
    forderung antrag initiative
""")
"""Words behind which a clause with "zu" says what is done."""

_SERVING = {"durch", "mittels", "insbesondere", "etwa", "u.a.", "z.b.", "wie", "u.", "z."}
"""Words behind which a list item names means and examples of one promise."""

_GOING_ON = {
    "zeigen",
    "belegen",
    "beweisen",
    "laufen",
    "dauern",
    "bestehen",
    "fehlen",
    "steigen",
    "sinken",
    "stehen",
    "liegen",
    "bleiben",
    "reichen",
}
"""Verbs of a telegram that says what is the case: "Die Gespräche laufen"."""


def statements(text: str, reply: Reply) -> list[Found]:
    """The statements of one answer in order."""
    found: list[Found] = []
    leads: dict[Span, _Lead | None] = {}
    for passage in passages(text, reply.parts):
        lead = None
        if passage.lead_in is not None:
            if passage.lead_in not in leads:
                lead = leads[passage.lead_in] = _read_lead(text, passage.lead_in, reply.respondent, found)
                found[-NEAR:] = [f for f in found[-NEAR:] if lead is None or not _is_lead(f, lead)]
            lead = leads[passage.lead_in]
        found += _passage(text, passage, lead, reply, found[-1] if found else None)
    return found


def _is_lead(found: Found, lead: _Lead) -> bool:
    return found.span.overlap(lead.span) * 2 > len(found.span)


def _read_lead(text: str, span: Span, name: str | None, found: Sequence[Found]) -> _Lead | None:
    """The lead-in with its rule; one without a colon must promise, "Dazu gehören:" goes on with the promise before."""
    before = next((f for f in reversed(found) if f.span.end <= span.start), None)
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
            rule = decide(read)
            if rule.act is not Act.COMMITMENT and before is not None and before.act is Act.COMMITMENT:
                rule = _continued(span.of(text), before) or rule
            heads = rule.act in {Act.COMMITMENT, Act.ACCOMPLISHMENT} or text[span.end - 1] == ":"
            return _Lead(span, rule, read) if heads else None
    return None


def _continued(lead: str, before: Found) -> Rule | None:
    """The rule for items under "Dazu gehören:" or "Konkret heißt das:" right below a promise."""
    if not _LEADS_ON.match(lead):
        return None
    return Rule("Fortsetzung in Punkten", Act.COMMITMENT, 0.7, strength=before.strength or Strength.INTENT)


def _sentences(text: str, span: Span) -> Iterator[list[Word]]:
    for tokens in sentences(text[span.start : span.end]):
        for first in range(0, len(tokens), LONGEST_SENTENCE):
            words = tagged(tokens[first : first + LONGEST_SENTENCE])
            yield [replace(w, start=w.start + span.start, end=w.end + span.start) for w in words]


def _passage(text: str, passage: Passage, lead: _Lead | None, reply: Reply, before: Found | None) -> list[Found]:
    found: list[Found] = []
    for words in _sentences(text, passage.span):
        further = found and (lead is None or any(w.finite for w in words))
        if passage.item and not further and (lead is None or lead.opens(text) or not _own_main(words)):
            listed_items = _item(text, words, lead) if lead is not None else _listed(text, words, reply)
            if listed_items:
                found += listed_items
                continue
        found += _sentence(text, words, reply, found[-1] if found else before)
    return found


def _own_main(words: Sequence[Word]) -> bool:
    """Whether a list item is a sentence of its own: it begins as a main clause, or with what hangs on one.

    "Um Wege zu verkürzen, hat die Stadt …" does; "dass Busse fahren" and "ein Konzept, das hilft – wir …" do not.
    """
    parts = clauses(words)
    if not parts or parts[0].finite is None or words[0].low in {"dass", "ob"}:
        return False
    stretches = [s.part for s in parts[0].segments]
    return stretches[0] is Part.MAIN or not parts[0].forefield()


def _item(text: str, words: list[Word], lead: _Lead) -> list[Found]:
    """A list item: it has the act of its lead-in, and may hold several promises."""
    rule = lead.rule
    parts = _item_parts(words) if rule.act is Act.COMMITMENT else [Conjunct(0, len(words))]
    confidence, triggers = round(rule.confidence - 0.03, 2), trigger_spans(lead.sense)
    return [
        Found(
            trimmed(text, words[part.first].start, words[part.last - 1].end),
            rule.act,
            rule.name,
            confidence,
            triggers,
            tuple(words[part.first : part.last]),
            lead.sense,
            rule.strength,
            lead.span,
        )
        for part in parts
    ]


def _asked_for_plans(text: str, reply: Reply) -> bool:
    return reply.question is not None and _ASKS_FOR_PLANS.search(reply.question.of(text)) is not None


def _item_parts(words: list[Word]) -> list[Conjunct]:
    """A list item is one promise, unless it lists actions: infinitives, or nouns of action ("Ausbau … und Bau …")."""
    whole, parts = [Conjunct(0, len(words))], clauses(words)
    if len(parts) != 1 or any(w.finite for w in words):
        return whole
    if any(w.tag in {"VV(INF)", "VV(IZU)"} for w in words):
        return conjuncts(parts[0], nominal=False)
    found = conjuncts(parts[0], nominal=True)
    heads = [next((w for w in words[c.first : c.last] if w.tag.startswith("NN")), None) for c in found]
    serving = any(w.low in _SERVING for w in words[: found[-1].first])
    return found if not serving and all(h is not None and names_change(h.text) for h in heads) else whole


def _listed(text: str, words: list[Word], reply: Reply) -> list[Found]:
    """A list item without verb or lead-in right below a question for plans: "Wie stärken Sie …?" – "• ein Budget"."""
    if (
        not _asked_for_plans(text, reply)
        or len(words) < SHORTEST_ITEM
        or any(w.finite for w in words)
        or words[-1].text == "?"
    ):
        return []
    read = sense(clauses(words)[0], reply.respondent)
    span = trimmed(text, words[0].start, words[-1].end)
    return [Found(span, Act.COMMITMENT, "Punkte als Antwort", 0.6, (), tuple(words), read, Strength.INTENT)]


def _sentence(text: str, words: list[Word], reply: Reply, before: Found | None) -> list[Found]:
    found: list[Found] = []
    bare = " ".join(w.text for w in words)
    if re.fullmatch(r"(?:Ja|Nein|Jein)\W*", bare, re.IGNORECASE):
        return [_bare_answer(text, words, reply)]
    spoken_of = before is not None and by_name(before.sense)
    for clause in clauses(words):
        read = sense(clause, reply.respondent, spoken_of=spoken_of)
        spoken_of = by_name(read)
        rule = second_half(read, decide(read), found[-1]) if found else decide(read)
        if listed_first := _named_and_pledged(clause):
            named = _fragment(text, listed_first, sense(listed_first, reply.respondent), None)
            found += _backed(text, named, read, rule)
            continue
        belongs = found and belongs_to(read, rule, found[-1])
        if found and not belongs and backs(read, rule, found[-1]):
            found[-1:] = _backed(text, found[-1], read, rule)
            continue
        if found and (belongs or goes_on(read, rule, found[-1])):
            found[-1] = extended(text, found[-1], clause)
            continue
        if read.form is Form.NONE:
            said = _fragment(text, clause, read, found[-1] if found else before)
            opens = before is None and not found and _BY_MEANS_OF.match(said.span.of(text))
            counted = _COUNTED.match(said.span.of(text)) or (opens and _asked_for_plans(text, reply))
            if said.act is Act.AMBIGUOUS and counted and _asked_for_plans(text, reply):
                said = replace(said, act=Act.COMMITMENT, rule="Punkte als Antwort", strength=Strength.INTENT)
            found.append(said)
            continue
        found += _cut(text, read, rule)
    return [f for f in found if len(f.span)]


def _named_and_pledged(clause: Clause) -> Clause | None:
    """What is only named before a pledge in one sentence: "A, B und C – dafür treten wir an"."""
    at = next((i for i, s in enumerate(clause.segments) if s.part is Part.MAIN), 0)
    before, words = clause.segments[:at], clause.words
    if not before or any(s.part is not Part.REST for s in before) or words[before[-1].last - 1].text not in _STROKES:
        return None
    return Clause(words, before, None) if pledges(words[clause.segments[at].first : clause.last]) else None


def _backed(text: str, before: Found, read: Sense, rule: Rule) -> list[Found]:
    """What was named and then pledged; of a list each item: "A, B und C – dafür treten wir an"."""
    whole = backed(text, before, read, rule)
    if before.sense is None or before.sense.form is not Form.NONE:
        return [whole]
    clause = before.sense.clause
    parts = conjuncts(clause, nominal=not any(w.tag == "VV(INF)" for w in before.words))
    if len(parts) < FEWEST_ITEMS:
        parts = [Conjunct(s.first, s.last) for s in clause.segments]
    if len(parts) < FEWEST_ITEMS:
        return [whole]
    found = []
    for part in parts:
        own = clause.words[part.first : part.last]
        end = whole.span.end if part is parts[-1] else own[-1].end
        found.append(replace(whole, span=trimmed(text, own[0].start, end), words=tuple(own)))
    return found


def _bare_answer(text: str, words: list[Word], reply: Reply) -> Found:
    """A bare yes: unclear after "Werden Sie …?", a position after "Sind Sie für …?"."""
    question = reply.question.of(text) if reply.question else ""
    act = Act.AMBIGUOUS if re.search(r"\b(?:[Ww]erden|[Ww]ollen|[Pp]lanen|[Ss]etzen) Sie\b", question) else Act.POSITION
    return Found(trimmed(text, words[0].start, words[-1].end), act, "bloßes Ja oder Nein", 0.7, (), tuple(words))


def _fragment(text: str, clause: Clause, read: Sense, before: Found | None) -> Found:
    """Words without a finite verb: the continuation of a promise, a stated aim, or nothing."""
    words = tuple(clause.words[clause.first : clause.last])
    span = trimmed(text, words[0].start, words[-1].end)
    rule = decide(read)
    if rule.act is Act.COMMITMENT:
        return Found(span, rule.act, rule.name, 0.7, trigger_spans(read), words, read, rule.strength)
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
    return (
        bool(tail)
        and tail[-1].tag in {"VV(INF)", "VV(FIN)"}
        and tail[-1].low.endswith("n")
        and tail[-1].low not in _GOING_ON
    )


def _cut(text: str, read: Sense, rule: Rule) -> list[Found]:
    """The clause as one statement, or as several promises."""
    clause, words = read.clause, read.clause.words
    triggers = trigger_spans(read)
    parts = [Conjunct(clause.first, clause.last)]
    if rule.act is Act.COMMITMENT and rule.name != "neue Maßnahme im Präsens":
        parts = conjuncts(clause, nominal=_is_nominal(read))
    found = []
    for part in parts:
        span = trimmed(text, words[part.first].start, words[part.last - 1].end)
        own = tuple(words[part.first : part.last])
        made = Found(span, rule.act, rule.name, rule.confidence, triggers, own, read, rule.strength)
        found.append(replace(made, shared=tuple(words[i] for i in part.shared)))
    return found


def _bare_verb(clause: Clause) -> bool:
    """Whether nothing but the verb and its subject stands before a clause with "zu": "Wir planen, … zu bauen"."""
    main = next((s for s in clause.segments if s.part is Part.MAIN), clause.segments[0])
    behind = clause.words[(clause.finite or main.first) + 1 : main.last]
    return not any(w.tag.startswith(("NN", "NE")) for w in behind)


def _is_nominal(read: Sense) -> bool:
    """Whether the measures are noun phrases: no infinitive says what is done."""
    clause = read.clause
    if read.verbs == ("geben",) and any(w.low == "es" for w in clause.words[clause.first : clause.last]):
        return True
    verbal = Cue.INFINITIVE in read.cues and read.form is not Form.PRESENT
    advocated = read.form in {Form.FUTURE, Form.MODAL} and not _FOR_THINGS.isdisjoint(read.verbs)
    advocated = advocated and (Cue.REFLEXIVE in read.cues or "einsetzen" not in read.verbs)
    announced = any(w.low in _ANNOUNCING for w in clause.words[clause.first : clause.last])
    with_zu = (announced or _bare_verb(clause)) and any(s.part is Part.INFINITIVE for s in clause.segments)
    return (not verbal or advocated) and not with_zu
