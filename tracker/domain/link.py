"""Suggested pairs of a promise and a council item, and what people said about them."""

from dataclasses import dataclass
from enum import StrEnum


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
    """What matching reads of a promise. The last three are silent where they are empty."""

    id: str
    text: str
    context: str = ""
    respondent: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True)
class ItemText:
    """What matching reads of a council item; title or text may be empty."""

    id: str
    title: str
    text: str = ""
    date: str = ""


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
