"""The catalogue holds what people decided, and notices at once when they decide anew."""

from datetime import date, timedelta
from random import Random

import pytest

from tests.factories import BODY, BRIDGE, CRITERION, GARDENERS, NOW, make_accepted, make_promises, make_town
from tests.services.conftest import make_items, make_link
from tracker.db import models
from tracker.db.files import FileStore
from tracker.db.session import writing
from tracker.domain.assessment import (
    AssessmentState,
    CheckFinding,
    Effort,
    EvidenceRank,
    KnowledgeState,
    Outcome,
    Role,
)
from tracker.domain.link import Judgement
from tracker.domain.report import by_respondent
from tracker.services import assess, editions
from tracker.services.instance import Instance
from tracker.services.readers import tallies
from tracker.services.readers.catalogue import catalogue, make
from tracker.services.readers.finding import ON_A_PAGE, Asked, find
from tracker.services.review import Look, NewSource, bring_source, check_promise, judge_link
from tracker.services.users import acting
from tracker.settings import Settings

DAY = timedelta(days=1)


@pytest.fixture
def instance(engine, tmp_path) -> Instance:
    return Instance(Settings(tmp_path), engine, FileStore(tmp_path / "files"))


@pytest.fixture
def town(instance):
    with writing(instance.engine) as session:
        make_town(session)
    return instance


def catalogue_of(session):
    return make(session, NOW.date(), Instance(Settings(None), None, None).zone)


@pytest.fixture
def session(session):
    make_town(session)
    return session


def test_proposals_rejected_and_withdrawn_promises_are_not_in_it(session):
    proposed, rejected, withdrawn, accepted = make_promises(session, "Wir A.", "Wir B.", "Wir C.", "Wir D.")
    for row, state in ((rejected, "rejected"), (withdrawn, "withdrawn"), (accepted, "accepted")):
        row.state, row.decision_note, row.decided_at, row.decided_by_id = state, "Notiz", NOW, acting(session, "Ada").id
    session.flush()
    session.expire_all()
    assert [one.id for one in catalogue_of(session).entries] == [accepted.public_id]
    assert proposed.public_id not in str(catalogue_of(session))


def test_an_unreviewed_link_counts_as_nothing_and_its_title_finds_nothing(session):
    (promise,) = make_accepted(session)
    make_link(session, promise)
    found = catalogue_of(session)
    assert found.entries[0].knowledge.state is KnowledgeState.NEVER_CHECKED
    assert find(found, Asked("Vorlage beschließen")).total == 0


def test_a_relevant_link_is_evidence_and_its_title_finds_the_promise(session):
    (promise,) = make_accepted(session)
    judge_link(session, make_link(session, promise).public_id, Judgement.RELEVANT, by="Ada", now=NOW)
    found = catalogue_of(session)
    assert (found.entries[0].knowledge.state, found.entries[0].knowledge.count) == (KnowledgeState.EVIDENCE, 1)
    assert find(found, Asked("bau beschliessen")).total == 1


def test_a_proposed_assessment_shows_nothing_a_confirmed_one_everything(session, store):
    (promise,) = make_accepted(session)
    bring_source(
        session,
        store,
        promise.public_id,
        NewSource(EvidenceRank.BUDGET, "Haushalt", NOW.date(), b"x"),
        by="Ada",
        now=NOW,
    )
    said = assess.Proposal(Outcome.FULFILLED, NOW.date(), Effort.PROPOSED, Role.MAJORITY, late=True)
    row = assess.propose(session, promise.public_id, said, by="Ada", now=NOW)
    assert catalogue_of(session).entries[0].outcome is Outcome.NOT_YET_RATED
    assess.confirm(session, row.public_id, by="Ben", now=NOW)
    (entry,) = catalogue_of(session).entries
    assert (entry.outcome, entry.effort, entry.role, entry.late) == (
        Outcome.FULFILLED,
        Effort.PROPOSED,
        Role.MAJORITY,
        True,
    )


def test_it_is_made_anew_when_something_happens_and_only_then(town):
    with writing(town.engine) as session:
        (promise,) = make_accepted(session)
        wanted = promise.public_id
    first = catalogue(town, NOW)
    assert catalogue(town, NOW) is first
    with writing(town.engine) as session:
        check_promise(session, wanted, Look(CheckFinding.NOTHING, NOW.date(), "Protokolle"), by="Ada", now=NOW)
    second = catalogue(town, NOW)
    assert second is not first
    assert second.entries[0].knowledge.state is KnowledgeState.NOTHING_FOUND
    assert catalogue(town, NOW + DAY).day == second.day + DAY


def test_the_majority_of_today_divides_respondents(session):
    bridge = session.query(models.Respondent).filter_by(name=BRIDGE).one()
    bridge.majority = [{"from": "2025-11-01", "to": "2026-12-31"}]
    make_accepted(session)
    make_accepted(session, "Wir pflanzen.", respondent=GARDENERS)
    roles = [
        (role, [party.name for party, _ in rows]) for role, rows in tallies.by_party(catalogue_of(session).entries)
    ]
    assert roles == [(Role.MAJORITY, [BRIDGE]), (Role.OPPOSITION, [GARDENERS])]


