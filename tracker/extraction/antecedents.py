"""What a pronoun at the head of a title stands for: "Es umbauen" -> "Amt für Migration umbauen".

German nouns show their gender by the article before them. A pronoun is replaced only where one single noun before it
fits: first in the same sentence, then in the sentence before; nouns behind a preposition count where no other fits.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tracker.extraction.wordlists import listed
from tracker.german.sentences import sentences
from tracker.german.tags import Word, tagged

REACH = 500
"""Characters before a promise in which its pronouns find their noun."""

_HEADED = re.compile(r"(?P<pronoun>Es|Sie|Ihn) (?=[^,]* [a-zäöüß]+n$)", re.IGNORECASE)
_OWNED = re.compile(r"Ihr(?:e[rnm]?)? (?P<noun>[A-ZÄÖÜ][a-zäöüß-]+)(?= (?!des\b|der\b)[a-zäöüß])")
_ASKED = {"es": "n", "ihn": "m", "sie": "fp"}
PRONOUNS = frozenset(_ASKED)
"""Pronouns in the accusative."""
_SHOWN = {
    "das": "n",
    "die": "fp",
    "der": "mfp",
    "den": "mp",
    "dem": "mn",
    "des": "mn",
    "ein": "mn",
    "eine": "f",
    "einen": "m",
    "einem": "mn",
    "eines": "mn",
    "einer": "f",
    "im": "mn",
    "am": "mn",
    "vom": "mn",
    "zum": "mn",
    "beim": "mn",
    "zur": "f",
    "ins": "n",
    "ans": "n",
}
"""Genders that an article leaves open: m, f, n, and p for the plural."""
_OWN_ARTICLE = re.compile(r"(?:kein|mein|sein|dein|unser|ihr)(e[nmrs]?|)")
_FEMININE = re.compile(r"(?:ung|heit|keit|schaft|tät|ion|ei|ik)$")
_NEUTER = re.compile(r"(?:chen|lein|um|ment)$")
_BETWEEN = ("ADJ", "CARD", "ADV", "TRUNC", "VV(PP)")
_NO_THINGS = listed("Jahr Jahre Jahren Zeit Tag Euro Prozent Ende Anfang Mitte Beispiel Rahmen Antrag Frage Thema Ziel")


@dataclass(frozen=True, slots=True)
class _Noun:
    text: str
    genders: str
    governed: bool
    """Whether a preposition or another noun governs it."""


def resolved(made: str, earlier: str) -> str:
    """The title with its first pronoun replaced by the noun that it stands for in the words before."""
    headed, owned = _HEADED.match(made), _OWNED.match(made)
    if headed:
        noun = _antecedent(earlier, _ASKED[headed["pronoun"].lower()])
        return f"{noun} {made[headed.end() :]}" if noun else made
    if owned:
        noun = _antecedent(earlier, "fp", free=True)
        return f"{owned['noun']} der {noun}{made[owned.end() :]}" if noun else made
    return made


def may_mean(pronoun: str, words: Sequence[Word]) -> bool:
    """Whether a pronoun in the accusative ("es", "sie", "ihn") takes up the object: the last noun that fits it.

    A noun behind a preposition that fits, too, leaves open what is meant.
    """
    fitting = [noun for noun in _nouns(words) if set(noun.genders) & set(_ASKED[pronoun])]
    return bool(fitting) and not any(noun.governed for noun in fitting)


def _antecedent(earlier: str, genders: str, *, free: bool = False) -> str | None:
    """The only noun that fits, nearest sentence first; `free`: not behind a preposition."""
    told = [tagged(tokens) for tokens in sentences(earlier[-REACH:])]
    for words in reversed(told[-2:]):
        fitting = [n for n in _nouns(words) if set(n.genders) & set(genders)]
        for governed in (False, True)[: 1 if free else 2]:
            names = {n.text for n in fitting if n.governed is governed}
            if names:
                return names.pop() if len(names) == 1 else None
    return None


def _nouns(words: Sequence[Word]) -> list[_Noun]:
    found: list[_Noun] = []
    for index, word in enumerate(words):
        if word.tag not in {"NN", "NE"} or word.text in _NO_THINGS or not word.text[:1].isupper():
            continue
        at = index - 1
        while at >= 0 and words[at].tag.startswith(_BETWEEN):
            at -= 1
        article = words[at].low if at >= 0 else ""
        before = words[at - 1].tag if at > 0 else ""
        contracted = at >= 0 and words[at].tag in {"APPR", "APPRART"}
        attribute = article in {"der", "des", "eines", "einer"} and before in {"NN", "NE"}
        governed = contracted or before in {"APPR", "APPRART"} or attribute
        oblique = article == "der" and before in {"APPR", "APPRART"}
        genders = _genders(word.text, "zur" if oblique else article)
        found.append(_Noun(_with_purpose(words, index), genders, governed))
    return found


def _genders(noun: str, article: str) -> str:
    if _FEMININE.search(noun):
        return "f"
    if _NEUTER.search(noun):
        return "n"
    own = _OWN_ARTICLE.fullmatch(article)
    return _SHOWN.get(f"ein{own[1]}" if own else article, "p") + ("p" if own and own[1] in {"e", "en"} else "")


def _with_purpose(words: Sequence[Word], index: int) -> str:
    """The noun with what it is for: "Amt für Migration"."""
    if index + 2 < len(words) and words[index + 1].low == "für" and words[index + 2].tag == "NN":
        return f"{words[index].text} für {words[index + 2].text}"
    return words[index].text
