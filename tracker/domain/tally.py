"""Counting promises: by respondent, topic or body, and over the days of a term. Counts, never scores.

Every tally carries how many of its promises anybody looked at, so that no figure stands without its coverage.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from tracker.domain.assessment import KnowledgeState, Outcome

SMALL = 10
"""Below this many promises a single one moves a share by more than ten points: say so, and compare nothing."""

Counts = tuple[tuple[Outcome, int], ...]
"""How many promises have each outcome, in the order of the design; outcomes that do not occur may be left out."""


@dataclass(frozen=True, slots=True)
class Tally:
    """Promises of one respondent, topic or body, counted by outcome; `checked` of them somebody looked at."""

    name: str
    counts: Counts
    checked: int

    @property
    def total(self) -> int:
        """All promises counted; the outcomes sum to it."""
        return sum(n for _, n in self.counts)

    @property
    def small(self) -> bool:
        """Whether there are too few of them to compare."""
        return self.total < SMALL

    def of(self, outcome: Outcome) -> int:
        """How many have this outcome."""
        return dict(self.counts).get(outcome, 0)


@dataclass(frozen=True, slots=True)
class Group:
    """Tallies that may stand beside each other: majority and opposition never share a group.

    `part` says which part of what the title names they are; groups that follow each other may share a title.
    """

    title: str
    tallies: tuple[Tally, ...]
    part: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """From day `on` until the next step the promises stood like this."""

    on: date
    counts: Counts


def tally(name: str, states: Iterable[tuple[Outcome, KnowledgeState]]) -> Tally:
    """Count promises, each given by its outcome and by how well it is known."""
    given = list(states)
    checked = sum(known is not KnowledgeState.NEVER_CHECKED for _, known in given)
    return Tally(name, counted(outcome for outcome, _ in given), checked)


def counted(outcomes: Iterable[Outcome]) -> Counts:
    """Outcomes with how often they occur, in the order of the design."""
    found = Counter(outcomes)
    return tuple((outcome, found[outcome]) for outcome in Outcome if found[outcome])


def summed(name: str, tallies: Iterable[Tally]) -> Tally:
    """Several tallies as one."""
    given = list(tallies)
    counts = tuple((o, n) for o in Outcome if (n := sum(one.of(o) for one in given)))
    return Tally(name, counts, sum(one.checked for one in given))
