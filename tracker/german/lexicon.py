"""Which German word forms exist, what kind of word they are, and how frequent.

Forms and lemmas come from simplemma's dictionary (1.1 million, with ß and capitals kept), frequencies from wordfreq
(its keys are in small letters and write ss for ß). Both are loaded when first asked for: some three seconds, 150 MB.
"""

import re
from array import array
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cache, lru_cache
from itertools import accumulate
from math import log10

RAREST = 1.0
"""Zipf value of a word that wordfreq does not list: about one in a hundred million."""

_COMMON_ENOUGH = 2.0
"""From this Zipf value on a word with an umlaut counts as German although simplemma lacks it ("ÖPNV", "Würselen")."""

_NOUN_BY_USE = 1.0
"""What an adjective loses that was only made a noun ("die Starken")."""

_NOMINAL_INFINITIVE = 0.9
"""What an infinitive loses as a noun ("das Wählen"): most of its occurrences are the verb."""

_PLURAL_BESIDE_LEMMA = 0.3
"""How much more frequent than its singular a plural may be that looks like an infinitive ("Wahlen")."""

_ONLY_CAPITAL = 3.0
"""What a word loses in small letters that the dictionary lists only with a capital."""

_FIRST_PERSON = 1.5
"""What a verb in the first person loses beside a noun of the same letters ("wärme")."""

_SHORT_BEFORE_SZ = re.compile("(?<!e)iß|(?<!i)eß|[lhp]äß|(?:[dlnh]|(?<!s)p)aß|(?<![bfgr])uß(?!e)|müß")
_DOTLESS = str.maketrans("äöü", "aou")
_ADJECTIVE_ENDINGS = frozenset(a + b for a in ("", "er", "st", "est") for b in ("e", "en", "er", "es", "em"))


class Match(IntEnum):
    """What a string in small letters is to the lexicon."""

    NOTHING = 0
    PREFIX = 1
    WORD = 2


@cache
def _lemmas() -> Mapping[str, str]:
    from simplemma.strategies.dictionaries import DEFAULT_DICTIONARY_FACTORY  # noqa: PLC0415  # slow: loaded when needed

    lemmas: Mapping[str, str] = DEFAULT_DICTIONARY_FACTORY.get_dictionary("de")
    return lemmas


@dataclass(frozen=True, slots=True)
class _Forms:
    """A million sorted forms as one text and where each begins: a fifth of what a list of them takes in memory.

    UTF-8 sorts as the characters do, and a beginning of characters is one of bytes.
    """

    text: bytes
    starts: "array[int]"

    @classmethod
    def of(cls, forms: Sequence[bytes]) -> "_Forms":
        """These forms, which are sorted."""
        return cls(b"".join(forms), array("I", accumulate(map(len, forms), initial=0)))

    def __len__(self) -> int:
        """How many forms there are."""
        return len(self.starts) - 1

    def __getitem__(self, index: int) -> bytes:
        """One form."""
        return self.text[self.starts[index] : self.starts[index + 1]]

    def __iter__(self) -> Iterator[bytes]:
        """All forms."""
        return (self[index] for index in range(len(self)))


@dataclass(frozen=True, slots=True)
class _Frequencies:
    """Words and beside each the step of its frequency: wordfreq counts in hundredths of a power of ten downwards."""

    words: _Forms
    steps: "array[int]"

    def get(self, word: str) -> float | None:
        """The share of all words that this one has."""
        wanted = _encoded(word)
        index = bisect_left(self.words, wanted)
        if index == len(self.words) or self.words[index] != wanted:
            return None
        return float(10 ** (-self.steps[index] / 100))


@cache
def _frequencies() -> _Frequencies:
    from wordfreq import get_frequency_list  # noqa: PLC0415  # slow: loaded when needed

    steps = enumerate(get_frequency_list("de"))
    packed = sorted(word.encode() + b"\0" + step.to_bytes(2) for step, words in steps for word in words)
    get_frequency_list.cache_clear()  # its list of texts is no longer wanted
    return _Frequencies(
        _Forms.of([one[:-3] for one in packed]), array("H", (int.from_bytes(one[-2:]) for one in packed))
    )


@cache
def _sorted_forms() -> _Forms:
    forms = [form.lower().encode() for form in _lemmas()]
    forms += [word for word in _frequencies().words if _frequent_with_umlaut(word.decode())]
    forms.sort()
    return _Forms.of(forms)


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")  # what is no text is simply not found


