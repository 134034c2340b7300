"""News of promises as an Atom feed: ratings, evidence, looks, corrections and replies, as people recorded them."""

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from tracker.errors import key
from tracker.reporting.outlets.atom import AtomEntry, AtomFeed, stable_id
from tracker.services.outlets.selection import Selection
from tracker.services.readers.catalogue import Catalogue
from tracker.services.readers.front import News, lately
from tracker.wording import Wording

ENTRIES = 50
"""News in a feed: readers ask once a day, and a busy day has a dozen."""

REMEMBERED = 100_000
"""News that are looked through: all there are, but for an instance gone wild."""


@dataclass(frozen=True, slots=True)
class Sender:
    """Who publishes: the site's address and name, its language, and where its days begin."""

    address: str
    name: str
    wording: Wording
    zone: ZoneInfo


def feed_of(session: Session, catalogue: Catalogue, chosen: Selection, path: str, sender: Sender) -> AtomFeed:
    """The feed of a selection; `path` is its own."""
    ids = {one.id for one in chosen.entries}
    news = [one for one in lately(session, catalogue, sender.zone, REMEMBERED) if one.entry.id in ids][:ENTRIES]
    told: Counter[str] = Counter()
    return AtomFeed(
        address=f"{sender.address}{path}",
        page=f"{sender.address}{chosen.page}",
        title=f"{sender.name}: {chosen.title}",
        author=sender.name,
        updated=_noon(max((one.on for one in news), default=catalogue.day)),
        entries=[_entry(one, sender, told) for one in reversed(news)][::-1],
    )


def _entry(one: News, sender: Sender, told: Counter[str]) -> AtomEntry:
    """One piece of news; two that say the same of one day are told apart by their number, the older one first."""
    same = "\x1f".join((one.entry.id, one.what, one.on.isoformat(), str(one.outcome), str(one.finding), one.text))
    told[same] += 1
    wording, entry = sender.wording, one.entry
    said = f"{entry.party.name}: „{entry.quote}“" if entry.party.name else f"„{entry.quote}“"
    return AtomEntry(
        id=stable_id(same, str(told[same])),
        title=f"{_what(one, wording)}: {entry.title}",
        link=f"{sender.address}{entry.path}",
        updated=_noon(one.on),
        summary=f"{one.text} · {said}" if one.text else said,
    )


def _what(one: News, wording: Wording) -> str:
    if one.outcome is not None:
        return wording.text(key("Bewertet als „{outcome}“"), outcome=wording.label(one.outcome))
    if one.finding is not None:
        return wording.text(key("Nachgesehen, {finding}"), finding=wording.label(one.finding))
    return wording.text(_WHAT[one.what])


_WHAT = {
    "accepted": key("Neu aufgenommen"),
    "evidence": key("Beleg aus dem Rat"),
    "corrected": key("Korrektur"),
    "replied": key("Stellungnahme"),
}


def _noon(day: date) -> datetime:
    """News have a day, feeds want a moment: noon in UTC lies within that day everywhere in Europe."""
    return datetime.combine(day, time(12), UTC)
