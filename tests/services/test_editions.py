import json
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine

from tests.factories import (
    BODY,
    BRIDGE,
    FEED,
    GARDENERS,
    NOW,
    ScriptedAdapter,
    make_accepted,
    make_feed,
    make_harvest,
    make_item,
    make_promises,
    make_town,
    poll_feed,
)
from tests.services.conftest import make_items, make_link
from tracker.db import models
from tracker.db.session import reading, writing
from tracker.domain.assessment import CheckFinding, EvidenceRank, KnowledgeState, Outcome
from tracker.domain.council import Direction, FeedState, ItemKind
from tracker.domain.link import Judgement
from tracker.errors import NotFoundError, RuleError
from tracker.feeds.failures import FetchError, Reason
from tracker.reporting import edition_json
from tracker.services import events
from tracker.services.assess import Proposal, confirm, propose
from tracker.services.editions import Frame, monthly, retrospective
from tracker.services.review import Look, NewSource, bring_source, check_promise, judge_link, reject_promise

BERLIN = ZoneInfo("Europe/Berlin")
FRAME = Frame("Wortgehalten Musterstadt-Ost", BERLIN)
MARCH = date(2026, 3, 1)
APRIL_FIRST = datetime(2026, 4, 1, 7, tzinfo=BERLIN)
DECIDED = make_item(kind=ItemKind.AGENDA_ITEM, identity="top-7", result="einstimmig beschlossen", meeting="sitzung")
MEETING = make_item(
    kind=ItemKind.MEETING, identity="sitzung", url="https://rat.example/sitzung", item_date=date(2026, 4, 14)
)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN)


@pytest.fixture
def town(engine: Engine, store) -> Engine:
    """A month in which something happened: two promises kept an eye on, a third only proposed."""
    with writing(engine) as session:
        make_town(session)
    poll_feed(engine, make_feed(), ScriptedAdapter(make_harvest(DECIDED, MEETING)), store, now=at("2026-03-05"))
    with writing(engine) as session:
        path, library = make_accepted(
            session, "Wir bauen den Radweg.", "Wir öffnen die Bücherei.", now=at("2026-03-06")
        )
        make_promises(session, "Wir senken die Hundesteuer.", respondent=GARDENERS, now=at("2026-03-06"))
        item = session.query(models.CouncilItem).filter_by(identity="top-7").one()
        good = make_link(session, path, item, created_at=at("2026-03-07"))
        make_link(session, library, item, created_at=at("2026-03-07"))
        judge_link(session, good.public_id, Judgement.RELEVANT, by="Ada", now=at("2026-03-08"))
        look = Look(CheckFinding.NOTHING, date(2026, 3, 9), "Haushalt")
        check_promise(session, library.public_id, look, by="Ben", now=at("2026-03-09"))
        proposal = Proposal(Outcome.FULFILLED, date(2026, 3, 10), reason="Gebaut.")
        proposed = propose(session, path.public_id, proposal, by="Ada", now=at("2026-03-10"))
        confirm(session, proposed.public_id, by="Ben", now=at("2026-03-11"))
    return engine


def march(engine: Engine, **over):
    return monthly(engine, MARCH, FRAME, **({"now": APRIL_FIRST} | over))


def test_a_month_says_what_happened_in_it(town: Engine):
    edition = march(town)
    assert (edition.key, edition.month, edition.cut_off) == ("report:2026-03", MARCH, date(2026, 3, 31))
    assert [line.title for line in edition.new_promises] == ["Wir bauen den Radweg", "Wir öffnen die Bücherei"]
    assert [(line.outcome, line.by, line.confirmed_by) for line in edition.published] == [
        (Outcome.FULFILLED, "A.", "B.")
    ]
    assert [(line.item_title, line.direction, line.judged_on) for line in edition.evidence] == [
        (DECIDED.title, Direction.ADOPTED, date(2026, 3, 8))
    ]
    assert [(line.by, line.sources) for line in edition.checks] == [("B.", "Haushalt")]
    assert (edition.links_waiting, edition.promises_waiting) == (1, 1)


def test_figures_say_what_they_do_not_cover(town: Engine):
    edition = march(town)
    assert (edition.coverage.checked, edition.coverage.total) == (2, 2)
    states = [line.knowledge.state for line in edition.promises]
    assert states == [KnowledgeState.EVIDENCE, KnowledgeState.NOTHING_FOUND]
    (row,) = edition.respondents
    assert (row.respondent, row.total) == (BRIDGE, 2)
    assert edition.unchecked == ()


