"""Compounds taken apart for searching: "Flüchtlingsunterbringung" is about "Flüchtling" and about "Unterbringung".

Known words are taken apart too, because papers say "Übergangsunterkunft" where promises say "Unterkunft". Only nouns
and adjectives: what a verb's prefix adds is not a part ("einführen"). `tracker.german.compounds` answers another
question, whether an unknown string may be a word, and leaves known words whole.
"""

from collections.abc import Iterator
from functools import lru_cache

from tracker.german.lemmas import LONGEST_WORD, lemma
from tracker.german.lexicon import dictionary_lemma, has_form, zipf
from tracker.linking.synonyms import word_list

_CACHED = 1 << 18
_LINKS = ("s", "es", "n", "en", "er", "e")
_RAREST_TAIL = 2.3  # Zipf values below which a string is a chance find rather than a part
_RAREST_LONG_TAIL, _LONG = 1.4, 10  # strings of so many letters are no chance finds ("Entsiegelung")
_RAREST_HEAD = 2.6
_SHORTEST = 4
_LINK_PRICE, _LOST_ENDING_PRICE, _DEPTH_PRICE = 0.1, 0.2, 1.0  # in Zipf units: a part as it stands is preferred
_DEEPEST = 2

_SHORT_NOUNS = word_list("short_nouns.txt")
_PARTICLES = word_list("particles.txt")
_PARTICLE_ZIPF = 3.0
_ENDINGS = frozenset({"schaft", "heit", "keit"})  # "Gesellschaft" is no compound, though "Schaft" is a word


@lru_cache(_CACHED)
def parts(word: str) -> tuple[str, ...]:
    """The words a compound is made of, without mere particles; empty where the word is none."""
    small = word.lower()
    base = lemma(word)
    is_verb = base[:1].islower() and base.endswith(("en", "ern", "eln"))
    if is_verb or not 6 <= len(small) <= LONGEST_WORD:
        return ()
    best = _best_split(small, 0)
    return tuple(part for part in best[0] if part not in _PARTICLES) if best else ()


@lru_cache(_CACHED)
def _best_split(small: str, depth: int) -> tuple[tuple[str, ...], tuple[float, float]] | None:
    """Parts and value of the best split: the rarer of the two sides decides, then both together."""
    return max(_splits(small, depth), key=lambda found: found[1], default=None)


def _splits(small: str, depth: int) -> Iterator[tuple[tuple[str, ...], tuple[float, float]]]:
    for cut in range(2, len(small) - 2):
        head, tail = small[:cut], small[cut:]
        frequency = zipf(tail)
        noun = _noun(tail) if frequency >= (_RAREST_TAIL if len(tail) < _LONG else _RAREST_LONG_TAIL) else ""
        if not noun:
            continue
        first, value = _head(head)
        if first:
            yield (first, noun), (min(frequency, value), frequency + value)
        elif depth < _DEEPEST and len(head) >= 7:
            for shorter in _without_link(head):
                inner = _best_split(shorter, depth + 1)
                if inner:
                    yield (*inner[0], noun), (min(frequency, inner[1][0]) - _DEPTH_PRICE, frequency)


def _without_link(head: str) -> Iterator[str]:
    yield head
    for link in _LINKS:
        if head.endswith(link):
            yield head.removesuffix(link)


@lru_cache(_CACHED)
def _head(head: str) -> tuple[str, float]:
    """The word behind a compound's first part ("schul" → "Schule") and its value; empty where there is none."""
    if head in _PARTICLES:
        return head, _PARTICLE_ZIPF
    candidates = [(shorter, _LINK_PRICE if shorter != head else 0.0) for shorter in _without_link(head)]
    if len(head) >= _SHORTEST:
        candidates += [(f"{head}e", _LOST_ENDING_PRICE), (f"{head}en", _LOST_ENDING_PRICE)]
    valued = [(zipf(word) - price, _noun(word)) for word, price in candidates if zipf(word) >= _RAREST_HEAD]
    value, word = max(((value, word) for value, word in valued if word), default=(0.0, ""))
    return word, value


@lru_cache(_CACHED)
def _noun(part: str) -> str:
    """The part as a noun, or as an adjective; verbs ("schaffen") make no part."""
    if part in _ENDINGS or (len(part) < _SHORTEST and part not in _SHORT_NOUNS):
        return ""
    if has_form(part.capitalize()):
        return part.capitalize()
    found = dictionary_lemma(part)
    return part if found is not None and not found.endswith(("en", "rn", "ln")) else ""
