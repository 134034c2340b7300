"""A town at work: promises in every state, links that wait, somebody's assessment."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

import pytest

from tests.factories import NOW, make_accepted, make_item, make_promises
from tests.services.conftest import make_items, make_link
from tracker.db.models import Claim, Event
from tracker.db.session import reading, writing
from tracker.domain.assessment import Outcome, ReasonCode
from tracker.domain.council import ItemKind
from tracker.domain.link import Judgement
from tracker.services.assess import Proposal, confirm, propose
from tracker.services.instance import Instance
from tracker.services.replies import Request, ask_reply
from tracker.services.review import judge_link

TODAY = NOW.date()
SECRET = "geheimer-link"


@dataclass(frozen=True)
class Town:
    """Public ids of what there is."""

    proposed: str
    other: str
    accepted: str
    links: tuple[str, ...]
    assessment: str
    verdict: str


@pytest.fixture
def town(instance: Instance) -> Town:
    """Two proposals; three accepted promises: one with links, one assessed by Ada, one with a verdict that waits."""
    with writing(instance.engine) as session:
        first, other = make_promises(session, "Wir bauen den Radweg.", "Wir öffnen die Bücherei.")
        accepted, assessed, judged = make_accepted(
            session,
            "Wir pflanzen Bäume am Markt.",
            "Wir bauen die Schule um.",
            "Wir senken die Miete.",
            question="Und?",
        )
        rows = make_items(
            session,
            *(make_item(identity=f"i{n}", title=f"Vorlage {n}: Bäume am Markt") for n in range(3)),
            make_item(kind=ItemKind.MINUTES, identity="m", title="Niederschrift"),
            make_item(
                kind=ItemKind.AGENDA_ITEM,
                identity="top",
                title="Bäume pflanzen",
                number="7",
                organization="Umweltausschuss",
                item_date=TODAY + timedelta(days=3),
            ),
        )
        reasons = [{"term": "Bäume", "weight": 0.7}, {"term": "Markt", "weight": 0.3}]
        passage = {"field": "text", "start": 0, "end": 20}
        made = [
            make_link(session, accepted, row, score=0.8 - n / 10, reasons=reasons, passage=passage)
            for n, row in enumerate([*rows[:3], rows[4]])
        ]
        for promise in (assessed, judged):
            link = make_link(session, promise, rows[3])
            judge_link(session, link.public_id, Judgement.RELEVANT, by="Ada", now=NOW)
        done = propose(
            session, assessed.public_id, Proposal(Outcome.FULFILLED, TODAY, reason="Steht."), by="Ada", now=NOW
        )
        wanted = Proposal(Outcome.NOT_FULFILLED, date(2026, 3, 1), reason_code=ReasonCode.NO_MAJORITY)
        verdict = propose(session, judged.public_id, wanted, by="Ada", now=NOW)
        confirm(session, verdict.public_id, by="Ben", now=NOW)
        ask_reply(session, verdict.public_id, Request(SECRET, 21), by="Ada", now=NOW)
        return Town(
            first.public_id,
            other.public_id,
            accepted.public_id,
            tuple(link.public_id for link in made),
            done.public_id,
            verdict.public_id,
        )


@pytest.fixture
def happened(instance: Instance) -> Callable[[], list[str]]:
    """The kinds of all events so far."""

    def kinds() -> list[str]:
        with reading(instance.engine) as session:
            return [event.kind for event in session.query(Event).order_by(Event.seq)]

    return kinds


@pytest.fixture
def claims(instance: Instance) -> Callable[[], int]:
    """How many links lie before somebody."""

    def number() -> int:
        with reading(instance.engine) as session:
            return session.query(Claim).count()

    return number
