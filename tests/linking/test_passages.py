import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.link import ItemText
from tracker.linking import passages
from tracker.linking.passages import Hit, Reading, Way, best_window, explained, places

TITLE = "Neue Brunnen"
TEXT = (
    "Die Verwaltung berichtet. Zuletzt wurde über die Mauer gesprochen. "
    + "Dazu gab es viele Fragen ohne Bezug. " * 20
    + "Im Stadtpark entstehen Brunnen und Bänke. Danach endet die Sitzung."
)
BRUNNEN, PARK, MAUER = 0, 1, 2


def at(text, word, column):
    start = text.index(word)
    return [(column, 1.0)], start, start + len(word)


def reading(title=TITLE, text=TEXT):
    in_title = places([at(title, "Brunnen", BRUNNEN)]) if "Brunnen" in title else {}
    words = (("Brunnen", BRUNNEN), ("Stadtpark", PARK), ("Mauer", MAUER))
    in_text = places(at(text, word, column) for word, column in words if word in text)
    return Reading(ItemText("a", title, text), in_title, in_text)


WORDS = ("Wasserspiel", "Stadtparks", "Mauer")
WAYS = [Way(0, BRUNNEN, 0.5), Way(1, PARK, 0.5), Way(2, MAUER, 0.2)]


def test_the_passage_is_the_sentence_where_most_ideas_meet():
    found = explained(reading(), WAYS, WORDS)[1]
    assert found.field == "text"
    assert TEXT[found.start : found.end] == "Im Stadtpark entstehen Brunnen und Bänke."


def test_the_title_is_enough_where_the_text_adds_nothing():
    found = explained(reading(), [Way(0, BRUNNEN, 1.0)], WORDS)[1]
    assert (found.field, found.start, found.end) == ("title", 0, len(TITLE))


def test_nothing_met_has_no_passage_and_no_reason():
    assert explained(reading("Haushalt", "Zahlen"), WAYS, WORDS) == ([], None)


def test_far_hits_are_not_one_passage():
    value, hits = best_window(reading().hits("text", WAYS))
    assert value == 1.0
    assert hits[-1].end - hits[0].start < passages.WINDOW


def test_shares_add_up_and_show_the_items_own_word():
    found, _ = explained(reading(), WAYS, WORDS)
    assert [term for term, _ in found] == ["Wasserspiel (Brunnen)", "Stadtparks", "Mauer"]
    assert sum(share for _, share in found) == pytest.approx(1)


hits = st.lists(
    st.builds(
        lambda start, slot, value: Hit(start, start + 5, slot, value),
        st.integers(0, 2000),
        st.integers(0, 5),
        st.sampled_from([0.25, 0.5, 1.0]),
    ),
    max_size=30,
).map(sorted)


@given(hits)
def test_no_stretch_meets_more_than_the_one_that_is_shown(found):
    def worth(window):
        return sum(max(h.value for h in window if h.slot == slot) for slot in {h.slot for h in window})

    stretches = [[h for h in found if first.start <= h.start <= first.start + passages.WINDOW] for first in found]
    value, window = best_window(found)
    assert value == pytest.approx(max(map(worth, stretches), default=0.0))
    assert worth(window) == pytest.approx(value)


def test_a_word_said_ten_thousand_times_costs_no_more_than_a_few_hundred():
    found = places(([(BRUNNEN, 1.0)], n, n + 1) for n in range(10_000))
    assert len(found[BRUNNEN]) < 1000
