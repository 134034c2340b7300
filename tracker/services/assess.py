"""Findings: one person proposes what became of a promise, another confirms, and with that it is published.

Before "not fulfilled" is published, the respondent may answer (`tracker.services.replies`).
"""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from tracker.db import models
from tracker.db.ids import assessment_id as new_id
from tracker.db.queries import assessments, links
from tracker.domain.assessment import (
    CODEBOOK,
    Assessment,
    AssessmentState,
    Check,
    Effort,
    EvidenceRank,
    Grounds,
    Outcome,
    ReasonCode,
    Role,
    needs_reply,
    require_grounds,
    require_second_person,
)
from tracker.domain.council import Direction, ItemKind, Stage
from tracker.domain.link import Judgement
from tracker.domain.questionnaire import Kind
from tracker.errors import RuleError, key
from tracker.services import events
from tracker.services.review import accepted
from tracker.services.users import acting, actor_of


@dataclass(frozen=True, slots=True)
class Proposal:
    """What somebody found. `effective` is the day it speaks of.

    The evidence is every link of the promise that was judged relevant and every source that people brought.
    """

    outcome: Outcome
    effective: date
    effort: Effort = Effort.NONE_KNOWN
    role: Role = Role.UNKNOWN
    reason_code: ReasonCode | None = None
    reason: str = ""
    late: bool = False


def propose(session: Session, promise_id: str, proposal: Proposal, *, by: str, now: datetime) -> models.Assessment:
    """Propose a finding. Raises RuleError where its grounds do not carry it or it speaks of a day to come."""
    promise, user = accepted(session, promise_id), acting(session, by)
    if proposal.effective > now.date():
        raise RuleError(
            key("Eine Bewertung kann nicht von einem Tag in der Zukunft sprechen: {subject}."),
            subject=proposal.effective.isoformat(),
        )
    for open_one in assessments.of_promise(session, promise):
        if open_one.state is AssessmentState.PROPOSED and _same(open_one, proposal, user):
            return open_one
    evidence, sources = _evidence(session, promise), assessments.sources(session, promise)
    row = models.Assessment(
        public_id=new_id(promise_id, user.name, now),
        promise=promise,
        state=AssessmentState.PROPOSED,
        outcome=proposal.outcome,
        effort=proposal.effort,
        role=proposal.role,
        reason_code=proposal.reason_code,
        reason=proposal.reason.strip(),
        late=proposal.late,
        effective=proposal.effective,
        proposed_by=user,
        proposed_at=now,
        codebook=CODEBOOK,
        links=evidence,
        sources=sources,
    )
    require_grounds(_value(row), _grounds(session, promise, evidence, sources))
    session.add(row)
    session.flush()
    record(session, row, "assessment.proposed", user, now)
    return row


def confirm(
    session: Session, assessment_id: str, *, by: str, now: datetime, two_persons: bool = True, reply_days: int = 21
) -> models.Assessment:
    """Confirm a proposed finding; it is published at once and supersedes older ones.

    "Not fulfilled" is only confirmed: it is published after the respondent was asked, unless `reply_days` is 0. Raises
    RuleError where it was returned, where a final outcome would be confirmed by who proposed it (unless the team is one
    person: `two_persons` false), or where its grounds are gone.
    """
    row, user = assessments.one(session, assessment_id), acting(session, by)
    if row.state in {AssessmentState.CONFIRMED, AssessmentState.PUBLISHED, AssessmentState.SUPERSEDED}:
        return row
    if row.state is not AssessmentState.PROPOSED:
        raise RuleError(
            key("Bewertung {subject} wurde zurückgegeben. Bitte schlagen Sie eine neue vor."), subject=assessment_id
        )
    require_second_person(_value(row), user.name, two_persons=two_persons)
    accepted(session, row.promise.public_id)
    evidence = [link for link in row.links if link.judgement is Judgement.RELEVANT]
    require_grounds(_value(row), _grounds(session, row.promise, evidence, row.sources))
    row.single_person = user.id == row.proposed_by_id
    row.confirmed_by, row.confirmed_at, row.state = user, now, AssessmentState.CONFIRMED
    session.flush()
    if needs_reply(row.outcome) and reply_days > 0:
        record(session, row, "assessment.confirmed", user, now)
    else:
        publish_confirmed(session, row, user, now)
    return row


def publish_confirmed(session: Session, row: models.Assessment, user: models.User, now: datetime) -> None:
    """Publish a confirmed finding and let it supersede older ones; who calls has seen to it that it may be."""
    row.published_at, row.state = now, AssessmentState.PUBLISHED
    session.flush()
    settle(session, row.promise)
    record(session, row, "assessment.published", user, now)


