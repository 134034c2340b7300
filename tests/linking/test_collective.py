import pytest

from tracker.domain.link import Match, Passage
from tracker.linking.collective import is_collective, shown_once

IN_TITLE, IN_TEXT = Passage("title", 0, 5), Passage("text", 0, 5)


def hits(item, count, passage=IN_TEXT, score=0.3):
    return [Match(f"p{n}", item, score + n / 100, passage=passage) for n in range(count)]


@pytest.mark.parametrize(
    ("touched", "promises", "collective"),
    [(30, 100, True), (20, 100, False), (4, 4, False), (5, 6, True), (0, 0, False)],
)
def test_an_item_about_everything_is_collective(touched, promises, collective):
    assert is_collective(touched, promises) is collective


def test_a_budget_is_shown_once_where_it_fits_best_and_says_why():
    single = Match("p1", "radweg", 0.2, passage=IN_TEXT)
    kept = shown_once([*hits("haushalt", 8), single], 10, {})
    assert [(found.promise, found.item) for found in kept] == [("p7", "haushalt"), ("p1", "radweg")]
    assert kept[0].reasons[0].term == "Sammelvorgang: berührt 8 von 10 Versprechen"
    assert kept[1] is single


def test_a_paper_whose_title_names_the_matter_is_about_the_matter():
    found = hits("asylbericht", 8, IN_TITLE)
    assert shown_once(found, 10, {}) == found


def test_a_collective_item_that_was_shown_comes_to_no_other_promise():
    kept = shown_once(hits("haushalt", 8), 10, {"haushalt": {"p2": False}})
    assert [found.promise for found in kept] == ["p2"]
    assert shown_once(hits("haushalt", 8), 10, {"haushalt": {"judged elsewhere": False}}) == []


def test_what_was_stored_before_counts_as_hits():
    assert len(shown_once(hits("haushalt", 4), 10, {"haushalt": {"x": False, "y": False}})) == 0
    assert len(shown_once(hits("haushalt", 4), 10, {"haushalt": {"x": True, "y": True}})) == 4
    assert len(shown_once(hits("haushalt", 4), 10, {})) == 4
