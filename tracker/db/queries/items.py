"""Council items: what a poll compares with, and what matching reads."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, TypeVar, cast

from sqlalchemy import Row, Table, case, func, select, update
from sqlalchemy.orm import Session, aliased, with_polymorphic
from sqlalchemy.orm.attributes import set_committed_value

from tracker.db.models import (
    AgendaItem,
    CouncilItem,
    Feed,
    ItemAlias,
    ItemVersion,
    Minutes,
    Organization,
    Paper,
    Tombstone,
)
from tracker.db.queries import files
from tracker.domain.council import ItemKind

T = TypeVar("T", int, str)

CHUNK = 500
"""Rows asked for at a time: both databases limit the parameters of a statement."""


def of_feed(session: Session, feed_id: str) -> Sequence[Row[*tuple[Any, ...]]]:
    """What is compared with a new reading, for every item that a feed ever told: plain columns, no texts."""
    item = CouncilItem
    return session.execute(
        select(
            item.id,
            item.kind,
            item.identity,
            item.title,
            item.content_hash,
            item.canonical_url,
            item.result,
            item.reference,
            Organization.name.label("organization"),
            item.source_body,
            item.item_date,
            item.gone_since,
            item.deleted_at,
        )
        .outerjoin(Organization, Organization.id == item.organization_id)
        .where(item.feed_id == feed_id)
        .order_by(item.id)
    ).all()


def by_row(session: Session, wanted: Iterable[int]) -> dict[int, CouncilItem]:
    """These items with all that their kinds add."""
    whole = with_polymorphic(CouncilItem, "*")
    return {row.id: row for some in _chunks(wanted) for row in session.scalars(select(whole).where(whole.id.in_(some)))}


def by_public_id(session: Session, wanted: Iterable[str]) -> dict[str, CouncilItem]:
    """These items by their public ids."""
    return {
        row.public_id: row
        for some in _chunks(wanted)
        for row in session.scalars(select(CouncilItem).where(CouncilItem.public_id.in_(some)))
    }


def last_versions(session: Session, wanted: Iterable[int]) -> dict[int, int]:
    """The number of the last version of each of these items."""
    found: dict[int, int] = {}
    for some in _chunks(wanted):
        numbers = (
            select(ItemVersion.item_id, func.max(ItemVersion.number))
            .where(ItemVersion.item_id.in_(some))
            .group_by(ItemVersion.item_id)
        )
        found |= dict(session.execute(numbers).all())
    return found


def mark_gone(session: Session, wanted: Iterable[int], since: datetime) -> None:
    """Note since when these items are no longer shown by their source."""
    for some in _chunks(wanted):
        session.execute(update(CouncilItem).where(CouncilItem.id.in_(some)).values(gone_since=since))


def mark_seen(session: Session, wanted: Iterable[int], now: datetime) -> None:
    """Note that these items are shown by their source now; the day never moves back."""
    item = CouncilItem
    latest = case((item.last_seen < now, now), else_=item.last_seen)
    for some in _chunks(wanted):
        session.execute(
            update(item).where(item.id.in_(some)).values(last_seen=latest, gone_since=None, deleted_at=None)
        )


def mark_deleted(session: Session, wanted: Iterable[int], since: datetime) -> None:
    """Note since when the source says that these items are deleted."""
    for some in _chunks(wanted):
        session.execute(
            update(CouncilItem)
            .where(CouncilItem.id.in_(some), CouncilItem.deleted_at.is_(None))
            .values(deleted_at=since)
        )


def texts(session: Session, wanted: Iterable[int]) -> dict[int, str]:
    """The searchable texts of these items."""
    found: dict[int, str] = {}
    for some in _chunks(wanted):
        rows = session.execute(select(CouncilItem.id, CouncilItem.text).where(CouncilItem.id.in_(some)))
        found |= dict(rows.all())
    return found


def set_text(session: Session, item: int, text: str) -> None:
    """Store an item's searchable text."""
    session.execute(update(CouncilItem).where(CouncilItem.id == item).values(text=text))


def tombstones(session: Session, feed_id: str) -> set[str]:
    """Identities of what a source deleted before we saw it."""
    return set(session.scalars(select(Tombstone.identity).where(Tombstone.feed_id == feed_id)))


def _chunks(wanted: Iterable[T]) -> Iterator[list[T]]:
    rows = list(wanted)
    return (rows[start : start + CHUNK] for start in range(0, len(rows), CHUNK))


def aliases(session: Session, feed_id: str) -> dict[int, tuple[str, ...]]:
    """Other identities of a feed's items, by the item's row."""
    found: dict[int, list[str]] = defaultdict(list)
    for alias in session.scalars(select(ItemAlias).where(ItemAlias.feed_id == feed_id).order_by(ItemAlias.id)):
        found[alias.item_id].append(alias.identity)
    return {item: tuple(identities) for item, identities in found.items()}


def matchable(session: Session, body_id: str) -> list[CouncilItem]:
    """The items of a body that can be matched: all but meetings, which only gather, and what the source deleted.

    Their `text` is what matching reads: their own and, behind it, what their attachments say (`files.searched_texts`).
    """
    item = with_polymorphic(CouncilItem, [Paper])
    rows = list(
        session.scalars(
            select(item)
            .join(item.feed)
            .where(Feed.body_id == body_id, item.deleted_at.is_(None), item.kind != ItemKind.MEETING)
            .order_by(item.id)
        )
    )
    texts = files.searched_texts(session, rows)
    for row in rows:
        set_committed_value(row, "text", texts[row.id])  # for reading: what is stored stays the item's own
    return rows


def join_meetings(session: Session, feed_id: str) -> None:
    """Let a feed's agenda items and minutes point at the row of the meeting that they name, whichever came first."""
    meeting, item = aliased(CouncilItem), aliased(CouncilItem)
    for model in (AgendaItem, Minutes):
        table = cast("Table", model.__table__)
        own = select(item.id).where(item.feed_id == feed_id, item.id == table.c.id).exists()
        found = select(meeting.id).where(
            meeting.feed_id == feed_id,
            meeting.kind == ItemKind.MEETING,
            meeting.identity == table.c.meeting_identity,
        )
        session.execute(
            update(table)
            .where(table.c.meeting_id.is_(None), table.c.meeting_identity != "", own, found.exists())
            .values(meeting_id=found.scalar_subquery())
        )
