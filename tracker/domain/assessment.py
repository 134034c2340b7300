"""What people found: outcome, effort, knowledge, and the rules that a final outcome must meet.

Three separate facts, never one score. Outcome and effort are folds over published assessments; knowledge is derived
from checks and evidence.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum, StrEnum

from tracker.errors import RuleError, key

CODEBOOK = "1.1"
"""The version of the rules by which promises are cut and outcomes found; every finding carries it."""


class Outcome(StrEnum):
    """Did it happen? The last four are final."""

    NOT_YET_RATED = "not_yet_rated"
    IN_PROGRESS = "in_progress"
    STALLED = "stalled"
    KEPT_SO_FAR = "kept_so_far"
    FULFILLED = "fulfilled"
    PARTLY_FULFILLED = "partly_fulfilled"
    NOT_FULFILLED = "not_fulfilled"
    NOT_TESTABLE = "not_testable"

    @property
    def final(self) -> bool:
        """Whether this outcome ends the tracking of a promise."""
        return self in FINAL


FINAL = frozenset({Outcome.FULFILLED, Outcome.PARTLY_FULFILLED, Outcome.NOT_FULFILLED, Outcome.NOT_TESTABLE})


class Effort(StrEnum):
    """What the respondent itself did for the promise."""

    NONE_KNOWN = "none_known"
    PROPOSED = "proposed"
    SUPPORTED = "supported"
    ABSTAINED = "abstained"
    OPPOSED = "opposed"


class Role(StrEnum):
    """Where the respondent sat at the time."""

    MAJORITY = "majority"
    OPPOSITION = "opposition"
    UNKNOWN = "unknown"


class ReasonCode(StrEnum):
    """Why something stalls or was not fulfilled."""

    NO_MAJORITY = "no_majority"
    NOT_PURSUED = "not_pursued"
    ACTED_AGAINST = "acted_against"
    NO_COMPETENCE = "no_competence"
    NO_MONEY = "no_money"
    OVERTAKEN = "overtaken"
    UNKNOWN = "unknown"


class EvidenceRank(IntEnum):
    """How much a piece of evidence weighs; an announcement alone moves no outcome."""

    ANNOUNCEMENT = 0
    PRESS = 1
    ADMINISTRATION = 2
    BUDGET = 3
    DECISION = 4


class AssessmentState(StrEnum):
    """proposed → confirmed → published → superseded, or returned with a reason."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    PUBLISHED = "published"
    SUPERSEDED = "superseded"
    RETURNED = "returned"


class CheckFinding(StrEnum):
    """What a person found when looking."""

    NOTHING = "nothing"
    EVIDENCE = "evidence"


@dataclass(frozen=True, slots=True)
class Check:
    """On day `on` person `by` looked in `sources` and found something or nothing."""

    on: date
    by: str
    finding: CheckFinding
    sources: str = ""


@dataclass(frozen=True, slots=True)
class Assessment:
    """A dated, signed finding. `effective` is the day it speaks of; `id` breaks ties between equal days."""

    id: int
    promise: str
    outcome: Outcome
    effective: date
    by: str
    state: AssessmentState = AssessmentState.PROPOSED
    effort: Effort = Effort.NONE_KNOWN
    role: Role = Role.UNKNOWN
    reason_code: ReasonCode | None = None
    reason: str = ""
    late: bool = False
    confirmed_by: str | None = None


class KnowledgeState(StrEnum):
    """Evidence beats nothing found beats never checked."""

    NEVER_CHECKED = "never_checked"
    NOTHING_FOUND = "nothing_found"
    EVIDENCE = "evidence"


@dataclass(frozen=True, slots=True)
class Knowledge:
    """How well do we know? `count` pieces of evidence, `on` the day of the latest look or evidence."""

    state: KnowledgeState
    count: int = 0
    on: date | None = None


