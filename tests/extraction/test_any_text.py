"""Laws that hold for every text: no crash, verbatim quotes, no promise from nothing, the same twice."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.extraction.reading import programme, read

SIGNS = [",", ".", ":", ";", "–", "(", ")", "„", "“", "?", "!", "1.", "•", "-", "\n", "\n\n"]
LITTLE = [
    "wir",
    "Wir",
    "wollen",
    "werden",
    "will",
    "der",
    "das",
    "Die",
    "zu",
    "um",
    "dass",
    "und",
    "oder",
    "sowie",
    "für",
]
MORE = ["uns", "ein", "setzen", "mit", "sie", "es", "nicht", "kein", "sollen", "haben", "sondern", "als", "auch"]
THINGS = ["Radwege", "bauen", "gebaut", "SPD:", "Antwort:"]
WORDS = st.sampled_from([*SIGNS, *LITTLE, *MORE, *THINGS])
TEXTS = st.lists(WORDS, max_size=40).map(" ".join)


@given(TEXTS)
@settings(max_examples=300, deadline=None)
def test_every_quote_stands_in_the_text_and_reading_twice_is_reading_once(text: str) -> None:
    for way in (read, programme):
        found = way(text)
        assert all(s.quote == s.span.of(text) for s in found.statements)
        assert all(s.commitment is None or 0 < len(s.commitment.title) <= 90 for s in found.statements)
        assert way(text) == found


@given(st.text(alphabet="?!.,;:–-•()„“\n 12", max_size=60))
@settings(max_examples=100, deadline=None)
def test_signs_alone_promise_nothing(text: str) -> None:
    assert programme(text).commitments == ()
