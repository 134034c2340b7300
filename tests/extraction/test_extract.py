"""From a document to JSON: offsets, repairs, and what holds for any text."""

import json

from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.extraction.reading import document
from tracker.domain.questionnaire import Document, Edit, Extraction, Span
from tracker.extraction import as_json, extract

DAMAGED = "Was planen Sie?\n\nAntwort: Wir wollen die Wege starken und Baume pflanzen.\n"


def edit(original: str, replacement: str, *, uncertain: bool = False) -> Edit:
    start = DAMAGED.index(original)
    span = Span(start, start + len(original))
    return Edit(span, original, replacement, "ä as a", 0.5 if uncertain else 0.9, (original,), uncertain=uncertain)


REPAIRED = document(DAMAGED, (edit("starken", "stärken", uncertain=True), edit("Baume", "Bäume")))


def test_rules_read_the_repaired_text_and_quotes_stay_as_read() -> None:
    first, second = extract(REPAIRED).commitments
    assert (first.quote, first.text) == ("Wir wollen die Wege starken", "Wir wollen die Wege stärken")
    assert second.commitment is not None
    assert second.commitment.title == "Bäume pflanzen"


def test_an_uncertain_reading_inside_a_promise_is_shown() -> None:
    first, second = extract(REPAIRED).commitments
    assert [(u.reading, u.alternative) for u in first.uncertain_readings] == [("stärken", "starken")]
    assert second.uncertain_readings == ()


def test_triggers_name_the_words_that_decided() -> None:
    first = extract(REPAIRED).commitments[0]
    assert [t.of(DAMAGED) for t in first.triggers] == ["Wir", "wollen", "starken"]
    assert first.rule == "wollen etwas tun"


def test_json_has_the_shape_of_the_contract() -> None:
    made = as_json(extract(document("Was tun Sie?\n\nAntwort: Wir werden bis 2028 zwei Bänke bauen. Es ist warm.\n")))
    assert set(made) == {"document", "answers", "statements"}
    assert made["document"]["damage"] == {"damaged": False, "umlaut_share": 0.02, "letters": 74}
    promise, fact = made["statements"]
    assert promise["answer"] == made["answers"][0]["id"]
    assert promise["deadline"] == {"text": "bis 2028", "date": "2028-12-31", "term": None}
    assert promise["numbers"] == [{"text": "zwei Bänke", "value": 2.0, "unit": "Bänke"}]
    assert promise["condition"] is None
    assert fact["title"] is None
    assert fact["bodies"] is None
    assert set(promise) == set(fact)
    assert json.loads(json.dumps(made)) == made


def sound(read: Document, found: Extraction) -> bool:
    text = read.text
    ids = {a.id for a in found.answers}
    return all(
        s.quote == text[s.span.start : s.span.end] and s.answer in ids and 0 <= s.confidence <= 1
        for s in found.statements
    )


PIECES = st.sampled_from(
    ["Antwort:", "CDU:", "1.", "•", "–", "?", "\n", "\n\n", "Wir wollen", "Wir werden", " und ", ", "]
)
MORE = st.sampled_from(
    ["die Wege", "umbauen", "zu stärken", ".", "SPD\n", "stimme zu", "Wollen Sie das?", "„", "“", "("]
)


@settings(max_examples=60, deadline=None)
@example(text="\ud800 Wir wollen \udfff", programme=True)
@example(text="\x1c\x85\u2028Antwort: \u2029Wir wollen e\u0301\u0302 mehr.", programme=False)
@given(text=st.text(max_size=300) | st.lists(PIECES | MORE, max_size=40).map("".join), programme=st.booleans())
def test_any_text_is_read_without_an_error_and_quotes_are_verbatim(text: str, *, programme: bool) -> None:
    read = document(text)
    assert sound(read, extract(read, programme=programme))


def test_the_same_text_gives_the_same_bytes() -> None:
    once, twice = (json.dumps(as_json(extract(REPAIRED)), ensure_ascii=False) for _ in range(2))
    assert once == twice


def test_a_large_text_that_is_no_questionnaire_is_refused_quickly() -> None:
    assert extract(document("Wir wollen mehr. " * 60_000)).statements == ()
