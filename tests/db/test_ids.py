import re
from datetime import UTC, datetime

from tracker.db import ids
from tracker.domain.questionnaire import Span

DOCUMENT = "ab" * 32


def test_the_same_bytes_and_stretch_have_the_same_id_everywhere():
    # Written down here: changing how ids are made would part every stored export from its instance.
    assert ids.promise_id(DOCUMENT, Span(10, 20)) == "p-8b8a1ec1e0"
    assert ids.item_id("rat", "https://rat.example/1") == "i-9c4b7f1337647f36"
    assert ids.link_id("p-1", "i-1") == "l-2dcebaf92835"


def test_other_parts_make_another_id():
    made = {
        ids.promise_id(DOCUMENT, Span(10, 20)),
        ids.promise_id(DOCUMENT, Span(1, 20)),
        ids.promise_id("cd" * 32, Span(10, 20)),
    }
    assert len(made) == 3


def test_ids_are_short_enough_to_be_typed():
    at = datetime(2026, 3, 14, tzinfo=UTC)
    made = [
        ids.answer_id(DOCUMENT, Span(0, 1)),
        ids.promise_id(DOCUMENT, Span(0, 1)),
        ids.item_id("rat", "1"),
        ids.link_id("p-1", "i-1"),
        ids.check_id("p-1", "Ada", "nothing", "", "2026-03-14"),
        ids.source_id("p-1", DOCUMENT),
        ids.assessment_id("p-1", "Ada", at),
    ]
    assert all(re.fullmatch(r"[a-z]-[0-9a-f]{10,16}", one) for one in made)
