"""Correcting, cutting, withdrawing, taking back: nothing is lost, and two people never overwrite each other."""

import threading
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from tests.factories import CRITERION, NOW, make_accepted, make_extraction, make_promises, make_town
from tracker.db import models
from tracker.db.queries import events as chain
from tracker.db.queries import promises
from tracker.db.session import reading, writing
from tracker.domain.promise import Competence, Criterion, PromiseState
from tracker.domain.questionnaire import Act, Kind
from tracker.domain.topic import Topic
from tracker.errors import ConflictError, NotFoundError, RuleError
from tracker.services.editing import (
    Seen,
    accept_revised,
    change_criterion,
    edit_promise,
    reject_as,
    reopen_promise,
    split_promise,
    withdraw_promise,
)
from tracker.services.ingest import Intake, store_extraction
from tracker.services.promise_values import criterion_of, revision_of

LATER = NOW + timedelta(hours=1)
THREE = "Wir bauen den Radweg, öffnen die Bücherei und pflanzen Bäume."


@pytest.fixture
def town(session: Session) -> Session:
    make_town(session)
    return session


def told(session: Session, promise: models.Promise) -> list[tuple[str, dict]]:
    return [(event.kind, event.payload) for event in chain.about(session, f"promise:{promise.public_id}")]


def test_a_proposal_is_corrected_and_accepted_in_one_event(town: Session):
    (promise,) = make_promises(town)
    revision = replace(
        revision_of(promise), title="Radweg bauen", topic=Topic.MOBILITY, competence=Competence.MUNICIPAL
    )
    accept_revised(town, promise.public_id, revision, CRITERION, by="Ada", now=NOW, seen=Seen(promise.version))
    assert (promise.title, promise.topic, promise.state) == ("Radweg bauen", Topic.MOBILITY, PromiseState.ACCEPTED)
    ((kind, payload),) = told(town, promise)
    assert kind == "promise.accepted"
    assert (payload["topic"], payload["title"]) == ("mobility", "Radweg bauen")


def test_what_is_no_commitment_cannot_be_accepted(town: Session):
    (promise,) = make_promises(town)
    revision = replace(revision_of(promise), act=Act.POSITION)
    with pytest.raises(RuleError, match="Nur Zusagen"):
        accept_revised(town, promise.public_id, revision, CRITERION, by="Ada", now=NOW, seen=Seen())


def test_rejecting_says_what_the_statement_is_instead(town: Session):
    (promise,) = make_promises(town)
    reject_as(town, promise.public_id, Act.APPEAL, "gilt dem Land", by="Ada", now=NOW, seen=Seen())
    assert (promise.state, promise.act) == (PromiseState.REJECTED, Act.APPEAL)
    assert told(town, promise)[-1][1]["act"] == "appeal"


def test_correcting_without_a_change_leaves_no_trace(town: Session):
    (promise,) = make_promises(town)
    edit_promise(town, promise.public_id, revision_of(promise), by="Ada", now=NOW, seen=Seen())
    assert told(town, promise) == []


def test_a_new_deadline_moves_the_day_of_reminder(town: Session):
    (promise,) = make_promises(town)
    revision = replace(revision_of(promise), deadline_text="bis Ende 2027", deadline_date=date(2027, 12, 31))
    edit_promise(town, promise.public_id, revision, by="Ada", now=NOW, seen=Seen())
    assert promise.due_on == date(2027, 12, 31)


def test_an_accepted_promise_is_changed_only_with_a_reason(town: Session):
    (promise,) = make_accepted(town)
    revision = replace(revision_of(promise), kind=Kind.OUTCOME)
    with pytest.raises(RuleError, match="warum"):
        edit_promise(town, promise.public_id, revision, by="Ben", now=LATER, seen=Seen())
    edit_promise(town, promise.public_id, revision, by="Ben", now=LATER, seen=Seen(note="Es geht um das Ergebnis."))
    assert told(town, promise)[-1] == ("promise.edited", told(town, promise)[-1][1])
    assert told(town, promise)[-1][1]["note"] == "Es geht um das Ergebnis."


