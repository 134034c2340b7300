"""The small protocol between a council source and the rest: an adapter polls one feed and yields council items.

One adapter per kind: `rss.RssAdapter`, `oparl.OparlAdapter`, `dortmund.DortmundAdapter`, `ics.IcsAdapter`, each
without constructor arguments. An adapter keeps nothing between polls: what it must remember stands in the cursor,
which the caller stores in the same transaction as the items, so a crash in between simply asks again.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Protocol

from tracker.domain.council import CouncilItem, FeedState
from tracker.errors import FeedError
from tracker.feeds.config import FeedConfig
from tracker.feeds.exchange import Fetching, Validators
from tracker.feeds.policy import SIGHTINGS

LEAST_SHARE = 0.5
"""An answer with less than this share of the last accepted entry count is doubted."""


@dataclass(frozen=True, slots=True)
class Cursor:
    """What a source remembers between two polls; JSON in the database.

    `url` is the configured address it belongs to: a new address starts with a new cursor. `count` is the number of
    entries of the last accepted fetch (None: never), `doubted` how often in a row a smaller one was seen. `moved_to`
    and `moved_seen` count sightings of a permanent redirect. `modified_since` and `full_at` are ISO 8601 in UTC: where
    the next update starts and when the whole was last reconciled. `marks` holds what only one adapter understands.
    """

    url: str = ""
    validators: Validators = field(default_factory=Validators)
    count: int | None = None
    doubted: int = 0
    moved_to: str = ""
    moved_seen: int = 0
    modified_since: str = ""
    full_at: str = ""
    marks: tuple[tuple[str, str], ...] = ()

    def for_url(self, url: str) -> "Cursor":
        """This cursor where it belongs to `url`, else a fresh one."""
        return self if self.url == url else Cursor(url=url)

    def shrunk(self, count: int) -> bool:
        """Whether far fewer entries came than last time; what is seen three times in a row is believed."""
        return bool(self.count) and self.doubted + 1 < SIGHTINGS and count < (self.count or 0) * LEAST_SHARE

    def since_full(self, now: datetime) -> timedelta:
        """How long ago the whole was reconciled; endlessly long where it never was."""
        moment = stored_moment(self.full_at)
        return now - moment if moment else timedelta.max

    def mark(self, name: str, default: str = "") -> str:
        """The adapter's own note of that name."""
        return dict(self.marks).get(name, default)

    def with_marks(self, **marks: str) -> "Cursor":
        """The cursor with these notes set; an empty note is removed."""
        merged = dict(self.marks) | marks
        return replace(self, marks=tuple(sorted((k, v) for k, v in merged.items() if v)))

    def to_json(self) -> dict[str, Any]:
        """As plain JSON: strings, numbers, null and objects of strings."""
        return {
            "url": self.url,
            "etag": self.validators.etag,
            "last_modified": self.validators.last_modified,
            "count": self.count,
            "doubted": self.doubted,
            "moved_to": self.moved_to,
            "moved_seen": self.moved_seen,
            "modified_since": self.modified_since,
            "full_at": self.full_at,
            "marks": dict(self.marks),
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any] | None) -> "Cursor":
        """The cursor that `to_json` wrote; missing keys have their defaults, unknown ones are left out."""
        known = dict(stored or {})
        validators = Validators(known.pop("etag", ""), known.pop("last_modified", ""))
        marks = tuple(sorted(known.pop("marks", {}).items()))
        fields = {name: value for name, value in known.items() if name in cls.__slots__}
        return cls(**fields, validators=validators, marks=marks)


def stored_moment(stored: str) -> datetime | None:
    """A moment that a cursor keeps; None where there is none, or none with a zone."""
    try:
        moment = datetime.fromisoformat(stored)
    except ValueError:
        return None
    return moment if moment.tzinfo else None


@dataclass(frozen=True, slots=True)
class Payload:
    """Bytes as they came, for keeping and replaying."""

    url: str
    body: bytes
    media_type: str = ""


@dataclass(frozen=True, slots=True)
class Harvest:
    """What one poll brought.

    `state` is `ok`, `unchanged` (the server said so: nothing was read) or `suspicious`; a failed poll raises FeedError
    instead. `items` are true statements of the source in every state and may be stored; a suspicious answer that could
    not be read at all has none. `complete` says that the source's whole window was read, so that a known item missing
    here may be marked as vanished; it is false for 304, for suspicious and partial answers. `cursor` is what to store
    with the items. `fetched` counts entries read. `problem` explains a suspicious state, or a poll that read nothing on
    purpose, which is no success; `wording.error` words it.
    """

    items: tuple[CouncilItem, ...]
    state: FeedState
    cursor: Cursor
    complete: bool
    fetched: int
    raw: tuple[Payload, ...] = ()
    problem: FeedError | None = None


class Adapter(Protocol):
    """Polls feeds of one kind."""

    def poll(self, feed: FeedConfig, fetcher: Fetching, cursor: Cursor, now: datetime) -> Harvest:
        """Poll `feed` once. `now` is an aware moment. Raises FeedError where nothing could be read; stores nothing."""
        ...
