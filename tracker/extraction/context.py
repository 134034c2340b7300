"""What a clause adds to the statement before it in its sentence: the same act once more, context, or a pledge."""

import re
from collections.abc import Sequence
from dataclasses import replace

from tracker.domain.questionnaire import Act, Strength
from tracker.extraction.clauses import Part
from tracker.extraction.codebook import Rule
from tracker.extraction.cues import Cue
from tracker.extraction.found import Found, extended, trigger_spans
from tracker.extraction.grammar import Sense
from tracker.extraction.lexicon import FIRST_PERSON, SUBMITTING, VALUING
from tracker.extraction.predicates import Form
from tracker.extraction.subjects import Subject
from tracker.german.tags import Word

LONGEST_PLEDGE = 9
"""Words of a clause that only gives one's word."""

_PLEDGED = re.compile(
    r"(?:und |denn )?(?:dafür|dazu|daran|darauf|darum|das|dies)\b.*"
    r"\b(?:kämpf\w+|Wort|versprech\w*|versprich\w*|zusage\w*|messen|verlassen|vorgenommen|steh\w*|garantier\w*|verbürg\w*|bürg\w*|sorg\w*"
    r"|einsetzen|eintreten|kümmer\w*|pack\w*|trete\w*|werb\w*|ein|stark)\b",
    re.IGNORECASE,
)
"""How a speaker gives its word for what was said: "dafür kämpfen wir", "das haben wir uns vorgenommen"."""

_OWN_PROPOSAL = re.compile(
    r"(?:das|dies) (?:ist|bleibt|wäre) (?:und bleibt )?(?:unser|mein)e? (?:\w+ )?"
    r"(?:Ziel|Vorschlag|Plan|Versprechen|Vorhaben|Anspruch|Forderung|Zusage|Idee)\b",
    re.IGNORECASE,
)
"""How a speaker makes its own what was only named: "ein Treff im Postamt – das ist unser Vorschlag"."""

_REQUEST = ("antrag", "anträge", "antrags", "mittel", "beschluss", "vorlage", "summe")

_REASON = {"denn", "nämlich", "weshalb", "d.", "sprich"}


_OF_MEASURES = {"neue Maßnahme im Präsens", "Präsens mit Zukunftsangabe", "weitere Maßnahme im Präsens"}
_BY_WILL = {"mit uns", "nach eigenem Willen geschieht", "wird durch uns getan"}
_AS_WELL = {"sein", "haben", "bleiben", "wissen", "können", "brauchen", "setzen", "sehen", "achten"}


def second_half(read: Sense, rule: Rule, before: Found) -> Rule:
    """The rule for a clause that shares the subject, or the will, of the promise before it in the sentence.

    "Wir deckeln die Zahl und finanzieren eine Kontrolle" promises twice, and so does "Mit mir bleibt der Rabatt, und
    die Kita wird kostenlos sein".
    """
    if before.act is not Act.COMMITMENT or rule.act not in {Act.AMBIGUOUS, Act.POSITION, Act.FACT}:
        return rule
    clause = read.clause
    first = clause.words[clause.first]
    shared = clause.finite is not None and clause.finite <= clause.first + 1 and read.subject is Subject.SPEAKER
    acting = not (VALUING | _AS_WELL).intersection(read.verbs) and not read.cues & {Cue.PAST_TIME, Cue.NEGATED}
    if before.rule in _OF_MEASURES and shared and acting and read.form is Form.PRESENT and first.tag != "PPER":
        return Rule("weitere Maßnahme im Präsens", Act.COMMITMENT, 0.65, strength=before.strength)
    if before.rule in _BY_WILL and first.low == "und" and read.form is Form.FUTURE and Cue.PAST_TIME not in read.cues:
        return Rule("nach eigenem Willen geschieht", Act.COMMITMENT, 0.65, strength=before.strength)
    return rule


def by_name(read: Sense | None) -> bool:
    """Whether a clause is about the respondent in the third person."""
    return (
        read is not None
        and read.subject is Subject.SPEAKER
        and not any(w.low in FIRST_PERSON for w in read.clause.words[read.clause.first : read.clause.last])
    )


def goes_on(read: Sense, rule: Rule, before: Found) -> bool:
    """The same act once more in one sentence is one statement, unless each is a promise; so is a quotation."""
    words, first = read.clause.words, read.clause.first
    if words[first].text[:1] in {"„", "“", '"', "»"} and before.act is Act.ACCOMPLISHMENT:
        return True
    announced = before.act is Act.COMMITMENT and len(before.words) <= 5 and before.words[-1].text == ":"
    return (announced and rule.act is not Act.COMMITMENT) or (
        rule.act is before.act is not Act.COMMITMENT and read.form is not Form.NONE
    )


def belongs_to(read: Sense, rule: Rule, before: Found) -> bool:
    """Context of the promise before it in the same sentence: a reason, what was done for it, what it means."""
    if before.act not in {Act.COMMITMENT, Act.AMBIGUOUS}:
        return False
    words, first = read.clause.words, read.clause.first
    opening = words[first].low
    if opening in _REASON or (opening == "das" and first + 1 < len(words) and words[first + 1].low == "heißt"):
        return True
    if before.act is Act.COMMITMENT and rule.act is Act.AMBIGUOUS and read.form is Form.MODAL:
        return len(words[first : read.clause.last]) <= len(before.words) + 3 and not _contrasts(read)
    if before.act is Act.COMMITMENT and (_asks_for_it(read) or _only_pronouns(read) or _same_thing(read, before)):
        return True  # several verbs on the same thing are one promise
    advocates = rule.act is Act.COMMITMENT and Cue.THAT in read.cues
    if before.strength is Strength.SUPPORT and opening in {"und", "werden"} and _serves(read) and not advocates:
        return True
    past = rule.act in {Act.ACCOMPLISHMENT, Act.FACT}
    pronoun = opening in {"dies", "das", "es", "diese", "dieser", "so"} or read.clause.finite in {first, first + 1}
    return past and pronoun and words[first].tag != "NN"


