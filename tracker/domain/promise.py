"""The life of a promise: proposed by the machine, accepted, rejected or merged by a person."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

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
