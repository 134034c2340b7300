"""Council items: what a poll compares with, and what matching reads."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, select, update
from sqlalchemy.orm import Session, with_polymorphic

from tracker.db.models import (
    AgendaItem,
    CouncilItem,
    Feed,
    ItemAlias,
    ItemVersion,
    Meeting,
    Minutes,
    Organization,
)
from tracker.domain.council import ItemKind

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


def _chunks(wanted: Iterable[int]) -> Iterator[list[int]]:
    rows = list(wanted)
    return (rows[start : start + CHUNK] for start in range(0, len(rows), CHUNK))


def aliases(session: Session, feed_id: str) -> dict[int, tuple[str, ...]]:
    """Other identities of a feed's items, by the item's row."""
    found: dict[int, list[str]] = defaultdict(list)
    for alias in session.scalars(select(ItemAlias).where(ItemAlias.feed_id == feed_id).order_by(ItemAlias.id)):
        found[alias.item_id].append(alias.identity)
    return {item: tuple(identities) for item, identities in found.items()}


def matchable(session: Session, body_id: str) -> list[CouncilItem]:
    """The items of a body that can be matched: all but meetings, which only gather, and what the source deleted."""
    return list(
        session.scalars(
            select(CouncilItem)
            .join(CouncilItem.feed)
            .where(Feed.body_id == body_id, CouncilItem.deleted_at.is_(None), CouncilItem.kind != ItemKind.MEETING)
            .order_by(CouncilItem.id)
        )
    )


def without_meeting(session: Session, feed_id: str) -> Sequence[AgendaItem | Minutes]:
    """Agenda items and minutes that name a meeting whose row is not known yet."""
    agenda = session.scalars(
        select(AgendaItem).where(
            AgendaItem.feed_id == feed_id, AgendaItem.meeting_id.is_(None), AgendaItem.meeting_identity != ""
        )
    )
    minutes = session.scalars(
        select(Minutes).where(Minutes.feed_id == feed_id, Minutes.meeting_id.is_(None), Minutes.meeting_identity != "")
    )
    return [*agenda, *minutes]


def meeting_rows(session: Session, feed_id: str) -> dict[str, int]:
    """Rows of a feed's meetings by the source's identity."""
    rows = session.execute(select(Meeting.identity, Meeting.id).where(Meeting.feed_id == feed_id))
    return dict(rows.all())
