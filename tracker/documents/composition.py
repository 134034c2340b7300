"""Sheets of paper become one text, and every word of it keeps its place.

Running heads and page numbers go; words divided at a line's end are joined. Line ends stay, a blank line parts
paragraphs.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from tracker.documents.paper import SCALE, Line, Sheet, Word
from tracker.domain.questionnaire import Fragment, Page, Span

SOFT_HYPHEN = "\xad"

_DIVIDED = re.compile(r"[^\W_]{2}[-‐\xad¬]$")
_ENDED = re.compile(r"[.!?:;…][\"“”»«')\]]*$")

_SUSPENDED = re.compile(r"(?:und|oder|bzw\.?|beziehungsweise|sowie|noch|bis|als|wie)\b")
""" "Rad- und Fußwege": the hyphen at a line's end before such a word stays, with the blank behind it."""

_MARGIN = 0.12
"""Running heads stand in the top and bottom eighth of a page."""

_OUTERMOST = 2
"""Lines at either end of a page that may be running heads."""

_SAME_HEIGHT = SCALE * 0.015

_NUMBER = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(
    r"(?:[-–—|·•\s]*)(?:(?:Seite|S\.|Blatt|Page)\s*)?\d{1,3}(?:\s*(?:von|of|/|\|)\s*\d{1,3})?(?:[-–—|·•.\s]*)",
    re.IGNORECASE,
)
_MARKER = re.compile(
    r"\W*(?:\d+\W*)?(?:Frage|These|Antwort|(?:Wahl)?prüfstein|Thema|Forderung|Punkt|Kapitel|Teil|Abschnitt|F|A)\b",
    re.IGNORECASE,
)
"""What begins a question or an answer is never a running head, also where it stands on top of every page."""


@dataclass(frozen=True, slots=True)
class Composed:
    """The text of all sheets, where each stands in it, and where each word comes from."""

    text: str
    pages: tuple[Page, ...]
    fragments: tuple[Fragment, ...]


def compose(sheets: Sequence[Sheet]) -> Composed:
    """Set the sheets one after the other."""
    texts, fragments, length = [], [], 0
    spans: dict[int, Span] = {}
    for token in _undivided([t for sheet in without_running_heads(sheets) for t in _tokens(sheet)]):
        texts += [token.before, token.text]
        start, length = length + len(token.before), length + len(token.before) + len(token.text)
        fragments.append(Fragment(Span(start, length), token.word.region(token.page)))
        spans[token.page] = Span(spans[token.page].start if token.page in spans else start, length)
    pages, at = [], 0
    for sheet in sheets:
        span = spans.get(sheet.number, Span(at, at))
        pages.append(Page(sheet.number, span, sheet.origin))
        at = span.end
    text = "".join(texts)
    return Composed(text, tuple(pages), tuple(fragments))


@dataclass(frozen=True, slots=True)
class _Token:
    """A word, or a part of one, and what stands before it."""

    word: Word
    page: int
    before: str
    text: str


def _tokens(sheet: Sheet) -> Iterator[_Token]:
    for paragraph in sheet.paragraphs:
        for at, line in enumerate(paragraph):
            for index, word in enumerate(line.words):
                text = word.text[:-1].replace(SOFT_HYPHEN, "") + word.text[-1]
                between = "\t" if index in line.tabs else " "
                yield _Token(word, sheet.number, between if index else "\n" if at else "\n\n", text)


def _undivided(tokens: Sequence[_Token]) -> list[_Token]:
    """Divided words joined: their second part moves up to the first, and the line ends behind it."""
    done: list[_Token] = []
    carried = ""
    for token in tokens:
        before = max(token.before, carried, key=lambda gap: gap.count("\n")) if done else ""
        if before == "\n\n" and token.text[0].islower() and not _ENDED.search(done[-1].text):
            before = "\n"  # a sentence goes on in the next column or on the next page
        carried = ""
        if done and "\n" in before and (kept := _first_part(done[-1].text, token.text)):
            done[-1] = replace(done[-1], text=kept)
            before, carried = "", before
        done.append(replace(token, before=before))
    return done


def _first_part(end: str, begin: str) -> str:
    """What stays of a line's last word if the next line goes on with it; empty where it does not.

    "Rad-" before "wege" loses its hyphen, "CO2-" before "Ziele" keeps it, "Rad-" before "und Fußwege" stands alone.
    """
    if not _DIVIDED.search(end) or not begin[0].isalnum() or _SUSPENDED.match(begin):
        return ""
    return end[:-1] if begin[0].islower() and end[-2].islower() else end[:-1] + "-"


def without_running_heads(sheets: Sequence[Sheet]) -> list[Sheet]:
    """Leave out page numbers, and lines that stand at the same place of several pages with the same words."""
    seen: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for sheet in sheets:
        for line in _edges(sheet):
            seen[_shape(line)].append((sheet.number, line.top))
    return [_cleared(sheet, seen) for sheet in sheets]


def _edges(sheet: Sheet) -> list[Line]:
    lines = sorted((line for p in sheet.paragraphs for line in p), key=lambda line: line.top)
    outer = [*lines[:_OUTERMOST], *lines[_OUTERMOST:][-_OUTERMOST:]]
    return [line for line in outer if line.bottom < _MARGIN * SCALE or line.top > (1 - _MARGIN) * SCALE]


def _shape(line: Line) -> str:
    return _NUMBER.sub("#", line.text)


def _cleared(sheet: Sheet, seen: dict[str, list[tuple[int, int]]]) -> Sheet:
    edges = _edges(sheet)
    heads = {line for line in edges if _PAGE_NUMBER.fullmatch(line.text) or _recurs(line, sheet.number, seen)}
    kept = (tuple(line for line in p if line not in heads) for p in sheet.paragraphs)
    return replace(sheet, paragraphs=tuple(p for p in kept if p))


def _recurs(line: Line, number: int, seen: dict[str, list[tuple[int, int]]]) -> bool:
    """Whether the line stands on another page, too, at the same height; left and right pages may differ."""
    if _MARKER.match(line.text):
        return False
    places = seen[_shape(line)]
    return any(
        abs(other - number) <= 2 and other != number and abs(top - line.top) <= _SAME_HEIGHT for other, top in places
    )
