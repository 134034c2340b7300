"""The damage gauge: was this German text read by an OCR engine that knows no umlauts?"""

import re
from collections.abc import Iterator
from itertools import groupby

from tracker.domain.questionnaire import Damage, Span

LOWEST_SHARE = 0.004
"""Clean German has 2.3-2.6 % umlauts, damaged text 0.00-0.03 % (measured on the development texts)."""

FEWEST_LETTERS = 400
"""In less text than this the share says nothing; such text counts as clean unless damaged words tell."""

_LEAST_GERMAN = 0.06
"""Share of the words below among all: German texts have 15-25 %, English and Latin ones under 2 %."""

_FEWEST_WITNESSES = 2
"""Damaged words that no other language and no clean text has; one of them may be a name or a slip of the pen."""

_LETTER = re.compile(r"[^\W\d_]")
_UMLAUT = re.compile(r"[äöüßÄÖÜẞ]")
_WORD = re.compile(r"[^\W\d_]+")
_GERMAN = re.compile(
    r"\b(?:der|die|das|und|den|dem|des|ist|wir|mit|von|auf|für|im|zu|ein|eine|sich|auch)\b", re.IGNORECASE
)
_WITNESS = re.compile(
    r"\b(?:[Dd]a)?[Ff](?:ii|u|l?i|ti|tl|lii)r\b"
    r"|\b(?:(?:[Gg]egen)?(?:ii|u|ti)|U)ber\b"
    r"|\b[kKmM][éd6]\w+|\bk[oO]nnen\b|\b[mM](?:ii|u)ssen\b|\b[wW]iirde\w*"
    r"|\b(?:Ma|ma|Gro|gro|Stra|stra|au|Au)(?:B|R|&|l3|f3)[a-z]"
)
"""für, über, können, möchten, müssen, würde, Maß-, Straße, außer as an English engine reads them."""

_DIGRAPH = re.compile(r"(?:fuer|ueber|koenn|muess|moecht|wuerd|gruen|buerg|staedt|waehl|foerd|moegl)", re.IGNORECASE)
_PARAGRAPH = re.compile(r"(?:[^\n]|\n(?!\s*\n))+")


def gauge(text: str) -> Damage:
    """The share of umlauts and what it says; pure, linear in the text.

    Where the whole passes, stretches of paragraphs without umlauts are looked at: a damaged page in a clean document.
    """
    letters = len(_LETTER.findall(text))
    share = len(_UMLAUT.findall(text)) / letters if letters else 0.0
    if written_with_digraphs(text):
        return Damage(damaged=False, umlaut_share=share, letters=letters)
    if letters < FEWEST_LETTERS:
        told = not share and len(_WITNESS.findall(text)) >= _FEWEST_WITNESSES
        return Damage(damaged=told, umlaut_share=share, letters=letters)
    if share < LOWEST_SHARE:
        return Damage(damaged=_is_german(text), umlaut_share=share, letters=letters)
    stretches = tuple(span for span in _without_umlauts(text) if _is_damaged(span.of(text)))
    return Damage(damaged=bool(stretches), umlaut_share=share, letters=letters, stretches=stretches)


def written_with_digraphs(text: str) -> bool:
    """Whether the text has ae, oe and ue for umlauts, as old keyboards wrote them; that is no damage."""
    found = len(_DIGRAPH.findall(text))
    if found < _FEWEST_WITNESSES or len(_UMLAUT.findall(text)) >= LOWEST_SHARE * len(text):
        return False
    return len(_WITNESS.findall(text)) < found


def _is_german(text: str) -> bool:
    return len(_GERMAN.findall(text)) >= _LEAST_GERMAN * len(_WORD.findall(text))


def _without_umlauts(text: str) -> Iterator[Span]:
    """Runs of paragraphs that have no umlaut, or one by chance."""
    spans = (Span(*found.span()) for found in _PARAGRAPH.finditer(text))
    for bare, run in groupby(spans, key=lambda span: _is_bare(span.of(text))):
        if bare:
            paragraphs = [*run]
            yield Span(paragraphs[0].start, paragraphs[-1].end)


def _is_bare(paragraph: str) -> bool:
    return len(_UMLAUT.findall(paragraph)) < max(1, LOWEST_SHARE * len(paragraph))


def _is_damaged(stretch: str) -> bool:
    if len(_LETTER.findall(stretch)) < FEWEST_LETTERS:
        return False
    return len(_WITNESS.findall(stretch)) >= _FEWEST_WITNESSES
