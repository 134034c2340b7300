"""What a damaged word may have been: the lexicon searched through the table of confusions.

The search walks the word from left to right and follows every confusion as long as the lexicon knows a word that begins
so. Compounds are words joined at places where one ends; their parts are searched the same way.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from tracker.documents.confusions import CONFUSIONS, CONFUSIONS_AT_START, Confusion
from tracker.german import compounds, lexicon
from tracker.german.lexicon import Match

LONGEST = 40
"""Letters. The longest damaged word seen had 31; longer strings are left as they are."""

_SHORT = 3
"""Letters. Unknown words so short are mostly abbreviations, which lost umlauts and ß at most."""

_CHEAP, _DEAR, _PART_DEAR = 1.35, 3.2, 2.2
"""How much confusion a search may cost: first only what happens all the time, then what is rare."""

_CAPITALS = 0.75
"""The same for words in capitals, which lose nothing but dots."""

_TAIL_OF_NAME = 1.6
"""The same for a word behind an unknown name."""

_MOST_PATHS = 3000
"""Paths that one search follows; a German word needs some hundred, a string like "lIlIl" would need millions."""

_IN_DICTIONARY = 1.5
"""What a word is worth that the dictionary lists, against one that was only put together."""

_SHARED_COUNT, _OLD_SPELLING = 0.7, 4.0
"""What a word with ß loses: one with ss exists ("Maße"; wordfreq counts both together), or the spelling is outdated."""

_EVERYDAY = 6.0
"""Zipf value from which a word is what it seems: "wir" is no damaged "wür"."""

_ENDING = 0.5
"""What an inflected form loses against its stem."""

_IN_COMPOUND = 0.7
"""Weight of a confusion's cost in compounds, where plausibility counts the frequency of a part less than fully."""

_INNER_CAPITAL = 1.3
"""Cost of a capital inside a word that was printed small."""

_LOWEST, _LOWEST_COMPOUND, _LOWEST_DEAR_COMPOUND = 0.8, 0.2, 1.5
_MOST = 6
"""Readings kept for a word."""

_FEMININE = ("in", "innen")
_PERSONS = ("er", "eur", "or", "ist", "ent", "ant", "är", "oge")
"""How words for persons end that take the endings above."""

_ENDINGS = frozenset(
    (
        *_FEMININE,
        "e",
        "en",
        "er",
        "es",
        "em",
        "ere",
        "eren",
        "erer",
        "eres",
        "erem",
        "ste",
        "sten",
        "este",
        "esten",
        "erseits",
    )
)
_STEMS = ("ig", "lich", "isch", "bar", "sam", "haft", "los", "iv", "ell", "al", "ant", "ent", "är", "ös", "end")
"""How adjectives end that take the endings above; the dictionary lacks many of their forms."""

