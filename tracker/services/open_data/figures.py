"""The figures of today, as every public page counts them: the first thing that others want to recompute."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from tracker.domain.assessment import KnowledgeState, Outcome
from tracker.services.readers.catalogue import Catalogue
from tracker.services.readers.entry import Entry


@dataclass(frozen=True, slots=True)
class Figure:
    """Promises counted by outcome and by how well they are known; `checked` of them somebody looked at.

    `name` is the key of the group: "musterstadt-ost/bruecke", "mobility"; empty for all.
    """

    name: str
    total: int
    checked: int
    outcomes: dict[str, int]
    knowledge: dict[str, int]


@dataclass(frozen=True, slots=True)
class Figures:
    """All promises as they stand at the end of `day`, and by body, respondent and topic, in the order of the keys."""

    day: date
    whole: Figure
    bodies: tuple[Figure, ...]
    respondents: tuple[Figure, ...]
    topics: tuple[Figure, ...]


def figures(catalogue: Catalogue) -> Figures:
    """Count the catalogue."""
    entries = catalogue.entries
    return Figures(
        day=catalogue.day,
        whole=_counted("", entries),
        bodies=_grouped((one.party.place.key, one) for one in entries),
        respondents=_grouped((respondent_key(one), one) for one in entries),
        topics=_grouped((one.topic.value if one.topic else "", one) for one in entries),
    )


def respondent_key(entry: Entry) -> str:
    """The key of who promised, as in the tables; empty where the document names nobody."""
    party = entry.party
    return f"{party.place.key}/{party.key}" if party.key else ""


def _grouped(pairs: Iterable[tuple[str, Entry]]) -> tuple[Figure, ...]:
    groups: dict[str, list[Entry]] = {}
    for name, entry in pairs:
        groups.setdefault(name, []).append(entry)
    return tuple(_counted(name, groups[name]) for name in sorted(groups))


def _counted(name: str, entries: Iterable[Entry]) -> Figure:
    own = list(entries)
    return Figure(
        name=name,
        total=len(own),
        checked=sum(one.knowledge.state is not KnowledgeState.NEVER_CHECKED for one in own),
        outcomes={o.value: n for o in Outcome if (n := sum(one.outcome is o for one in own))},
        knowledge={k.value: n for k in KnowledgeState if (n := sum(one.knowledge.state is k for one in own))},
    )
