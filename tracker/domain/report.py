"""What a report says, as frozen values; `reporting` turns them into pages, mails and files.

Every figure carries its cut-off and what it does not cover: `Coverage` stands beside each of them.
"""

from dataclasses import dataclass
from datetime import date

from tracker.domain.assessment import Effort, Knowledge, KnowledgeState, Outcome, Role
from tracker.domain.council import Direction, FeedState, Stage
from tracker.domain.link import Judgement


@dataclass(frozen=True, slots=True)
class PromiseLine:
    """A promise as it stands in a report."""

    id: str
    title: str
    respondent: str
    quote: str
    document: str
    document_sha256: str
    start: int
    outcome: Outcome
    effort: Effort
    role: Role
    knowledge: Knowledge


@dataclass(frozen=True, slots=True)
class EvidenceLine:
    """A judged link: which item, what was decided there, who judged it and when."""

    promise: str
    promise_title: str
    item_title: str
    item_url: str
    item_date: date | None
    organization: str
    result: str
    direction: Direction
    stage: Stage
    judgement: Judgement
    judged_by: str
    judged_on: date


@dataclass(frozen=True, slots=True)
class MeetingLine:
    """A coming meeting, with the titles of promises that its agenda touches."""

    on: date
    organization: str
    title: str
    url: str
    promises: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AssessmentLine:
    """An assessment that was published in the period."""

    promise: str
    promise_title: str
    respondent: str
    outcome: Outcome
    effort: Effort
    role: Role
    reason: str
    effective: date
    by: str
    confirmed_by: str | None


@dataclass(frozen=True, slots=True)
class FeedLine:
    """How a source is doing."""

    feed: str
    body: str
    state: FeedState
    last_success: date | None


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of the whole was looked at: `checked` of `total` promises have a check or evidence."""

    checked: int
    total: int


@dataclass(frozen=True, slots=True)
class RespondentLine:
    """One respondent's promises counted by outcome; `coverage` says how many of them anybody looked at."""

    respondent: str
    outcomes: tuple[tuple[Outcome, int], ...]
    coverage: Coverage

    @property
    def total(self) -> int:
        """All accepted promises of the respondent; the outcomes sum to it."""
        return sum(n for _, n in self.outcomes)


@dataclass(frozen=True, slots=True)
class MonthlyEdition:
    """One month's report, frozen. `key` is "report:2026-10"; `cut_off` the last day that it knows of."""

    key: str
    month: date
    cut_off: date
    site: str
    coverage: Coverage
    new_promises: tuple[PromiseLine, ...]
    published: tuple[AssessmentLine, ...]
    evidence: tuple[EvidenceLine, ...]
    links_waiting: int
    promises_waiting: int
    meetings: tuple[MeetingLine, ...]
    unchecked: tuple[PromiseLine, ...]
    feeds: tuple[FeedLine, ...]
    respondents: tuple[RespondentLine, ...]
    two_persons: bool
    chain_head: str


@dataclass(frozen=True, slots=True)
class RetrospectiveEdition:
    """The account of a term: outcome and coverage by respondent."""

    key: str
    term: str
    start: date
    end: date
    cut_off: date
    site: str
    coverage: Coverage
    respondents: tuple[RespondentLine, ...]
    promises: tuple[PromiseLine, ...]
    two_persons: bool
    chain_head: str


def coverage(lines: tuple[PromiseLine, ...]) -> Coverage:
    """How many of the promises anybody looked at."""
    looked = sum(line.knowledge.state is not KnowledgeState.NEVER_CHECKED for line in lines)
    return Coverage(looked, len(lines))


def by_respondent(lines: tuple[PromiseLine, ...]) -> tuple[RespondentLine, ...]:
    """Promises counted by respondent (sorted by name, never by success) and outcome (in the order of the design)."""
    rows = []
    for respondent in sorted({line.respondent for line in lines}):
        own = tuple(line for line in lines if line.respondent == respondent)
        counts = tuple((o, sum(line.outcome is o for line in own)) for o in Outcome)
        rows.append(RespondentLine(respondent, counts, coverage(own)))
    return tuple(rows)
