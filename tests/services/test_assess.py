from datetime import date, timedelta

import pytest
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from tests.factories import NOW, make_accepted, make_item, make_town
from tests.services.conftest import make_items, make_link
from tracker.db import models
from tracker.domain.assessment import CODEBOOK, AssessmentState, CheckFinding, EvidenceRank, Outcome, ReasonCode
from tracker.domain.council import ItemKind
from tracker.domain.link import Judgement
from tracker.domain.questionnaire import Deadline, Kind
from tracker.errors import RuleError
from tracker.services.assess import Proposal, confirm, propose, rank, return_assessment
from tracker.services.review import Look, NewSource, bring_source, check_promise, judge_link

LATER = NOW + timedelta(hours=1)
TODAY = NOW.date()
FULFILLED = Proposal(Outcome.FULFILLED, TODAY, reason="Der Radweg ist gebaut.")
DECIDED = {"kind": ItemKind.AGENDA_ITEM, "result": "einstimmig beschlossen", "identity": "top-7"}


@pytest.fixture
def promise(session: Session) -> models.Promise:
    make_town(session)
    return make_accepted(session)[0]


def with_evidence(session: Session, promise: models.Promise, **over) -> models.Link:
    """A link to an item that Ada judged relevant; the item holds a decision unless told otherwise."""
    background = over.pop("background", False)
    link = make_link(session, promise, make_items(session, make_item(**(DECIDED | over)))[0], background=background)
    return judge_link(session, link.public_id, Judgement.RELEVANT, by="Ada", now=NOW)


def test_what_one_proposes_another_confirms_and_it_is_published(session: Session, promise):
    link = with_evidence(session, promise)
    proposed = propose(session, promise.public_id, FULFILLED, by="Ada", now=NOW)
    assert proposed.state is AssessmentState.PROPOSED
    assert proposed.links == [link]
    done = confirm(session, proposed.public_id, by="Ben", now=LATER)
    assert (done.state, done.confirmed_by.name, done.published_at) == (AssessmentState.PUBLISHED, "Ben", LATER)
    assert not done.single_person
    kinds = [event.kind for event in session.query(models.Event).order_by(models.Event.seq)]
    assert kinds[-2:] == ["assessment.proposed", "assessment.published"]


def test_proposing_and_confirming_twice_is_doing_it_once(session: Session, promise):
    with_evidence(session, promise)
    first = propose(session, promise.public_id, FULFILLED, by="Ada", now=NOW)
    assert propose(session, promise.public_id, FULFILLED, by="Ada", now=LATER) is first
    confirm(session, first.public_id, by="Ben", now=NOW)
    confirm(session, first.public_id, by="Ben", now=LATER)
    assert first.published_at == NOW
    assert session.query(models.Event).filter(models.Event.kind.like("assessment.%")).count() == 2


def test_nobody_confirms_a_final_outcome_of_their_own(session: Session, promise):
    with_evidence(session, promise)
    proposed = propose(session, promise.public_id, FULFILLED, by="Ada", now=NOW)
    with pytest.raises(RuleError, match="zweite Person"):
        confirm(session, proposed.public_id, by="Ada", now=NOW)


def test_a_team_of_one_may_and_it_is_marked(session: Session, promise):
    with_evidence(session, promise)
    proposed = propose(session, promise.public_id, FULFILLED, by="Ada", now=NOW)
    assert confirm(session, proposed.public_id, by="Ada", now=NOW, two_persons=False).single_person


def test_the_database_itself_refuses_one_person_as_both(session: Session, promise):
    with_evidence(session, promise)
    row = propose(session, promise.public_id, FULFILLED, by="Ada", now=NOW)
    row.confirmed_by, row.confirmed_at, row.published_at = row.proposed_by, NOW, NOW
    row.state = AssessmentState.PUBLISHED
    with pytest.raises(IntegrityError, match="second_person"):
        session.flush()
    session.rollback()


def test_what_is_not_final_one_person_may_say(session: Session, promise):
    row = propose(session, promise.public_id, Proposal(Outcome.IN_PROGRESS, TODAY), by="Ada", now=NOW)
    assert confirm(session, row.public_id, by="Ada", now=NOW).state is AssessmentState.PUBLISHED


