from tracker.domain.link import ItemText
from tracker.linking import passages
from tracker.linking.passages import Reading, Way, best_window, explained, places

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


WORDS = {0: "Wasserspiel", 1: "Stadtparks", 2: "Mauer"}
WAYS = [Way(0, BRUNNEN, 0.5), Way(1, PARK, 0.5), Way(2, MAUER, 0.2)]


def test_the_passage_is_the_sentence_where_most_ideas_meet():
    found = explained(reading(), WAYS, WORDS, 1.0)[1]
    assert found.field == "text"
    assert TEXT[found.start : found.end] == "Im Stadtpark entstehen Brunnen und Bänke."


def test_the_title_is_enough_where_the_text_adds_nothing():
    found = explained(reading(), [Way(0, BRUNNEN, 1.0)], WORDS, 1.0)[1]
    assert (found.field, found.start, found.end) == ("title", 0, len(TITLE))


def test_nothing_met_has_no_passage_and_no_reason():
    assert explained(reading("Haushalt", "Zahlen"), WAYS, WORDS, 1.0) == ((), None)


def test_far_hits_are_not_one_passage():
    value, hits = best_window(reading().hits("text", WAYS))
    assert value == 1.0
    assert hits[-1].end - hits[0].start < passages.WINDOW


def test_reasons_add_up_to_the_score_and_show_the_items_own_word():
    found, _ = explained(reading(), WAYS, WORDS, 0.6)
    assert [reason.term for reason in found] == ["Wasserspiel (Brunnen)", "Stadtparks", "Mauer"]
    assert abs(sum(reason.weight for reason in found) - 0.6) < 0.001


def test_a_word_said_ten_thousand_times_costs_no_more_than_a_few_hundred():
    found = places(([(BRUNNEN, 1.0)], n, n + 1) for n in range(10_000))
    assert len(found[BRUNNEN]) < 1000
