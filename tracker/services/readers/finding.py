"""Searching the catalogue: words and facets, with how many promises each facet would leave."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from tracker.domain.assessment import Effort, KnowledgeState, Outcome
from tracker.domain.search import needle
from tracker.domain.topic import Topic
from tracker.services.readers.catalogue import Catalogue
from tracker.services.readers.entry import Entry

ON_A_PAGE = 25

NO_TOPIC = "none"
"""The facet of promises that nobody has given a topic."""

FACETS: Mapping[str, Callable[[Entry], str]] = {
    "party": lambda one: f"{one.party.place.key}/{one.party.key}",
    "topic": lambda one: one.topic or NO_TOPIC,
    "outcome": lambda one: one.outcome,
    "effort": lambda one: one.effort,
    "knowledge": lambda one: one.knowledge.state,
    "body": lambda one: one.party.place.key,
    "year": lambda one: str(one.moved.year),
}
"""By what promises can be narrowed, and what each promise has there. `year` is that of its last movement."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A search: words, one value for each facet in use, and a page counted from 1."""

    words: str = ""
    facets: tuple[tuple[str, str], ...] = ()
    page: int = 1

    def value(self, facet: str) -> str:
        """What is asked for in a facet; empty for everything."""
        return dict(self.facets).get(facet, "")

    def without(self, facet: str) -> "Asked":
        """The same search without one facet, from the first page."""
        return replace(self, facets=tuple(one for one in self.facets if one[0] != facet), page=1)


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a facet and how many promises it would leave."""

    value: str
    n: int


@dataclass(frozen=True, slots=True)
class Found:
    """The promises of one page, how many there are in all, and the facets."""

    asked: Asked
    entries: tuple[Entry, ...]
    total: int
    checked: int
    of_all: int
    choices: Mapping[str, tuple[Choice, ...]]

    @property
    def last_page(self) -> int:
        """The number of the last page."""
        return max(1, -(-self.total // ON_A_PAGE))


def find(catalogue: Catalogue, asked: Asked) -> Found:
    """The promises that fit, those with the words in their title first, then those that moved last.

    The facets' counts take all other conditions into account. Unknown values find nothing.
    """
    wanted = {facet: value for facet, value in asked.facets if facet in FACETS and value}
    spoken = _spoken(catalogue.entries, asked.words)
    fits = {facet: _others(spoken, wanted, facet) for facet in FACETS}
    found = [one for one in spoken if _fits(one, wanted)]
    page = min(max(1, asked.page), max(1, -(-len(found) // ON_A_PAGE)))
    return Found(
        asked=replace(asked, page=page),
        entries=tuple(found[ON_A_PAGE * (page - 1) : ON_A_PAGE * page]),
        total=len(found),
        checked=sum(one.knowledge.state is not KnowledgeState.NEVER_CHECKED for one in found),
        of_all=len(catalogue.entries),
        choices={facet: _choices(facet, fits[facet], catalogue) for facet in FACETS},
    )


def matching(catalogue: Catalogue, asked: Asked) -> Sequence[Entry]:
    """Every promise that fits, on whatever page: for feeds and programs."""
    wanted = {facet: value for facet, value in asked.facets if facet in FACETS and value}
    return [one for one in _spoken(catalogue.entries, asked.words) if _fits(one, wanted)]


def _spoken(entries: Iterable[Entry], words: str) -> Sequence[Entry]:
    wanted = needle(words)
    if not wanted.words:
        return tuple(entries)
    found = [one for one in entries if wanted.found_in(one.words)]
    return sorted(found, key=lambda one: not wanted.found_in(one.head))  # stable: the rest keeps its order


def _fits(one: Entry, wanted: Mapping[str, str]) -> bool:
    return all(FACETS[facet](one) == value for facet, value in wanted.items())


def _others(entries: Sequence[Entry], wanted: Mapping[str, str], facet: str) -> Sequence[Entry]:
    rest = {name: value for name, value in wanted.items() if name != facet}
    return [one for one in entries if _fits(one, rest)] if rest else entries


def _choices(facet: str, entries: Iterable[Entry], catalogue: Catalogue) -> tuple[Choice, ...]:
    """Values that occur, in an order that judges nobody: names by alphabet, words in the order of the design."""
    read = FACETS[facet]
    counts = Counter(read(one) for one in entries)
    return tuple(Choice(value, counts[value]) for value in _order(facet, catalogue) if counts[value])


def _order(facet: str, catalogue: Catalogue) -> Iterable[str]:
    if facet == "party":
        named = [f"{one.place.key}/{one.key}" for one in catalogue.parties]
        return [*named, *(f"{place.key}/" for place in catalogue.places)]
    if facet == "body":
        return [place.key for place in catalogue.places]
    if facet == "year":
        return sorted({str(one.moved.year) for one in catalogue.entries}, reverse=True)
    kinds: Mapping[str, type[Topic | Outcome | Effort | KnowledgeState]] = {
        "topic": Topic,
        "outcome": Outcome,
        "effort": Effort,
        "knowledge": KnowledgeState,
    }
    return [*kinds[facet], *([NO_TOPIC] if facet == "topic" else [])]