_DOTLESS = str.maketrans("äöü60", "aouoo")


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a word. `score` compares readings of one word: Zipf frequency less the cost of the confusions.

    `compound`: put together from parts; `inflected`: made from a stem of the dictionary and an ending; `name`: listed
    nowhere, told by its letters alone.
    """

    word: str
    score: float
    rules: tuple[str, ...] = ()
    compound: bool = False
    inflected: bool = False
    name: bool = False


@dataclass(frozen=True, slots=True)
class _Part:
    """A word found in a string, up to `end`; `zipf` is that of its stem where an ending was added."""

    end: int
    word: str
    cost: float
    rules: tuple[str, ...]
    zipf: float
    inflected: bool = False


def is_word(raw: str) -> bool:
    """Whether the dictionary lists the word as it stands, or as it would stand inside a sentence."""
    return lexicon.has_form(raw) or (raw.istitle() and lexicon.has_form(raw.lower()))


@lru_cache(maxsize=1 << 15)
def readings(raw: str, *, initial: bool) -> tuple[Reading, ...]:
    """Readings of a word as it stands in a damaged text, best first; the word itself is among them where it is one.

    `initial`: it starts a sentence, so that its capital says nothing. Empty where the lexicon knows nothing that could
    have been read so.
    """
    if not 2 <= len(raw) <= LONGEST or raw.isdecimal():
        return ()
    if raw.isupper():
        found = [r for r in _whole(raw.lower(), _CAPITALS) if _only_dots_lost(raw, r.word)]
        return _best(replace(r, word=r.word.upper()) for r in found)
    shape = raw[0].lower() + raw[1:]
    if is_word(raw):
        found = [r for r in _whole(shape, _CHEAP) if r.word == shape or _marks_lost(raw, r)]
        return _best(_cased(found, raw, initial=initial))
    if len(raw) <= _SHORT:
        return tuple(r for r in _search(shape, raw, initial=initial) if _marks_lost(raw, r))
    floor = lexicon.zipf(raw) + 0.5 if lexicon.zipf(raw) > lexicon.RAREST else 0.0
    return tuple(r for r in _search(shape, raw, initial=initial) if r.score > floor or r.word == raw)


def _only_dots_lost(raw: str, word: str) -> bool:
    return word.translate(_DOTLESS) == raw.lower().translate(_DOTLESS)


def _marks_lost(raw: str, reading: Reading) -> bool:
    """Whether a real word may be this one without its umlauts or ß; very frequent words lost dots at most."""
    if lexicon.zipf(raw) > _EVERYDAY:
        return _only_dots_lost(raw, reading.word)
    return all(rule[0] in "äöüß" for rule in reading.rules)


def _best(found: Iterable[Reading]) -> tuple[Reading, ...]:
    best: dict[str, Reading] = {}
    for reading in sorted(found, key=lambda r: -r.score):
        if reading.score > (_LOWEST_COMPOUND if reading.compound else _LOWEST):
            best.setdefault(reading.word, reading)
    return tuple(best.values())[:_MOST]


def _search(shape: str, raw: str, *, initial: bool) -> tuple[Reading, ...]:
    """Whole words before compounds, frequent confusions before rare ones; the first that finds something decides."""
    noun = raw[0].isupper()
    for cap, part_cap, lowest in ((_CHEAP, _CHEAP, 0.0), (_DEAR, _PART_DEAR, _LOWEST_DEAR_COMPOUND)):
        found = _best(_cased(_whole(shape, cap), raw, initial=initial))
        if not found or (found[0].score < 2 and not _only_dots_lost(raw, found[0].word)):
            found = _best((*found, *(r for r in _compounds(shape, part_cap, noun=noun) if r.score > lowest)))
        if found:
            return found
    return _best(_behind_name(shape, raw)) if noun else ()


def _whole(shape: str, cap: float) -> list[Reading]:
    words = [p for p in _words_from(shape, 0, cap) if p.end == len(shape)]
    return [Reading(p.word, _whole_score(p), p.rules, inflected=p.inflected) for p in words]


def _whole_score(part: _Part) -> float:
    return part.zipf - part.cost + _IN_DICTIONARY - _spelled_old(part.word)


def _spelled_old(word: str) -> float:
    if "ß" not in word:
        return 0.0
    if lexicon.spelled_before_reform(word):
        return _OLD_SPELLING
    return _SHARED_COUNT if lexicon.has_form(word.replace("ß", "ss")) else 0.0


@lru_cache(maxsize=1 << 14)
def _words_from(shape: str, start: int, cap: float) -> tuple[_Part, ...]:
    """Every word of the lexicon that may have been printed from `start` on, with the place where it ends."""
    found: list[_Part] = []
    open_paths: list[tuple[int, str, float, tuple[str, ...]]] = [(start, "", 0.0, ())]
    followed = 0
    while open_paths and followed < _MOST_PATHS:
        followed += 1
        at, beginning, cost, rules = open_paths.pop()
        for end, letters, extra, rule in _steps(shape, at):
            total, word = cost + extra, beginning + letters
            state = lexicon.match(word) if total <= cap else Match.NOTHING
            if state is Match.NOTHING:
                continue
            made = (*rules, rule) if rule else rules
            if state is Match.WORD:
                part = _Part(end, word, total, made, lexicon.zipf(word))
                found += [part, *_inflected(shape, part)]
            if end < len(shape):
                open_paths.append((end, word, total, made))
    return tuple(found)


def _steps(shape: str, at: int) -> list[tuple[int, str, float, str]]:
    """How the reading can go on from here: end of what was read, letters intended, cost, name of the confusion."""
    letter = shape[at]
    steps = []
    if letter.isalpha():
        steps.append((at + 1, letter.lower(), _INNER_CAPITAL if letter.isupper() else 0.0, ""))
    steps += [_step(c, at) for c in CONFUSIONS.get(letter, ()) if shape.startswith(c.read, at)]
    if at == 0:
        steps += [_step(c, at) for c in CONFUSIONS_AT_START.get(letter, ()) if shape.startswith(c.read, at)]
    elif shape[at - 1] in "aeiouéd":
        steps += [(at + 1, c.intended + letter, c.cost, c.name) for c in CONFUSIONS[""]]
    return steps


def _step(confusion: Confusion, at: int) -> tuple[int, str, float, str]:
    return at + len(confusion.read), confusion.intended, confusion.cost, confusion.name


def _inflected(shape: str, stem: _Part) -> list[_Part]:
    """The stem with the ending that the rest of the string is, if it is an adjective's and not in the dictionary."""
    ending = shape[stem.end :]
    compared = len(ending) > 2 and ending[:2] in {"er", "st", "es"}
    if ending not in _ENDINGS or not _takes_endings(stem.word, ending) or (compared and len(stem.word) < 6):
        return []
    word = stem.word + ending
    if lexicon.has_form(word):
        return []
    return [replace(stem, end=len(shape), word=word, zipf=stem.zipf - _ENDING, inflected=True)]


