"""The life of a promise: proposed by the machine, accepted, rejected or merged by a person."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tracker.domain.questionnaire import Act, Kind, Strength, Testability
from tracker.domain.topic import Topic
from tracker.errors import RuleError, key


class PromiseState(StrEnum):
    """Only accepted promises are matched and counted."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    MERGED = "merged"
    WITHDRAWN = "withdrawn"


class Competence(StrEnum):
    """Can the municipality decide it at all?"""

    MUNICIPAL = "municipal"
    SHARED = "shared"
    OTHER_LEVEL = "other_level"
    UNCLEAR = "unclear"


class Kinship(StrEnum):
    """How two promises that say the same belong together: said twice by one respondent, or by several."""

    SAME = "same"
    ALSO_PROMISED = "also_promised"


TRANSITIONS: dict[PromiseState, frozenset[PromiseState]] = {
    PromiseState.PROPOSED: frozenset({PromiseState.ACCEPTED, PromiseState.REJECTED, PromiseState.MERGED}),
    PromiseState.ACCEPTED: frozenset({PromiseState.WITHDRAWN}),
    PromiseState.REJECTED: frozenset(),
    PromiseState.MERGED: frozenset(),
    PromiseState.WITHDRAWN: frozenset(),
}


@dataclass(frozen=True, slots=True)
class Criterion:
    """When a promise counts as fulfilled; written before evidence is judged."""

    fulfilled_if: str
    partly_if: str = ""
    not_fulfilled_if: str = ""
    where_to_look: str = ""
    next_review: date | None = None


@dataclass(frozen=True, slots=True)
class Revision:
    """A promise as a person words and sorts it: all that may be corrected, whole.

    `respondent` is the key of who promised, empty where nobody knows; `deadline_text` is the deadline as worded.
    """

    title: str
    act: Act
    strength: Strength
    kind: Kind
    testability: Testability
    negated: bool = False
    competence: Competence = Competence.UNCLEAR
    topic: Topic | None = None
    deadline_text: str = ""
    deadline_date: date | None = None
    respondent: str = ""


LONGEST_TITLE = 300
"""Characters; the extraction writes at most 90."""


def require_revision(promise: str, revision: Revision) -> None:
    """Raise RuleError where the new wording says nothing or does not fit."""
    if not revision.title.strip():
        raise RuleError(key("Ein Versprechen braucht einen Titel."), subject=promise)
    if len(revision.title) > LONGEST_TITLE:
        raise RuleError(
            key("Der Titel ist zu lang: {given} von höchstens {most} Zeichen."),
            subject=promise,
            given=len(revision.title),
            most=LONGEST_TITLE,
        )


def require_commitment(promise: str, act: Act) -> None:
    """Raise RuleError where a person called the statement something else: only commitments are tracked."""
    if act is not Act.COMMITMENT:
        raise RuleError(
            key("Nur Zusagen werden verfolgt. Was etwas anderes ist, wird mit Begründung abgelehnt."), subject=promise
        )


REOPENED: dict[PromiseState, PromiseState] = {
    PromiseState.REJECTED: PromiseState.PROPOSED,
    PromiseState.MERGED: PromiseState.PROPOSED,
    PromiseState.WITHDRAWN: PromiseState.ACCEPTED,
}
"""Where a decision leads back to when a person takes it back."""


def reopened(promise: str, current: PromiseState) -> PromiseState:
    """The state after a decision was taken back. Raises RuleError where there is none that could be."""
    if current not in REOPENED:
        raise RuleError(
            key("Bei {subject} gibt es nichts zurückzunehmen. Ein angenommenes Versprechen wird zurückgezogen."),
            subject=promise,
        )
    return REOPENED[current]


def move(promise: str, current: PromiseState, wanted: PromiseState) -> PromiseState:
    """The state after a person's decision; deciding the same twice changes nothing.

    Raises RuleError where the design allows no such step.
    """
    if current is wanted:
        return current
    if wanted not in TRANSITIONS[current]:
        raise RuleError(
            key("Versprechen {subject} ist schon entschieden ({current}); „{wanted}“ ist von dort aus nicht möglich."),
            subject=promise,
            current=current,
            wanted=wanted,
        )
    return wanted
