"""The first page and what is coming: news, coverage with its day, sources, and whether anybody looks after it all."""

from datetime import timedelta

import pytest

from tests.factories import FEED, NOW, make_accepted, make_item, make_promises, make_town
from tests.services.conftest import make_items, make_link
from tracker.db import models
from tracker.domain.assessment import CheckFinding
from tracker.domain.council import FeedState, ItemKind
from tracker.domain.link import Judgement
from tracker.services.instance import Instance
from tracker.services.readers import agenda, published
from tracker.services.readers.catalogue import make
from tracker.services.readers.front import UNATTENDED, front, looked
from tracker.services.review import Look, check_promise, judge_link
from tracker.services.users import acting
from tracker.settings import Settings

DAY = timedelta(days=1)
ZONE = Instance(Settings(None), None, None).zone


@pytest.fixture
def session(session):
    make_town(session)
    return session


def front_of(session, now=NOW, stale_days=180):
    return front(session, make(session, now.date(), ZONE), ZONE, now, stale_days)


def test_coverage_counts_looks_ever_and_lately_with_the_day_from_which_they_count(session):
    old, fresh, _never = make_accepted(session, "Wir A.", "Wir B.", "Wir C.")
    for row, days in ((old, 200), (fresh, 3)):
        on = NOW.date() - days * DAY
        check_promise(session, row.public_id, Look(CheckFinding.NOTHING, on, "Protokolle"), by="Ada", now=NOW)
    found = looked(make(session, NOW.date(), ZONE), 180)
    assert (found.ever, found.recently, found.total) == (2, 1, 3)
    assert found.since == NOW.date() - 180 * DAY


def test_news_tell_only_what_is_public_the_newest_first(session):
    (promise,) = make_accepted(session)
    make_promises(session, "Wir schweigen.", question="Und sonst?")
    make_link(session, promise)
    check_promise(
        session, promise.public_id, Look(CheckFinding.NOTHING, NOW.date(), "Protokolle"), by="Ada", now=NOW + DAY
    )
    told = front_of(session, NOW + DAY).news
    assert [one.what for one in told] == ["looked", "accepted"]
    assert "schweigen" not in str(told)


def test_an_instance_that_nobody_looks_after_says_since_when(session):
    make_accepted(session)
    assert front_of(session, NOW + UNATTENDED).unattended is None
    assert front_of(session, NOW + UNATTENDED + DAY).unattended == NOW.date()


def test_a_new_instance_is_not_called_unattended(session):
    assert front_of(session, NOW + 10 * UNATTENDED).unattended is None


def test_a_source_without_success_for_long_is_stale_and_seen_as_blind(session):
    feed = session.get(models.Feed, FEED)
    feed.state, feed.last_success = FeedState.OK, NOW - 2 * DAY
    session.flush()
    (source,) = front_of(session).feeds
    assert (source.state, source.seeing) == (FeedState.STALE, False)


def make_meeting(session, days=5, **over):
    on = (NOW + days * DAY).date()
    meeting = make_item(kind=ItemKind.MEETING, identity="m1", title="Ratssitzung", item_date=on, organization="Rat")
    point = make_item(
        **{
            "kind": ItemKind.AGENDA_ITEM,
            "identity": "t7",
            "title": "Radweg",
            "number": "7",
            "meeting": "m1",
            "item_date": on,
            "organization": "Rat",
        }
        | over
    )
    return make_items(session, meeting, point)


def coming(session):
    return agenda.coming(session, make(session, NOW.date(), ZONE))


def test_a_coming_point_is_shown_with_its_meeting_once_a_person_found_it_relevant(session):
    (promise,) = make_accepted(session)
    _, point = make_meeting(session)
    link = make_link(session, promise, point)
    assert [sitting.points for sitting in coming(session)] == [()]
    judge_link(session, link.public_id, Judgement.RELEVANT, by="Ada", now=NOW)
    (sitting,) = coming(session)
    assert (sitting.title, sitting.organization, sitting.points[0].number) == ("Ratssitzung", "Rat", "7")
    assert [one.id for one in sitting.points[0].promises] == [promise.public_id]


@pytest.mark.parametrize("days", [-1, 61])
def test_what_is_over_or_far_away_is_not_coming(session, days):
    make_meeting(session, days)
    assert coming(session) == ()


def test_what_a_source_took_back_is_not_coming(session):
    meeting, _ = make_meeting(session)
    meeting.gone_since = NOW
    session.flush()
    assert coming(session) == ()


def test_a_point_without_a_known_meeting_stands_for_itself(session):
    (promise,) = make_accepted(session)
    (point,) = make_items(session, make_item(item_date=(NOW + DAY).date()))
    judge_link(session, make_link(session, promise, point).public_id, Judgement.RELEVANT, by="Ada", now=NOW)
    (sitting,) = coming(session)
    assert (sitting.title, sitting.points[0].title) == ("", point.title)


def test_corrections_of_public_promises_are_listed_with_their_promise(session):
    public, hidden = make_accepted(session, "Wir A.")[0], make_promises(session, "Wir B.", question="Und?")[0]
    ada = acting(session, "Ada").id
    for number, row in enumerate((public, hidden)):
        correction = models.Correction(
            public_id=f"k-{number}", promise_id=row.id, day=NOW.date(), text="Falsch.", by_id=ada, at=NOW
        )
        session.add(correction)
    session.flush()
    assert [line.promise for line in published.corrections(session, ZONE)] == [public.public_id]
