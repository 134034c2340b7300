"""Second coding: a share of the decided promises is looked at again by somebody who does not know the first verdict.

Which promises are in the sample follows from their ids alone, so that nobody can choose. How far both agree is reported
per step; where they differ, how it was settled is written down.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.db import models
from tracker.db.ids import coding_id
from tracker.db.queries import assessments, fairness, promises
from tracker.domain.agreement import Agreement, alpha
from tracker.domain.assessment import CODEBOOK, Outcome
from tracker.domain.promise import PromiseState
from tracker.domain.questionnaire import Act, Testability
from tracker.errors import RuleError, key
from tracker.services import events
from tracker.services.dossier import LinkLine, SourceLine, link_line, source_line
from tracker.services.promise_view import PromiseView, promise_view
from tracker.services.users import acting, actor_of

TESTABILITY_SCALE = (Testability.VAGUE, Testability.PARTIAL, Testability.CLEAR)
OUTCOME_SCALE = (Outcome.NOT_FULFILLED, Outcome.PARTLY_FULFILLED, Outcome.FULFILLED)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one person says of a promise; the outcome only where there is one to compare with."""

    act: Act
    testability: Testability
    outcome: Outcome | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Blind:
    """What a second person sees: the promise in its answer and the evidence, no verdict, and no name where masked."""

    promise: PromiseView
    evidence: tuple[LinkLine, ...]
    sources: tuple[SourceLine, ...]
    with_outcome: bool


@dataclass(frozen=True, slots=True)
class Difference:
    """Where two people differ, and how it was settled."""

    id: str
    promise: str
    title: str
    first: Verdict
    second: Verdict
    by: str
    settlement: str
    settled_by: str


@dataclass(frozen=True, slots=True)
class Reliability:
    """α of each step with n, and by which codebook: finding, testability, outcome (any; and as ranks)."""

    codebook: str
    act: Agreement
    testability: Agreement
    outcome: Agreement
    outcome_ranks: Agreement


def in_sample(promise_id: str, percent: int) -> bool:
    """Whether a promise is looked at twice; every id falls by its own hash."""
    return int(hashlib.sha256(f"second {promise_id}".encode()).hexdigest()[:8], 16) % 100 < percent


def next_blind(session: Session, by: str, percent: int, zone: ZoneInfo, *, masked: bool = False) -> Blind | None:
    """The next promise of the sample that this person neither decided nor coded; None where none is left."""
    user = acting(session, by)
    for promise in _decided(session):
        if promise.decided_by_id == user.id or not in_sample(promise.public_id, percent):
            continue
        if not any(row.promise_id == promise.id for row in fairness.codings(session)):
            return _blind(session, promise, zone, masked=masked)
    return None


def _decided(session: Session) -> list[models.Promise]:
    """Promises that a person called a commitment or not; those that were cut or merged are no finding."""
    found = promises.listing(session, states=(PromiseState.ACCEPTED, PromiseState.REJECTED))
    whole = set(session.scalars(select(models.PromiseSplit.whole_id)))
    return [row for row in found if row.id not in whole]


def _blind(session: Session, promise: models.Promise, zone: ZoneInfo, *, masked: bool) -> Blind:
    view = promise_view(session, promise, zone)
    standing = assessments.standing(session, promise)
    return Blind(
        promise=blinded(view, masked=masked),
        evidence=tuple(link_line(one) for one in standing.links) if standing else (),
        sources=tuple(source_line(one) for one in standing.sources) if standing else (),
        with_outcome=standing is not None,
    )


def blinded(view: PromiseView, *, masked: bool) -> PromiseView:
    """The promise without anything that a first person said of it; without the respondent's name where masked.

    The answer itself may still name it: nobody rewrites a source.
    """
    revision = replace(view.revision, act=Act.AMBIGUOUS, testability=Testability.VAGUE, respondent="")
    return replace(
        view,
        revision=revision,
        respondent="" if masked else view.respondent,
        document="" if masked else view.document,
        decision_note="",
        decided_by="",
        decided_on=None,
        state=PromiseState.PROPOSED,
    )


