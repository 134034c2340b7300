from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy.orm import Session

from tests.factories import BRIDGE, NOW, make_accepted, make_item, make_promises, make_town
from tests.services.conftest import make_items, make_link
from tracker.db import models
from tracker.domain import questionnaire as asked
from tracker.domain.assessment import Outcome
from tracker.domain.council import ItemKind
from tracker.domain.link import Judgement
from tracker.domain.promise import PromiseState
from tracker.errors import RuleError
from tracker.services.assess import Proposal, confirm, propose
from tracker.services.coding import (
    Verdict,
    code,
    differences,
    in_sample,
    next_blind,
    reliability,
    settle_difference,
)
from tracker.services.editing import Seen, reject_as
from tracker.services.review import judge_link

ZONE = ZoneInfo("Europe/Berlin")
CLEAR = Verdict(asked.Act.COMMITMENT, asked.Testability.CLEAR)


@pytest.fixture
def promises(session: Session) -> list[models.Promise]:
    """Two accepted promises and one that Ada called a position."""
    make_town(session)
    accepted = make_accepted(session, "Wir bauen den Radweg.", "Wir öffnen die Bücherei.")
    (other,) = make_promises(session, "Wir lieben diese Stadt.", question="Was mögen Sie?")
    reject_as(session, other.public_id, asked.Act.POSITION, "nur Haltung", by="Ada", now=NOW, seen=Seen())
    return [*accepted, other]


def rated(session: Session, promise: models.Promise, outcome: Outcome) -> None:
    (item,) = make_items(session, make_item(kind=ItemKind.MINUTES, identity=f"m {promise.id}"))
    judge_link(session, make_link(session, promise, item).public_id, Judgement.RELEVANT, by="Ada", now=NOW)
    row = propose(session, promise.public_id, Proposal(outcome, date(2026, 3, 1)), by="Ada", now=NOW)
    confirm(session, row.public_id, by="Ben", now=NOW)


def test_the_sample_follows_from_the_ids_alone():
    ids = [f"p-{n:010x}" for n in range(2000)]
    assert sum(in_sample(one, 20) for one in ids) == pytest.approx(400, abs=60)
    assert all(in_sample(one, 100) for one in ids)
    assert not any(in_sample(one, 0) for one in ids)


def test_who_decided_is_not_asked_again(session: Session, promises):
    assert next_blind(session, "Ada", 100, ZONE) is None
    assert next_blind(session, "Ben", 100, ZONE) is not None
    with pytest.raises(RuleError, match="nicht selbst"):
        code(session, promises[0].public_id, CLEAR, by="Ada", now=NOW)


def test_the_second_person_sees_no_verdict_of_the_first(session: Session, promises):
    rated(session, promises[0], Outcome.FULFILLED)
    seen = []
    while (blind := next_blind(session, "Ben", 100, ZONE, masked=True)) is not None:
        seen.append(blind)
        code(session, blind.promise.id, CLEAR, by="Ben", now=NOW)
    assert len(seen) == 3
    assert {one.promise.state for one in seen} == {PromiseState.PROPOSED}
    assert {one.promise.revision.act for one in seen} == {asked.Act.AMBIGUOUS}
    assert not any("nur Haltung" in repr(one) or BRIDGE in repr(one) or "fulfilled'" in repr(one) for one in seen)
    assert [one.with_outcome for one in seen].count(True) == 1


def test_each_promise_is_coded_a_second_time_once(session: Session, promises):
    for _ in range(2):
        code(session, promises[0].public_id, CLEAR, by="Ben", now=NOW)
    assert session.query(models.Coding).count() == 1
    with pytest.raises(RuleError, match="unabhängige"):
        code(session, promises[0].public_id, replace(CLEAR, act=asked.Act.FACT), by="Ben", now=NOW)


def test_agreement_is_told_for_each_step_with_its_n(session: Session, promises):
    rated(session, promises[0], Outcome.FULFILLED)
    code(session, promises[0].public_id, replace(CLEAR, outcome=Outcome.PARTLY_FULFILLED), by="Ben", now=NOW)
    code(session, promises[1].public_id, CLEAR, by="Ben", now=NOW)
    code(
        session,
        promises[2].public_id,
        Verdict(asked.Act.POSITION, asked.Testability.CLEAR),
        by="Ben",
        now=NOW,
    )
    found = reliability(session)
    assert (found.act.alpha, found.act.units) == (1, 3)
    assert (found.outcome.units, found.outcome_ranks.units) == (1, 1)
    assert found.testability.alpha is None, "everybody said clear: no figure"


def test_differences_are_listed_until_they_are_settled(session: Session, promises):
    code(session, promises[0].public_id, replace(CLEAR, testability=asked.Testability.PARTIAL), by="Ben", now=NOW)
    code(session, promises[1].public_id, CLEAR, by="Ben", now=NOW)
    (one,) = differences(session)
    assert (one.first.testability, one.second.testability) == (
        asked.Testability.CLEAR,
        asked.Testability.PARTIAL,
    )
    for _ in range(2):
        settle_difference(session, one.id, "Der Ort ist genannt: klar.", by="Ada", now=NOW)
    assert differences(session)[0].settlement == "Der Ort ist genannt: klar."
    assert session.query(models.Event).filter_by(kind="coding.settled").count() == 1
    with pytest.raises(RuleError, match="einmal"):
        settle_difference(session, one.id, "Doch nicht.", by="Ada", now=NOW)