def return_assessment(
    session: Session, assessment_id: str, reason: str, *, by: str, now: datetime
) -> models.Assessment:
    """Give a proposed finding back with a reason. Raises RuleError without one, or where it is published."""
    row, user = assessments.one(session, assessment_id), acting(session, by)
    if not reason.strip():
        raise RuleError(key("Bitte geben Sie an, warum die Bewertung {subject} zurückgeht."), subject=assessment_id)
    if row.state is AssessmentState.RETURNED:
        return row
    if row.state not in {AssessmentState.PROPOSED, AssessmentState.CONFIRMED}:
        raise RuleError(
            key("Bewertung {subject} ist schon veröffentlicht. Eine neue löst sie ab, oder sie wird zurückgenommen."),
            subject=assessment_id,
        )
    give_back(row, reason, user, now)
    session.flush()
    record(session, row, "assessment.returned", user, now)
    return row


def give_back(row: models.Assessment, reason: str, user: models.User, now: datetime) -> None:
    """Note on the row that it was given back."""
    row.state, row.returned_by_id, row.returned_at = AssessmentState.RETURNED, user.id, now
    row.return_reason = reason.strip()


def record(session: Session, row: models.Assessment, kind: str, user: models.User, now: datetime) -> None:
    """One event with the assessment's full values."""
    events.record(session, kind, f"assessment:{row.public_id}", payload(row), actor=actor_of(user), now=now)


def rank(item: models.CouncilItem) -> EvidenceRank:
    """How much a council item weighs as evidence.

    Minutes and stated decisions weigh most. A committee's recommendation or a motion announces something, and so does a
    result of which nobody can say whether it was decided or recommended; an announcement alone moves no outcome. What
    a body took note of is a report of the administration.
    """
    if item.kind is ItemKind.MINUTES:
        return EvidenceRank.DECISION
    if item.direction is Direction.NOTED:
        return EvidenceRank.ADMINISTRATION
    said = item.direction not in {Direction.UNKNOWN, Direction.NONE}
    return EvidenceRank.DECISION if said and item.stage is Stage.DECISIVE else EvidenceRank.ANNOUNCEMENT


def _evidence(session: Session, promise: models.Promise) -> list[models.Link]:
    return [
        link
        for link in links.of_promise(session, promise)
        if link.judgement is Judgement.RELEVANT and not link.background
    ]


def _grounds(
    session: Session, promise: models.Promise, evidence: list[models.Link], sources: list[models.Source]
) -> Grounds:
    return Grounds(
        evidence=(*(rank(link.item) for link in evidence), *(source.kind for source in sources)),
        checks=tuple(
            Check(check.day, check.by.name, check.finding, check.sources)
            for check in assessments.checks(session, promise)
        ),
        deadline=promise.due_on or (promise.term.end_date if promise.term else None),
        kept_kind=promise.kind is Kind.MAINTAIN or promise.negated,
    )


def settle(session: Session, promise: models.Promise) -> None:
    """Of what was published, the latest day, then the latest id, stays published; the others are superseded."""
    held = {AssessmentState.PUBLISHED, AssessmentState.SUPERSEDED}
    shown = [row for row in assessments.of_promise(session, promise) if row.state in held]
    for row in shown:
        row.state = AssessmentState.SUPERSEDED if row is not shown[-1] else AssessmentState.PUBLISHED
    session.flush()


def _same(row: models.Assessment, proposal: Proposal, user: models.User) -> bool:
    said = Proposal(row.outcome, row.effective, row.effort, row.role, row.reason_code, row.reason, row.late)
    return row.proposed_by_id == user.id and said == replace(proposal, reason=proposal.reason.strip())


def _value(row: models.Assessment) -> Assessment:
    return Assessment(
        id=row.id or 0,
        promise=row.promise.public_id,
        outcome=row.outcome,
        effective=row.effective,
        by=row.proposed_by.name,
        state=row.state,
        effort=row.effort,
        role=row.role,
        reason_code=row.reason_code,
        reason=row.reason,
        late=row.late,
        confirmed_by=row.confirmed_by.name if row.confirmed_by else None,
    )


def payload(row: models.Assessment) -> dict[str, Any]:
    """What people decided of an assessment, as it stands in events."""
    return {
        "promise": row.promise.public_id,
        "state": row.state.value,
        "outcome": row.outcome.value,
        "effort": row.effort.value,
        "role": row.role.value,
        "reason_code": row.reason_code.value if row.reason_code else None,
        "reason": row.reason,
        "late": row.late,
        "effective": row.effective.isoformat(),
        "proposed_by": actor_of(row.proposed_by),
        "single_person": row.single_person,
        "codebook": row.codebook,
        "return_reason": row.return_reason,
        "links": sorted(link.public_id for link in row.links),
        "sources": sorted(source.public_id for source in row.sources),
    }