def knowledge(checks: Iterable[Check], evidence_dates: Sequence[date]) -> Knowledge:
    """What is known of a promise from the checks of people and the days on which evidence was judged.

    Unreviewed links count as nothing, so they are not arguments.
    """
    looked = list(checks)
    if evidence_dates:
        return Knowledge(KnowledgeState.EVIDENCE, len(evidence_dates), max(evidence_dates))
    if looked:
        return Knowledge(KnowledgeState.NOTHING_FOUND, 0, max(check.on for check in looked))
    return Knowledge(KnowledgeState.NEVER_CHECKED)


def current(assessments: Iterable[Assessment]) -> Assessment | None:
    """The published assessment that stands: latest effective day, then highest id; None where nothing is published."""
    published = [a for a in assessments if a.state is AssessmentState.PUBLISHED]
    return max(published, key=lambda a: (a.effective, a.id), default=None)


@dataclass(frozen=True, slots=True)
class Grounds:
    """What an assessment can lean on when it is proposed.

    `deadline` is the promise's deadline or the end of its term; `kept_kind` says that the promise keeps something or
    is negated, so that it can be kept so far.
    """

    evidence: tuple[EvidenceRank, ...]
    checks: tuple[Check, ...]
    deadline: date | None
    kept_kind: bool


def require_grounds(assessment: Assessment, grounds: Grounds) -> None:
    """Raise RuleError unless the grounds carry the outcome.

    Fulfilled and partly fulfilled need evidence above press. Not fulfilled needs evidence, or two checks by two
    persons that found nothing, the later one after the deadline or the end of the term. Not testable needs a reason.
    """
    outcome, who = assessment.outcome, assessment.promise
    best = max(grounds.evidence, default=None)
    if outcome in {Outcome.FULFILLED, Outcome.PARTLY_FULFILLED} and (best is None or best <= EvidenceRank.PRESS):
        raise RuleError(
            key(
                "Für „umgesetzt“ fehlt ein Beleg, der schwerer wiegt als Presse. "
                "Bitte zuerst einen Treffer als passend bewerten."
            ),
            subject=who,
        )
    if outcome is Outcome.NOT_FULFILLED and best is None and not _searched_in_vain(grounds):
        raise RuleError(
            key(
                "Für „nicht umgesetzt“ braucht es einen Beleg oder zwei Prüfungen durch zwei Personen ohne Fund, "
                "die spätere nach Ablauf der Frist."
            ),
            subject=who,
        )
    if outcome is Outcome.NOT_TESTABLE and not assessment.reason.strip():
        raise RuleError(key("„Nicht überprüfbar“ braucht eine Begründung."), subject=who)
    if outcome is Outcome.KEPT_SO_FAR and not grounds.kept_kind:
        raise RuleError(
            key("„Bislang eingehalten“ gilt nur für Versprechen, die etwas erhalten oder verhindern."), subject=who
        )
    if outcome in {Outcome.STALLED, Outcome.NOT_FULFILLED} and assessment.reason_code is None:
        raise RuleError(key("Bitte geben Sie an, woran es liegt (auch „unbekannt“ ist eine Antwort)."), subject=who)


def _searched_in_vain(grounds: Grounds) -> bool:
    vain = [c for c in grounds.checks if c.finding is CheckFinding.NOTHING]
    if grounds.deadline is None or len({c.by for c in vain}) < 2:
        return False
    return max(c.on for c in vain) > grounds.deadline


def needs_reply(outcome: Outcome) -> bool:
    """Whether the respondent is asked before this outcome is published."""
    return outcome is Outcome.NOT_FULFILLED


def may_publish(outcome: Outcome, *, replied: bool, due: date | None, today: date) -> bool:
    """Whether a confirmed outcome may be published: the respondent has answered, or its days are over."""
    return not needs_reply(outcome) or replied or (due is not None and today > due)


def require_second_person(assessment: Assessment, confirming: str, *, two_persons: bool) -> None:
    """Raise RuleError where the confirming person proposed a final outcome and the second-person rule is on."""
    if two_persons and assessment.outcome.final and confirming == assessment.by:
        raise RuleError(
            key("Eine endgültige Bewertung bestätigt eine zweite Person. {by} hat sie selbst vorgeschlagen."),
            subject=assessment.promise,
            by=confirming,
        )
