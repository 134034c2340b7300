"""Promises and council items to scored matches with reasons.

Importing this room is cheap; numbers and dictionaries are loaded when something is matched.
"""

from collections.abc import Collection, MutableMapping, Sequence
from typing import TYPE_CHECKING, Any

from tracker.domain.link import ItemText, Match, PromiseText

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tracker.linking.meaning import Meaning
    from tracker.linking.synonyms import Synonyms

MODEL = "lexical-2"
"""Version of the scoring, stored with every link: under a new one, unreviewed links are scored again."""

LIKELY = 0.2
"""From this score on a match counts as one where hits are counted: nine tenths of the labelled evidence lie above."""


def match(
    promises: Sequence[PromiseText],
    items: Sequence[ItemText],
    *,
    top: int = 20,
    synonyms: "Synonyms | None" = None,
    meaning: "Meaning | None" = None,
    settled: Collection[tuple[str, str]] = (),
) -> list[Match]:
    """The best `top` items of each promise, best first, promises in the order given; the same for the same input.

    `synonyms` are the lists that come with the program unless others are given; `meaning` adds nearness in meaning (see
    `installed_meaning`); pairs of ids in `settled` are left out. To match many batches against the same promises, keep
    a `tracker.linking.matcher.Matcher`.
    """
    from tracker.linking.matcher import Matcher  # noqa: PLC0415  # SciPy and the dictionaries cost two seconds

    return Matcher(promises, synonyms, meaning).match(items, top=top, settled=settled)


def installed_meaning(vectors: "MutableMapping[str, NDArray[Any]] | None" = None) -> "Meaning | None":
    """Nearness in meaning, where the extra `semantic` is installed; None otherwise.

    `vectors` is a store of embedded texts that outlives the run.
    """
    from tracker.linking.meaning import installed  # noqa: PLC0415  # as above

    return installed(vectors)


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
