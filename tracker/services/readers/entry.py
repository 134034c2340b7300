"""A public promise in a list: who, what, the three facts, and by which words it is found."""

from dataclasses import dataclass, field
from datetime import date

from tracker.domain.assessment import Effort, Knowledge, Outcome, Role
from tracker.domain.search import Searchable
from tracker.domain.topic import Topic


@dataclass(frozen=True, slots=True)
class Place:
    """A municipality: its key in addresses, and its name."""

    key: str
    name: str


@dataclass(frozen=True, slots=True)
class Party:
    """Who replied: a party, list or candidate of a municipality; `key` is empty where the document names nobody.

    `role` is that of the day on which the page is made.
    """

    key: str
    name: str
    place: Place
    role: Role = Role.UNKNOWN

    @property
    def path(self) -> str:
        """Its page; empty where nobody is named."""
        return f"/antwortende/{self.place.key}/{self.key}" if self.key else ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One promise as it stands today. `moved` is the day on which something was last recorded of it."""

    id: str
    title: str
    quote: str
    party: Party
    topic: Topic | None
    outcome: Outcome
    effort: Effort
    role: Role
    late: bool
    knowledge: Knowledge
    accepted: date
    moved: date
    due: date | None
    words: Searchable = field(repr=False, compare=False)
    head: Searchable = field(repr=False, compare=False)

    @property
    def path(self) -> str:
        """Its permanent address."""
        return f"/versprechen/{self.id}"