def _frequent_with_umlaut(word: str) -> bool:
    if word.isascii() or "ss" in word or zipf(word) < _COMMON_ENOUGH:
        return False
    return word.isalpha() and any(letter in word for letter in "äöü")


def has_form(form: str) -> bool:
    """Whether the dictionary lists exactly this form, capitals included."""
    return _lemmas().get(form) is not None


def known(word: str) -> bool:
    """Whether the word exists as written, in small letters (start of a sentence), or as a noun."""
    small = word.lower()
    return has_form(word) or has_form(small) or has_form(small.capitalize()) or _frequent_with_umlaut(small)


def dictionary_lemma(form: str) -> str | None:
    """The lemma that the dictionary gives for exactly this form, or None."""
    return _lemmas().get(form)


@lru_cache(maxsize=1 << 16)
def zipf(word: str) -> float:
    """Frequency as the decimal logarithm of occurrences in a billion words: "der" 7.5, "Bezahlkarte" 1.6.

    ß and ss are not told apart, capitals neither.
    """
    frequency = _frequencies().get(word.casefold())
    return max(RAREST, 9 + log10(frequency)) if frequency else RAREST


@lru_cache(maxsize=1 << 17)
def match(beginning: str) -> Match:
    """Whether a string in small letters is a word, the beginning of one, or neither."""
    forms, wanted = _sorted_forms(), _encoded(beginning)
    index = bisect_left(forms, wanted)
    if index == len(forms) or not (form := forms[index]).startswith(wanted):
        return Match.NOTHING
    return Match.WORD if form == wanted else Match.PREFIX


@lru_cache(maxsize=1 << 16)
def weight(word: str) -> float:
    """Zipf frequency of the word with just these capitals, as far as the dictionary tells them apart.

    wordfreq counts "wärme" and "Wärme" together; the rarer of both kinds of word gets less than the sum.
    """
    small = word.lower()
    return _weight_as_noun(word, small) if word != small else _weight_in_small(word)


def _weight_as_noun(word: str, small: str) -> float:
    lemma = dictionary_lemma(small.capitalize())
    if lemma is None or lemma.islower():
        return zipf(word) - _NOUN_BY_USE
    if not is_infinitive(small):
        return zipf(word) - (_NOUN_BY_USE if is_inflected_adjective(small) else 0)
    if lemma == word:
        return zipf(word) - _NOMINAL_INFINITIVE
    return min(zipf(word), zipf(lemma) + _PLURAL_BESIDE_LEMMA)


def _weight_in_small(small: str) -> float:
    noun = dictionary_lemma(small.capitalize()) or ""
    if not has_form(small):
        return zipf(small) - (_ONLY_CAPITAL if noun else 0)
    first_person = small.endswith("e") and dictionary_lemma(small) in {small + "n", small[:-1] + "n"}
    return zipf(small) - (_FIRST_PERSON if first_person and noun[:1].isupper() else 0)


def spelled_before_reform(word: str) -> bool:
    """Whether a word in small letters has a ß behind a short vowel, which the reform of 1996 ended."""
    return _SHORT_BEFORE_SZ.search(word) is not None


def is_infinitive(word: str) -> bool:
    """Whether the word, in small letters, ends like an infinitive and is its own lemma, or that of its third person.

    The dictionary gives one lemma for a form; for "achten" it is the ordinal's.
    """
    if not word.endswith("n") or len(word) <= 3 or not word.islower():
        return False
    return word in {dictionary_lemma(form) for form in (word, word[:-2] + "t", word[:-2] + "et")}


def is_plural_verb(word: str) -> bool:
    """Whether the word, in small letters, may be a verb in the infinitive or plural ("stärken", "trugen")."""
    return word.endswith("n") and word.islower() and any(map(is_infinitive, (word, dictionary_lemma(word) or "")))


def is_inflected_adjective(word: str) -> bool:
    """Whether the word, in small letters, is a stem with an adjective's ending ("starken", "kurze", "größere")."""
    lemma = dictionary_lemma(word)
    if lemma is None or lemma == word or not word.islower():
        return False
    return word.translate(_DOTLESS).removeprefix(lemma.translate(_DOTLESS)) in _ADJECTIVE_ENDINGS
