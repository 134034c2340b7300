"""Everything that the workshop knows of one promise, as frozen values: what people said, and what can be done next."""

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from tracker.db import models
from tracker.db.queries import assessments, council, fairness, links, promises
from tracker.domain.assessment import (
    AssessmentState,
    CheckFinding,
    Effort,
    EvidenceRank,
    Outcome,
    ReasonCode,
    Role,
    may_publish,
)
from tracker.domain.council import Direction, Stage
from tracker.domain.link import Judgement
from tracker.domain.majority import in_majority, role_on
from tracker.domain.promise import Kinship
from tracker.services.assess import rank
from tracker.services.history import StoryLine, story
from tracker.services.kinship import relatives_of
from tracker.services.promise_view import PromiseView, promise_view, respondents


@dataclass(frozen=True, slots=True)
class CheckLine:
    """A look that somebody took."""

    on: date
    by: str
    finding: CheckFinding
    sources: str


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A source that somebody brought; its bytes are stored under `sha256`."""

    title: str
    kind: EvidenceRank
    on: date
    url: str
    sha256: str
    by: str


@dataclass(frozen=True, slots=True)
class LinkLine:
    """A council item that was suggested, and what was said of it. `weight` is what it is worth as evidence."""

    id: str
    title: str
    url: str
    on: date | None
    organization: str
    result: str
    direction: Direction
    stage: Stage
    judgement: Judgement
    judged_by: str
    weight: EvidenceRank
    background: bool


@dataclass(frozen=True, slots=True)
class ReplyLine:
    """What the respondent was asked, until when, and its answer."""

    due_on: date
    sent_to: str
    text: str
    signed: str


@dataclass(frozen=True, slots=True)
class AssessmentLine:
    """An assessment with all that a second person must see before confirming it."""

    id: str
    promise: str
    promise_title: str
    respondent: str
    state: AssessmentState
    outcome: Outcome
    effort: Effort
    role: Role
    reason_code: ReasonCode | None
    reason: str
    late: bool
    effective: date
    by: str
    interests: str
    confirmed_by: str
    single_person: bool
    return_reason: str
    codebook: str
    evidence: tuple[LinkLine, ...]
    sources: tuple[SourceLine, ...]
    reply: ReplyLine | None
    may_publish: bool


@dataclass(frozen=True, slots=True)
class RelativeLine:
    """Another promise that says the same."""

    id: str
    title: str
    respondent: str
    kinship: Kinship


@dataclass(frozen=True, slots=True)
class Dossier:
    """All of it; `role` is the respondent's today."""

    promise: PromiseView
    role: Role
    respondents: tuple[tuple[str, str], ...]
    relatives: tuple[RelativeLine, ...]
    checks: tuple[CheckLine, ...]
    sources: tuple[SourceLine, ...]
    links: tuple[LinkLine, ...]
    assessments: tuple[AssessmentLine, ...]
    story: tuple[StoryLine, ...]


def dossier(session: Session, promise_id: str, today: date, zone: ZoneInfo) -> Dossier:
    """What there is of a promise. Raises NotFoundError."""
    row = promises.one(session, promise_id)
    return Dossier(
        promise=promise_view(session, row, zone),
        role=_role(session, row, today),
        respondents=respondents(session, row.body_id),
        relatives=tuple(
            RelativeLine(
                r.promise.public_id,
                r.promise.title,
                r.promise.respondent.name if r.promise.respondent else "",
                r.kinship,
            )
            for r in relatives_of(session, row)
        ),
        checks=tuple(
            CheckLine(c.day, c.by.name, c.finding, c.sources) for c in reversed(assessments.checks(session, row))
        ),
        sources=tuple(source_line(s) for s in assessments.sources(session, row)),
        links=tuple(link_line(one) for one in links.of_promise(session, row)),
        assessments=tuple(assessment_line(session, a, today) for a in reversed(assessments.of_promise(session, row))),
        story=story(session, row, zone),
    )


def _role(session: Session, row: models.Promise, today: date) -> Role:
    """What feeds.yaml says of the respondent's majority today: what a new assessment begins with."""
    if row.respondent is None:
        return Role.UNKNOWN
    known = any(in_majority(one.majority, today) for one in council.respondents(session, row.body_id))
    return role_on(row.respondent.majority, today, known=known)


def assessment_line(session: Session, row: models.Assessment, today: date) -> AssessmentLine:
    """An assessment as it is shown to who confirms it."""
    reply = fairness.reply_to(session, row)
    promise = row.promise
    return AssessmentLine(
        id=row.public_id,
        promise=promise.public_id,
        promise_title=promise.title,
        respondent=promise.respondent.name if promise.respondent else "",
        state=row.state,
        outcome=row.outcome,
        effort=row.effort,
        role=row.role,
        reason_code=row.reason_code,
        reason=row.reason,
        late=row.late,
        effective=row.effective,
        by=row.proposed_by.name,
        interests=row.proposed_by.interests,
        confirmed_by=row.confirmed_by.name if row.confirmed_by else "",
        single_person=row.single_person,
        return_reason=row.return_reason,
        codebook=row.codebook,
        evidence=tuple(link_line(one) for one in row.links),
        sources=tuple(source_line(s) for s in row.sources),
        reply=ReplyLine(reply.due_on, reply.sent_to, reply.text, reply.signed) if reply else None,
        may_publish=row.state is AssessmentState.CONFIRMED
        and may_publish(
            row.outcome, replied=bool(reply and reply.replied_at), due=reply.due_on if reply else None, today=today
        ),
    )


def source_line(row: models.Source) -> SourceLine:
    """A source as it is shown."""
    return SourceLine(row.title, row.kind, row.day, row.url, row.sha256, row.added_by.name)


def link_line(row: models.Link) -> LinkLine:
    """A link as it is shown beside others."""
    item = row.item
    return LinkLine(
        id=row.public_id,
        title=item.title,
        url=item.url,
        on=item.item_date,
        organization=item.organization.name if item.organization else "",
        result=item.result,
        direction=item.direction,
        stage=item.stage,
        judgement=row.judgement,
        judged_by=row.judged_by.name if row.judged_by else "",
        weight=rank(item),
        background=row.background,
    )
