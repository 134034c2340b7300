"""What counts in a text: words become keys that promises and council items share.

A word yields its stem as key. A compound also yields the stems of its parts, marked "+", and a word of a synonym list
the list's number, marked "=" or "~", so that the kinds of agreement can be weighed differently.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from tracker.german.lemmas import LONGEST_WORD, fold, lemma, stem, ungendered
from tracker.german.lexicon import zipf
from tracker.linking.parts import parts
from tracker.linking.synonyms import Synonyms, default, word_list

SAME, RELATED = "=", "~"
"""First characters of the key of a synonym list."""

PART = "+"
"""First character of the key of a compound's part."""

_WORD = re.compile(r"[^\W\d_]+(?:[*:·’]in(?:nen)?\b|_in(?:nen)?\b|/-?in(?:nen)?\b)?|\d+(?:[.,]\d+)*")
_PART_OF_PART = 0.5  # "Straßenbahnhaltestelle" is about "Haltestelle", and half as much about "Bahn"
_LIST_BY_PART = 0.7  # "Kitaplatz" speaks of the list with "Kita", but not only of it


@dataclass(frozen=True, slots=True)
class Word:
    """All that a word contributes, whatever text it stands in.

    `zipf` is how common the word is in German, as in `tracker.german.lexicon`; a phrase has lists only.
    """

    key: str
    parts: tuple[tuple[str, float], ...] = ()
    lists: tuple[tuple[str, float], ...] = ()
    zipf: float = 0.0

    @property
    def keys(self) -> tuple[tuple[str, float], ...]:
        """What is counted in a council item."""
        own = ((self.key, 1.0),) if self.key else ()
        return (*own, *((PART + part, weight) for part, weight in self.parts), *self.lists)


class Analyzer:
    """Texts to words, with one synonym table. Every spelling gets a number when first seen; 0 is a stop word.

    `words[number]` is what the spelling contributes. Numbers are only good for the analyzer that gave them.
    """

    def __init__(self, synonyms: Synonyms | None = None) -> None:
        self.words: list[Word] = [Word("")]
        self._numbers: dict[str, int] = {}
        self._lists: dict[str, dict[str, None]] = {}
        self._phrases: dict[str, list[tuple[tuple[str, ...], int]]] = {}
        self._phrase_starts: set[int] = set()
        self._add_lists(default() if synonyms is None else synonyms)

    def numbers(self, text: str) -> list[int]:
        """The words of a text in their order, stop words left out, then the phrases of synonym lists found in it."""
        known, new = self._numbers.get, self._number
        found = [n for token in _WORD.findall(text) if (n := known(token) if token in self._numbers else new(token))]
        return found + [number for _, _, number in self._phrases_in(found)]

    def places(self, text: str) -> list[tuple[int, int, int]]:
        """The same with places: number, start and end in the text; a phrase reaches from its first word to its last."""
        found = [(n, m.start(), m.end()) for m in _WORD.finditer(text) if (n := self._number(m[0]))]
        phrases = self._phrases_in([number for number, _, _ in found])
        return found + [(number, found[first][1], found[last][2]) for first, last, number in phrases]

    def _number(self, spelling: str) -> int:
        number = self._numbers.get(spelling)
        if number is None:
            word = self._analysed(spelling)
            number = self._add(word) if word else 0
            self._numbers[spelling] = number
        return number

    def _add(self, word: Word) -> int:
        self.words.append(word)
        if word.key in self._phrases:
            self._phrase_starts.add(len(self.words) - 1)
        return len(self.words) - 1

    def _phrases_in(self, numbers: list[int]) -> list[tuple[int, int, int]]:
        """Places of the first and the last word of phrases of synonym lists, and the numbers that stand for them."""
        if self._phrase_starts.isdisjoint(numbers):
            return []
        keys = [self.words[number].key for number in numbers]
        return [
            (place, place + len(phrase) - 1, number)
            for place, first in enumerate(keys)
            for phrase, number in self._phrases.get(first, ())
            if tuple(keys[place : place + len(phrase)]) == phrase
        ]

    def _analysed(self, text: str) -> Word | None:
        if text[0].isdigit():
            return Word(text.replace(".", ""), zipf=_NUMBER_ZIPF)
        if fold(text) in _stop_words():
            return None
        plain = ungendered(text)
        main = stem(plain)
        pieces = tuple(_pieces(plain, main))
        lists = dict.fromkeys(self._lists.get(main, ()), 1.0)
        for part, weight in pieces:
            for name in self._lists.get(part, ()):
                lists.setdefault(name, weight * _LIST_BY_PART)
        return Word(main, pieces, tuple(lists.items()), max(zipf(plain), zipf(lemma(plain))))

    def _add_lists(self, synonyms: Synonyms) -> None:
        marked = [(SAME, group) for group in synonyms.same] + [(RELATED, group) for group in synonyms.related]
        keyed = [
            (f"{mark}{number}", tuple(self.words[n].key for n in self.numbers(phrase)))
            for number, (mark, group) in enumerate(marked)
            for phrase in group
        ]
        self._numbers.clear()  # those words were read before the lists were known
        for name, keys in keyed:
            if len(keys) == 1:
                self._lists.setdefault(keys[0], {})[name] = None
            elif keys:
                self._phrases.setdefault(keys[0], []).append((keys, self._add(Word("", lists=((name, 1.0),)))))


_NUMBER_ZIPF = 4.0  # a number alone is as common as a plain noun: "30", "2030"


def _pieces(text: str, main: str) -> Iterator[tuple[str, float]]:
    """Stems of a compound's parts and of their parts, each once, with their weight."""
    if len(text) > LONGEST_WORD:
        return
    seen = {main}
    for piece, weight in _spelled(parts(text)):
        found = stem(piece)
        if found not in seen and len(found) > 2 and fold(piece) not in _stop_words():
            seen.add(found)
            yield found, weight


def _spelled(found: tuple[str, ...]) -> Iterator[tuple[str, float]]:
    """Parts, then neighbours taken together ("Hitzeschutz" of "Hitzeschutzkonzept"), then the parts of parts."""
    yield from ((part, 1.0) for part in found)
    if len(found) > 2:
        yield from ((first + second.lower(), 1.0) for first, second in pairwise(found))
    yield from ((inner, _PART_OF_PART) for part in found for inner in parts(part))


@cache
def _stop_words() -> frozenset[str]:
    return frozenset(fold(word) for word in word_list("stop_words.txt"))