@pytest.mark.parametrize(
    "item",
    [
        {"background": True},
        {"kind": ItemKind.PAPER, "result": ""},
        {"result": "dem Rat zur Annahme empfohlen"},
    ],
    ids=["from before the term", "a mere motion", "a mere recommendation"],
)
def test_fulfilled_needs_more_than_this(session: Session, promise, item):
    with_evidence(session, promise, **item)
    with pytest.raises(RuleError, match="umgesetzt"):
        propose(session, promise.public_id, FULFILLED, by="Ada", now=NOW)


def test_press_alone_fulfils_nothing_but_the_administration_may(session: Session, promise, store):
    press = NewSource(EvidenceRank.PRESS, "Radweg eröffnet", TODAY, b"press")
    bring_source(session, store, promise.public_id, press, by="Ada", now=NOW)
    with pytest.raises(RuleError, match="schwerer wiegt als Presse"):
        propose(session, promise.public_id, FULFILLED, by="Ada", now=NOW)
    answer = NewSource(EvidenceRank.ADMINISTRATION, "Antwort des Tiefbauamts", TODAY, b"answer")
    source = bring_source(session, store, promise.public_id, answer, by="Ada", now=NOW)
    assert source in propose(session, promise.public_id, FULFILLED, by="Ada", now=NOW).sources


def test_evidence_that_was_withdrawn_meanwhile_confirms_nothing(session: Session, promise):
    link = with_evidence(session, promise)
    proposed = propose(session, promise.public_id, FULFILLED, by="Ada", now=NOW)
    judge_link(session, link.public_id, Judgement.IRRELEVANT, by="Ben", now=NOW)
    with pytest.raises(RuleError, match="fehlt ein Beleg"):
        confirm(session, proposed.public_id, by="Ben", now=NOW)


def test_not_fulfilled_without_evidence_needs_two_looks_and_the_end_of_time(session: Session):
    make_town(session)
    (promise,) = make_accepted(session, deadline=Deadline("bis März", date=date(2026, 3, 1)))
    wanted = Proposal(Outcome.NOT_FULFILLED, TODAY, reason_code=ReasonCode.UNKNOWN)
    for by, day in (("Ada", date(2026, 2, 1)), ("Ben", date(2026, 3, 10))):
        with pytest.raises(RuleError, match="zwei Prüfungen"):
            propose(session, promise.public_id, wanted, by="Ada", now=NOW)
        check_promise(session, promise.public_id, Look(CheckFinding.NOTHING, day, "Haushalt"), by=by, now=NOW)
    assert propose(session, promise.public_id, wanted, by="Ada", now=NOW).outcome is Outcome.NOT_FULFILLED


def test_without_a_deadline_the_end_of_the_term_counts(session: Session, promise):
    for by in ("Ada", "Ben"):
        check_promise(session, promise.public_id, Look(CheckFinding.NOTHING, TODAY, "Haushalt"), by=by, now=NOW)
    with pytest.raises(RuleError, match="nach Ablauf der Frist"):
        propose(session, promise.public_id, Proposal(Outcome.NOT_FULFILLED, TODAY), by="Ada", now=NOW)


@pytest.mark.parametrize(
    ("proposal", "message"),
    [
        (Proposal(Outcome.STALLED, TODAY), "woran es liegt"),
        (Proposal(Outcome.NOT_TESTABLE, TODAY), "braucht eine Begründung"),
        (Proposal(Outcome.KEPT_SO_FAR, TODAY), "erhalten oder verhindern"),
        (Proposal(Outcome.IN_PROGRESS, TODAY + timedelta(days=1)), "Zukunft"),
    ],
)
def test_a_finding_without_its_grounds_is_refused(session: Session, promise, proposal, message):
    with pytest.raises(RuleError, match=message):
        propose(session, promise.public_id, proposal, by="Ada", now=NOW)


def test_what_keeps_something_can_be_kept_so_far(session: Session):
    make_town(session)
    (promise,) = make_accepted(session, "Das Freibad bleibt.", kind=Kind.MAINTAIN)
    assert propose(session, promise.public_id, Proposal(Outcome.KEPT_SO_FAR, TODAY), by="Ada", now=NOW)


def test_a_returned_finding_says_why_and_is_over(session: Session, promise):
    row = propose(session, promise.public_id, Proposal(Outcome.IN_PROGRESS, TODAY), by="Ada", now=NOW)
    with pytest.raises(RuleError, match="warum"):
        return_assessment(session, row.public_id, "", by="Ben", now=NOW)
    for _ in range(2):
        return_assessment(session, row.public_id, "Der Beleg fehlt.", by="Ben", now=NOW)
    assert (row.state, row.return_reason) == (AssessmentState.RETURNED, "Der Beleg fehlt.")
    with pytest.raises(RuleError, match="wurde zurückgegeben"):
        confirm(session, row.public_id, by="Ben", now=NOW)
    assert session.query(models.Event).filter_by(kind="assessment.returned").count() == 1