def code(session: Session, promise_id: str, verdict: Verdict, *, by: str, now: datetime) -> models.Coding:
    """Keep what a second person says. The same again changes nothing.

    Raises RuleError for who decided the promise in the first place, or codes it again otherwise.
    """
    promise, user = promises.one(session, promise_id), acting(session, by)
    if promise.decided_by_id is None or promise.decided_by_id == user.id:
        raise RuleError(
            key("Zum zweiten Mal ordnet ein, wer {subject} nicht selbst entschieden hat."), subject=promise_id
        )
    for known in fairness.codings(session):
        if known.promise_id == promise.id and known.by_id == user.id:
            if _verdict(known) == verdict:
                return known
            raise RuleError(
                key("Sie haben {subject} schon eingeordnet; eine unabhängige Meinung ändert sich nicht mehr."),
                subject=promise_id,
            )
    row = models.Coding(
        public_id=coding_id(promise_id, user.name),
        promise=promise,
        by=user,
        at=now,
        act=verdict.act,
        testability=verdict.testability,
        outcome=verdict.outcome if assessments.standing(session, promise) else None,
        codebook=CODEBOOK,
        note=verdict.note.strip(),
    )
    session.add(row)
    session.flush()
    _record(session, row, "coding.given", user, now)
    return row


def settle_difference(session: Session, coding: str, settlement: str, *, by: str, now: datetime) -> models.Coding:
    """Write down how a difference was settled. Raises RuleError without words, or where it is settled otherwise."""
    row, user = fairness.coding(session, coding), acting(session, by)
    settlement = settlement.strip()
    if row.settled_at and row.settlement == settlement:
        return row
    if row.settled_at or not settlement:
        raise RuleError(
            key("Bitte schreiben Sie, worauf Sie sich geeinigt haben; geklärt wird einmal."), subject=coding
        )
    row.settlement, row.settled_by, row.settled_at = settlement, user, now
    session.flush()
    _record(session, row, "coding.settled", user, now)
    return row


def _record(session: Session, row: models.Coding, kind: str, user: models.User, now: datetime) -> None:
    said: dict[str, Any] = {
        "coding": row.public_id,
        "act": row.act.value,
        "testability": row.testability.value,
        "outcome": row.outcome.value if row.outcome else None,
        "codebook": row.codebook,
        "note": row.note,
        "settlement": row.settlement,
    }
    events.record(session, kind, f"promise:{row.promise.public_id}", said, actor=actor_of(user), now=now)


def differences(session: Session) -> tuple[Difference, ...]:
    """Where first and second verdict differ, those to settle first."""
    found = []
    for row in fairness.codings(session):
        first, second = _first(session, row.promise), _verdict(row)
        if (first.act, first.testability, row.outcome and first.outcome) != (
            second.act,
            second.testability,
            second.outcome,
        ):
            settled = row.settled_by.name if row.settled_by else ""
            promise = row.promise
            found.append(
                Difference(
                    row.public_id,
                    promise.public_id,
                    promise.title,
                    first,
                    second,
                    row.by.name,
                    row.settlement,
                    settled,
                )
            )
    return tuple(sorted(found, key=lambda one: bool(one.settlement)))


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that two people decided: first and second verdicts, and the scale of them, lowest first, if any."""

    name: str
    pairs: tuple[tuple[Enum, Enum], ...]
    scale: tuple[Enum, ...] = ()

    @property
    def agreement(self) -> Agreement:
        """How far they agree beyond chance."""
        return alpha(self.pairs, self.scale)


def steps(session: Session) -> tuple[Step, ...]:
    """What was decided twice, step by step, in the order of the codings."""
    pairs = [(_first(session, row.promise), _verdict(row)) for row in fairness.codings(session)]
    rated = [(one.outcome, other.outcome) for one, other in pairs if one.outcome and other.outcome]
    return (
        Step("act", tuple((one.act, other.act) for one, other in pairs)),
        Step("testability", tuple((one.testability, other.testability) for one, other in pairs), TESTABILITY_SCALE),
        Step("outcome", tuple(rated)),
        Step("outcome_ranks", tuple(_on_scale(rated)), OUTCOME_SCALE),
    )


def reliability(session: Session) -> Reliability:
    """How far first and second verdicts agree beyond chance, for the page on method."""
    return Reliability(CODEBOOK, *(step.agreement for step in steps(session)))


def _on_scale(pairs: Iterable[tuple[Outcome, Outcome]]) -> list[tuple[Outcome, Outcome]]:
    return [pair for pair in pairs if all(outcome in OUTCOME_SCALE for outcome in pair)]


def _first(session: Session, promise: models.Promise) -> Verdict:
    """What the first person said: accepting says commitment, rejecting what it is instead, or that it is unclear."""
    act = promise.act
    if promise.state is PromiseState.REJECTED and act is Act.COMMITMENT:
        act = Act.AMBIGUOUS
    standing = assessments.standing(session, promise)
    return Verdict(act, promise.testability, standing.outcome if standing else None)


def _verdict(row: models.Coding) -> Verdict:
    return Verdict(row.act, row.testability, row.outcome, row.note)
