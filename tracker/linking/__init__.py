"""Promises and council items to scored matches with reasons.

Importing this room is cheap; numbers and dictionaries are loaded when something is matched.
"""

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from tracker.domain.link import ItemText, Match, PromiseText

if TYPE_CHECKING:
    from tracker.linking.meaning import Meaning
    from tracker.linking.synonyms import Synonyms

MODEL = "lexical-1"
"""Version of the scoring, stored with every link: under a new one, unreviewed links are scored again."""

COLLECTIVE_SHARE = 0.2
COLLECTIVE_HITS = 5


def match(
    promises: Sequence[PromiseText],
    items: Sequence[ItemText],
    *,
    top: int = 20,
    synonyms: "Synonyms | None" = None,
    meaning: "Meaning | None" = None,
) -> list[Match]:
    """The best `top` items of each promise, best first, promises in the order given; the same for the same input.

    `synonyms` are the lists that come with the program unless others are given; `meaning` adds nearness in meaning (see
    `installed_meaning`). To match many batches against the same promises, keep a `tracker.linking.matcher.Matcher`.
    """
    from tracker.linking.matcher import Matcher  # noqa: PLC0415  # SciPy and the dictionaries cost two seconds

    return Matcher(promises, synonyms, meaning).match(items, top=top)


def installed_meaning() -> "Meaning | None":
    """Nearness in meaning, where the extra `semantic` is installed; None otherwise."""
    from tracker.linking.meaning import installed  # noqa: PLC0415  # as above

    return installed()


def model(meaning: "Meaning | None" = None) -> str:
    """The version string of a scoring with or without nearness in meaning."""
    from tracker.linking.meaning import VERSION  # noqa: PLC0415  # as above

    return MODEL if meaning is None else f"{MODEL}+{VERSION}"


def as_json(found: Match) -> dict[str, object]:
    """A match in the shape that `tracker match` prints."""
    passage = found.passage
    return {
        "promise": found.promise,
        "item": found.item,
        "score": found.score,
        "reasons": [{"term": reason.term, "weight": reason.weight} for reason in found.reasons],
        "passage": passage and {"field": passage.field, "start": passage.start, "end": passage.end},
    }


def is_collective(hits: int, promises: int) -> bool:
    """Whether an item that hits this many of all promises is about everything: a budget, a programme.

    Such an item is shown once as a "Sammelvorgang", not under each promise. A few hits are no flood, however few
    promises there are.
    """
    return hits >= COLLECTIVE_HITS and hits > COLLECTIVE_SHARE * promises


def within_budget(matches: Sequence[Match], limit: int) -> list[Match]:
    """The best `limit` matches of each promise, best first over all: what volunteers are asked to judge."""
    taken: Counter[str] = Counter()
    kept = []
    for found in sorted(matches, key=lambda one: -one.score):
        taken[found.promise] += 1
        if taken[found.promise] <= limit:
            kept.append(found)
    return kept
