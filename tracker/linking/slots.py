"""A promise as its ideas: one slot for each content word, with every way in which an item can meet it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from tracker.domain.link import PromiseText
from tracker.german.lemmas import stem
from tracker.linking.synonyms import word_list
from tracker.linking.terms import PART, SAME, Analyzer, Word

IN_COMPOUND = 0.5  # the promise says "Haltestelle", the item "Bushaltestelle"
A_PART = 0.5  # the promise says "Bushaltestelle", the item "Haltestelle"
SYNONYM, NEIGHBOUR = 0.7, 0.35  # a word of the same synonym list: "same", "related"
WEAK, BOILERPLATE, CONTEXT = 0.4, 0.3, 0.15  # the slot's weight; plain words have 1


@dataclass(slots=True)
class Slot:
    """One idea of the promise with this number; `ways` are the keys that meet it, with their factors.

    `start` and `end` are its place in the promise's text. Context (the question, the topic) can raise a score but is
    not missed where it is absent.
    """

    promise: int
    start: int
    end: int
    zipf: float
    weight: float
    is_context: bool = False
    ways: dict[str, float] = field(default_factory=dict)

    def meet_by(self, key: str, factor: float) -> None:
        """Add a way, or raise its factor."""
        self.ways[key] = max(self.ways.get(key, 0.0), factor)

    def meet_by_lists(self, word: Word) -> None:
        """Add the synonym lists of a word or phrase."""
        for name, value in word.lists:
            self.meet_by(name, value * (SYNONYM if name.startswith(SAME) else NEIGHBOUR))


def slots(analyzer: Analyzer, number: int, promise: PromiseText) -> Iterator[Slot]:
    """The slots of one promise: each word once, the promise's own words first. A phrase belongs to all its words."""
    seen: set[str] = set()
    for text, is_context in ((promise.text, False), (promise.context, True)):
        found: list[Slot] = []
        for spelling, start, end in analyzer.places(text):
            word = analyzer.words[spelling]
            if not word.key:
                for slot in found:
                    if start <= slot.start < end:
                        slot.meet_by_lists(word)
            elif word.key not in seen:
                seen.add(word.key)
                weight = _weight(word.key) * (CONTEXT if is_context else 1.0)
                found.append(Slot(number, start, end, word.zipf, weight, is_context))
                _meet_by_word(found[-1], word)
        yield from found


def _meet_by_word(slot: Slot, word: Word) -> None:
    slot.meet_by(word.key, 1.0)
    slot.meet_by(PART + word.key, IN_COMPOUND)
    for part, value in word.parts:
        worth = A_PART * value * _weight(part)  # "Nachbarstädte" is hardly met by "Stadt"
        slot.meet_by(part, worth)
        slot.meet_by(PART + part, IN_COMPOUND * worth)
    slot.meet_by_lists(word)


def _weight(key: str) -> float:
    if key in _stems("boilerplate.txt"):
        return BOILERPLATE
    return WEAK if key in _stems("weak_words.txt") else 1.0


@cache
def _stems(name: str) -> frozenset[str]:
    return frozenset(stem(word) for word in word_list(name))
