"""Why a pair matched, for people: the words that carried it, and the stretch of the item to mark beside the promise."""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from tracker.domain.link import ItemText, Passage

WINDOW = 300
"""Characters that people take in at a glance; a passage's hits lie within."""

_REACH = 160  # how far a passage is widened to its sentence on either side
_SENTENCE_END = re.compile(r"[.!?;:]\s|\n\s*\n")
_TITLE_PREFERRED = 0.8  # the title is shown unless the text meets clearly more
_MOST_HITS = 400  # in one field: minutes of a whole year cost no more than those of an evening
_FEWEST_SHARES = 0.02  # reasons below this share of a match say nothing


class Way(NamedTuple):
    """One way in which a promise's slot can be met: the key's column and what it is worth there."""

    slot: int
    column: int
    value: float


class Hit(NamedTuple):
    """A slot met at a place; the place comes first, for sorting."""

    start: int
    end: int
    slot: int
    value: float


class Reading:
    """An item read with the places of all keys that some promise asks for; read once, asked by every promise."""

    def __init__(self, item: ItemText, title: Mapping[int, "Places"], text: Mapping[int, "Places"]) -> None:
        self.item = item
        self._fields = {"title": title, "text": text}

    @property
    def columns(self) -> list[int]:
        """The keys that stand anywhere in the item."""
        return [column for field in self._fields.values() for column in field]

    def hits(self, field: str, ways: Iterable[Way]) -> list[Hit]:
        """Where the ways are met in a field, in the text's order."""
        columns = self._fields[field]
        if not columns:
            return []
        found = [
            Hit(start, end, slot, value * weight)
            for slot, column, value in ways
            if column in columns
            for weight, start, end in columns[column]
        ]
        found.sort()
        return found


Places = Sequence[tuple[float, int, int]]
"""Weight, start and end of each place where a key stands."""


def places(found: Iterable[tuple[Iterable[tuple[int, float]], int, int]]) -> dict[int, list[tuple[float, int, int]]]:
    """Words with their keys and places, turned round: the places of each key, the first few hundred."""
    turned: dict[int, list[tuple[float, int, int]]] = defaultdict(list)
    for keys, start, end in found:
        for column, weight in keys:
            if len(turned[column]) < _MOST_HITS:
                turned[column].append((weight, start, end))
    return dict(turned)


def best_window(hits: Sequence[Hit]) -> tuple[float, Sequence[Hit]]:
    """The stretch of at most WINDOW characters whose hits meet the most, each slot counted once; its value and hits."""
    best: tuple[float, Sequence[Hit]] = (0.0, ())
    if hits and hits[-1].start - hits[0].start <= WINDOW:
        return sum(_strongest(hits).values()), hits  # most titles, and most texts that meet little
    starts, reached = [hit.start for hit in hits], 0
    for first, start in enumerate(starts):
        last = bisect_right(starts, start + WINDOW)
        if last == reached:
            continue  # the end of the stretch before, and worth no more
        reached, value = last, sum(_strongest(hits[first:last]).values())
        if value > best[0] + 1e-9:
            best = value, hits[first:last]
    return best


def _strongest(hits: Iterable[Hit]) -> dict[int, float]:
    values: dict[int, float] = {}
    for _, _, slot, value in hits:
        if value > values.get(slot, 0.0):
            values[slot] = value
    return values


Carried = tuple[Sequence[tuple[str, float]], Passage | None]
"""What carried a match: terms with their shares, strongest first, which add up to 1; and the best passage."""


def explained(reading: Reading, ways: Sequence[Way], words: Sequence[str]) -> Carried:
    """What carried a match; `words` are the promises' words by slot."""
    in_title, in_text = reading.hits("title", ways), reading.hits("text", ways)
    return _carried(reading.item, in_title, in_text, words), _passage(reading.item, in_title, in_text)


def _passage(item: ItemText, in_title: Sequence[Hit], in_text: Sequence[Hit]) -> Passage | None:
    """The best stretch of title or text, widened to its sentence; None where nothing is met."""
    title_value, title_hits = best_window(in_title)
    text_value, text_hits = best_window(in_text)
    if title_hits and title_value >= _TITLE_PREFERRED * text_value:
        return _widened("title", item.title, title_hits)
    return _widened("text", item.text, text_hits) if text_hits else None


def _widened(field: str, text: str, hits: Sequence[Hit]) -> Passage:
    first, last = hits[0].start, max(hit.end for hit in hits)
    before = [end.end() for end in _SENTENCE_END.finditer(text, max(0, first - _REACH), first)]
    after = _SENTENCE_END.search(text, last, last + _REACH)
    start = before[-1] if before else _word_start(text, max(0, first - _REACH), first)
    end = after.start() + 1 if after else _word_end(text, last, last + _REACH)
    stretch = text[start:end]
    return Passage(field, start + len(stretch) - len(stretch.lstrip()), end - len(stretch) + len(stretch.rstrip()))


def _word_start(text: str, earliest: int, first: int) -> int:
    blank = text.find(" ", earliest, first) if earliest else -1
    return blank + 1 if blank >= 0 else earliest if not earliest else first


def _word_end(text: str, last: int, latest: int) -> int:
    if latest >= len(text):
        return len(text)
    blank = text.rfind(" ", last, latest)
    return blank if blank >= 0 else last


def _carried(
    item: ItemText, in_title: Sequence[Hit], in_text: Sequence[Hit], words: Sequence[str]
) -> list[tuple[str, float]]:
    """The promise's words that carried the match.

    A word that the item says differently is followed by the item's own: "Kita (Kindertagesstätten)".
    """
    best: dict[int, tuple[float, str]] = {}
    for text, hits in ((item.title, in_title), (item.text, in_text)):
        for start, end, slot, value in hits:
            if slot not in best or value > best[slot][0]:
                best[slot] = value, text[start:end]
    total = sum(value for value, _ in best.values())
    ranked = sorted(best.items(), key=lambda entry: (-entry[1][0], entry[0]))
    told = [(_term(words[slot], found), value) for slot, (value, found) in ranked if value >= _FEWEST_SHARES * total]
    total = sum(value for _, value in told)
    return [(term, value / total) for term, value in told]


def _term(promised: str, found: str) -> str:
    shared = min(len(promised), len(found), 5)
    return promised if promised[:shared].lower() == found[:shared].lower() else f"{promised} ({found})"
