"""What is coming in the councils and touches a promise: the warning before the vote."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.orm import Session

from tracker.db import models
from tracker.db.queries import news
from tracker.services.readers.catalogue import Catalogue
from tracker.services.readers.entry import Entry

DAYS = 60
"""How far the page looks ahead: two rounds of committees."""


@dataclass(frozen=True, slots=True)
class Point:
    """An announced item that a person found to touch promises; `number` is that of the agenda, where there is one."""

    number: str
    title: str
    url: str
    reference: str
    promises: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Sitting:
    """A day of a committee or council, with what touches promises there."""

    on: date
    organization: str
    title: str
    url: str
    points: tuple[Point, ...]


def coming(session: Session, catalogue: Catalogue, days: int = DAYS) -> tuple[Sitting, ...]:
    """Announced meetings by day, and items whose meeting the source does not name.

    Only what a person found relevant is among the points; suggestions that nobody judged are not.
    """
    first, last = catalogue.day, catalogue.day + timedelta(days=days)
    meetings = {row.id: row for row in news.coming_meetings(session, first, last)}
    links = news.coming_links(session, first, last)
    entries = {one.id: one for one in catalogue.entries}
    touched: defaultdict[int, list[Entry]] = defaultdict(list)
    items: dict[int, models.CouncilItem] = {}
    for link in links:
        if entry := entries.get(link.promise.public_id):
            items[link.item.id] = link.item
            touched[link.item.id].append(entry)
    agenda = news.agenda_numbers(session, list(items))
    points: defaultdict[int, list[Point]] = defaultdict(list)
    alone: list[Sitting] = []
    for row, item in items.items():
        number, meeting = agenda.get(row, ("", row if row in meetings else None))
        point = Point(number, item.title, item.url, item.reference, tuple(touched[row]))
        if meeting in meetings:
            points[meeting].append(point)
        else:
            alone.append(Sitting(item.item_date or first, _organization(item), "", "", (point,)))
    sittings = [_sitting(row, points, first) for row in meetings.values()]
    return tuple(sorted([*sittings, *alone], key=lambda one: (one.on, one.organization, one.title)))


def _sitting(row: models.Meeting, points: Mapping[int, list[Point]], first: date) -> Sitting:
    found = tuple(points.get(row.id, ()))
    return Sitting(row.item_date or first, _organization(row), row.title, row.url, found)


def _organization(item: models.CouncilItem) -> str:
    return item.organization.name if item.organization else ""