def test_what_nobody_looked_at_is_listed(town: Engine):
    with writing(town) as session:
        make_accepted(session, "Wir pflanzen Linden.", now=at("2026-03-20"))
    edition = march(town)
    assert [line.title for line in edition.unchecked] == ["Wir pflanzen Linden"]
    assert (edition.coverage.checked, edition.coverage.total) == (2, 3)


def test_coming_meetings_name_the_promises_they_touch(town: Engine):
    (line,) = march(town).meetings
    assert (line.on, line.organization, line.url) == (date(2026, 4, 14), "Verkehrsausschuss", MEETING.url)
    assert line.promises == ("Wir bauen den Radweg",)


def test_sources_show_how_they_were_doing(town: Engine, store):
    poll_feed(town, make_feed(), ScriptedAdapter(make_harvest(DECIDED, MEETING)), store, now=at("2026-03-31T20"))
    (line,) = march(town).feeds
    assert (line.feed, line.body) == (FEED, "Musterstadt-Ost")
    assert (line.state, line.last_success) == (FeedState.OK, date(2026, 3, 31))


def test_a_source_without_success_for_three_intervals_is_shown_as_stale(town: Engine, store):
    broken = FetchError(Reason.TIMEOUT, feed=FEED, url="https://rat.example/feed")
    poll_feed(town, make_feed(), ScriptedAdapter(broken), store, now=at("2026-03-31T20"))
    (line,) = march(town).feeds
    assert (line.state, line.last_success) == (FeedState.STALE, date(2026, 3, 5))


def test_a_source_that_people_brought_is_evidence(town: Engine, store):
    with writing(town) as session:
        (promise,) = make_accepted(session, "Wir pflanzen Linden.", now=at("2026-03-20"))
        found = NewSource(EvidenceRank.PRESS, "Linden gepflanzt", date(2026, 3, 20), b"Linden")
        bring_source(session, store, promise.public_id, found, by="Ada", now=at("2026-03-21"))
    line = next(line for line in march(town).promises if line.title == "Wir pflanzen Linden")
    assert (line.knowledge.state, line.knowledge.on) == (KnowledgeState.EVIDENCE, date(2026, 3, 21))


def test_every_line_leads_back_to_stored_bytes(town: Engine):
    edition = march(town)
    with reading(town) as session:
        texts = {row.sha256: row.text for row in session.query(models.Document)}
        hashes = {row.content_hash for row in session.query(models.ItemVersion)}
    for line in edition.promises:
        assert texts[line.document_sha256][line.start :].startswith(line.quote)
    assert {line.item_sha256 for line in edition.evidence} <= hashes


def test_a_frozen_edition_stays_whatever_happens_later(town: Engine):
    frozen = march(town)
    with writing(town) as session:
        make_accepted(session, "Wir pflanzen Linden.", now=at("2026-03-20"))  # recorded behind its back
    assert march(town, now=APRIL_FIRST + timedelta(days=9)) == frozen
    with reading(town) as session:
        row = session.query(models.Edition).one()
        assert row.frozen == edition_json(frozen)
        assert session.query(models.Event).filter_by(kind="edition.frozen").count() == 1
        assert row.sha256 in session.query(models.Event).filter_by(kind="edition.frozen").one().payload


def test_an_edition_built_again_as_of_its_day_equals_the_frozen_one(town: Engine, store):
    frozen = march(town)
    later = at("2026-04-20")
    changed = make_item(**{**vars_of(DECIDED), "result": "vertagt", "title": "Ganz anders"})
    poll_feed(town, make_feed(), ScriptedAdapter(make_harvest(changed)), store, now=later)
    with writing(town) as session:
        link = session.query(models.Link).filter_by(judgement=Judgement.RELEVANT).one()
        judge_link(session, link.public_id, Judgement.IRRELEVANT, by="Ben", now=later)
        path = link.promise
        waiting = session.query(models.Promise).filter_by(decided_by_id=None).one()
        reject_promise(session, waiting.public_id, "nur eine Haltung", by="Ada", now=later)
        proposal = Proposal(Outcome.IN_PROGRESS, date(2026, 4, 20))
        newer = propose(session, path.public_id, proposal, by="Ada", now=later)
        confirm(session, newer.public_id, by="Ben", now=later)
    again = march(town, as_of=date(2026, 3, 31), now=later + timedelta(days=1))
    assert edition_json(again) == edition_json(frozen)


