"""Three invented volunteers at work: they accept, judge, look and find, as much as two hours a month allow."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import cycle

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.cli.term.plot import MONTHS, Pledge, Plot, Verdict
from tracker.db import models
from tracker.db.queries import assessments, promises
from tracker.domain.assessment import AssessmentState, CheckFinding, Role
from tracker.domain.link import Judgement
from tracker.domain.promise import Competence, Criterion, PromiseState
from tracker.domain.questionnaire import Testability
from tracker.services import assess, coding, corrections, replies, review
from tracker.services.editing import Seen, accept_revised
from tracker.services.promise_values import revision_of
from tracker.services.users import add_user

ADA, BO, CEM = "Ada Anker", "Bo Bugwelle", "Cem Kajüte"
PEOPLE = (ADA, BO, CEM)

CARDS_A_MONTH = 24
"""Links that the three judge in a month: eight cards each, a minute and a half a card."""

REPLY_DAYS = 21
ANSWER = "Wir haben es beantragt. Die Mehrheit wollte es nicht; wir versuchen es wieder."
SIGNED = "Der Vorstand"

CODED = 12
"""So many promises are coded a second time."""

HESITATION = 19
"""Every so many cards somebody says "unsure": invented people are no machines either."""


@dataclass(frozen=True, slots=True)
class Volunteers:
    """The three, with the plot that tells what is true in their town."""

    plot: Plot

    def arrive(self, session: Session, now: datetime) -> None:
        """Join, each with an address."""
        for name in PEOPLE:
            add_user(session, name, f"{name.split()[0].lower()}@musterhafen.example", now=now)

    def sort_promises(self, session: Session, now: datetime) -> int:
        """Accept what the plot follows, with its criterion, and reject what is none; the number of accepted ones."""
        proposed = promises.listing(session, states=(PromiseState.PROPOSED,))
        for pledge, name in zip(self.plot.pledges, cycle(PEOPLE), strict=False):
            criterion = Criterion(pledge.fulfilled_if, pledge.partly_if, where_to_look="Ratsinformationssystem")
            found = _worded(proposed, pledge.promised)
            revision = replace(revision_of(found), topic=pledge.topic, competence=Competence.MUNICIPAL)
            accept_revised(session, found.public_id, revision, criterion, by=name, now=now, seen=Seen())
        for wording, reason in self.plot.rejected:
            review.reject_promise(session, _worded(proposed, wording).public_id, reason, by=ADA, now=now)
        return len(self.plot.pledges)

    def judge(self, session: Session, now: datetime) -> int:
        """Judge the best waiting links; the number of cards."""
        query = (
            select(models.Link)
            .where(models.Link.judgement == Judgement.UNREVIEWED)
            .order_by(models.Link.score.desc(), models.Link.id)
            .limit(CARDS_A_MONTH)
        )
        cards = session.scalars(query).all()
        for card, name in zip(cards, cycle(PEOPLE), strict=False):
            review.judge_link(session, card.public_id, self._opinion(card), by=name, now=now)
        return len(cards)

    def look(self, session: Session, month: int, now: datetime) -> int:
        """Look where the plot says so, and find nothing; the number of looks."""
        due = [pledge for pledge in self.plot.pledges if pledge.looked == month]
        for pledge in due:
            seen = review.Look(CheckFinding.NOTHING, now.date(), pledge.sources)
            review.check_promise(session, self._promise(session, pledge).public_id, seen, by=CEM, now=now)
        return len(due)

    def assess(self, session: Session, month: int, now: datetime) -> int:
        """One proposes what became of a promise, another confirms; the number of published findings."""
        due = [(p, v) for p in self.plot.pledges for v in p.verdicts if v.month == month]
        for pledge, verdict in due:
            promise = self._promise(session, pledge)
            proposal = _proposal(verdict, promise, now)
            proposed = assess.propose(session, promise.public_id, proposal, by=ADA, now=now)
            confirmed = assess.confirm(session, proposed.public_id, by=BO, now=now)
            if confirmed.state is AssessmentState.CONFIRMED:
                asked = replies.Request(_token(confirmed), REPLY_DAYS)
                replies.ask_reply(session, confirmed.public_id, asked, by=BO, now=now)
        return len(due)

    def hear(self, session: Session, now: datetime) -> int:
        """Publish what waited for a reply until its days were over; every other respondent has answered."""
        query = select(models.Reply).join(models.Reply.assessment).order_by(models.Reply.id)
        waiting = session.scalars(query.where(models.Assessment.state == AssessmentState.CONFIRMED)).all()
        due = [reply for reply in waiting if reply.due_on < now.date()]
        for reply in due:
            if reply.id % 2:
                replies.receive_reply(session, _token(reply.assessment), ANSWER, SIGNED, now=now)
            replies.publish(session, reply.assessment.public_id, by=ADA, now=now)
        return len(due)

    def look_again(self, session: Session, month: int, now: datetime) -> int:
        """In the last month one of the three codes blind what others decided, and slips are owned up to."""
        for slip in (one for one in self.plot.corrected if one.month == month):
            promise = _worded(promises.listing(session, states=(PromiseState.ACCEPTED,)), slip.promised)
            corrections.correct(session, promise.public_id, slip.text, by=ADA, now=now)
        if month != MONTHS:
            return 0
        coded = [p for p in promises.listing(session, states=(PromiseState.ACCEPTED,)) if _decided_by_another(p)]
        for number, promise in enumerate(coded[:CODED]):
            seen = promise.testability if number % HESITATION else Testability.PARTIAL
            standing = assessments.standing(session, promise)
            verdict = coding.Verdict(promise.act, seen, standing.outcome if standing else None)
            coding.code(session, promise.public_id, verdict, by=CEM, now=now)
        return len(coded[:CODED])

    def _opinion(self, card: models.Link) -> Judgement:
        if card.id % HESITATION == 0:
            return Judgement.UNSURE
        number = int(card.item.identity.rpartition(":")[2]) if ":" in card.item.identity else 0
        step = next((s for s in self.plot.steps if s.number == number), None)
        pledge = next((p for p in self.plot.pledges if p.promised in card.promise.text), None)
        fits = step is not None and pledge is not None and step.about != "" and step.about == pledge.about
        return Judgement.RELEVANT if fits else Judgement.IRRELEVANT

    def _promise(self, session: Session, pledge: Pledge) -> models.Promise:
        return _worded(promises.listing(session, states=(PromiseState.ACCEPTED,)), pledge.promised)


def _token(assessment: models.Assessment) -> str:
    """The secret of the link by which a respondent answers: invented like everything here."""
    return f"stellungnahme-{assessment.public_id}"


def _decided_by_another(promise: models.Promise) -> bool:
    return promise.decided_by is not None and promise.decided_by.name != CEM


def _worded(rows: Sequence[models.Promise], wording: str) -> models.Promise:
    (found,) = (row for row in rows if wording in " ".join(row.text.split()))
    return found


def _proposal(verdict: Verdict, promise: models.Promise, now: datetime) -> assess.Proposal:
    return assess.Proposal(
        outcome=verdict.outcome,
        effective=now.date(),
        effort=verdict.effort,
        role=_role(promise.respondent, now) if promise.respondent else Role.UNKNOWN,
        reason_code=verdict.reason_code,
        reason=verdict.reason,
        late=verdict.late,
    )


def _role(respondent: models.Respondent, now: datetime) -> Role:
    """Where the respondent sat that day, after feeds.yaml."""
    day = now.date().isoformat()
    ruling = any(one["from"] <= day <= (one["to"] or day) for one in respondent.majority)
    return Role.MAJORITY if ruling else Role.OPPOSITION