def _takes_endings(stem: str, ending: str) -> bool:
    if ending in _FEMININE:
        return stem.endswith(_PERSONS) and lexicon.has_form(stem.capitalize())
    if not lexicon.has_form(stem):
        return False
    if stem.endswith("er"):  # a comparative: "älter"
        return any(v in stem for v in "äöü") and lexicon.dictionary_lemma(stem) != stem
    if stem.endswith("t"):
        return lexicon.dictionary_lemma(stem) == stem or "ge" in stem[:6]
    return stem.endswith(_STEMS)


def _compounds(shape: str, cap: float, *, noun: bool) -> list[Reading]:
    found = []
    for parts in _splits(shape, 0, cap):
        *heads, tail = parts
        if heads and (tail.inflected or compounds.ends_well(tail.word, noun=noun)):
            word = "".join(p.word for p in parts)
            if noun and not tail.inflected:
                tail = replace(tail, zipf=min(tail.zipf, lexicon.weight(tail.word.capitalize())))
            rules = tuple(r for p in parts for r in p.rules)
            score = _likeliness((*heads, tail))
            found.append(Reading(word.capitalize() if noun else word, score, rules, compound=True))
    return found


def _likeliness(parts: tuple[_Part, ...]) -> float:
    return compounds.plausibility([p.zipf for p in parts]) - _IN_COMPOUND * sum(p.cost for p in parts)


@lru_cache(maxsize=1 << 14)
def _splits(shape: str, start: int, cap: float) -> tuple[tuple[_Part, ...], ...]:
    """Ways to read the word from `start` on as one part or several, best first; a joint keeps its linking s."""
    found: list[tuple[_Part, ...]] = []
    for part in _words_from(shape, start, cap):
        if part.end == len(shape):
            found += [(part,)] if compounds.may_be_part(part.word, part.zipf, compounds.TAIL_ZIPF) else []
            continue
        head = replace(part, zipf=compounds.head_weight(part.word))
        if not compounds.may_be_part(head.word, head.zipf, compounds.HEAD_ZIPF):
            continue
        found += [(head, *rest) for rest in _splits(shape, head.end, cap)]
        if shape[head.end] == "s" and head.end + 1 < len(shape):
            linked = replace(head, end=head.end + 1, word=head.word + "s")
            found += [(linked, *rest) for rest in _splits(shape, head.end + 1, cap)]
    found.sort(key=_likeliness, reverse=True)
    return tuple(found[:_MOST])


def _behind_name(shape: str, raw: str) -> list[Reading]:
    """A frequent, damaged noun behind a name that no dictionary knows: "Lindenhoferstrae"."""
    found = []
    for start in range(4, len(shape) - 4):
        for part in _words_from(shape, start, _TAIL_OF_NAME):
            whole_tail = part.end == len(shape) and len(part.word) >= 6
            if whole_tail and part.rules and part.zipf > 4.5 and lexicon.has_form(part.word.capitalize()):
                found.append(Reading(raw[:start] + part.word, part.zipf - part.cost, part.rules, compound=True))
    return found


def _cased(found: Iterable[Reading], raw: str, *, initial: bool) -> list[Reading]:
    """The readings with the capitals of the word as it stood; the score says how well word and capitals go together."""
    cased = []
    for reading in found:
        small = reading.word
        capital = small[0].upper() + small[1:]
        as_capital = min(0.0, lexicon.weight(capital) - lexicon.zipf(small))
        as_small = 0.0 if reading.inflected else min(0.0, lexicon.weight(small) - lexicon.zipf(small))
        listed = is_word(raw) or (lexicon.has_form(capital) and lexicon.is_inflected_adjective(small))
        dots_hid_case = small[0] in "äöü" and small[0] != raw[0].lower() and as_small > as_capital and not listed
        if not raw[0].isupper() or ((dots_hid_case or raw[0].lower() == raw[1:2]) and not initial):
            cased.append(replace(reading, score=reading.score + as_small))
        else:
            fit = max(as_capital, as_small) if initial else as_capital
            cased.append(replace(reading, word=capital, score=reading.score + fit))
    return cased
