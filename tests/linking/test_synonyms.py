import pytest

from tracker.errors import UsageError
from tracker.linking.synonyms import Synonyms, default, parsed, word_list


def test_lists_are_read_by_kind():
    text = "same: [[Kita, Kindergarten]]\nrelated: [[Bus, Linie]]\n"
    assert parsed(text, subject="ort.yaml") == Synonyms((("Kita", "Kindergarten"),), (("Bus", "Linie"),))


def test_an_empty_file_is_no_lists():
    assert parsed("", subject="ort.yaml") == Synonyms()


@pytest.mark.parametrize(
    "text",
    ["same: [[allein]]", "same: Kita", "gleich: [[a, b]]", "- a\n- b", "same: [[a, {b: c}]]", "same: [[a, b"],
    ids=["one word", "no list", "unknown key", "no mapping", "no words", "no YAML"],
)
def test_a_wrong_file_is_named_in_the_error(text):
    with pytest.raises(UsageError, match=r"ort\.yaml"):
        parsed(text, subject="ort.yaml")


def test_a_body_adds_its_own_lists():
    more = Synonyms(same=(("Blaue Brücke", "Fußgängersteg"),))
    assert default().extended(more).same[-1] == ("Blaue Brücke", "Fußgängersteg")


def test_the_lists_of_the_program_are_in_order():
    lists = default()
    assert len(lists.same) > 150
    assert all(len(set(group)) == len(group) for group in (*lists.same, *lists.related))


def test_notes_in_word_lists_are_no_words():
    words = word_list("stop_words.txt")
    assert "und" in words
    assert "#" not in words
