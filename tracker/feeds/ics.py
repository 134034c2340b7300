"""Coming meetings from a calendar (iCalendar, RFC 5545), read tolerantly and without a library.

Councils publish one event per sitting, so recurrence rules are not expanded: an event with one counts once, on its
first day; events that replace a single repetition (RECURRENCE-ID) are items of their own. A calendar holds dates
only, no agenda.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from tracker.domain.council import CouncilItem, FeedState, ItemKind
from tracker.feeds import dates
from tracker.feeds.adapter import Cursor, Harvest, Payload
from tracker.feeds.config import FeedConfig
from tracker.feeds.exchange import Fetching, Validators
from tracker.feeds.failures import Doubt, SuspiciousError
from tracker.feeds.html_lines import decoded
from tracker.feeds.identity import without_session

MOST_EVENTS: Final = 20_000
_FOLD: Final = re.compile(r"\r?\n[ \t]")
_PROPERTY: Final = re.compile(
    r"(?P<name>[A-Za-z0-9-]+)(?P<parameters>(?:;[^:\"]*(?:\"[^\"]*\"[^:\"]*)*)?):(?P<value>.*)", re.DOTALL
)
_PARAMETER: Final = re.compile(r";\s*([A-Za-z0-9-]+)=(?:\"([^\"]*)\"|([^;:\"]*))")
_ESCAPE: Final = re.compile(r"\\([nN,;\\])")
_CALLED_OFF: Final = "abgesagt"


@dataclass(frozen=True, slots=True)
class Property:
    """One line of an event: its text unescaped, its parameters with upper-case names."""

    value: str
    parameters: Mapping[str, str]


class IcsAdapter:
    """Polls feeds of kind ics."""

    def poll(self, feed: FeedConfig, fetcher: Fetching, cursor: Cursor, now: datetime) -> Harvest:
        """One conditional request and the meetings it names. Raises FetchError."""
        cursor = replace(cursor.for_url(feed.url), url=feed.url)
        fetched = fetcher.get(feed.fetch_url(feed.url), access=feed.access, validators=cursor.validators)
        if fetched.not_modified:
            return Harvest((), FeedState.UNCHANGED, cursor, complete=False, fetched=0)
        raw = (Payload(fetched.url, fetched.body, fetched.media_type),)
        calendar = decoded(fetched.body)
        items, doubt = meetings_of(calendar, now), _doubt(calendar)
        wanted = tuple(item for item in items if not (feed.since and item.item_date and item.item_date < feed.since))
        if doubt is None:
            accepted = replace(cursor, validators=fetched.validators, count=len(items), doubted=0)
            return Harvest(wanted, FeedState.OK, accepted, complete=True, fetched=len(items), raw=raw)
        problem = SuspiciousError(doubt, feed=feed.id, url=fetched.url, limit=MOST_EVENTS)
        doubted = replace(cursor, validators=Validators())
        return Harvest(
            wanted, FeedState.SUSPICIOUS, doubted, complete=False, fetched=len(items), raw=raw, problem=problem
        )


def meetings_of(calendar: str, now: datetime) -> tuple[CouncilItem, ...]:
    """The meetings of a calendar, one per identity; events without a believable day or a name are left out."""
    found: dict[str, CouncilItem] = {}
    for event in _events(calendar):
        item = _meeting(event, now)
        if item:
            found.setdefault(item.identity, item)
        if len(found) >= MOST_EVENTS:
            break
    return tuple(found.values())


def _doubt(calendar: str) -> Doubt | None:
    """Why a text is no whole calendar; None where it is one, an empty one included."""
    start = calendar.lstrip("\ufeff \r\n\t")[:200].upper()
    if not start:
        return Doubt.EMPTY
    if not start.startswith("BEGIN:VCALENDAR"):
        return Doubt.HTML if start.startswith("<") else Doubt.NO_FEED
    if calendar.upper().count("BEGIN:VEVENT") > MOST_EVENTS:
        return Doubt.MANY_ENTRIES
    return None if re.search(r"END:VCALENDAR\s*$", calendar, re.IGNORECASE) else Doubt.TRUNCATED


def _events(calendar: str) -> Iterator[Mapping[str, Property]]:
    """The properties of every closed event by upper-case name, of a repeated one the first; alarms are skipped."""
    event: dict[str, Property] | None = None
    inside = ""
    for line in _FOLD.sub("", calendar).splitlines():
        found = _PROPERTY.match(line)
        if not found:
            continue
        name, value = found["name"].upper(), found["value"].strip()
        match name, value.upper():
            case "BEGIN", "VEVENT":
                event, inside = {}, ""
            case "BEGIN", part if event is not None:
                inside = inside or part
            case "END", "VEVENT" if event is not None:
                yield event
                event = None
            case "END", part if part == inside:
                inside = ""
            case _ if event is not None and not inside:
                event.setdefault(name, Property(_unescaped(value), _parameters(found["parameters"])))


def _parameters(text: str) -> Mapping[str, str]:
    return {hit[1].upper(): hit[2] if hit[2] is not None else hit[3].strip() for hit in _PARAMETER.finditer(text)}


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(lambda hit: "\n" if hit[1] in "nN" else hit[1], text)


def _meeting(event: Mapping[str, Property], now: datetime) -> CouncilItem | None:
    title = _line(event, "SUMMARY")
    day = _day(event.get("DTSTART"), now)
    if not title or day is None:
        return None
    uid, repeated = _line(event, "UID"), _line(event, "RECURRENCE-ID")
    details = (_line(event, "LOCATION"), event["DESCRIPTION"].value.strip() if "DESCRIPTION" in event else "")
    return CouncilItem(
        ItemKind.MEETING,
        "#".join(part for part in (uid or f"{day.isoformat()}:{title}", repeated) if part),
        title,
        url=without_session(_line(event, "URL")),
        text="\n".join(detail for detail in details if detail),
        result=_CALLED_OFF if _line(event, "STATUS").upper() == "CANCELLED" else "",
        item_date=day,
    )


def _line(event: Mapping[str, Property], name: str) -> str:
    return " ".join(event[name].value.split()) if name in event else ""


def _day(start: Property | None, now: datetime) -> date | None:
    """The day of the meeting in its own zone; a moment in UTC counts in Berlin, a zone nobody knows as Berlin."""
    if start is None:
        return None
    stated = re.match(r"(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2})?(Z)?)?\s*$", start.value.strip(), re.IGNORECASE)
    if not stated or not stated[7]:
        return dates.day(start.value[:8] if stated else start.value, now)
    moment = dates.moment(f"{stated[1]}-{stated[2]}-{stated[3]}T{stated[4]}:{stated[5]}Z", now)
    own = _zone(start.parameters.get("TZID", ""))
    return moment.astimezone(own).date() if moment else None


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name) if name else dates.BERLIN
    except (ValueError, OSError):
        return dates.BERLIN
