from datetime import date

import pytest

from tracker.domain.assessment import Role
from tracker.domain.majority import role_on
from tracker.domain.signature import initials, signatures


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Ada", "A."),
        ("Ada Anker", "A. A."),
        ("Ada von Anker-Boje", "A. v. A."),
        ("  ", "–"),
        ("42", "–"),
        ("(Ben)", "B."),
        ("א ב", "א. ב."),
        ("A B C D E", "A. B. C."),
    ],
)
def test_people_are_named_by_initials(name, shown):
    assert initials(name) == shown


PERIODS = [{"from": "2025-11-01", "to": "2026-12-31"}, {"from": "2028-01-01", "to": None}]


@pytest.mark.parametrize(
    ("day", "role"),
    [
        (date(2025, 10, 31), Role.OPPOSITION),
        (date(2025, 11, 1), Role.MAJORITY),
        (date(2026, 12, 31), Role.MAJORITY),
        (date(2027, 1, 1), Role.OPPOSITION),
        (date(2031, 1, 1), Role.MAJORITY),
    ],
)
def test_the_role_is_that_of_the_day(day, role):
    assert role_on(PERIODS, day, known=True) is role


def test_where_nobody_is_noted_nothing_is_known():
    assert role_on([], date(2026, 1, 1), known=False) is Role.UNKNOWN


def test_two_people_with_the_same_initials_are_told_apart_for_good():
    first = signatures({1: "Ada Anker", 2: "Ben Boje"})
    assert first == {1: "A. A.", 2: "B. B."}
    assert signatures({3: "Adam Apfel", 1: "Ada Anker", 2: "Ben Boje"}) == first | {3: "A. A. (2)"}
