from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.factories import NOW
from tracker.db import models
from tracker.errors import TooOftenError
from tracker.services.limits import KEPT, Limit, count, exhausted

LIMIT = Limit("probe", 3, timedelta(hours=1))


def test_a_limit_counts_up_to_its_number_and_no_further(session):
    for _ in range(3):
        assert not exhausted(session, LIMIT, "Ada", now=NOW)
        count(session, LIMIT, "Ada", now=NOW)
        session.flush()
    assert exhausted(session, LIMIT, "Ada", now=NOW)
    with pytest.raises(TooOftenError, match="in 30 Minuten"):
        count(session, LIMIT, "Ada", now=NOW)


def test_subjects_actions_and_windows_do_not_share_their_counts(session):
    for _ in range(3):
        count(session, LIMIT, "Ada", now=NOW)
        session.flush()
    assert exhausted(session, LIMIT, "ADA", now=NOW)
    assert not exhausted(session, LIMIT, "Ben", now=NOW)
    assert not exhausted(session, Limit("other", 3, LIMIT.window), "Ada", now=NOW)
    assert not exhausted(session, LIMIT, "Ada", now=NOW + LIMIT.window)


def test_nobody_is_named_and_old_counts_go(session):
    count(session, LIMIT, "ada@verein.example", now=NOW)
    session.flush()
    count(session, LIMIT, "ben@verein.example", now=NOW + KEPT + LIMIT.window)
    session.flush()
    (row,) = session.scalars(select(models.Attempt)).all()
    assert "ben" not in row.subject_sha256
    assert row.window_start > NOW