def test_an_unknown_respondent_is_refused_and_none_is_possible(town: Session):
    (promise,) = make_promises(town)
    with pytest.raises(NotFoundError):
        edit_promise(
            town, promise.public_id, replace(revision_of(promise), respondent="x"), by="Ada", now=NOW, seen=Seen()
        )
    edit_promise(town, promise.public_id, replace(revision_of(promise), respondent=""), by="Ada", now=NOW, seen=Seen())
    assert promise.respondent is None


@pytest.mark.parametrize("title", ["  ", "x" * 301])
def test_a_title_says_something_and_is_no_essay(town: Session, title):
    (promise,) = make_promises(town)
    with pytest.raises(RuleError, match="Titel"):
        edit_promise(
            town, promise.public_id, replace(revision_of(promise), title=title), by="Ada", now=NOW, seen=Seen()
        )


def test_a_changed_criterion_needs_a_reason_and_both_stay_readable(town: Session):
    (promise,) = make_accepted(town)
    sharper = Criterion("Der Radweg ist befahrbar.", where_to_look="Verkehrsausschuss")
    with pytest.raises(RuleError, match="Grund"):
        change_criterion(town, promise.public_id, sharper, by="Ben", now=LATER, seen=Seen())
    change_criterion(town, promise.public_id, sharper, by="Ben", now=LATER, seen=Seen(note="Bau allein genügt nicht."))
    said = [payload["criterion"]["fulfilled_if"] for _, payload in told(town, promise)]
    assert said == [CRITERION.fulfilled_if, sharper.fulfilled_if]
    assert criterion_of(promise) == sharper


def test_one_promise_is_cut_into_several_that_keep_the_whole_sentence(town: Session):
    (whole,) = make_promises(town, THREE)
    parts = split_promise(
        town, whole.public_id, ["Wir bauen den Radweg", "öffnen die\nBücherei", "pflanzen Bäume."], by="Ada", now=NOW
    )
    text = whole.document.text
    assert [text[p.start : p.end] for p in parts] == ["Wir bauen den Radweg", "öffnen die Bücherei", "pflanzen Bäume."]
    assert {p.statement.quote for p in parts} == {THREE}
    assert {p.state for p in parts} == {PromiseState.PROPOSED}
    assert whole.state is PromiseState.REJECTED
    assert [kind for kind, _ in told(town, whole)] == ["promise.split"]


def test_cutting_twice_is_cutting_once(town: Session):
    (whole,) = make_promises(town, THREE)
    words = ["Wir bauen den Radweg", "öffnen die Bücherei"]
    first = split_promise(town, whole.public_id, words, by="Ada", now=NOW)
    assert split_promise(town, whole.public_id, words, by="Ada", now=LATER) == first


def test_reading_the_document_again_proposes_nothing_that_was_cut(town: Session):
    (whole,) = make_promises(town, THREE)
    split_promise(town, whole.public_id, ["Wir bauen den Radweg", "pflanzen Bäume."], by="Ada", now=NOW)
    before = town.query(models.Promise).count()
    store_extraction(town, make_extraction([THREE]), Intake(), now=LATER)
    assert town.query(models.Promise).count() == before


@pytest.mark.parametrize(
    "parts", [["Wir bauen den Radweg"], ["Wir bauen den Radweg", "eröffnen ein Bad"], ["pflanzen Bäume.", "Wir bauen"]]
)
def test_a_cut_takes_only_words_that_stand_there_in_their_order(town: Session, parts):
    (whole,) = make_promises(town, THREE)
    with pytest.raises(RuleError):
        split_promise(town, whole.public_id, parts, by="Ada", now=NOW)
    assert whole.state is PromiseState.PROPOSED


