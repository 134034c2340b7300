"""The predicate of a clause: its form, its modal verb, and the verbs that say what is done."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from tracker.extraction.clauses import Clause
from tracker.extraction.lexicon import FIRST_PERSON


class Form(StrEnum):
    """The form of the predicate."""

    FUTURE = "future"
    FUTURE_PASSIVE = "future_passive"
    MODAL = "modal"
    CONDITIONAL = "conditional"
    PRESENT = "present"
    PASSIVE = "passive"
    PERFECT = "perfect"
    PERFECT_PASSIVE = "perfect_passive"
    STATE = "state"
    """ "ist gesichert": sein and a participle."""
    PAST = "past"
    NONE = "none"
    """No finite verb."""


@dataclass(frozen=True, slots=True)
class Predicate:
    """`verbs` are the indices of the full verbs in order, `modal` is an infinitive or empty."""

    form: Form
    verbs: tuple[int, ...]
    modal: str = ""


_PAST_MODALS = {"wollte", "wollten", "musste", "mussten", "konnte", "konnten", "durfte", "durften"}


def predicate(clause: Clause, core: Sequence[int]) -> Predicate:
    """Read the predicate; `core` are the indices of the words outside of subordinate clauses."""
    words, finite = clause.words, clause.finite
    infinitives = tuple(i for i in core if words[i].tag in {"VV(INF)", "VV(IZU)"} or _plural_infinitive(clause, i))
    if finite is None:
        return Predicate(Form.NONE, infinitives)
    word = words[finite]
    participles = tuple(i for i in core if words[i].tag == "VV(PP)" and i != finite)
    helpers = {words[i].low for i in core if words[i].tag.startswith("VA") and i != finite}
    if word.lemma == "werden":
        return _of_werden(clause, finite, infinitives, participles, helpers)
    if word.lemma in {"haben", "sein"} and participles:
        perfect = Form.PERFECT if word.lemma == "haben" else Form.STATE
        return Predicate(Form.PERFECT_PASSIVE if "worden" in helpers else perfect, participles)
    if word.tag == "VM(FIN)":
        return Predicate(Form.PAST if word.low in _PAST_MODALS else Form.MODAL, infinitives or participles, word.lemma)
    past = word.low in {"war", "waren", "hatte", "hatten"}
    return Predicate(Form.PAST if past else Form.PRESENT, (finite,))


def _of_werden(
    clause: Clause, finite: int, infinitives: tuple[int, ...], participles: tuple[int, ...], helpers: set[str]
) -> Predicate:
    """Passive or future: "werden genutzt", "werden umbauen", "wird umgebaut werden"."""
    low = clause.words[finite].low
    if low in {"wurde", "wurden"}:
        return Predicate(Form.PERFECT_PASSIVE, participles)
    if low in {"würde", "würden"}:
        return Predicate(Form.CONDITIONAL, infinitives or participles)
    if infinitives:
        return Predicate(Form.FUTURE, infinitives)
    if participles:
        return Predicate(_participle_form(clause, participles[-1], helpers), participles)
    return Predicate(Form.FUTURE if helpers & {"sein", "haben"} or _only_points(clause) else Form.PRESENT, ())


def _only_points(clause: Clause) -> bool:
    """Whether the verb stands in the question: "Das werden wir"."""
    said = {w.low for w in clause.words[clause.first : clause.last] if w.tag[0] != "$"}
    return not FIRST_PERSON.isdisjoint(said) and not {"das", "dies"}.isdisjoint(said) and len(said) <= 5


def _participle_form(clause: Clause, last: int, helpers: set[str]) -> Form:
    if "werden" in helpers:
        return Form.FUTURE_PASSIVE
    speaking = any(w.low in FIRST_PERSON for w in clause.words[clause.first : clause.last])
    # "wir werden … erhalten": the speaker as subject makes the form an infinitive that looks like a participle.
    return Form.FUTURE if speaking and clause.words[last].low.endswith("en") else Form.PASSIVE


def _plural_infinitive(clause: Clause, index: int) -> bool:
    """A second verb in the plural behind the finite one: an infinitive that the tagger took for a finite form."""
    word = clause.words[index]
    return clause.finite is not None and index > clause.finite and word.tag == "VV(FIN)" and word.low.endswith("n")


def infinitive(clause: Clause, core: Sequence[int], index: int) -> str:
    """The infinitive of a verb, with the particle that stands apart: "setzen … ein" -> "einsetzen"."""
    word = clause.words[index]
    if index != clause.finite:
        if word.low == "machen" and clause.words[index - 1].low == "stark":
            return "starkmachen"
        return word.low if word.tag == "VV(INF)" else word.lemma
    particles = [clause.words[i].low for i in core if clause.words[i].tag == "PTKVZ" and i > index]
    if particles:
        return particles[0] + word.lemma
    strong = word.lemma == "machen" and any(clause.words[i].low == "stark" for i in core)
    return "starkmachen" if strong else word.lemma
