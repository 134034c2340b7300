from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from tests.factories import BODY, FEED, FEEDS, NOW, make_accepted, make_feeds_file, make_town
from tracker.db import models
from tracker.db.queries import council, readers
from tracker.domain.council import FeedState
from tracker.errors import NotFoundError, RuleError
from tracker.services import bodies
from tracker.services.respondents import listed_name
from tracker.services.users import acting, add_user

LATER = NOW + timedelta(hours=1)


def test_somebody_who_was_added_can_act(session: Session):
    ada = add_user(session, " Ada  Lovelace ", "ada@verein.example", now=NOW)
    assert acting(session, "Ada Lovelace") is ada


def test_adding_somebody_twice_is_adding_them_once(session: Session):
    first = add_user(session, "Ada", "ada@verein.example", now=NOW)
    assert add_user(session, "Ada", "ada@verein.example", now=LATER) is first
    assert session.query(models.Event).count() == 1


def test_nobody_acts_under_an_unknown_name(session: Session):
    with pytest.raises(NotFoundError, match=r"niemanden mit dem Namen „Eve“.*tracker user add"):
        acting(session, "Eve")


@pytest.mark.parametrize(
    ("name", "email", "message"),
    [
        ("Ada", "other@verein.example", "gibt es schon"),
        ("Eve", "ada@verein.example", "gehört schon jemand anderem"),
        ("  ", None, "Bitte geben Sie einen Namen an"),
    ],
)
def test_names_and_addresses_belong_to_one_person(session: Session, name, email, message):
    add_user(session, "Ada", "ada@verein.example", now=NOW)
    with pytest.raises(RuleError, match=message):
        add_user(session, name, email, now=NOW)


def test_personal_data_stay_out_of_the_chain(session: Session):
    add_user(session, "Ada", "ada@verein.example", now=NOW)
    event = session.query(models.Event).one()
    assert "ada" not in (event.payload + event.subject + event.actor).casefold()


def test_what_stands_in_the_file_becomes_rows(session: Session):
    make_town(session)
    (body,) = council.bodies(session)
    assert (body.id, body.name) == (BODY, "Musterstadt-Ost")
    assert [term.key for term in body.terms] == ["2020-2025", "2025-2030"]
    assert [respondent.factions for respondent in body.respondents] == [["Fraktion Blaue Brücke"]]
    assert [feed.url for feed in council.feeds(session)] == ["https://rat.example/feed"]


def test_reading_the_file_again_writes_nothing(session: Session):
    make_town(session)
    session.flush()
    bodies.sync(session, make_feeds_file(), now=LATER)
    assert not session.new
    assert not session.dirty


def test_a_change_in_the_file_is_taken_over(session: Session):
    make_town(session)
    bodies.sync(session, make_feeds_file(FEEDS.replace("name: Musterstadt-Ost", "name: Stadt Musterstadt")), now=NOW)
    assert council.bodies(session)[0].name == "Stadt Musterstadt"


def test_what_left_the_file_is_kept_but_no_longer_listed(session: Session):
    make_town(session)
    bodies.sync(session, make_feeds_file(FEEDS.partition("    respondents:")[0] + "feeds: []\n"), now=NOW)
    assert council.feeds(session) == []
    assert session.query(models.Feed).count() == 1
    assert [row.listed for row in session.query(models.Respondent)] == [False]


def test_a_new_source_is_due_at_once(session: Session):
    make_town(session)
    assert council.due_feeds(session, NOW) == [FEED]


def test_a_paused_source_is_not_due_until_it_is_taken_up_again(session: Session):
    make_town(session)
    paused = FEEDS.replace('feed"}', 'feed", paused: true}')
    bodies.sync(session, make_feeds_file(paused), now=NOW)
    assert council.due_feeds(session, LATER) == []
    assert council.feeds(session)[0].state is FeedState.PAUSED
    bodies.sync(session, make_feeds_file(), now=LATER)
    assert council.due_feeds(session, LATER) == [FEED]


def test_a_source_with_a_new_address_is_due_at_once_even_if_the_old_one_was_gone(session: Session):
    make_town(session)
    row = council.feeds(session)[0]
    row.state, row.next_poll_at = FeedState.GONE, None
    bodies.sync(session, make_feeds_file(FEEDS.replace("/feed", "/feed2")), now=LATER)
    assert council.due_feeds(session, LATER) == [FEED]


def test_a_municipality_that_left_the_file_is_offered_to_nobody_and_comes_back_with_it(session: Session):
    make_town(session)
    other = FEEDS.replace("musterstadt-ost", "anderswo").replace("Musterstadt-Ost", "Anderswo")
    bodies.sync(session, make_feeds_file(other), now=LATER)
    session.flush()
    assert [body.id for body in council.listed_bodies(session)] == ["anderswo"]
    assert [row.id for row in readers.bodies(session)] == ["anderswo"]
    bodies.sync(session, make_feeds_file(), now=LATER)
    session.flush()
    assert [body.id for body in council.listed_bodies(session)] == [BODY]


def test_a_municipality_with_public_promises_stays_on_the_pages(session: Session):
    make_town(session)
    make_accepted(session, "Wir bauen einen Radweg.")
    bodies.sync(session, make_feeds_file("version: 1\nbodies: []\nfeeds: []\n"), now=LATER)
    session.flush()
    assert [row.id for row in readers.bodies(session)] == [BODY]


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2024, 5, 1), "2020-2025"),
        (date(2025, 10, 31), "2020-2025"),
        (date(2025, 11, 1), "2025-2030"),
        (date(2019, 1, 1), "2020-2025"),
        (date(2031, 1, 1), None),
    ],
)
def test_a_day_lies_in_a_term_or_before_the_next(session: Session, day, expected):
    make_town(session)
    found = council.term_on(session, BODY, day)
    assert (found.key if found else None) == expected


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Forums Hafenlicht", "Forum Hafenlicht"),
        ("des Forums Hafenlicht", "Forum Hafenlicht"),
        ("Gärtnerpartei", "Die Gärtnerpartei"),
        ("der GÄRTNERPARTEI", "Die Gärtnerpartei"),
        ("Grünen Lichter", "Grüne Lichter"),
        ("Hafenlicht", "Hafenlicht"),
        ("Forum Hafenlichter Nord", "Forum Hafenlichter Nord"),
    ],
)
def test_a_name_in_a_sentence_finds_its_respondent(session: Session, written: str, meant: str):
    make_town(session)
    for number, name in enumerate(("Forum Hafenlicht", "Die Gärtnerpartei", "Grüne Lichter")):
        session.add(
            models.Respondent(body_id=BODY, key=f"liste-{number}", name=name, factions=[], majority=[], listed=True)
        )
    session.flush()
    assert listed_name(session, BODY, written) == meant


def test_an_ending_that_two_could_bear_names_nobody(session: Session):
    make_town(session)
    for number, name in enumerate(("Bunte Liste", "Bunten Listen")):
        session.add(
            models.Respondent(body_id=BODY, key=f"bunt-{number}", name=name, factions=[], majority=[], listed=True)
        )
    session.flush()
    assert listed_name(session, BODY, "Bunter Listen") == "Bunter Listen"
