from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from tests.factories import NOW, make_accepted, make_item, make_promises, make_town
from tests.services.conftest import make_items, make_link
from tracker.db import models
from tracker.db.queries import asof
from tracker.domain.link import Judgement
from tracker.errors import ConflictError, RuleError
from tracker.services.queue import HANDFUL, UNDO, Turn, deal, hand, judge, judge_irrelevant, put_off, undo

ADA, BEN = Turn("Ada", NOW), Turn("Ben", NOW)
LATER = NOW + timedelta(minutes=11)


def at(turn: Turn, minutes: int) -> Turn:
    return Turn(turn.by, turn.now + timedelta(minutes=minutes))


@pytest.fixture
def links(session: Session) -> list[models.Link]:
    """Twelve links of one promise, the best first."""
    make_town(session)
    (promise,) = make_accepted(session)
    items = make_items(session, *(make_item(identity=f"i{n}", title=f"Vorlage {n}") for n in range(12)))
    return [make_link(session, promise, item, score=0.9 - n / 100) for n, item in enumerate(items)]


def ids(links):
    return [link.public_id for link in links]


def test_two_people_do_not_look_at_the_same(session, links):
    mine, others = deal(session, ADA), deal(session, BEN)
    assert mine == ids(links[:HANDFUL])
    assert others == ids(links[HANDFUL:])


def test_reading_the_hand_claims_nothing(session, links):
    assert hand(session, ADA) == []
    assert session.query(models.Claim).count() == 0


def test_a_claim_runs_out_by_itself(session, links):
    deal(session, ADA)
    assert deal(session, at(BEN, 11)) == ids(links[:HANDFUL])
    assert hand(session, at(ADA, 11)) == []


def test_working_on_keeps_the_hand(session, links):
    deal(session, ADA)
    deal(session, at(ADA, 9))
    assert hand(session, at(ADA, 18)) == ids(links[:HANDFUL])


def test_what_is_judged_leaves_the_desk_and_the_next_one_comes(session, links):
    deal(session, ADA)
    judge(session, links[0].public_id, Judgement.RELEVANT, ADA)
    assert deal(session, ADA) == ids(links[1 : HANDFUL + 1])


def test_later_means_another_day_for_everybody(session, links):
    deal(session, ADA)
    put_off(session, links[0].public_id, ADA)
    assert links[0].public_id not in deal(session, ADA) + deal(session, BEN)
    assert links[0].public_id in deal(session, at(ADA, 24 * 60 + 1))


def test_only_links_of_accepted_promises_wait(session, links):
    (proposed,) = make_promises(session, "Wir bauen ein Schwimmbad.")
    stranger = make_link(session, proposed, links[0].item, score=0.99)
    assert stranger.public_id not in deal(session, ADA)


def test_many_can_be_waved_off_at_once_but_each_has_its_event(session, links):
    judge(session, links[1].public_id, Judgement.RELEVANT, BEN)
    done = judge_irrelevant(session, ids(links[:3]), ADA)
    assert ids(done) == [links[0].public_id, links[2].public_id]
    assert links[1].judgement is Judgement.RELEVANT
    assert session.query(models.Event).filter_by(kind="link.judged").count() == 3


def test_undoing_restores_what_stood_before_and_erases_nothing(session, links):
    judge(session, links[0].public_id, Judgement.UNSURE, ADA)
    judge(session, links[0].public_id, Judgement.RELEVANT, ADA)
    for standing in (Judgement.UNSURE, Judgement.UNREVIEWED):
        assert undo(session, at(ADA, 1)).judgement is standing
    assert [one.judgement for one in links[0].history] == [Judgement.UNSURE, Judgement.RELEVANT]
    assert session.query(models.Event).filter_by(kind="link.undone").count() == 2
    assert links[0].public_id in hand(session, at(ADA, 1))


def test_undoing_reaches_twenty_judgements_back_and_no_further(session, links):
    for number in range(UNDO + 1):
        judge(session, links[0].public_id, (Judgement.RELEVANT, Judgement.IRRELEVANT)[number % 2], ADA)
    for _ in range(UNDO):
        undo(session, ADA)
    with pytest.raises(RuleError, match="nichts zurückzunehmen"):
        undo(session, ADA)
    assert links[0].judgement is Judgement.RELEVANT


def test_nobody_takes_back_what_somebody_else_said_since(session, links):
    judge(session, links[0].public_id, Judgement.RELEVANT, ADA)
    judge(session, links[0].public_id, Judgement.IRRELEVANT, BEN)
    with pytest.raises(ConflictError):
        undo(session, ADA)
    assert links[0].judgement is Judgement.IRRELEVANT


def test_the_second_of_two_who_judge_at_once_is_told(session, links):
    judge(session, links[0].public_id, Judgement.RELEVANT, ADA, seen=Judgement.UNREVIEWED)
    with pytest.raises(ConflictError) as refused:
        judge(session, links[0].public_id, Judgement.IRRELEVANT, BEN, seen=Judgement.UNREVIEWED)
    assert "Ada" in str(refused.value)
    assert links[0].judgement is Judgement.RELEVANT


def test_sending_the_same_judgement_twice_is_sending_it_once(session, links):
    for _ in range(2):
        judge(session, links[0].public_id, Judgement.RELEVANT, ADA, seen=Judgement.UNREVIEWED)
    assert len(links[0].history) == 1


def test_a_report_of_an_earlier_day_still_knows_what_was_taken_back_later(session, links):
    judge(session, links[0].public_id, Judgement.RELEVANT, ADA)
    undo(session, at(ADA, 60))
    assert [j.judgement for j in asof.judgements(session, NOW + timedelta(minutes=30))] == [Judgement.RELEVANT]
    assert asof.judgements(session, NOW + timedelta(minutes=90)) == []
