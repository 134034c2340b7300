"""What was published can be built again, whatever people changed since."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import Engine

from tests.factories import BODY, BRIDGE, GARDENERS, make_accepted, make_promises
from tests.services.test_editions import (  # noqa: F401  # fixtures
    APRIL_FIRST,
    FRAME,
    at,
    march,
    town,
)
from tracker.db import models
from tracker.db.session import reading, writing
from tracker.domain.assessment import Outcome, ReasonCode
from tracker.domain.questionnaire import Act
from tracker.domain.questionnaire import Testability as Clearness  # a name that pytest does not take for a test
from tracker.domain.topic import Topic
from tracker.reporting import edition_json
from tracker.services.assess import Proposal, confirm, propose
from tracker.services.coding import Verdict, code
from tracker.services.corrections import correct, retract
from tracker.services.editing import Seen, edit_promise, reopen_promise, withdraw_promise
from tracker.services.editions import monthly, retrospective
from tracker.services.promise_values import revision_of
from tracker.services.review import reject_promise

LATER = at("2026-04-20")


def account(engine: Engine, **over):
    return retrospective(engine, BODY, "2025-2030", FRAME, **({"now": at("2026-03-31T23:30")} | over))


def promise(session, title: str) -> models.Promise:
    return session.query(models.Promise).filter(models.Promise.title.startswith(title)).one()


def edited(session) -> None:
    row = promise(session, "Wir bauen den Radweg")
    other = session.query(models.Respondent).filter_by(name=GARDENERS).one()
    revision = replace(
        revision_of(row), title="Ganz anders", topic=Topic.SPORT, respondent=other.key, deadline_text="bald"
    )
    edit_promise(session, row.public_id, revision, by="Ada", now=LATER, seen=Seen(note="genauer"))


def withdrawn(session) -> None:
    withdraw_promise(session, promise(session, "Wir öffnen").public_id, "doppelt", by="Ada", now=LATER)


def withdrawn_and_taken_back(session) -> None:
    withdrawn(session)
    reopen_promise(session, promise(session, "Wir öffnen").public_id, "doch nicht", by="Ben", now=LATER)


def retracted(session) -> None:
    row = session.query(models.Assessment).filter_by(outcome=Outcome.FULFILLED).one()
    retract(session, row.public_id, "Es war eine andere Straße.", by="Ben", now=LATER)


def corrected(session) -> None:
    correct(session, promise(session, "Wir bauen").public_id, "Der Rat tagte am 4.", by="Ada", now=LATER)


def coded(session) -> None:
    verdict = Verdict(Act.COMMITMENT, Clearness.CLEAR, Outcome.PARTLY_FULFILLED)
    code(session, promise(session, "Wir bauen").public_id, verdict, by="Cora", now=LATER)


def accepted_and_rejected(session) -> None:
    make_accepted(session, "Wir pflanzen Linden.", now=LATER)
    (row,) = make_promises(session, "Wir pflanzen Eichen.", now=LATER)
    reject_promise(session, row.public_id, "nur eine Haltung", by="Ada", now=LATER)


@pytest.fixture
def settled_town(town: Engine) -> Engine:  # noqa: F811
    with writing(town) as session:
        session.add(models.User(name="Cora", created_at=APRIL_FIRST))
        proposal = Proposal(Outcome.STALLED, date(2026, 3, 12), reason_code=ReasonCode.NO_MONEY)
        row = propose(session, promise(session, "Wir öffnen").public_id, proposal, by="Ada", now=at("2026-03-12"))
        confirm(session, row.public_id, by="Ben", now=at("2026-03-13"))
    return town


@pytest.mark.parametrize(
    "change", [edited, withdrawn, withdrawn_and_taken_back, retracted, corrected, coded, accepted_and_rejected]
)
def test_both_reports_come_out_as_they_were_whatever_was_changed_later(settled_town: Engine, change):
    engine = settled_town
    month, term = march(engine), account(engine)
    with writing(engine) as session:
        change(session)
    day = date(2026, 3, 31)
    assert edition_json(march(engine, as_of=day, now=LATER + timedelta(days=1))) == edition_json(month)
    assert edition_json(account(engine, as_of=day, now=LATER + timedelta(days=1))) == edition_json(term)


def test_later_reports_say_what_changed(settled_town: Engine):
    with writing(settled_town) as session:
        corrected(session)
        edited(session)
        withdrawn(session)
    april = monthly(settled_town, date(2026, 4, 1), FRAME, now=at("2026-05-02"))
    (line,) = april.promises
    assert (line.title, line.topic, line.respondent) == ("Ganz anders", Topic.SPORT, GARDENERS)
    assert [(one.what, one.promise_title) for one in april.corrections] == [("Der Rat tagte am 4.", "Ganz anders")]


def test_an_assessment_tells_what_stood_before_and_what_it_leans_on(settled_town: Engine):
    with writing(settled_town) as session:
        row = promise(session, "Wir bauen den Radweg")
        proposal = Proposal(Outcome.PARTLY_FULFILLED, date(2026, 3, 20), reason="Erst die Hälfte.")
        newer = propose(session, row.public_id, proposal, by="Ada", now=at("2026-03-20"))
        confirm(session, newer.public_id, by="Ben", now=at("2026-03-21"))
    line = march(settled_town).published[-1]
    assert (line.previous, line.outcome) == (Outcome.FULFILLED, Outcome.PARTLY_FULFILLED)
    assert [(ground.result, ground.organization) for ground in line.grounds] == [
        ("einstimmig beschlossen", "Verkehrsausschuss")
    ]


def test_an_account_tells_of_each_promise_what_it_leans_on(settled_town: Engine):
    edition = account(settled_town)
    by_title = {line.title: edition.accounts[i] for i, line in enumerate(edition.promises)}
    path, library = by_title["Wir bauen den Radweg"], by_title["Wir öffnen die Bücherei"]
    assert [line.promise for line in edition.accounts] == [line.id for line in edition.promises]
    assert (path.settled_on, path.reason, path.by, path.confirmed_by) == (date(2026, 3, 10), "Gebaut.", "A.", "B.")
    assert [one.result for one in path.evidence] == ["einstimmig beschlossen"]
    assert (library.settled_on, library.reason_code) == (None, ReasonCode.NO_MONEY)
    assert [one.sources for one in library.checks] == ["Haushalt"]


def test_the_course_of_a_term_ends_with_how_it_stands(settled_town: Engine):
    edition = account(settled_town)
    totals = {o: sum(dict(row.outcomes)[o] for row in edition.respondents) for o in Outcome}
    assert dict(edition.course[-1].outcomes) == {o: n for o, n in totals.items() if n}
    assert [line.on for line in edition.course] == sorted({line.on for line in edition.course})
    assert [sum(n for _, n in line.outcomes) for line in edition.course] == [2, 2, 2]


def test_an_account_compares_with_the_term_before_where_there_is_something(settled_town: Engine):
    assert account(settled_town).previous is None
    with writing(settled_town) as session:
        before = session.query(models.LegislativeTerm).filter_by(key="2020-2025").one()
        (row,) = make_accepted(session, "Wir pflanzen Linden.", now=at("2026-03-20"))
        row.term_id = before.id
    previous = account(settled_town).previous
    assert previous is not None
    assert (previous.body, previous.term, previous.coverage.total) == ("Musterstadt-Ost", "Wahlperiode 2020–2025", 1)


def test_second_coding_is_told_with_its_numbers(settled_town: Engine):
    with writing(settled_town) as session:
        for title in ("Wir bauen", "Wir öffnen"):
            verdict = Verdict(Act.COMMITMENT, Clearness.VAGUE, None)
            code(session, promise(session, title).public_id, verdict, by="Cora", now=at("2026-03-22"))
    lines = {line.step: line for line in account(settled_town).agreement}
    assert (lines["act"].pairs, lines["outcome"].pairs) == (2, 0)
    assert lines["act"].alpha is None
    with reading(settled_town) as session:
        assert session.query(models.Respondent).filter_by(name=BRIDGE).count() == 1
