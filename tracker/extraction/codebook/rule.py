"""One line of the table: what a rule asks of a clause, and what it decides."""

import re
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from tracker.domain.questionnaire import Act, Strength
from tracker.extraction.cues import Cue
from tracker.extraction.grammar import Sense
from tracker.extraction.predicates import Form
from tracker.extraction.subjects import Subject

SPEAKER = Subject.SPEAKER
WANT: AbstractSet[str] = frozenset({"wollen", "möchten"})
OUGHT: AbstractSet[str] = frozenset({"müssen", "sollen", "dürfen", "können"})


@dataclass(frozen=True)
class Rule:
    """A rule asks for subject, form, modal verb, full verb and cues; what is empty asks for nothing.

    `fits` and `fails` are invented sentences that the tests read: the former must be decided by this very rule, the
    latter must not. `confidence` is a cautious share of right labels, checked against labelled questionnaires by
    `benchmarks/extraction.py`.
    """

    name: str
    act: Act
    confidence: float
    strength: Strength | None = None
    subject: Subject | None = None
    forms: tuple[Form, ...] = ()
    modals: AbstractSet[str] = frozenset()
    verbs: AbstractSet[str] = frozenset()
    none_of: AbstractSet[str] = frozenset()
    needs: tuple[Cue, ...] = ()
    one_of: tuple[Cue, ...] = ()
    lacks: tuple[Cue, ...] = ()
    wording: re.Pattern[str] | None = None
    fits: tuple[str, ...] = ()
    fails: tuple[str, ...] = ()

    def decides(self, sense: Sense) -> bool:
        """Whether the rule fits the clause."""
        return (
            (self.subject is None or sense.subject is self.subject)
            and (not self.forms or sense.form in self.forms)
            and (not self.modals or sense.modal in self.modals)
            and (not self.verbs or not self.verbs.isdisjoint(sense.verbs))
            and self.none_of.isdisjoint(sense.verbs)
            and sense.cues.issuperset(self.needs)
            and (not self.one_of or not sense.cues.isdisjoint(self.one_of))
            and sense.cues.isdisjoint(self.lacks)
            and (self.wording is None or self.wording.search(sense.text) is not None)
        )


def says(pattern: str) -> re.Pattern[str]:
    """A wording that the clause must show, upper and lower case alike."""
    return re.compile(pattern, re.IGNORECASE)
