from datetime import UTC, datetime, timedelta, timezone
from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine

from tests.factories import NOW
from tracker.db import models
from tracker.db.session import reading, writing
from tracker.db.types import storable, stored_words
from tracker.labels import LABELS

ENUMERATIONS = sorted({kind for kind, _ in LABELS if issubclass(kind, StrEnum)}, key=lambda kind: kind.__name__)


@given(st.text(alphabet=st.characters(codec=None)))
def test_text_that_databases_refuse_is_replaced_character_by_character(text):
    clean = storable(text)
    assert len(clean) == len(text)
    assert "\0" not in clean
    clean.encode()


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\0")))
def test_other_text_is_kept_as_it_is(text):
    assert storable(text) == text


@pytest.mark.parametrize("kind", ENUMERATIONS, ids=lambda kind: kind.__name__)
def test_the_stored_words_of_an_enumeration_are_its_values(kind):
    assert stored_words(kind) == [member.value for member in kind]


def test_a_moment_comes_back_in_utc_whatever_its_zone_was(engine: Engine):
    summer = datetime(2026, 7, 1, 12, 0, 0, 123456, tzinfo=timezone(timedelta(hours=2)))
    with writing(engine) as session:
        session.add(models.User(name="Ada", created_at=summer))
    with reading(engine) as session:
        stored = session.query(models.User).one().created_at
    assert stored == summer
    assert stored.tzinfo is UTC
    assert stored.hour == 10


def test_moments_are_compared_as_moments(engine: Engine):
    with writing(engine) as session:
        session.add(models.User(name="Ada", created_at=NOW))
    berlin = timezone(timedelta(hours=1))
    with reading(engine) as session:
        before = session.query(models.User).filter(models.User.created_at < NOW.astimezone(berlin))
        not_after = session.query(models.User).filter(models.User.created_at <= NOW.astimezone(berlin))
        assert (before.count(), not_after.count()) == (0, 1)


def test_a_moment_without_a_zone_is_a_mistake(engine: Engine):
    with writing(engine) as session:
        session.add(models.User(name="Ada", created_at=datetime(2026, 3, 14)))  # noqa: DTZ001  # the mistake
        with pytest.raises(Exception, match="needs a time zone"):
            session.flush()
        session.rollback()


def test_what_no_database_can_hold_does_not_stop_it(engine: Engine):
    with writing(engine) as session:
        session.add(models.User(name="A\0d\ud800a", created_at=NOW))
    with reading(engine) as session:
        assert session.query(models.User).one().name == "A�d�a"
