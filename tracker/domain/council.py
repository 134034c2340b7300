"""What councils publish, in OParl 1.1 terms, and what an adapter yields from it."""

import hashlib
import html
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class ItemKind(StrEnum):
    """What a `CouncilItem` is. A deletion is a tombstone: the source says that the object is gone."""

    MEETING = "meeting"
    AGENDA_ITEM = "agenda_item"
    PAPER = "paper"
    MINUTES = "minutes"
    DELETION = "deletion"


class Direction(StrEnum):
    """Normal form of a result; `unknown` is the default and is never guessed away."""

    ADOPTED = "adopted"
    REJECTED = "rejected"
    AMENDED = "amended"
    REFERRED = "referred"
    POSTPONED = "postponed"
    WITHDRAWN = "withdrawn"
    NOTED = "noted"
    NONE = "none"
    UNKNOWN = "unknown"


class Stage(StrEnum):
    """A committee's recommendation is advisory; only a decisive result is shown as the council's decision."""

    DECISIVE = "decisive"
    ADVISORY = "advisory"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Votes:
    """The vote as far as it is recorded; `None` where the source is silent.

    `against` and `abstaining` are the factions that the wording names, without articles.
    """

    yes: int | None = None
    no: int | None = None
    abstentions: int | None = None
    unanimous: bool | None = None
    against: tuple[str, ...] = ()
    abstaining: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """Normal form of a result wording; `wording` is kept beside it, `rule` names the rule that decided."""

    direction: Direction
    stage: Stage
    wording: str
    rule: str
    votes: Votes = Votes()


@dataclass(frozen=True, slots=True)
class CouncilItem:
    """One thing that a council source tells us, whatever the source's format.

    `identity` is the source's own id (guid, OParl id), unique within a feed; `url` the address for people. `item_date`
    is the date of the meeting or paper, never a feed's update time. `text` is what can be searched beyond the title.
    `meeting` is the identity of the meeting an agenda item belongs to, `number` its agenda number, `reference` the
    paper's number (Drucksache).
    """

    kind: ItemKind
    identity: str
    title: str
    url: str = ""
    text: str = ""
    result: str = ""
    reference: str = ""
    body: str = ""
    organization: str = ""
    item_date: date | None = None
    published: datetime | None = None
    submitters: tuple[str, ...] = ()
    attachments: tuple[str, ...] = ()
    meeting: str = ""
    number: str = ""

    @property
    def content_hash(self) -> str:
        """Hash of what makes the item what it is, hexadecimal.

        Title (unescaped twice: generators double-escape after upgrades), result, paper reference, body, meeting
        date and sorted attachment addresses; no summary, order, agenda number or feed date, because those move without
        news (measured on 2,017 entry changes of one feed: 55 % moved only their update time).
        """
        fields = (
            self.title,
            self.result,
            self.reference,
            self.organization or self.body,
            self.item_date.isoformat() if self.item_date else "",
            *sorted(self.attachments),
        )
        return hashlib.sha256("\x1f".join(folded(f) for f in fields).encode()).hexdigest()


def dated(kind: ItemKind, item_date: date | None, published_on: date | None) -> date | None:
    """The day of an item. A paper without one is of the day on which it was published; a meeting is not."""
    of_paper = kind in {ItemKind.PAPER, ItemKind.MINUTES}
    return item_date or (published_on if of_paper else None)


def folded(text: str) -> str:
    """Text as it is compared: unescaped twice, NFKC, white space collapsed."""
    plain = html.unescape(html.unescape(text))
    return " ".join(unicodedata.normalize("NFKC", plain).split())


class FeedState(StrEnum):
    """How a source is doing, as people see it."""

    OK = "ok"
    UNCHANGED = "unchanged"
    SUSPICIOUS = "suspicious"
    FAILING = "failing"
    GONE = "gone"
    PAUSED = "paused"
    STALE = "stale"


@dataclass(frozen=True, slots=True)
class LegislativeTerm:
    """A council term; `end` is inclusive. `election` is the day on which it was elected, where it is stated."""

    id: str
    name: str
    start: date
    end: date
    election: date | None = None

    def covers(self, day: date) -> bool:
        """Whether `day` lies in the term."""
        return self.start <= day <= self.end
