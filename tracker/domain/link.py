"""Suggested pairs of a promise and a council item, and what people said about them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

WEEK = timedelta(days=7)


class Judgement(StrEnum):
    """What a person said of a link. "Nobody looked" is a value of its own."""

    UNREVIEWED = "unreviewed"
    RELEVANT = "relevant"
    IRRELEVANT = "irrelevant"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Reason:
    """One term that carried a match, with its share of the score."""

    term: str
    weight: float


@dataclass(frozen=True, slots=True)
class Passage:
    """The stretch of an item's field ("title" or "text") that fits best; offsets into that field."""

    field: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class PromiseText:
    """What matching reads of a promise. All but the text is silent where it is empty.

    `factions` are the names under which the respondent sits in the council.
    """

    id: str
    text: str
    context: str = ""
    respondent: str = ""
    date: str = ""
    factions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ItemText:
    """What matching reads of a council item; title or text may be empty.

    `reference` is the paper's number, by which a reply belongs to its motion; `submitters` are who asked for it.
    """

    id: str
    title: str
    text: str = ""
    date: str = ""
    reference: str = ""
    submitters: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """A scored value with reasons: this promise, this item. Scores lie in 0..1 and compare within one promise."""

    promise: str
    item: str
    score: float
    reasons: tuple[Reason, ...] = ()
    passage: Passage | None = None


def may_rescore(judgement: Judgement) -> bool:
    """Whether the machine may change a stored link: only where no person has judged it."""
    return judgement is Judgement.UNREVIEWED


def left_this_week(given: Sequence[datetime], budget: int, now: datetime) -> int:
    """How many more suggestions a promise may get now: at most `budget` in any seven days.

    `given` are the times of its suggestions so far. One that lies in the future, after a clock was set back, counts.
    """
    return max(0, budget - sum(at > now - WEEK for at in given))