def make_history(session, store, seed: int) -> None:
    """A random history of accepted promises, looks, judged links, sources and published ratings."""
    random = Random(seed)  # reproducible, not secret
    item = make_items(session)[0]
    for number in range(random.randint(0, 6)):
        at = NOW + random.randint(0, 40) * DAY
        (promise,) = make_accepted(
            session, f"Wir bauen Nummer {number}.", respondent=random.choice([BRIDGE, GARDENERS]), now=at
        )
        if random.random() < 0.5:
            check_promise(
                session, promise.public_id, Look(CheckFinding.NOTHING, at.date(), "Protokolle"), by="Ada", now=at
            )
        if random.random() < 0.5:
            link = make_link(session, promise, item)
            judge_link(session, link.public_id, random.choice(list(Judgement)[1:]), by="Ben", now=at + DAY)
        for turn in range(random.randint(0, 2)):
            bring_source(
                session,
                store,
                promise.public_id,
                NewSource(EvidenceRank.BUDGET, "H", at.date(), b"x"),
                by="Ada",
                now=at,
            )
            said = assess.Proposal(random.choice([Outcome.FULFILLED, Outcome.IN_PROGRESS]), at.date())
            row = assess.propose(session, promise.public_id, said, by="Ada", now=at + (2 + turn) * DAY)
            if random.random() < 0.7:
                assess.confirm(session, row.public_id, by="Ben", now=at + (2 + turn) * DAY)


@pytest.mark.parametrize("seed", range(12))
def test_lists_charts_and_editions_count_the_same(town, seed):
    with writing(town.engine) as session:
        make_history(session, town.store, seed)
    now = NOW + 60 * DAY
    found = catalogue(town, now)
    month = editions.monthly(town.engine, now.date(), town.frame, now=now)
    assert {one.id: (one.outcome, one.effort, one.knowledge) for one in found.entries} == {
        line.id: (line.outcome, line.effort, line.knowledge) for line in month.promises
    }
    counted = {party.name: one for _, rows in tallies.by_party(found.entries) for party, one in rows}
    for line in by_respondent(month.promises):
        assert counted[line.respondent].counts == tuple((o, n) for o, n in line.outcomes if n)
        assert counted[line.respondent].checked == line.coverage.checked
    whole = tallies.whole(found.entries)
    last = found.steps[BODY][-1].counts if found.entries else ()
    assert last == whole.counts
    assert sum(one.total for _, one in tallies.by_topic(found.entries)) == whole.total


def test_superseded_ratings_are_no_longer_the_standing_ones(session, store):
    (promise,) = make_accepted(session)
    bring_source(
        session, store, promise.public_id, NewSource(EvidenceRank.BUDGET, "H", NOW.date(), b"x"), by="Ada", now=NOW
    )
    for days, outcome in ((0, Outcome.FULFILLED), (2, Outcome.PARTLY_FULFILLED)):
        at = NOW + days * DAY
        row = assess.propose(session, promise.public_id, assess.Proposal(outcome, at.date()), by="Ada", now=at)
        assess.confirm(session, row.public_id, by="Ben", now=at)
    assert {a.state for a in session.query(models.Assessment)} == {
        AssessmentState.PUBLISHED,
        AssessmentState.SUPERSEDED,
    }
    assert catalogue_of(session).entries[0].outcome is Outcome.PARTLY_FULFILLED


def test_facets_count_what_they_would_leave(session):
    make_accepted(session, "Wir bauen Radwege.", "Wir pflanzen Bäume.")
    make_accepted(session, "Wir öffnen das Bad.", respondent=GARDENERS, question="Und das Bad?")
    found = find(catalogue_of(session), Asked("wir", (("party", f"{BODY}/bruecke"),)))
    assert found.total == 2
    assert {choice.value.startswith(f"{BODY}/"): choice.n for choice in found.choices["party"]} == {True: 1}
    assert sum(choice.n for choice in found.choices["party"]) == 3
    assert [(choice.value, choice.n) for choice in found.choices["outcome"]] == [("not_yet_rated", 2)]
    assert [(choice.value, choice.n) for choice in found.choices["topic"]] == [("none", 2)]


@pytest.mark.parametrize("facet", ["party", "topic", "outcome", "effort", "knowledge", "body", "year"])
def test_an_unknown_value_of_a_facet_finds_nothing(session, facet):
    make_accepted(session)
    assert find(catalogue_of(session), Asked("", ((facet, "gibt-es-nicht"),))).total == 0


def test_words_in_the_title_come_first_and_pages_are_full(session):
    make_accepted(session, *[f"Wir bauen {number} Brunnen." for number in range(ON_A_PAGE + 1)])
    found = find(catalogue_of(session), Asked("brunnen", page=2))
    assert (len(found.entries), found.last_page, found.total) == (1, 2, ON_A_PAGE + 1)
    assert find(catalogue_of(session), Asked("brunnen", page=99)).asked.page == 2
    assert find(catalogue_of(session), Asked("brunnen", page=-5)).asked.page == 1


def test_an_empty_instance_has_an_empty_catalogue(session):
    found = catalogue_of(session)
    assert found.entries == ()
    assert find(found, Asked()).choices["party"] == ()
    assert tallies.by_party(found.entries) == ()


def test_movement_is_the_day_of_the_last_record(session):
    (promise,) = make_accepted(session)
    check_promise(
        session,
        promise.public_id,
        Look(CheckFinding.NOTHING, date(2026, 1, 1), "Protokolle"),
        by="Ada",
        now=NOW + 2 * DAY,
    )
    (entry,) = catalogue_of(session).entries
    assert (entry.accepted, entry.moved) == (NOW.date(), NOW.date() + 2 * DAY)
    assert CRITERION.fulfilled_if not in str(entry)
