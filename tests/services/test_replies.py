"""Before "not fulfilled" is published, the respondent has its say."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from tests.factories import NOW, make_accepted, make_item, make_town
from tests.services.conftest import make_items, make_link
from tracker.db import models
from tracker.db.queries import asof, fairness
from tracker.domain.assessment import AssessmentState, Outcome, ReasonCode
from tracker.domain.council import ItemKind
from tracker.domain.link import Judgement
from tracker.errors import NotFoundError, RuleError
from tracker.services import tokens
from tracker.services.assess import Proposal, confirm, propose, return_assessment
from tracker.services.corrections import correct, listing, retract
from tracker.services.replies import LONGEST, Request, ask_reply, by_token, publish, receive_reply
from tracker.services.review import judge_link

TODAY = NOW.date()
REQUEST = Request("geheim-1", 21, "fraktion@bruecke.example")


@pytest.fixture
def promise(session: Session) -> models.Promise:
    make_town(session)
    (promise,) = make_accepted(session)
    (item,) = make_items(session, make_item(kind=ItemKind.MINUTES))
    judge_link(session, make_link(session, promise, item).public_id, Judgement.RELEVANT, by="Ada", now=NOW)
    return promise


@pytest.fixture
def verdict(session: Session, promise: models.Promise) -> models.Assessment:
    wanted = Proposal(Outcome.NOT_FULFILLED, TODAY, reason_code=ReasonCode.NO_MAJORITY)
    row = propose(session, promise.public_id, wanted, by="Ada", now=NOW)
    return confirm(session, row.public_id, by="Ben", now=NOW)


def test_nothing_is_published_before_somebody_was_asked(session: Session, verdict):
    with pytest.raises(RuleError, match="zu Wort"):
        publish(session, verdict.public_id, by="Ada", now=NOW + timedelta(days=99))


def test_it_waits_until_the_days_are_over(session: Session, verdict):
    ask_reply(session, verdict.public_id, REQUEST, by="Ada", now=NOW)
    with pytest.raises(RuleError, match=r"04\.04\.2026"):
        publish(session, verdict.public_id, by="Ada", now=NOW + timedelta(days=21))
    publish(session, verdict.public_id, by="Ada", now=NOW + timedelta(days=22))
    assert verdict.state is AssessmentState.PUBLISHED


def test_or_until_the_reply_is_there(session: Session, verdict):
    ask_reply(session, verdict.public_id, REQUEST, by="Ada", now=NOW)
    receive_reply(session, "geheim-1", " Der Koalitionspartner war dagegen. ", "Fraktion Blaue Brücke", now=NOW)
    publish(session, verdict.public_id, by="Ada", now=NOW)
    reply = fairness.reply_to(session, verdict)
    assert (reply.text, reply.signed) == ("Der Koalitionspartner war dagegen.", "Fraktion Blaue Brücke")


def test_the_secret_of_the_link_is_not_stored(session: Session, verdict):
    reply = ask_reply(session, verdict.public_id, REQUEST, by="Ada", now=NOW)
    assert reply.token_hash == tokens.hashed("geheim-1")
    assert all("geheim-1" not in event.payload for event in session.query(models.Event))


def test_a_link_of_broken_characters_is_unknown(session: Session):
    with pytest.raises(NotFoundError):
        by_token(session, "\udcff")


def test_a_new_link_kills_the_old_one_and_keeps_the_day(session: Session, verdict):
    first = ask_reply(session, verdict.public_id, REQUEST, by="Ada", now=NOW).due_on
    later = ask_reply(session, verdict.public_id, Request("geheim-2", 21), by="Ada", now=NOW + timedelta(days=3))
    assert later.due_on == first
    with pytest.raises(NotFoundError):
        by_token(session, "geheim-1")
    assert by_token(session, "geheim-2") is later


def test_replying_twice_is_replying_once_and_another_reply_is_refused(session: Session, verdict):
    ask_reply(session, verdict.public_id, REQUEST, by="Ada", now=NOW)
    for _ in range(2):
        receive_reply(session, "geheim-1", "So war es nicht.", "Fraktion", now=NOW)
    assert session.query(models.Event).filter_by(kind="reply.received").count() == 1
    with pytest.raises(RuleError, match="liegt schon"):
        receive_reply(session, "geheim-1", "Doch, so war es.", "Fraktion", now=NOW)


@pytest.mark.parametrize(("text", "signed"), [("", "Fraktion"), ("Nein.", " "), ("x" * (LONGEST + 1), "Fraktion")])
def test_a_reply_says_something_of_somebody_in_two_pages(session: Session, verdict, text, signed):
    ask_reply(session, verdict.public_id, REQUEST, by="Ada", now=NOW)
    with pytest.raises(RuleError):
        receive_reply(session, "geheim-1", text, signed, now=NOW)


def test_who_was_given_back_asks_nobody(session: Session, verdict):
    ask_reply(session, verdict.public_id, REQUEST, by="Ada", now=NOW)
    return_assessment(session, verdict.public_id, "Falsche Sitzung.", by="Ben", now=NOW)
    with pytest.raises(RuleError, match="zurückgezogen"):
        receive_reply(session, "geheim-1", "Zu spät.", "Fraktion", now=NOW)
    with pytest.raises(RuleError, match="wartet auf keine"):
        ask_reply(session, verdict.public_id, REQUEST, by="Ada", now=NOW)


def published(session: Session, promise: models.Promise, outcome: Outcome, day_offset: int) -> models.Assessment:
    proposal = Proposal(outcome, TODAY - timedelta(days=day_offset))
    row = propose(session, promise.public_id, proposal, by="Ada", now=NOW - timedelta(hours=day_offset))
    return confirm(session, row.public_id, by="Ben", now=NOW)


def test_taking_a_finding_back_lets_the_one_before_stand_again(session: Session, promise):
    first = published(session, promise, Outcome.IN_PROGRESS, 5)
    second = published(session, promise, Outcome.FULFILLED, 1)
    assert first.state is AssessmentState.SUPERSEDED
    for _ in range(2):
        retract(session, second.public_id, "Die Sitzung betraf eine andere Straße.", by="Ben", now=NOW)
    assert (first.state, second.state) == (AssessmentState.PUBLISHED, AssessmentState.RETURNED)
    assert session.query(models.Event).filter_by(kind="assessment.retracted").count() == 1
    (line,) = listing(session)
    assert (line.text, line.by) == ("Die Sitzung betraf eine andere Straße.", "Ben")


def test_a_report_of_an_earlier_day_still_shows_what_was_taken_back_later(session: Session, promise):
    row = published(session, promise, Outcome.FULFILLED, 1)
    retract(session, row.public_id, "Irrtum.", by="Ben", now=NOW + timedelta(days=9))
    assert asof.published(session, NOW + timedelta(days=5))[promise.id] == [row]
    assert asof.published(session, NOW + timedelta(days=10)) == {}


def test_a_correction_says_something_and_is_listed_by_promise(session: Session, promise):
    with pytest.raises(RuleError, match="Worte"):
        correct(session, promise.public_id, " ", by="Ada", now=NOW)
    correct(session, promise.public_id, "Das Datum war falsch.", by="Ada", now=NOW)
    assert [line.text for line in listing(session, promise.public_id)] == ["Das Datum war falsch."]
