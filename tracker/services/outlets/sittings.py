"""Coming sittings that touch promises, as entries of a calendar: the warning before the vote."""

from datetime import UTC, datetime, time

from sqlalchemy.orm import Session

from tracker.errors import key
from tracker.reporting.foreign import web_address
from tracker.reporting.outlets.atom import stable_id
from tracker.reporting.outlets.ics import CalendarDay
from tracker.services.outlets.selection import Selection
from tracker.services.readers.agenda import Point, Sitting, coming
from tracker.services.readers.catalogue import Catalogue
from tracker.wording import Wording

DAYS = 180
"""How far a calendar looks ahead: councils fix their sittings half a year before."""


def sittings_of(
    session: Session, catalogue: Catalogue, chosen: Selection, address: str, wording: Wording
) -> list[CalendarDay]:
    """The sittings whose agenda a person found to touch one of these promises."""
    ids = {one.id for one in chosen.entries}
    found: dict[str, CalendarDay] = {}
    for sitting in coming(session, catalogue, DAYS):
        points = [p for p in sitting.points if any(one.id in ids for one in p.promises)]
        if points:
            day = _day(sitting, points, address, wording)
            found.setdefault(day.uid, day)
    return list(found.values())


def known_up_to(catalogue: Catalogue) -> datetime:
    """The moment of a calendar: sittings announced by the beginning of the day."""
    return datetime.combine(catalogue.day, time(), UTC)


def _day(sitting: Sitting, points: list[Point], address: str, wording: Wording) -> CalendarDay:
    where = sitting.organization or sitting.title or wording.text(key("Ratstermin"))
    url = web_address(sitting.url) or web_address(points[0].url)
    return CalendarDay(
        uid=f"{stable_id('sitting', sitting.url or points[0].url or where, _named(sitting))}@wortgehalten",
        day=sitting.on,
        title=wording.text(key("{where}: {title}"), where=where, title=points[0].title)
        if len(points) == 1
        else wording.counted("{where}: {n} Punkt", "{where}: {n} Punkte", len(points), where=where),
        text="\n\n".join(_told(one, address, wording) for one in points),
        url=url,
    )


def _named(sitting: Sitting) -> str:
    """What tells sittings without an address apart; one with an address may be moved to another day."""
    return "" if sitting.url else f"{sitting.on.isoformat()} {sitting.title} {[p.title for p in sitting.points]}"


def _told(one: Point, address: str, wording: Wording) -> str:
    head = f"{wording.text(key('TOP {number}'), number=one.number)}: {one.title}" if one.number else one.title
    touched = (f"– {promise.title}\n  {address}{promise.path}" for promise in one.promises)
    return "\n".join((head, wording.text(key("Berührt:")), *touched))
