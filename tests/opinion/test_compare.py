"""A model's opinion beside our rules."""

import json
from dataclasses import dataclass

import pytest

from tests.extraction.reading import read
from tracker.opinion.compare import LONGEST_TEXT, TASK, Opinion, quoted, second_opinion

TEXT = """1. Was planen Sie für das Bad in Musterstadt-Ost?

Bürgerliste Blaue Brücke: Wir werden das Bad sanieren. Der Eintritt
soll sinken. Wir wollen einen Steg bauen.
"""


@dataclass
class Parrot:
    """An adviser that always says the same."""

    says: str
    model: str = "muster-1"

    def ask(self, task: str, text: str) -> str:
        assert task == TASK
        assert len(text) <= LONGEST_TEXT
        return self.says


def opinion(*quotes: str) -> Opinion:
    return second_opinion(read(TEXT), Parrot(json.dumps({"commitments": quotes})))


def test_it_confirms_doubts_and_proposes() -> None:
    held = opinion("Wir werden das Bad sanieren", "Der Eintritt soll sinken")
    assert [s.quote for s in held.confirms] == ["Wir werden das Bad sanieren"]
    assert [s.quote for s in held.doubts] == ["Wir wollen einen Steg bauen"]
    (proposal,) = held.proposals
    assert (proposal.quote, proposal.span.of(TEXT)) == ("Der Eintritt\nsoll sinken", "Der Eintritt\nsoll sinken")
    assert held.model == "muster-1"


def test_what_the_respondent_did_not_say_is_dropped() -> None:
    assert opinion("Wir werden das Bad schließen").proposals == ()


def test_our_extraction_stays_as_it_is() -> None:
    before = read(TEXT)
    second_opinion(before, Parrot('{"commitments": []}'))
    assert before == read(TEXT)


@pytest.mark.parametrize("said", ["Ich finde nichts.", "{", "{}", '{"commitments": "alle"}', '["a"]'])
def test_an_answer_that_cannot_be_read_is_no_judgement(said: str) -> None:
    held = second_opinion(read(TEXT), Parrot(said))
    assert (held.confirms, held.doubts, held.proposals, held.unread) == ((), (), (), ("1",))


def test_words_around_the_json_do_not_matter() -> None:
    assert quoted('Gern:\n```json\n{"commitments": ["a", 3, " "]}\n```') == ["a"]
