import threading
from datetime import date, timedelta

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from tests.factories import CRITERION, NOW, make_accepted, make_promises, make_town
from tests.services.conftest import make_link
from tracker.db import models
from tracker.db.queries import assessments, links, promises
from tracker.db.session import reading, writing
from tracker.domain.assessment import CheckFinding, EvidenceRank
from tracker.domain.link import Judgement
from tracker.domain.promise import Criterion, PromiseState
from tracker.errors import ConflictError, NotFoundError, RuleError
from tracker.services.review import (
    Look,
    NewSource,
    accept_promise,
    bring_source,
    check_promise,
    judge_link,
    reject_promise,
)

LATER = NOW + timedelta(hours=1)
TODAY = NOW.date()


@pytest.fixture
def town(session: Session) -> Session:
    make_town(session)
    return session


def happened(session: Session, kind: str) -> int:
    return session.query(models.Event).filter_by(kind=kind).count()


def test_accepting_writes_down_who_when_and_how_to_measure(town: Session):
    (promise,) = make_promises(town)
    accept_promise(town, promise.public_id, CRITERION, by="Ada", now=NOW)
    assert (promise.state, promise.decided_by.name, promise.decided_at) == (PromiseState.ACCEPTED, "Ada", NOW)
    assert promise.criterion.fulfilled_if == CRITERION.fulfilled_if
    assert happened(town, "promise.accepted") == 1


def test_accepting_twice_is_accepting_once(town: Session):
    (promise,) = make_promises(town)
    for by in ("Ada", "Ben"):
        accept_promise(town, promise.public_id, CRITERION, by=by, now=NOW)
    assert promise.decided_by.name == "Ada"
    assert happened(town, "promise.accepted") == 1


def test_a_criterion_can_be_sharpened_and_the_chain_keeps_both(town: Session):
    (promise,) = make_accepted(town)
    accept_promise(town, promise.public_id, Criterion("Der Radweg ist befahrbar."), by="Ben", now=LATER, replace=True)
    assert promise.criterion.fulfilled_if == "Der Radweg ist befahrbar."
    assert (promise.decided_by.name, promise.decided_at) == ("Ada", NOW)
    assert (happened(town, "promise.accepted"), happened(town, "criterion.changed")) == (1, 1)


def test_rejecting_needs_a_reason(town: Session):
    (promise,) = make_promises(town)
    with pytest.raises(RuleError, match="warum"):
        reject_promise(town, promise.public_id, "  ", by="Ada", now=NOW)
    reject_promise(town, promise.public_id, "nur eine Haltung", by="Ada", now=NOW)
    reject_promise(town, promise.public_id, "nur eine Haltung", by="Ada", now=LATER)
    assert (promise.state, promise.decision_note) == (PromiseState.REJECTED, "nur eine Haltung")
    assert happened(town, "promise.rejected") == 1


def test_what_is_decided_is_not_decided_otherwise(town: Session):
    first, second = make_promises(town, "Wir bauen den Radweg.", "Wir öffnen die Bücherei.")
    accept_promise(town, first.public_id, CRITERION, by="Ada", now=NOW)
    reject_promise(town, second.public_id, "doppelt", by="Ada", now=NOW)
    with pytest.raises(RuleError, match="schon entschieden"):
        reject_promise(town, first.public_id, "doch nicht", by="Ben", now=NOW)
    with pytest.raises(RuleError, match="schon entschieden"):
        accept_promise(town, second.public_id, CRITERION, by="Ben", now=NOW)


def test_a_promise_cannot_be_accepted_without_a_measure(town: Session):
    (promise,) = make_promises(town)
    with pytest.raises(RuleError, match=r"wann .* als umgesetzt gilt"):
        accept_promise(town, promise.public_id, Criterion(" "), by="Ada", now=NOW)


def test_nobody_decides_on_a_state_they_have_not_seen(town: Session):
    (promise,) = make_promises(town)
    seen = promise.version
    accept_promise(town, promise.public_id, CRITERION, by="Ada", now=NOW, version=seen)
    with pytest.raises(ConflictError, match="jemand anderes geändert"):
        reject_promise(town, promise.public_id, "doppelt", by="Ben", now=NOW, version=seen)


