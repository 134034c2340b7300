"""What a promise's story is told from: dated moments, each with who says so and where it can be looked up.

What the council or a document says and what people judged are different kinds of moments: readers must never take one
for the other. People are named by initials.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from tracker.domain.assessment import CheckFinding, Effort, EvidenceRank, Outcome, ReasonCode, Role
from tracker.domain.council import Direction, ItemKind, Stage, Votes
from tracker.domain.promise import Criterion


@dataclass(frozen=True, slots=True)
class Copy:
    """Stored bytes that readers may fetch: what they are, their hash, and when we stored them."""

    title: str
    sha256: str
    media_type: str
    stored: date

    @property
    def path(self) -> str:
        """Where the copy lies."""
        return f"/beleg/{self.sha256}"


@dataclass(frozen=True, slots=True)
class Read:
    """The document with the answer was read and stored."""

    kind: ClassVar[str] = "read"
    on: date
    document: Copy


@dataclass(frozen=True, slots=True)
class Accepted:
    """A person took the promise up and wrote down when it counts as fulfilled."""

    kind: ClassVar[str] = "accepted"
    on: date
    by: str
    criterion: Criterion


@dataclass(frozen=True, slots=True)
class Reworded:
    """The criterion was worded anew; the former one stays readable."""

    kind: ClassVar[str] = "reworded"
    on: date
    by: str
    before: Criterion
    after: Criterion
    note: str


@dataclass(frozen=True, slots=True)
class Looked:
    """Somebody looked, and where."""

    kind: ClassVar[str] = "looked"
    on: date
    by: str
    finding: CheckFinding
    sources: str


@dataclass(frozen=True, slots=True)
class Happened:
    """Something in the council that a person found to belong to the promise.

    `excerpt` is what stands before, in and behind the passage that fits. `changed` says that the source has shown
    something else since the person looked.
    """

    kind: ClassVar[str] = "happened"
    on: date | None
    id: str
    item_kind: ItemKind
    title: str
    url: str
    organization: str
    reference: str
    result: str
    direction: Direction
    stage: Stage
    votes: Votes
    excerpt: tuple[str, str, str]
    judged_by: str
    judged_on: date
    seen_on: date
    content_hash: str
    changed: bool
    copies: tuple[Copy, ...] = ()


@dataclass(frozen=True, slots=True)
class Brought:
    """A source that a person brought; its copy is stored."""

    kind: ClassVar[str] = "brought"
    on: date
    id: str
    title: str
    url: str
    rank: EvidenceRank
    by: str
    copy: Copy


@dataclass(frozen=True, slots=True)
class Rated:
    """A published finding with its reason. `stands` says that no newer one has replaced it."""

    kind: ClassVar[str] = "rated"
    on: date
    id: str
    outcome: Outcome
    late: bool
    effort: Effort
    role: Role
    reason_code: ReasonCode | None
    reason: str
    effective: date
    by: str
    confirmed_by: str
    single_person: bool
    codebook: str
    stands: bool
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """The respondent was asked for a reply, and has not given one (yet)."""

    kind: ClassVar[str] = "asked"
    on: date
    due: date


@dataclass(frozen=True, slots=True)
class Replied:
    """What the respondent says, word for word."""

    kind: ClassVar[str] = "replied"
    on: date
    text: str
    signed: str


@dataclass(frozen=True, slots=True)
class Corrected:
    """A public correction of what was said here."""

    kind: ClassVar[str] = "corrected"
    on: date
    text: str
    by: str


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """The promise is no longer followed, and why."""

    kind: ClassVar[str] = "withdrawn"
    on: date
    by: str
    note: str


@dataclass(frozen=True, slots=True)
class Due:
    """The day on which the promise falls due; `text` as worded."""

    kind: ClassVar[str] = "due"
    on: date
    text: str


Moment = (
    Read | Accepted | Reworded | Looked | Happened | Brought | Rated | Asked | Replied | Corrected | Withdrawn | Due
)

_ORDER = (Due, Read, Accepted, Reworded, Happened, Brought, Looked, Asked, Rated, Replied, Corrected, Withdrawn)
"""What comes first of two moments on one day."""


def in_order(moments: Sequence[Moment]) -> tuple[Moment, ...]:
    """The story from its beginning; what has no day stands where a person found it."""
    return tuple(sorted(moments, key=lambda one: (_day(one), _ORDER.index(type(one)))))


def _day(one: Moment) -> date:
    return one.judged_on if isinstance(one, Happened) and one.on is None else one.on or date.min