def test_not_fulfilled_is_confirmed_but_waits_for_the_reply(session: Session, promise):
    with_evidence(session, promise)
    wanted = Proposal(Outcome.NOT_FULFILLED, TODAY, reason_code=ReasonCode.NO_MAJORITY)
    row = propose(session, promise.public_id, wanted, by="Ada", now=NOW)
    for _ in range(2):
        confirm(session, row.public_id, by="Ben", now=NOW)
    assert (row.state, row.published_at) == (AssessmentState.CONFIRMED, None)
    assert session.query(models.Event).filter_by(kind="assessment.confirmed").count() == 1


def test_a_team_that_asks_nobody_publishes_at_once(session: Session, promise):
    with_evidence(session, promise)
    wanted = Proposal(Outcome.NOT_FULFILLED, TODAY, reason_code=ReasonCode.NO_MAJORITY)
    row = propose(session, promise.public_id, wanted, by="Ada", now=NOW)
    assert confirm(session, row.public_id, by="Ben", now=NOW, reply_days=0).state is AssessmentState.PUBLISHED


def test_a_finding_carries_the_version_of_the_codebook(session: Session, promise):
    row = propose(session, promise.public_id, Proposal(Outcome.IN_PROGRESS, TODAY), by="Ada", now=NOW)
    assert row.codebook == CODEBOOK


def test_proposing_the_same_with_blanks_around_is_proposing_once(session: Session, promise):
    for reason in ("Der Rat berät.", " Der Rat berät. "):
        propose(session, promise.public_id, Proposal(Outcome.IN_PROGRESS, TODAY, reason=reason), by="Ada", now=LATER)
    assert session.query(models.Assessment).count() == 1


def test_what_is_published_is_superseded_not_returned(session: Session, promise):
    first = propose(session, promise.public_id, Proposal(Outcome.IN_PROGRESS, date(2026, 2, 1)), by="Ada", now=NOW)
    confirm(session, first.public_id, by="Ben", now=NOW)
    with pytest.raises(RuleError, match="schon veröffentlicht"):
        return_assessment(session, first.public_id, "doch nicht", by="Ben", now=NOW)
    stalled = Proposal(Outcome.STALLED, date(2026, 3, 1), reason_code=ReasonCode.NO_MONEY)
    second = propose(session, promise.public_id, stalled, by="Ada", now=LATER)
    confirm(session, second.public_id, by="Ben", now=LATER)
    assert (first.state, second.state) == (AssessmentState.SUPERSEDED, AssessmentState.PUBLISHED)


def test_a_finding_about_an_earlier_day_does_not_supersede_a_later_one(session: Session, promise):
    late = propose(session, promise.public_id, Proposal(Outcome.IN_PROGRESS, date(2026, 3, 1)), by="Ada", now=NOW)
    confirm(session, late.public_id, by="Ben", now=NOW)
    early = propose(session, promise.public_id, Proposal(Outcome.IN_PROGRESS, date(2026, 1, 1)), by="Ada", now=LATER)
    confirm(session, early.public_id, by="Ben", now=LATER)
    assert (late.state, early.state) == (AssessmentState.PUBLISHED, AssessmentState.SUPERSEDED)


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        ({"kind": ItemKind.MINUTES}, EvidenceRank.DECISION),
        ({"kind": ItemKind.AGENDA_ITEM, "result": "einstimmig beschlossen"}, EvidenceRank.DECISION),
        ({"kind": ItemKind.AGENDA_ITEM, "result": "mehrheitlich abgelehnt"}, EvidenceRank.ANNOUNCEMENT),
        ({"kind": ItemKind.AGENDA_ITEM, "result": "zur Kenntnis genommen"}, EvidenceRank.ADMINISTRATION),
        ({"kind": ItemKind.AGENDA_ITEM}, EvidenceRank.ANNOUNCEMENT),
        ({"kind": ItemKind.PAPER}, EvidenceRank.ANNOUNCEMENT),
    ],
)
def test_how_much_an_item_weighs(session: Session, item, expected):
    make_town(session)
    assert rank(make_items(session, make_item(**item))[0]) is expected
