import pytest

from tracker.domain.link import ItemText, PromiseText
from tracker.linking import rerank


@pytest.mark.parametrize(
    ("respondent", "title", "named"),
    [
        ("Bürgerliste Blaue Brücke", "Antrag Bürgerliste: Sitzbänke", True),
        ("Fraktion Blaue", "Anfrage BLAUE/Unabhängige", True),
        ("Bürgerliste Blaue Brücke", "Bürgerlisten im Archiv", False),
        ("", "Antrag : nichts", False),
    ],
)
def test_the_respondents_own_motion_is_recognised(respondent, title, named):
    promise = PromiseText("p", "Sitzbänke", respondent=respondent)
    assert rerank.names_respondent(promise, ItemText("i", title)) is named


def test_what_came_before_the_promise_is_background():
    promise = PromiseText("p", "Sitzbänke", date="2025-09-14")
    assert rerank.factor(promise, ItemText("i", "Sitzbänke", date="2024-01-01")) == rerank.BEFORE_PROMISE
    assert rerank.factor(promise, ItemText("i", "Sitzbänke", date="2026-01-01")) == 1.0


def test_unknown_dates_and_respondents_are_silent():
    assert rerank.factor(PromiseText("p", "Sitzbänke"), ItemText("i", "Sitzbänke", date="2024-01-01")) == 1.0
