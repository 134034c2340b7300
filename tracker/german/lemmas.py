"""Words brought to one form for searching: lemmas, gender forms, umlaut and ß spellings, and the stem they share.

Three steps, each usable alone: `ungendered` ("Bürger*innen" → "Bürger"), `lemma` ("Unterkünften" → "Unterkunft") and
`stem`, which also joins a verb and its noun ("sanieren", "Sanierung" → "sanier"). Search keys are stems; people are
shown words as they stand.
"""

import re
from functools import lru_cache

from tracker.german.lexicon import dictionary_lemma, has_form

LONGEST_WORD = 60
"""Longer strings are no words but file names, keys or lost blanks; they stay as they are."""

_CACHED = 1 << 18  # more than the different words of 50,000 council papers
_FOLDS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_SPELLED_OUT = re.compile("ae|oe|ue|Ae|Oe|Ue")
_UMLAUTS = {"ae": "ä", "oe": "ö", "ue": "ü", "Ae": "Ä", "Oe": "Ö", "Ue": "Ü"}
_WITHOUT_UMLAUT = str.maketrans("äöüÄÖÜ", "aouAOU")
_GENDER_MARK = re.compile(r"(?<=[^\W\d_]{2})(?:[*:_·’]|/-?)in(?:nen)?\b|(?<=[a-zäöüß])In(?:nen)?\b")

# What word formation adds at the end, and what stays of it; the first that leaves four letters decides. "Entwicklung"
# and "entwickeln" meet in "entwickel", "Zahlung" and "zahlen" in "zahl", "Sicherheit" and "sicher" in "sicher".
_ENDINGS = tuple(
    (re.compile(f"(?<=.{{4}}){ending}$"), stays)
    for ending, stays in (
        ("isier(?:ung|en)", ""),
        ("ier(?:ung|en)", "ier"),
        ("igkeit", "ig"),
        ("(?:heit|keit|itaet|isch|ell)", ""),
        ("(?<=[bdfgkmnpst])l(?:ung|n)", "el"),
        ("(?:(?<=el)n|(?<=er)n|ung|en|e)", ""),
    )
)


def fold(word: str) -> str:
    """The word in small letters with ä, ö, ü, ß written ae, oe, ue, ss."""
    return word.lower().translate(_FOLDS)


def ungendered(word: str) -> str:
    """The plain form of one gendered word: "Bürger*innen", "BürgerInnen", "Kund:innen", "Ärzt/-innen"."""
    mark = _GENDER_MARK.search(word)
    return _masculine(word[: mark.start()]) + word[mark.end() :] if mark else word


@lru_cache(_CACHED)
def lemma(word: str) -> str:
    """The dictionary form of a word, or the word itself where no dictionary knows it.

    Feminine person nouns become plain ("Bürgerinnen" → "Bürger"), participles lead to their verb ("geförderter" →
    "fördern"), adjectives used as nouns lose their gender ("Geflüchteter" and "Geflüchteten" → "Geflüchtete"), and of
    an unknown compound the last part is changed ("Schulsanierungen" → "Schulsanierung").
    """
    if len(word) > LONGEST_WORD:
        return word
    word = ungendered(word)
    for spelling in _spellings(word):
        found = dictionary_lemma(spelling)
        if found is not None:
            return _plain_noun(found) if found[:1].isupper() else dictionary_lemma(found) or found
    return _with_known_tail(word)


@lru_cache(_CACHED)
def stem(word: str) -> str:
    """The search key of a word: its folded lemma without the endings of word formation."""
    base = lemma(word)
    folded = fold(base)
    if folded.endswith("ung") and len(base) == 7 and not has_form(f"{base[:-3].lower()}en"):
        return folded  # "Satzung" has no verb behind it and is not "Satz"
    for ending, stays in _ENDINGS:
        shorter, changed = ending.subn(stays, folded)
        if changed:
            return shorter
    return folded[:3] if len(folded) == 5 and folded.endswith("en") else folded  # "bauen" meets "Bau"


def _spellings(word: str) -> tuple[str, ...]:
    """Spellings under which the dictionary may list the word, nearest first."""
    participle = (f"{word}n",) if word.islower() and word.endswith("te") else ()
    umlauts = _SPELLED_OUT.sub(lambda vowel: _UMLAUTS[vowel[0]], word)
    return tuple(dict.fromkeys((word, *participle, word.capitalize(), word.lower(), umlauts, umlauts.capitalize())))


def _masculine(base: str) -> str:
    """What stands before a gender mark, completed to a word: "Kund" → "Kunde", "Ärzt" → "Arzt"."""
    plain = base.translate(_WITHOUT_UMLAUT)
    return next((form for form in (base, plain, f"{base}e", f"{plain}e") if has_form(form)), base)


def _plain_noun(noun: str) -> str:
    """A person noun without its gender: "Bürgerin" → "Bürger", "Geflüchteter" → "Geflüchtete".

    Only nouns whose plural in -innen is a word, so that "Termin" stays, and nouns declined like adjectives, so that
    "Mieter" stays.
    """
    if noun.endswith("in") and has_form(f"{noun}nen"):
        return _masculine(noun[:-2])
    if noun.endswith(("er", "en")) and len(noun) > 6 and has_form(f"{noun[:-2]}em"):
        return noun[:-1]
    return noun


def _with_known_tail(word: str) -> str:
    """An unknown compound with its last part, of four letters or more, in dictionary form."""
    for start in range(3, len(word) - 3):
        found = dictionary_lemma(word[start:].capitalize())
        if found is not None:
            return word[:start] + found.lower()
    return word
