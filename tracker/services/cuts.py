"""Cutting a quote by hand: the parts that a person typed are found again in it, character by character. Pure."""

from collections.abc import Sequence

from tracker.domain.questionnaire import Span
from tracker.errors import RuleError, key

_TITLE = 90
"""Characters of a title, as in the codebook."""


def cut(promise: str, quote: str, start: int, parts: Sequence[str]) -> list[Span]:
    """The stretches of the document that the parts are; blanks and line breaks may differ.

    `start` is where the quote stands in the document. Raises RuleError where there are fewer than two parts, or one
    does not stand in the quote behind the one before.
    """
    wanted = [part for part in parts if part.strip()]
    if len(wanted) < 2:
        raise RuleError(key("Zum Teilen bitte mindestens zwei Teile durch eine leere Zeile trennen."), subject=promise)
    spans, at = [], 0
    for part in wanted:
        found = _found(quote, part, at)
        if found is None:
            raise RuleError(
                key("„{part}“ steht so nicht im Wortlaut. Bitte nur trennen und weglassen, nichts ändern."),
                subject=promise,
                part=shortened(part),
            )
        spans.append(Span(start + found.start, start + found.end))
        at = found.end
    return spans


def _found(quote: str, part: str, at: int) -> Span | None:
    """Where the words of the part follow each other in the quote from `at` on."""
    words = part.split()
    first = quote.find(words[0], at)
    while first >= 0:
        end = _end_of(quote, words, first)
        if end is not None:
            return Span(first, end)
        first = quote.find(words[0], first + 1)
    return None


def _end_of(quote: str, words: Sequence[str], first: int) -> int | None:
    at = first
    for word in words:
        while at < len(quote) and quote[at].isspace():
            at += 1
        if not quote.startswith(word, at):
            return None
        at += len(word)
    return at


def shortened(text: str) -> str:
    """The text on one line, cut at a word."""
    line = " ".join(text.split()).rstrip(".,;")
    return line if len(line) <= _TITLE else line[: _TITLE - 1].rsplit(" ", 1)[0] + "…"
