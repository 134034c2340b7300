"""Three invented volunteers at work: they accept, judge, look and find, as much as two hours a month allow."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import cycle

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.cli.term.plot import Pledge, Plot, Verdict
from tracker.db import models
from tracker.db.queries import promises
from tracker.domain.assessment import CheckFinding, Role
from tracker.domain.link import Judgement
from tracker.domain.promise import Criterion, PromiseState
from tracker.services import assess, review
from tracker.services.users import add_user

ADA, BO, CEM = "Ada Anker", "Bo Bugwelle", "Cem Kajüte"
PEOPLE = (ADA, BO, CEM)

CARDS_A_MONTH = 24
"""Links that the three judge in a month: eight cards each, a minute and a half a card."""

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
            review.accept_promise(session, found.public_id, criterion, by=name, now=now)
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
            assess.confirm(session, proposed.public_id, by=BO, now=now)
        return len(due)

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