def test_withdrawing_needs_a_note_and_keeps_everything(town: Session):
    (promise,) = make_accepted(town)
    with pytest.raises(RuleError, match="warum"):
        withdraw_promise(town, promise.public_id, " ", by="Ada", now=LATER)
    withdraw_promise(town, promise.public_id, "Der Stadtteil wurde eingemeindet.", by="Ada", now=LATER)
    assert (promise.state, promise.decision_note) == (PromiseState.WITHDRAWN, "Der Stadtteil wurde eingemeindet.")
    assert promise.criterion is not None


def test_decisions_can_be_taken_back_as_new_events(town: Session):
    rejected, accepted = make_promises(town, "Wir bauen den Radweg.", "Wir öffnen die Bücherei.")
    reject_as(town, rejected.public_id, Act.POSITION, "nur Haltung", by="Ada", now=NOW, seen=Seen())
    reopen_promise(town, rejected.public_id, "Doch eine Zusage.", by="Ben", now=LATER)
    assert (rejected.state, rejected.decided_by, rejected.act) == (PromiseState.PROPOSED, None, Act.COMMITMENT)
    assert [kind for kind, _ in told(town, rejected)] == ["promise.rejected", "promise.reopened"]
    with pytest.raises(RuleError, match="nichts zurückzunehmen"):
        reopen_promise(town, accepted.public_id, "einfach so", by="Ben", now=LATER)


def test_what_was_cut_is_not_reopened(town: Session):
    (whole,) = make_promises(town, THREE)
    split_promise(town, whole.public_id, ["Wir bauen den Radweg", "pflanzen Bäume."], by="Ada", now=NOW)
    with pytest.raises(RuleError, match="geteilt"):
        reopen_promise(town, whole.public_id, "Doch eines.", by="Ben", now=LATER)


def test_who_saw_an_older_state_overwrites_nothing_even_within_one_moment(town: Session):
    (promise,) = make_accepted(town)
    seen = Seen(promise.version, "genauer")
    change_criterion(town, promise.public_id, Criterion("Er ist befahrbar."), by="Ada", now=NOW, seen=seen)
    with pytest.raises(ConflictError):
        change_criterion(town, promise.public_id, Criterion("Er ist beleuchtet."), by="Ben", now=NOW, seen=seen)
    assert promise.criterion.fulfilled_if == "Er ist befahrbar."


EDITORS, ROUNDS = 10, 20


def race(engine: Engine, public_id: str, number: int) -> list[tuple[str, bool]]:
    """All editors change the title at once, each having seen the same version: what each wrote, and whether it held."""
    with reading(engine) as session:
        seen = Seen(promises.one(session, public_id).version, "Wettlauf")
    start, outcomes = threading.Barrier(EDITORS), []

    def edit(editor: int) -> None:
        title = f"Runde {number}, Fassung {editor}"
        start.wait()
        try:
            with writing(engine) as session:
                revision = replace(revision_of(promises.one(session, public_id)), title=title)
                edit_promise(session, public_id, revision, by=("Ada", "Ben")[editor % 2], now=NOW, seen=seen)
            outcomes.append((title, True))
        except ConflictError:
            outcomes.append((title, False))

    threads = [threading.Thread(target=edit, args=(editor,)) for editor in range(EDITORS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def test_of_two_hundred_racing_edits_none_is_silently_overwritten(engine: Engine):
    with writing(engine) as session:
        make_town(session)
        public_id = make_accepted(session)[0].public_id
    winners = []
    for number in range(ROUNDS):
        outcomes = race(engine, public_id, number)
        (winner,) = [title for title, saved in outcomes if saved]
        with reading(engine) as session:
            assert promises.one(session, public_id).title == winner
        assert len(outcomes) == EDITORS
        winners.append(winner)
    with reading(engine) as session:
        kept = [e.payload["title"] for e in chain.about(session, f"promise:{public_id}") if e.kind == "promise.edited"]
    assert kept == winners
