"""What a report says, as frozen values; `reporting` turns them into pages, mails and files.

Every figure carries its cut-off and what it does not cover: `Coverage` stands beside each of them.
"""

from dataclasses import dataclass, field, replace
from datetime import date

from tracker.domain.assessment import (
    CheckFinding,
    Effort,
    EvidenceRank,
    Knowledge,
    KnowledgeState,
    Outcome,
    ReasonCode,
    Role,
)
from tracker.domain.council import Direction, FeedState, Stage, Votes
from tracker.domain.link import Judgement
from tracker.domain.questionnaire import Testability
from tracker.domain.topic import Topic


@dataclass(frozen=True, slots=True)
class PromiseLine:
    """A promise as it stands in a report.

    `quote` is verbatim from character `start` of the document's text as read; `reading` is the same stretch repaired,
    empty where nothing had to be repaired. `deadline` is as worded.
    """

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
    question: str = ""
    reading: str = ""
    deadline: str = ""
    topic: Topic | None = None


@dataclass(frozen=True, slots=True)
class EvidenceLine:
    """A judged link: which item, what was decided there, who judged it and when.

    `reference` is the paper's number; `item_sha256` the content hash of the stored item and `seen_on` the day on which
    the source showed it to us.
    """

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
    reference: str = ""
    votes: Votes = field(default_factory=Votes)
    item_sha256: str = ""
    seen_on: date | None = None


@dataclass(frozen=True, slots=True)
class AgendaLine:
    """A point of a coming agenda that people found to touch promises; `number` is the source's ("7", "Ö 7.1")."""

    number: str
    title: str
    promises: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MeetingLine:
    """A coming meeting, with the titles of promises that its agenda touches, and the points of the agenda that do."""

    on: date
    organization: str
    title: str
    url: str
    promises: tuple[str, ...] = ()
    points: tuple[AgendaLine, ...] = ()


@dataclass(frozen=True, slots=True)
class ReplyLine:
    """The day on which a respondent was asked for its reply, and the reply verbatim; empty where none had come."""

    asked_on: date
    replied_on: date | None = None
    text: str = ""
    signed: str = ""


@dataclass(frozen=True, slots=True)
class AssessmentLine:
    """An assessment that was published in the period.

    `previous` is the outcome that stood before it, `grounds` are the council's acts that it leans on, `sources` the
    titles of what people brought, `reply` is the respondent's right of reply.
    """

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
    reason_code: ReasonCode | None = None
    late: bool = False
    previous: Outcome | None = None
    grounds: tuple[EvidenceLine, ...] = ()
    sources: tuple[str, ...] = ()
    reply: ReplyLine | None = None


@dataclass(frozen=True, slots=True)
class CorrectionLine:
    """A public correction: on which day what was put right, and where it concerns one, the promise."""

    on: date
    what: str
    promise: str = ""
    promise_title: str = ""


@dataclass(frozen=True, slots=True)
class CheckLine:
    """A look that somebody took in the period, with what was searched and whether anything was found."""

    promise: str
    promise_title: str
    on: date
    by: str
    finding: CheckFinding
    sources: str = ""


@dataclass(frozen=True, slots=True)
class SourceLine:
    """What a person brought as evidence; its stored copy has the hash."""

    title: str
    on: date
    rank: EvidenceRank
    url: str
    sha256: str


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
class CourseLine:
    """From day `on` the accepted promises stood like this; outcomes that do not occur are left out."""

    on: date
    outcomes: tuple[tuple[Outcome, int], ...]


@dataclass(frozen=True, slots=True)
class MonthlyEdition:
    """One month's report, frozen. `key` is "report:2026-10"; `cut_off` the last day that it knows of.

    `promises` are all accepted promises as they stood, so that every figure can be counted again from the edition and
    every line can name its quote.
    """

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
    checks: tuple[CheckLine, ...] = ()
    promises: tuple[PromiseLine, ...] = ()
    corrections: tuple[CorrectionLine, ...] = ()
    replied: tuple[AssessmentLine, ...] = ()
    """Assessments of earlier months to which a reply came in this one."""


@dataclass(frozen=True, slots=True)
class AccountLine:
    """What became of one promise in a term, beside its `PromiseLine` of the same id.

    `settled_on` is the day of which the final outcome speaks; `deadline_on` the day by which it was promised.
    """

    promise: str
    settled_on: date | None = None
    late: bool = False
    reason_code: ReasonCode | None = None
    reason: str = ""
    by: str = ""
    confirmed_by: str = ""
    evidence: tuple[EvidenceLine, ...] = ()
    sources: tuple[SourceLine, ...] = ()
    checks: tuple[CheckLine, ...] = ()
    deadline_on: date | None = None
    testability: Testability | None = None
    reply: ReplyLine | None = None


@dataclass(frozen=True, slots=True)
class TermLine:
    """The figures of another term or body, to compare with; `cut_off` is the day of which they speak."""

    body: str
    term: str
    cut_off: date
    coverage: Coverage
    outcomes: tuple[tuple[Outcome, int], ...]


@dataclass(frozen=True, slots=True)
class AgreementLine:
    """How far two persons who did not see each other's judgement agreed in one step of the work.

    `alpha` and the bounds of its interval are Krippendorff's alpha in thousandths, None where too little was coded.
    """

    step: str
    pairs: int
    alpha: int | None
    low: int | None = None
    high: int | None = None


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
    body: str = ""
    accounts: tuple[AccountLine, ...] = ()
    previous: TermLine | None = None
    others: tuple[TermLine, ...] = ()
    corrections: tuple[CorrectionLine, ...] = ()
    agreement: tuple[AgreementLine, ...] = ()
    links_waiting: int = 0
    promises_waiting: int = 0
    feeds: tuple[FeedLine, ...] = ()
    codebook: str = ""
    course: tuple[CourseLine, ...] = ()


def narrowed(edition: MonthlyEdition, promises: frozenset[str]) -> MonthlyEdition:
    """The edition with only what concerns these promises (public ids); what waits and the sources stay as they are."""
    lines = tuple(line for line in edition.promises if line.id in promises)
    titles = {line.title for line in lines}
    return replace(
        edition,
        coverage=coverage(lines),
        promises=lines,
        respondents=by_respondent(lines),
        new_promises=tuple(line for line in edition.new_promises if line.id in promises),
        unchecked=tuple(line for line in edition.unchecked if line.id in promises),
        published=tuple(line for line in edition.published if line.promise in promises),
        evidence=tuple(line for line in edition.evidence if line.promise in promises),
        checks=tuple(line for line in edition.checks if line.promise in promises),
        corrections=tuple(line for line in edition.corrections if line.promise in promises),
        replied=tuple(line for line in edition.replied if line.promise in promises),
        meetings=tuple(touched for line in edition.meetings if (touched := _touching(line, titles)).promises),
    )


def has_news(edition: MonthlyEdition) -> bool:
    """Whether anything happened in the month, or a meeting ahead touches a promise."""
    touched = any(line.promises for line in edition.meetings)
    return touched or bool(edition.published or edition.evidence or edition.new_promises or edition.corrections)


def _touching(line: MeetingLine, titles: set[str]) -> MeetingLine:
    points = tuple(
        replace(point, promises=tuple(title for title in point.promises if title in titles))
        for point in line.points
        if titles & set(point.promises)
    )
    return replace(line, promises=tuple(title for title in line.promises if title in titles), points=points)


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
