from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from tests.factories import NOW, make_accepted, make_item, make_promises, make_town
from tests.services.conftest import make_items, make_link
from tracker.db import models
from tracker.domain.assessment import CheckFinding, Outcome
from tracker.domain.council import ItemKind
from tracker.domain.link import Judgement
from tracker.domain.promise import Criterion
from tracker.services.assess import Proposal, propose
from tracker.services.editing import Seen, change_criterion
from tracker.services.queue import Turn, judge, undo
from tracker.services.review import Look, check_promise
from tracker.services.worklist import work_list

TODAY = NOW.date()


@pytest.fixture
def promises(session: Session) -> list[models.Promise]:
    make_town(session)
    return make_accepted(session, "Wir bauen den Radweg.", "Wir öffnen die Bücherei.")


def look(session, promise, day):
    check_promise(session, promise.public_id, Look(CheckFinding.NOTHING, day, "Haushalt"), by="Ada", now=NOW)


def stale(session):
    return [due.promise for due in work_list(session, TODAY, 180).stale]


def test_what_nobody_ever_looked_at_comes_first_then_the_longest_ago(session: Session, promises):
    first, second = promises
    look(session, first, TODAY - timedelta(days=200))
    assert stale(session) == [second.public_id, first.public_id]


def test_a_recent_look_takes_a_promise_off_the_list(session: Session, promises):
    look(session, promises[0], TODAY - timedelta(days=10))
    assert stale(session) == [promises[1].public_id]


def test_a_judged_link_is_a_look_until_it_is_taken_back(session: Session, promises):
    turn = Turn("Ada", NOW)
    judge(session, make_link(session, promises[0]).public_id, Judgement.IRRELEVANT, turn)
    assert promises[0].public_id not in stale(session)
    undo(session, turn)
    assert promises[0].public_id in stale(session)


def test_a_review_that_is_due_is_named_once(session: Session, promises):
    due = Criterion("Er ist gebaut.", next_review=date(2026, 3, 1))
    change_criterion(session, promises[0].public_id, due, by="Ada", now=NOW, seen=Seen(note="Termin"))
    found = work_list(session, TODAY, 180)
    assert [one.promise for one in found.reviews] == [promises[0].public_id]
    assert promises[0].public_id not in [one.promise for one in found.stale]
    assert (found.counts.stale, found.counts.accepted) == (2, 2)


def coming(session, promise, days, **over):
    on = TODAY + timedelta(days=days)
    url = f"https://rat.example/top/{days}"
    item = make_item(kind=ItemKind.AGENDA_ITEM, identity=url, url=url, reference="", number="7", item_date=on, **over)
    return make_link(session, promise, make_items(session, item)[0])


def test_coming_meetings_are_told_with_day_committee_and_item(session: Session, promises):
    link = coming(session, promises[0], 3)
    coming(session, promises[0], -3)
    coming(session, promises[0], 90)
    (one,) = work_list(session, TODAY, 180).coming
    assert (one.link, one.on, one.organization, one.number) == (
        link.public_id,
        TODAY + timedelta(days=3),
        "Verkehrsausschuss",
        "7",
    )


def test_what_does_not_fit_is_not_announced(session: Session, promises):
    judge(session, coming(session, promises[0], 3).public_id, Judgement.IRRELEVANT, Turn("Ada", NOW))
    assert work_list(session, TODAY, 180).coming == ()


def test_each_room_says_how_much_waits(session: Session, promises):
    make_promises(session, "Wir pflanzen Bäume.")
    coming(session, promises[0], 3)
    counts = work_list(session, TODAY, 180).counts
    assert (counts.proposed, counts.links, counts.assessments, counts.tips) == (1, 1, 0, 0)


def test_a_review_is_due_until_somebody_looks(session: Session, promises):
    due = Criterion("Er ist gebaut.", next_review=TODAY)
    change_criterion(session, promises[0].public_id, due, by="Ada", now=NOW, seen=Seen(note="Termin"))
    assert [one.promise for one in work_list(session, TODAY, 180).reviews] == [promises[0].public_id]
    look(session, promises[0], TODAY)
    assert work_list(session, TODAY, 180).reviews == ()


def test_evidence_that_no_assessment_weighed_is_ready_to_be_assessed(session: Session, promises):
    first, _ = promises
    link = make_link(session, first)
    assert work_list(session, TODAY, 180).ripe == ()
    judge(session, link.public_id, Judgement.RELEVANT, Turn("Ada", NOW))
    (ripe,) = work_list(session, TODAY, 180).ripe
    assert (ripe.promise, ripe.evidence, ripe.since) == (first.public_id, 1, TODAY)
    propose(session, first.public_id, Proposal(Outcome.IN_PROGRESS, TODAY), by="Ada", now=NOW + timedelta(hours=1))
    assert work_list(session, TODAY, 180).ripe == ()
