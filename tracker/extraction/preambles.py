"""Where an answer without an end mark stops: read backwards from the next question.

Associations write their preambles about municipalities in general and in the third person; respondents say "wir",
name themselves and go on from sentence to sentence. Every block between two answers gets points for the one or the
other, and the cut goes where the points before it speak most for an answer and those after it most for a preamble.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tracker.extraction.blocks import Block, Role
from tracker.extraction.respondents import PARTY

_FIRST_PERSON = re.compile(r"\b(?:[Ww]ir|[Uu]ns|[Uu]nser\w*|[Ii]ch|mir|mich|[Mm]ein(?:e[mnrs]?)?)\b")
_ADDRESS = re.compile(r"(?<![.!?:]\s)(?<!^)\b(?:Sie|Ihre?[mnrs]?|Ihnen|euch|eure?[mnrs]?)\b")
_GENERAL = re.compile(
    r"\b(?:Kommunen|Städten? und Gemeinden|Gemeinden|die Kommune|viele Städte|Die (?:Partei|Fraktion)en"
    r"|in (?:vielen|den) (?:Städten|Kommunen))\b"
)
_GOES_ON = re.compile(
    r"(?:Diese[mnrs]?|Damit|Dafür|Dazu|Dabei|Darüber|Daher|Deshalb|Darum|Deswegen|Außerdem|Zudem|Zusätzlich|Auch|Ferner"
    r"|Weiterhin|Hierfür|Hierzu|Hier|So|Denn|Und|Aber|Gleichzeitig|Ebenso|Wir|Ich|Unsere?|Zusammenfassend|Insgesamt)\b"
)
_OWN_ACTS = re.compile(
    r"\b(?:auf (?:unseren |Antrag|Initiative)|(?:GRÜNE|unsere[rn]?) (?:Initiative|Fraktion))", re.IGNORECASE
)

_SENTENCE_END = re.compile(r"[.!?](?=\s|$)")

ANSWER_PRIOR = -0.6
"""Points of a block that shows nothing, less for each sentence: respondents do not stay impersonal for long, and a
wrongly long answer would put words into the respondent's mouth."""

HEADED = 3.0
"""Points for a cut before the heading of the next question's paragraph: headings open what follows."""


@dataclass(frozen=True, slots=True)
class Cut:
    """Index of the first block after the answer, and how sure that is (0..1)."""

    index: int
    confidence: float


def cut(text: str, region: Sequence[Block], question: int) -> Cut:
    """Where the answer that starts with `region[0]` ends, given the index of the next question's first block."""
    if question <= 1:
        return Cut(max(question, 1), 0.97)
    points = [_points(block.words(text), block) for block in region[:question]]
    apart = [i for i in range(1, question + 1) if region[i].gap]
    scores = {
        index: sum(points[1:index])
        - sum(points[index:question])
        + _boundary(text, region[index - 1], region[index])
        + (HEADED if index == question - 1 and region[index].role is Role.HEADING else 0.0)
        for index in apart or range(1, question + 1)
    }
    best = max(scores, key=lambda index: (scores[index], -index))
    others = [score for index, score in scores.items() if index != best]
    margin = scores[best] - max(others, default=0.0)
    return Cut(best, round(min(0.95, 0.6 + 0.1 * margin), 2))


def _points(words: str, block: Block) -> float:
    points = ANSWER_PRIOR - min(1.2, 0.3 * len(_SENTENCE_END.findall(words)))
    points += min(4.0, 2.5 * len(_FIRST_PERSON.findall(words)))
    points += 1.5 if PARTY.search(words) else 0.0
    points += 1.5 if _OWN_ACTS.search(words) else 0.0
    points += 1.0 if block.role in {Role.BULLET, Role.DASH, Role.MARKER} else 0.0
    points -= min(3.0, 1.5 * len(_ADDRESS.findall(words)))
    points -= 1.0 if _GENERAL.search(words) else 0.0
    points -= 2.0 if block.role is Role.HEADING else 0.0
    return points


def _boundary(text: str, before: Block, block: Block) -> float:
    """Points for a cut between two neighbours."""
    if not block.gap:
        return -4.0
    points = 0.0
    if block.role is Role.HEADING:
        points += 1.5
    if block.role in {Role.BULLET, Role.DASH}:
        points -= 3.0
    if _GOES_ON.match(text, block.content):
        points -= 1.5
    if before.role is Role.HEADING or text[before.start : before.end].endswith(":"):
        points -= 3.0
    return points
