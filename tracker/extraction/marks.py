"""Where answers begin: the marks of a document, and whether it is a questionnaire at all.

Each kind of document has one kind of mark. They are tried from the surest ("Antwort:") to none at all; a document
without questions has no answers, whatever its lines look like.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tracker.extraction.blocks import Block, Role
from tracker.extraction.respondents import is_party
from tracker.extraction.wordlists import phrases

_ASKED = re.compile(r"\?[\"“”»«')\]*_ ]*$")
_ADDRESSED = re.compile(r"\b(?:Sie|Ihre?[mnrs]?|Ihnen|du|dein\w*|ihr|eure?\w*|euch)\b")
_SPEAKING = re.compile(r"\b(?:[Ww]ir|[Ii]ch|[Uu]nser\w*)\b")
_GENRE = phrases(r"""
    (?:Wahlp|P)rüfsteine?
    \w*[Ww]ahl
    Kandidat(?:in|innen|en|ierende)?
    Bürgermeister(?:in)?
    Fragenkatalog
    Fragebogen
    Wahl-?[Cc]heck
    Thesen?
""")
_BELOW_A_NAME = {Role.TEXT, Role.BULLET, Role.HEADING, Role.STANCE, Role.DASH}


LONG = 40
"""Characters of a question that is more than an answer's own "Was heißt das?"."""


@dataclass(frozen=True, slots=True)
class Marks:
    """The indices of the blocks where answers begin; `kind` is the role of the mark, TEXT where there is none."""

    kind: Role
    at: tuple[int, ...]


def marks(text: str, found: Sequence[Block]) -> Marks | None:
    """The marks of a questionnaire; None where nothing looks like one."""
    items = list_items(text, found)
    asked = [i for i, b in enumerate(found) if i not in items and is_question(text, b)]
    answers = _all(found, Role.ANSWER)
    labels = _labels(text, found, asked)
    if answers and len(answers) * 2 >= len(labels):
        return Marks(Role.ANSWER, answers)
    if not asked and not labels:
        return None
    tried = (
        (Role.LABEL, labels, 1),
        (Role.NAME, _names(text, found, asked), 2),
        (Role.STANCE, _stances(found), 2),
        (Role.DASH, _dashes(found), 2),
        (Role.TEXT, _unmarked(text, found, asked), 1),
    )
    return next((Marks(kind, at) for kind, at, least in tried if len(at) >= least), None)


def is_question(text: str, block: Block) -> bool:
    """Whether a block asks: by a number or name, or by its question mark."""
    return block.role is Role.MARKER or (block.role in {Role.TEXT, Role.HEADING, Role.LABEL} and asks(text, block))


def asks(text: str, block: Block) -> bool:
    """Whether the block's words end with a question mark."""
    return _ASKED.search(block.words(text)) is not None


def list_items(text: str, region: Sequence[Block]) -> set[int]:
    """Indices of numbers that count an answer's own list: line by line, none of them asking."""
    found: set[int] = set()
    for index in range(1, len(region)):
        pair = region[index - 1], region[index]
        if not pair[1].gap and all(b.role is Role.MARKER and not asks(text, b) for b in pair):
            found |= {index - 1, index}
    return found


def _all(found: Sequence[Block], role: Role) -> tuple[int, ...]:
    return tuple(i for i, b in enumerate(found) if b.role is role)


def _labels(text: str, found: Sequence[Block], asked: Sequence[int]) -> tuple[int, ...]:
    """Labels that answer: not those whose words mostly ask, and only after something was asked."""
    by_name: dict[str, list[int]] = {}
    for index in _all(found, Role.LABEL):
        by_name.setdefault(found[index].name or "", []).append(index)
    askers = {n for n, at in by_name.items() if not is_party(n) and sum(asks(text, found[i]) for i in at) * 2 > len(at)}
    first = min([*asked, *(i for n in askers for i in by_name[n])], default=len(found))
    return tuple(sorted(i for name, at in by_name.items() if name not in askers for i in at if i > first))


def _names(text: str, found: Sequence[Block], asked: Sequence[int]) -> tuple[int, ...]:
    """Names alone on a line, after the first question, each above words that do not ask."""
    return tuple(
        i
        for i in _all(found, Role.NAME)
        if asked and asked[0] < i < len(found) - 1
        if found[i + 1].role in _BELOW_A_NAME and not is_question(text, found[i + 1])
    )


def _stances(found: Sequence[Block]) -> tuple[int, ...]:
    """Stances alone on a line ("stimme zu") that words follow."""
    return tuple(i for i in _all(found, Role.STANCE) if 0 < i < len(found) - 1 and found[i + 1].role is not Role.MARKER)


def _dashes(found: Sequence[Block]) -> tuple[int, ...]:
    """Lines that begin with a dash right below a line of text, where most dashes do: answers rather than lists."""
    dashes = _all(found, Role.DASH)
    alone = tuple(i for i in dashes if _answers_line_above(found, i))
    return alone if len(alone) * 2 > len(dashes) else ()


def _answers_line_above(found: Sequence[Block], index: int) -> bool:
    above = index > 0 and not found[index].gap and found[index - 1].role in {Role.TEXT, Role.MARKER, Role.HEADING}
    return above and (index + 1 == len(found) or found[index + 1].role is not Role.DASH or found[index + 1].gap)


def _unmarked(text: str, found: Sequence[Block], asked: Sequence[int]) -> tuple[int, ...]:
    """The block after each question, where respondents speak there and the document is a questionnaire."""
    pointed = [i for i in asked if found[i].role is Role.MARKER or _ADDRESSED.search(found[i].words(text))]
    starts = tuple(i + 1 for i in pointed if i + 1 < len(found) and not is_question(text, found[i + 1]))
    speaking = sum(_SPEAKING.search(found[i].words(text)) is not None for i in starts)
    really = sum(asks(text, found[i]) for i in pointed)
    plausible = _GENRE.search(text) is not None or (len(starts) >= 2 and really * 2 >= len(pointed))
    if not starts or not plausible or speaking * 3 < len(starts):
        return ()
    return tuple(sorted({*starts, *(i + 1 for i in asked if _asks_nobody(text, found, i))}))


def _asks_nobody(text: str, found: Sequence[Block], index: int) -> bool:
    """Whether a block asks without addressing anybody, and not for the sake of the answer: "Was hilft den Kitas?"."""
    block = found[index]
    if not asks(text, block) or index + 1 == len(found) or is_question(text, found[index + 1]):
        return False
    if _SPEAKING.search(block.words(text)):
        return False
    headed = index > 0 and found[index - 1].role in {Role.HEADING, Role.MARKER}
    return headed or (block.gap and found[index + 1].gap and len(block.words(text)) >= LONG)
