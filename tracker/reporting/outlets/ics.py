"""Calendars (RFC 5545): one all-day event for each coming sitting; foreign text cannot begin a line of its own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from tracker.reporting.foreign import line, visible

MEDIA_TYPE = "text/calendar"
OCTETS = 75
"""Octets of a line without its end; longer ones are folded."""

_ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """One entry. `uid` stays the same while the sitting does; `url` is empty where the source gives no address."""

    uid: str
    day: date
    title: str
    text: str
    url: str = ""


def ics(name: str, days: Sequence[CalendarDay], *, made: datetime) -> bytes:
    """The calendar as a file; `made` is the moment up to which it knows of sittings."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Wortgehalten//Ratstermine//DE",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_said(line(name))}",
        *(row for day in days for row in _event(day, made)),
        "END:VCALENDAR",
    ]
    return b"".join(_folded(row) for row in lines)


def _event(one: CalendarDay, made: datetime) -> list[str]:
    rows = [
        "BEGIN:VEVENT",
        f"UID:{_said(line(one.uid))}",
        f"DTSTAMP:{made.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        f"DTSTART;VALUE=DATE:{one.day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{one.day + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{_said(line(one.title))}",
        f"DESCRIPTION:{_said(visible(one.text))}",
    ]
    if one.url:
        rows.append(f"URL:{visible(one.url)}")  # an address has no white space; `web_address` has seen to it
    return [*rows, "TRANSP:TRANSPARENT", "END:VEVENT"]


def _said(text: str) -> str:
    """Text as the value of a property."""
    return text.replace("\t", " ").translate(_ESCAPED)


def _folded(row: str) -> bytes:
    """The line with its end; continued lines begin with a blank, no character is cut in two."""
    pieces, piece = [], b""
    for character in row:
        octets = character.encode("utf-8", "replace")
        if len(piece) + len(octets) > OCTETS:
            pieces.append(piece)
            piece = b" "
        piece += octets
    return b"\r\n".join([*pieces, piece]) + b"\r\n"
