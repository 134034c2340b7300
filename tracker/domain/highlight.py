"""Text cut into pieces for people: the quote in its answer, other readings of repaired words, hits in a passage."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from tracker.domain.questionnaire import Edit, Span


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of shown text. `marked`: part of the quote, or a hit.

    `alternatives` are other readings of a repaired word where no context decides.
    """

    text: str
    marked: bool = False
    alternatives: tuple[str, ...] = ()


def repaired_pieces(text: str, shown: Span, quote: Span, edits: Iterable[Edit]) -> tuple[Piece, ...]:
    """The stretch `shown` of a document's text as repaired, with the quote marked; offsets count the text as read."""
    found: list[Piece] = []
    at = shown.start
    for edit in sorted(edits, key=lambda one: one.span.start):
        if edit.span.start < at or edit.span.end > shown.end:
            continue
        found += _cut(text, Span(at, edit.span.start), quote)
        alternatives = edit.alternatives if edit.uncertain else ()
        found.append(Piece(edit.replacement, quote.overlap(edit.span) > 0, alternatives))
        at = edit.span.end
    return (*found, *_cut(text, Span(at, shown.end), quote))


def _cut(text: str, stretch: Span, quote: Span) -> list[Piece]:
    """A stretch without repairs, cut where the quote begins and ends."""
    start = min(max(quote.start, stretch.start), stretch.end)
    end = max(min(quote.end, stretch.end), start)
    parts = ((stretch.start, start, False), (start, end, True), (end, stretch.end, False))
    return [Piece(text[a:b], marked) for a, b, marked in parts if a < b]


def around(text: str, centre: Span, within: Span, reach: int) -> Span:
    """The stretch of at most `reach` characters on either side of `centre`, cut at words, inside `within`."""
    start, end = max(within.start, centre.start - reach), min(within.end, centre.end + reach)
    if start > within.start:
        blank = text.find(" ", start, centre.start)
        start = blank + 1 if blank >= 0 else centre.start
    if end < within.end:
        blank = text.rfind(" ", centre.end, end)
        end = blank if blank >= 0 else centre.end
    return Span(start, end)


_LINE_END = re.compile(r"(?<!\n)\n(?!\n|\s*(?:[-–•*·▪]|\d{1,2}[.)])\s)")


def flowing(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    """The same pieces with the line ends of the source as blanks; what divides paragraphs and points stays."""
    return tuple(replace(piece, text=flowed(piece.text)) for piece in pieces)


def flowed(text: str) -> str:
    """A text as long as before that breaks where it is shown, not where a page of paper ended its lines."""
    return _LINE_END.sub(" ", text)


_WORD = re.compile(r"\w[\w-]*")
_SAME = 5
"""Letters in which two forms of a German word agree: "Radweg", "Radwege", "Radwegs"."""


def hit_pieces(text: str, terms: Sequence[str]) -> tuple[Piece, ...]:
    """A passage with every word marked that one of the terms speaks of; terms as in a match's reasons.

    A term like "Kita (Kindertagesstätten)" speaks of both words.
    """
    wanted = [word.casefold() for term in terms for word in _WORD.findall(term)]
    found: list[Piece] = []
    at = 0
    for match in _WORD.finditer(text):
        if not any(_alike(match.group().casefold(), word) for word in wanted):
            continue
        found += [Piece(text[at : match.start()])] if at < match.start() else []
        found.append(Piece(match.group(), marked=True))
        at = match.end()
    found += [Piece(text[at:])] if at < len(text) else []
    return tuple(found)


def _alike(word: str, wanted: str) -> bool:
    shared = min(len(word), len(wanted), _SAME)
    return shared >= 2 and word[:shared] == wanted[:shared] and (len(wanted) >= _SAME or len(word) <= len(wanted) + 2)


def plain(pieces: Iterable[Piece]) -> str:
    """The pieces as one text."""
    return "".join(piece.text for piece in pieces)
