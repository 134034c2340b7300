"""What a poll read, beside what is stored: a plan that `tracker.services.shelving` carries out.

The decisions are `tracker.feeds.changes` and `identity`; here they meet the rows. Planning only reads, so it holds up
no writer, and a preview is a plan that nobody carries out.
"""

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass, fields, replace
from typing import Any

from sqlalchemy import Row
from sqlalchemy.orm import Session

from tracker.db import models
from tracker.db.queries import items
from tracker.db.types import storable
from tracker.domain.council import CouncilItem
from tracker.feeds.adapter import Harvest
from tracker.feeds.changes import Change, ChangeKind, Known, compare
from tracker.feeds.identity import MatchedBy, Recognised, match_known

LONGEST_NAME = 500
"""Characters of what is unique: an index of PostgreSQL takes no more than 2,704 bytes."""


@dataclass(frozen=True, slots=True)
class Counts:
    """A poll in figures. `vanished` counts items that left the source or were deleted there."""

    fetched: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    vanished: int = 0


@dataclass(frozen=True, slots=True)
class Step:
    """What one reading means for the rows.

    `row` is the stored item that it is. Without one the kind says what to do: `new` is a new item, `deleted` the
    tombstone of something never seen, `unchanged` nothing. `renamed`: the source named a known item anew.
    """

    change: Change
    row: int | None = None
    renamed: bool = False

    @property
    def item(self) -> CouncilItem:
        """What is to be stored."""
        return self.change.item


@dataclass(frozen=True, slots=True)
class Plan:
    """What a harvest means: steps in its order, and the rows that the source no longer shows.

    It holds for `revision` of the feed; what was stored since makes it void.
    """

    steps: tuple[Step, ...]
    vanished: tuple[int, ...]
    revision: int


def plan(session: Session, feed_id: str, harvest: Harvest, *, done: Collection[str] = ()) -> Plan:
    """Decide what a cleaned harvest means; items with an identity in `done` are carried out already."""
    feed = session.get(models.Feed, feed_id)
    revision = feed.revision if feed else 0
    if not harvest.items and not harvest.complete:
        return Plan((), (), revision)
    aliases = items.aliases(session, feed_id)
    stored = items.of_feed(session, feed_id)
    known = [_known(row, aliases.get(row.id, ())) for row in stored]
    ids: dict[str, int] = {row.identity: row.id for row in stored}
    buried = items.tombstones(session, feed_id)
    recognised = match_known(harvest.items, known)
    seen = {one.known.identity for one in recognised if one.known}
    gone = [one for one in known if one.identity not in seen and not (one.gone or one.deleted)]
    return Plan(
        steps=tuple(_step(one, ids, buried) for one in recognised if one.item.identity not in done),
        vanished=tuple(ids[one.identity] for one in gone) if harvest.complete else (),
        revision=revision,
    )


def counted(steps: Iterable[Step], *, fetched: int = 0, vanished: int = 0) -> Counts:
    """The figures of these steps, and of what came with them."""
    kinds = [step.change.kind for step in steps]
    return Counts(
        fetched=fetched,
        new=kinds.count(ChangeKind.NEW),
        changed=kinds.count(ChangeKind.CHANGED),
        unchanged=kinds.count(ChangeKind.UNCHANGED) + kinds.count(ChangeKind.RETURNED),
        vanished=kinds.count(ChangeKind.DELETED) + vanished,
    )


def cleaned(harvest: Harvest) -> Harvest:
    """The harvest as both databases can hold it, each identity once (the first of several)."""
    first = {item.identity: item for item in map(_storable, reversed(harvest.items))}
    return replace(harvest, items=tuple(reversed(first.values())))


def _step(one: Recognised, ids: dict[str, int], buried: Collection[str]) -> Step:
    change = compare(one.known, one.item)
    if one.known is not None:
        return Step(change, ids[one.known.identity], one.by in {MatchedBy.URL, MatchedBy.CONTENT})
    if change.kind is ChangeKind.DELETED and one.item.identity in buried:
        change = replace(change, kind=ChangeKind.UNCHANGED)
    return Step(change)


def _known(row: Row[*tuple[Any, ...]], aliases: tuple[str, ...]) -> Known:
    return Known(
        identity=row.identity,
        kind=row.kind,
        title=row.title,
        content_hash=row.content_hash,
        url=row.canonical_url,
        result=row.result,
        reference=row.reference,
        organization=row.organization or row.source_body,
        item_date=row.item_date,
        gone=row.gone_since is not None,
        deleted=row.deleted_at is not None,
        aliases=aliases,
    )


def _storable(item: CouncilItem) -> CouncilItem:
    """The item as both databases can hold it, so that what is read again equals what was stored."""
    clean: dict[str, Any] = {}
    for field in _TEXTS:
        value = getattr(item, field)
        clean[field] = tuple(map(storable, value)) if isinstance(value, tuple) else storable(value)
    return replace(item, **(clean | {"identity": _name(clean["identity"]), "meeting": _name(clean["meeting"])}))


_TEXTS = tuple(field.name for field in fields(CouncilItem) if field.type in {str, tuple[str, ...]})


def _name(identity: str) -> str:
    """The identity; of a monstrous one the beginning and a hash."""
    if len(identity) <= LONGEST_NAME:
        return identity
    return f"{identity[:LONGEST_NAME]} {hashlib.sha256(identity.encode()).hexdigest()}"
