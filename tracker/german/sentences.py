"""Sentences and tokens with offsets, by SoMaJo; whatever the text holds, the offsets fit it."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any

LONGEST = 4000
"""Characters given to the tokenizer at once: its patterns grow faster than linearly with their input."""

_PLAIN_TOKEN = re.compile(r"\w+|[^\w\s]")
_MAY_CLOSE = re.compile(r"\d{1,4}\.|(?:usw|etc|Str|[Ss]tr|Mio|Mrd|Jh|V)\.|\w*str\.")
_INITIALS = re.compile(r"(?:[\w]+-)?[A-ZÄÖÜ]{2,}s?\.")
"""Short forms that end a sentence: "AGs." before a capital is no abbreviation."""
_OPENER = re.compile(
    r"Wir|Ich|Die|Der|Das|Eine?|Für|Mit|Bei|In|Auch|Dabei|Dafür|Dazu|Daher|Deshalb|Außerdem|Zudem|Es|Unsere?|Diese[rs]?"
    r"|Damit|Hier|Darüber|Deswegen|Gleichzeitig"
)
"""Words that open sentences and follow no ordinal number."""

_BREAK = re.compile(r"(?<=[.!?])\s")


@dataclass(frozen=True, slots=True)
class Token:
    """One token; `start` and `end` are offsets into the text that was given to `sentences`."""

    text: str
    start: int
    end: int


def sentences(text: str) -> list[list[Token]]:
    """The sentences of one passage as lists of tokens; line breaks count as blanks, empty text has none."""
    clean = "".join(_plain(c) for c in text)
    found: list[list[Token]] = []
    for start, end in _portions(clean):
        for sentence in _tokenized(clean[start:end]):
            tokens = [Token(text[start + a : start + b], start + a, start + b) for a, b in sentence]
            found += _divided(tokens)
    return found


def _divided(tokens: list[Token]) -> list[list[Token]]:
    """The sentence, or two where it ends with a number or short form: "… zu 1. Wir planen …", "… usw. Die Stadt …"."""
    ends = [
        index
        for index, (token, following) in enumerate(pairwise(tokens), 1)
        if (_OPENER.fullmatch(following.text) and _MAY_CLOSE.fullmatch(token.text))
        or (following.text[0].isupper() and _INITIALS.fullmatch(token.text))
    ]
    return [_closed(tokens[a:b]) for a, b in pairwise([0, *ends, len(tokens)])]


def _closed(tokens: list[Token]) -> list[Token]:
    """The sentence with its full stop apart where a number took it: "… bei 900."."""
    last = tokens[-1] if tokens else None
    if last is None or not re.fullmatch(r"\d+\.", last.text):
        return tokens
    end = last.end - 1
    return [*tokens[:-1], Token(last.text[:-1], last.start, end), Token(".", end, last.end)]


@cache
def _tokenizer() -> Any:
    from somajo import SoMaJo  # noqa: PLC0415  # half a second of loading, only where sentences are wanted

    return SoMaJo("de_CMC", split_camel_case=False, character_offsets=True)


def _plain(character: str) -> str:
    """Blanks for line breaks and for what no tokenizer should see: controls, private use, halves of pairs."""
    if character.isspace() or unicodedata.category(character)[0] == "C":
        return " "
    return character


def _portions(text: str) -> Iterator[tuple[int, int]]:
    """Stretches of at most LONGEST characters, cut after a sentence, else at a blank, else anywhere."""
    start = 0
    while start < len(text):
        end = min(len(text), start + LONGEST)
        if end < len(text):
            breaks = [m.start() for m in _BREAK.finditer(text, start, end)]
            blank = text.rfind(" ", start + 1, end)
            end = breaks[-1] if breaks and breaks[-1] > start else blank if blank > start else end
        yield start, end
        start = end


def _tokenized(text: str) -> list[list[tuple[int, int]]]:
    if not text.strip():
        return []
    try:
        found = [
            [token.character_offset for token in s if token.text.strip()] for s in _tokenizer().tokenize_text([text])
        ]
    except (ValueError, AssertionError, IndexError):
        # SoMaJo loses its offsets on some sequences of combining characters; plain tokens are better than none.
        found = [[(m.start(), m.end()) for m in _PLAIN_TOKEN.finditer(text)]]
    return [s for s in found if s]