def test_of_two_who_decide_at_once_one_is_told(engine: Engine):
    with writing(engine) as session:
        make_town(session)
        promise_id = make_promises(session)[0].public_id
        seen = promises.one(session, promise_id).version
    told: list[str] = []

    def decide(by: str) -> None:
        try:
            with writing(engine) as session:
                reject_promise(session, promise_id, f"Grund von {by}", by=by, now=NOW, version=seen)
        except ConflictError:
            told.append(by)

    threads = [threading.Thread(target=decide, args=(by,)) for by in ("Ada", "Ben")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with reading(engine) as session:
        promise = promises.one(session, promise_id)
        assert told == [{"Ada": "Ben", "Ben": "Ada"}[promise.decided_by.name]]
        assert happened(session, "promise.rejected") == 1


@pytest.fixture
def link(town: Session) -> models.Link:
    return make_link(town, make_accepted(town)[0])


def test_a_judgement_is_kept_with_what_was_seen(town: Session, link):
    judge_link(town, link.public_id, Judgement.RELEVANT, by="Ada", now=NOW, note="gleiche Straße")
    (kept,) = link.history
    assert (link.judgement, link.judged_by.name) == (Judgement.RELEVANT, "Ada")
    assert (kept.note, kept.item_hash) == ("gleiche Straße", link.item.content_hash)
    assert happened(town, "link.judged") == 1


def test_the_same_judgement_again_changes_nothing_and_another_keeps_the_first(town: Session, link):
    judge_link(town, link.public_id, Judgement.RELEVANT, by="Ada", now=NOW)
    judge_link(town, link.public_id, Judgement.RELEVANT, by="Ada", now=LATER)
    assert (len(link.history), link.judged_at) == (1, NOW)
    judge_link(town, link.public_id, Judgement.UNSURE, by="Ben", now=LATER)
    assert [kept.judgement for kept in link.history] == [Judgement.RELEVANT, Judgement.UNSURE]
    assert (link.judgement, link.judged_by.name, happened(town, "link.judged")) == (Judgement.UNSURE, "Ben", 2)


def test_not_looked_at_is_nothing_that_somebody_can_say(town: Session, link):
    with pytest.raises(RuleError, match="passt"):
        judge_link(town, link.public_id, Judgement.UNREVIEWED, by="Ada", now=NOW)


def test_judged_links_wait_no_longer(town: Session, link):
    assert (links.waiting(town), links.waiting_count(town)) == ([link], 1)
    judge_link(town, link.public_id, Judgement.IRRELEVANT, by="Ada", now=NOW)
    assert (links.waiting(town), links.waiting_count(town)) == ([], 0)


def test_a_look_is_recorded_once(town: Session):
    (promise,) = make_accepted(town)
    look = Look(CheckFinding.NOTHING, TODAY, "Ratsinformation, Haushalt")
    first = check_promise(town, promise.public_id, look, by="Ada", now=NOW)
    assert check_promise(town, promise.public_id, look, by="Ada", now=LATER) is first
    other = check_promise(town, promise.public_id, look, by="Ben", now=LATER)
    assert assessments.checks(town, promise) == [first, other]
    assert happened(town, "promise.checked") == 2


def test_nobody_has_looked_tomorrow(town: Session):
    (promise,) = make_accepted(town)
    look = Look(CheckFinding.NOTHING, TODAY + timedelta(days=1))
    with pytest.raises(RuleError, match="Zukunft"):
        check_promise(town, promise.public_id, look, by="Ada", now=NOW)


def test_only_accepted_promises_are_checked(town: Session):
    (promise,) = make_promises(town)
    with pytest.raises(RuleError, match="nicht angenommen"):
        check_promise(town, promise.public_id, Look(CheckFinding.NOTHING, TODAY), by="Ada", now=NOW)


def test_a_source_is_kept_as_a_copy(town: Session, store):
    (promise,) = make_accepted(town)
    finding = NewSource(
        EvidenceRank.PRESS, "Radweg eröffnet", date(2026, 3, 1), b"<p>Radweg</p>", "https://blatt.example"
    )
    source = bring_source(town, store, promise.public_id, finding, by="Ada", now=NOW)
    assert bring_source(town, store, promise.public_id, finding, by="Ben", now=LATER) is source
    assert store.get(source.sha256) == b"<p>Radweg</p>"
    assert source.kind is EvidenceRank.PRESS
    assert happened(town, "source.brought") == 1


@pytest.mark.parametrize(
    ("act", "message"),
    [
        (lambda s: accept_promise(s, "p-0000000000", CRITERION, by="Ada", now=NOW), "p-0000000000 gibt es nicht"),
        (lambda s: judge_link(s, "l-0", Judgement.RELEVANT, by="Ada", now=NOW), "l-0 gibt es nicht"),
    ],
)
def test_what_does_not_exist_is_said_with_the_way_to_find_it(town: Session, act, message):
    with pytest.raises(NotFoundError, match=message):
        act(town)


def test_nobody_unknown_decides(town: Session):
    (promise,) = make_promises(town)
    with pytest.raises(NotFoundError, match="tracker user add"):
        accept_promise(town, promise.public_id, CRITERION, by="Eve", now=NOW)