def _asks_for_it(read: Sense) -> bool:
    """Whether a clause without subject only says how the promise is put forward: "und stellen einen solchen Antrag"."""
    words = read.clause.words[read.clause.first : read.clause.last]
    own = read.clause.finite is not None and read.clause.finite <= read.clause.first + 1
    pointing = any(w.low.startswith(("entsprechend", "solche")) for w in words)
    return own and pointing and any(w.low.endswith(_REQUEST) for w in words)


def _same_thing(read: Sense, before: Found) -> bool:
    """Whether a clause without subject says more of the thing promised: "und machen daraus ein Haus".

    So it does where both halves have one pronoun for their object: "Wir schaffen sie ab und ersetzen sie durch …".
    """
    clause = read.clause
    if clause.finite is None or clause.finite > clause.first + 1:
        return False
    behind = {w.low for w in clause.words[clause.finite : clause.finite + 2]}
    again = behind & {"sie", "ihn", "es"} & {w.low for w in before.words}
    return bool(again) or any(w.low in {"daraus", "darin"} for w in clause.words[clause.first : clause.last])


def _is_said_to_be(before: Found) -> bool:
    """Whether a statement only says what something is: "Musterstadt ist bunt"."""
    return any(w.finite and w.lemma == "sein" for w in before.words)


def _contrasts(read: Sense) -> bool:
    """Whether a clause turns to something else: "aber das Land muss …"."""
    words = read.clause.words[read.clause.first : read.clause.last]
    return any(w.low in {"aber", "doch", "jedoch", "allerdings", "gleichzeitig"} for w in words[:5])


def _serves(read: Sense) -> bool:
    """Whether a clause says what is done for the thing supported: "und werden dafür Mittel vorsehen"."""
    words = read.clause.words[read.clause.first : read.clause.last]
    return any(w.low in {"dafür", "dazu", "hierfür", "hierzu"} for w in words[:4])


def pledges(words: Sequence[Word]) -> bool:
    """Whether words give the speaker's word for what was named before them: "dafür treten wir an"."""
    said = [w.text for w in words if w.tag[0] != "$"]
    speaks = any(w.lower() in FIRST_PERSON for w in said)
    return speaks and len(said) <= LONGEST_PLEDGE and _PLEDGED.match(" ".join(said)) is not None


def backs(read: Sense, rule: Rule, before: Found) -> bool:
    """Whether the speaker makes a demand before it in the sentence its own: "X soll kommen, das beantragen wir"."""
    said = [w for w in read.clause.words[read.clause.first : read.clause.last] if w.tag[0] != "$"]
    if not said or before.act in {Act.ACCOMPLISHMENT, Act.APPEAL, Act.COMMITMENT}:
        return False
    described = before.sense is not None and before.sense.form in {Form.STATE, Form.PRESENT} and _is_said_to_be(before)
    pledged = (
        not described
        and read.subject is Subject.SPEAKER
        and len(said) <= LONGEST_PLEDGE
        and _PLEDGED.match(read.text) is not None
    )
    if before.sense is not None and _OWN_PROPOSAL.match(read.text) and _names_action(before.sense):
        return True
    promised = rule.act is Act.COMMITMENT and before.act is Act.AMBIGUOUS
    resumed = said[0].low in {"das", "dies", "dafür", "dazu", "daran"} or "entsprechend" in read.text
    again = promised or (rule.act is Act.COMMITMENT and before.sense is not None and before.sense.form is Form.PRESENT)
    asked = (
        resumed
        and rule.act is Act.COMMITMENT
        and not described
        and not SUBMITTING.isdisjoint(read.verbs)
        and before.sense is not None
        and before.sense.form in {Form.PRESENT, Form.FUTURE_PASSIVE, Form.FUTURE}
    )
    return pledged or asked or (promised and resumed) or (again and _only_pronouns(read))


def _names_action(read: Sense) -> bool:
    """Whether a clause names what could be done: without a verb, with "soll", or with a clause with "zu"."""
    with_zu = any(s.part is Part.INFINITIVE for s in read.clause.segments)
    return read.form in {Form.NONE, Form.MODAL} or (read.form is Form.PRESENT and with_zu)


def _only_pronouns(read: Sense) -> bool:
    """Whether a clause without subject has nothing but a pronoun for its object: "und bauen sie um"."""
    words = read.clause.words[read.clause.first : read.clause.last]
    own = read.clause.finite is not None and read.clause.finite <= read.clause.first + 1
    nouns = any(w.tag.startswith(("NN", "NE", "ADJ(A)", "CARD")) for w in words)
    return own and not nouns and any(w.low in {"sie", "ihn", "es"} for w in words)


def backed(text: str, before: Found, read: Sense, rule: Rule) -> Found:
    """A demand and the pledge behind it as one promise."""
    whole = extended(text, before, read.clause)
    strength = rule.strength or Strength.FIRM
    marks = (*before.triggers, *trigger_spans(read))
    return replace(whole, act=Act.COMMITMENT, rule="bekräftigt", confidence=0.75, strength=strength, triggers=marks)
