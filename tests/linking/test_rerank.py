import numpy as np
import pytest

from tracker.domain.link import ItemText, PromiseText
from tracker.linking.rerank import BEFORE_PROMISE, OWN_FACTION, Circumstances, Promisers

FIRST = np.array([0])


def factor(promise, item):
    return Circumstances(Promisers([promise]), [item]).factors(FIRST, FIRST)[0]


@pytest.mark.parametrize(
    ("respondent", "title", "named"),
    [
        ("Bürgerliste Blaue Brücke", "Antrag Bürgerliste: Sitzbänke", True),
        ("Fraktion Blaue", "Anfrage BLAUE/Unabhängige", True),
        ("Die Gärtnerinnen", "Antrag der Gärtnerinnen, „Beete“", True),
        ("GRÜNE Musterstadt-Ost", "Antrag BÜNDNIS 90/DIE GRÜNEN", True),
        ("Bürgerliste Blaue Brücke", "Bürgerlisten im Archiv", False),
        ("", "Antrag : nichts", False),
        ("/// -", "Antrag /// -", False),
    ],
)
def test_the_respondents_own_motion_is_recognised(respondent, title, named):
    promise = PromiseText("p", "Sitzbänke", respondent=respondent)
    assert factor(promise, ItemText("i", title)) == (OWN_FACTION if named else 1.0)


def test_the_faction_is_recognised_where_it_submitted_the_paper():
    promise = PromiseText("p", "Sitzbänke", respondent="Blaue Brücke", factions=("Fraktion Brückenbund",))
    assert factor(promise, ItemText("i", "Sitzbänke", submitters=("Brückenbund",))) == OWN_FACTION


def test_several_promisers_are_told_apart():
    promises = [PromiseText("a", "", respondent="Brücke"), PromiseText("b", "", respondent="Gärtnerpartei")]
    items = [ItemText("1", "Antrag Gärtnerpartei"), ItemText("2", "Antrag Brücke")]
    known = Circumstances(Promisers(promises), items)
    own = known.own(np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1]))
    assert own.tolist() == [False, True, True, False]


def test_what_came_before_the_promise_is_background():
    promise = PromiseText("p", "Sitzbänke", date="2025-09-14")
    assert factor(promise, ItemText("i", "Sitzbänke", date="2024-01-01")) == BEFORE_PROMISE
    assert factor(promise, ItemText("i", "Sitzbänke", date="2025-09-14")) == 1.0
    assert factor(promise, ItemText("i", "Sitzbänke", date="2026-01-01")) == 1.0


@pytest.mark.parametrize("date", ["", "gestern", "²"])
def test_unknown_dates_and_respondents_are_silent(date):
    assert factor(PromiseText("p", "Sitzbänke"), ItemText("i", "Sitzbänke", date="2024-01-01")) == 1.0
    assert factor(PromiseText("p", "Sitzbänke", date="2025-09-14"), ItemText("i", "Sitzbänke", date=date)) == 1.0
