"""An answer's text in passages: prose, and list items with the lead-in that they inherit."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tracker.domain.questionnaire import Span
from tracker.extraction.blocks import Block, Role

_ITEM = {Role.BULLET, Role.DASH, Role.MARKER}
_INLINE_BULLET = re.compile(r"\s[•▪●■‣]\s+")
_INLINE_NUMBER = re.compile(r"(?:(?<=:)|\s)\s*(?P<number>\d{1,2})[.)]\s+(?=[A-ZÄÖÜ])")
_SENTENCE_END = re.compile(r"[.!?]\s+")
LONGEST_LEAD_IN = 300
"""Characters; a longer phrase before a colon is no lead-in."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of the repaired text; `lead_in` is the phrase before a list item ("Wir setzen uns ein für:")."""

    span: Span
    item: bool = False
    lead_in: Span | None = None


def passages(text: str, parts: Sequence[Block]) -> list[Passage]:
    """The passages of an answer in order."""
    found: list[Passage] = []
    lead: Span | None = None
    for index, block in enumerate(parts):
        item = block.role in _ITEM and (index > 0 or len(parts) > 1) and (index > 0 or parts[1].role is block.role)
        if not item:
            spans = _inline(text, block)
            found += [Passage(spans[0]), *(Passage(s, item=True, lead_in=_lead_in(text, spans[0])) for s in spans[1:])]
            before_items = index + 1 < len(parts) and parts[index + 1].role in _ITEM
            lead = _lead_in(text, spans[-1], before_items=before_items) if len(spans) == 1 else None
        else:
            found.append(Passage(Span(block.content, block.end), item=True, lead_in=lead))
    return [p for p in found if len(p.span)]


def _inline(text: str, block: Block) -> list[Span]:
    """A block in which bullets, or numbers from 1 on behind a colon, stand inside the line, cut at them."""
    edges = list(_INLINE_BULLET.finditer(text, block.content, block.end)) or _counted(text, block)
    starts = [block.content, *(m.end() for m in edges)]
    ends = [*(m.start() for m in edges), block.end]
    return [Span(a, max(a, b)) for a, b in zip(starts, ends, strict=True)]


def _counted(text: str, block: Block) -> list[re.Match[str]]:
    """The numbers 1, 2, 3 … that count a list inside of the line, the first one behind a colon."""
    run: list[re.Match[str]] = []
    for match in _INLINE_NUMBER.finditer(text, block.content, block.end):
        opens = not run and text[: match.start("number")].rstrip().endswith(":")
        if int(match["number"]) == len(run) + 1 and (run or opens):
            run.append(match)
    return run


def _lead_in(text: str, span: Span, *, before_items: bool = False) -> Span | None:
    """The last sentence of a passage that ends with a colon, or that list items follow without any full stop."""
    words = text[span.start : span.end]
    bare = words.rstrip("“”\"»«' ")
    closed = bare.endswith((".", "!", "?")) and not bare.endswith("...")
    if not words.endswith(":") and (not before_items or closed):
        return None
    begin = max(span.start, span.end - LONGEST_LEAD_IN)
    start = max([m.end() for m in _SENTENCE_END.finditer(text, begin, span.end)], default=begin)
    return Span(start, span.end)
