"""Sentences and tokens: offsets always fit the text."""

from hypothesis import example, given, settings
from hypothesis import strategies as st

from tracker.german.sentences import LONGEST, sentences


def split(text: str) -> list[str]:
    return [text[s[0].start : s[-1].end] for s in sentences(text)]


def test_abbreviations_end_no_sentence() -> None:
    text = "Wir fördern z. B. Vereine u. a. im Norden. Das gilt nach Abs. 4 Nr. 2."
    assert split(text) == ["Wir fördern z. B. Vereine u. a. im Norden.", "Das gilt nach Abs. 4 Nr. 2."]


def test_a_line_break_is_a_blank() -> None:
    assert split("Wir bauen\nWege.") == ["Wir bauen\nWege."]


def test_gender_forms_stay_one_word() -> None:
    assert [t.text for t in sentences("Bewohner*innen helfen")[0]] == ["Bewohner*innen", "helfen"]


def test_blank_text_has_no_sentences() -> None:
    assert sentences(" \n\t") == []


def test_text_without_any_end_is_read_in_portions() -> None:
    assert len(sentences("wort " * LONGEST)) > 1


@settings(max_examples=80, deadline=None)
@example(text="e\u0301\u0302\u0303 \ud800 \x00 👨\u200d👩\u200d👧 ﷺ ß\u0308")
@given(text=st.text(max_size=200))
def test_every_token_is_a_verbatim_stretch_in_order(text: str) -> None:
    at = 0
    for token in (t for s in sentences(text) for t in s):
        assert token.text == text[token.start : token.end]
        assert token.start >= at
        at = token.end
