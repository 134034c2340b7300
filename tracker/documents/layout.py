"""Damage that is no matter of single words: bullets, quotation marks, paragraph signs, lost blanks."""

import re
from collections.abc import Iterator

from tracker.domain.questionnaire import Edit, Span

_BULLET = re.compile(r"^[ \t]*([e¢«°©])[ \t]+(?=[^\W\d_])", re.MULTILINE)
"""No German line starts with a lone small e, or with these signs."""

_LAW = r"(?:Abs|Satz|Nr|ff|[A-ZÄÖÜ][A-Za-zäöü]*G|[A-Z]+B)\b"
_PARAGRAPH = re.compile(rf"(?<![\w.,])(88?|SS?|\$)(?= ?\d+ ?[a-z]? {_LAW})|(?<![\w.,])(88?)(?= \d+[a-z]\b)")
"""8 or S before a number that goes on like a law: "8 1 Abs. 4", "8 23a", "S 5 AufenthG"."""

_QUOTED = re.compile(
    r"(?:(?<=[\s(:])|^)(,{1,2}|„)(?= ?[^\W\d_])[^\n”\"“*]{0,200}(?:\n[^\n”\"“*]{1,200}){0,3}([”\"“]|(?<=\w)\*(?!\w))",
    re.MULTILINE,
)
"""A comma before a word instead of behind one, and a closing quotation mark to come within four lines."""

_GLUED_YEAR = re.compile(r"(?<![\w-])[A-ZÄÖÜ]?[a-zäöüß]{3,30}((?:19|20)\d\d)(?!\w)")


def layout_edits(text: str) -> Iterator[Edit]:
    """Edits of marks and blanks in a damaged text, in no order."""
    for found in _BULLET.finditer(text):
        yield _edit(found, 1, "•", 0.9)
    for found in _PARAGRAPH.finditer(text):
        group = 1 if found[1] else 2
        yield _edit(found, group, "§" * (1 if found[group] == "$" else len(found[group])), 0.9)
    for found in _QUOTED.finditer(text):
        for group, mark in ((1, "„"), (2, "“")):
            if found[group] != mark:
                yield _edit(found, group, mark, 0.8)
    for found in _GLUED_YEAR.finditer(text):
        before = Span(found.start(1), found.start(1))
        yield Edit(before, "", " ", "blank lost", 0.9)


def _edit(found: re.Match[str], group: int, mark: str, confidence: float) -> Edit:
    return Edit(Span(*found.span(group)), found[group], mark, f"{mark} as {found[group]}", confidence)
