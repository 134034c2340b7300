"""The grammar of one main clause in the words that the rules use."""

from dataclasses import dataclass

from tracker.extraction.clauses import Clause
from tracker.extraction.cues import Cue, cues
from tracker.extraction.predicates import Form, infinitive, predicate
from tracker.extraction.respondents import called
from tracker.extraction.subjects import Subject, subject


@dataclass(frozen=True)
class Sense:
    """What a clause says: who acts, in which form, with which verbs (infinitives), and what else it shows.

    `triggers` are the indices of the words that show it.
    """

    clause: Clause
    subject: Subject
    form: Form
    modal: str
    verbs: tuple[str, ...]
    cues: frozenset[Cue]
    triggers: tuple[int, ...]
    text: str


def sense(clause: Clause, own_name: str | None = None, *, spoken_of: bool = False) -> Sense:
    """Read a clause; `own_name` is the respondent's name, a further way to name the speaker.

    `spoken_of`: the clause before named the respondent, so that "sie" goes on with it.
    """
    core = [i for i in clause.core() if clause.words[i].tag[0] != "$"]
    actor, mark = subject(clause, core, own_name, spoken_of=spoken_of)
    said = predicate(clause, core)
    marks = {i for i in (mark, clause.finite, *said.verbs[:1]) if i is not None}
    return Sense(
        clause,
        actor,
        said.form,
        said.modal,
        tuple(infinitive(clause, core, i) for i in said.verbs),
        cues(clause, core, infinitive=any(i != clause.finite for i in said.verbs), own=called(own_name), actor=mark),
        tuple(sorted(marks)),
        " ".join(w.text for w in clause.words[clause.first : clause.last]),
    )