def vars_of(item) -> dict:
    return {name: getattr(item, name) for name in item.__slots__}


def test_a_source_is_not_silent_for_hours_that_have_not_come(town: Engine, store):
    looked = at("2026-03-20T04:00")
    poll_feed(town, make_feed(), ScriptedAdapter(make_harvest(DECIDED, MEETING)), store, now=looked)
    interim = monthly(town, MARCH, FRAME, now=looked + timedelta(minutes=5))
    assert [line.state for line in interim.feeds] == [FeedState.OK]


def test_a_running_month_gives_an_interim_report_that_is_not_frozen(town: Engine):
    interim = march(town, now=NOW)
    assert (interim.key, interim.cut_off) == ("report:2026-03-14", date(2026, 3, 14))
    with writing(town) as session:
        make_accepted(session, "Wir pflanzen Linden.", now=NOW)
    assert march(town, now=NOW + timedelta(minutes=1)).coverage.total == interim.coverage.total + 1
    with reading(town) as session:
        assert session.query(models.Edition).count() == 0


def test_the_day_ends_at_midnight_of_the_place_not_of_the_world(town: Engine):
    with writing(town) as session:
        make_accepted(session, "Wir pflanzen Linden.", now=at("2026-03-31T23:59"))
        make_accepted(session, "Wir pflanzen Eichen.", now=at("2026-04-01T00:01"))
    titles = {line.title for line in march(town).new_promises}
    assert "Wir pflanzen Linden" in titles
    assert "Wir pflanzen Eichen" not in titles


def test_the_chain_head_is_the_last_event_that_the_edition_knows(town: Engine):
    with reading(town) as session:
        head = events.head_hash(session)
    assert march(town).chain_head == head
    assert march(town, as_of=date(2026, 3, 31), now=at("2026-04-02")).chain_head == head


@pytest.mark.parametrize(
    ("over", "message"),
    [
        ({"now": at("2026-02-10")}, "liegt in der Zukunft"),
        ({"as_of": date(2027, 1, 1)}, "liegt in der Zukunft"),
        ({"as_of": date(2026, 2, 10)}, "liegt vor dem Monat"),
    ],
)
def test_there_is_nothing_to_report_from_the_future_or_before_the_month(town: Engine, over, message):
    with pytest.raises(RuleError, match=message):
        march(town, **over)


def test_an_empty_instance_has_a_report_too(engine: Engine):
    edition = march(engine)
    assert (edition.coverage.total, edition.promises, edition.feeds) == (0, (), ())
    assert edition.chain_head == "0" * 64


def test_background_is_no_evidence(town: Engine):
    with writing(town) as session:
        (promise,) = make_accepted(session, "Wir pflanzen Linden.", now=at("2026-03-20"))
        old = make_items(session, make_item(identity="alt", url="", item_date=date(2020, 1, 1)))[0]
        link = make_link(session, promise, old, background=True)
        judge_link(session, link.public_id, Judgement.RELEVANT, by="Ada", now=at("2026-03-21"))
    edition = march(town)
    assert [line.title for line in edition.unchecked] == ["Wir pflanzen Linden"]
    assert len(edition.evidence) == 1


def test_the_account_of_a_term_counts_by_respondent(town: Engine):
    edition = retrospective(town, BODY, "2025-2030", FRAME, now=APRIL_FIRST)
    assert edition.key == f"retrospective:{BODY}:2025-2030:2026-04-01"
    assert (edition.term, edition.start, edition.end) == (
        "Wahlperiode 2025–2030",
        date(2025, 11, 1),
        date(2030, 10, 31),
    )
    (row,) = edition.respondents
    assert dict(row.outcomes)[Outcome.FULFILLED] == 1
    assert sum(dict(row.outcomes).values()) == len(edition.promises) == 2


def test_a_term_that_is_over_is_frozen(town: Engine):
    after = at("2030-11-02")
    first = retrospective(town, BODY, "2025-2030", FRAME, now=after)
    assert first.key == f"retrospective:{BODY}:2025-2030"
    assert retrospective(town, BODY, "2025-2030", FRAME, now=after + timedelta(days=40)) == first
    with reading(town) as session:
        frozen = session.query(models.Edition).one()
        assert json.loads(frozen.frozen)["kind"] == "retrospective"


def test_an_unknown_term_is_explained(town: Engine):
    with pytest.raises(NotFoundError, match="1999"):
        retrospective(town, BODY, "1999", FRAME, now=APRIL_FIRST)
