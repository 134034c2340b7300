"""Dates as German council systems write them; feedparser's own reading is wrong for most of them.

Naive times are Europe/Berlin. CET, CEST, MEZ and MESZ are honoured (feedparser reads them as UTC). Nothing outside
1990 and two years after `now` is believed: epochs read as years, month 13 and year 1 yield None instead of a guess.
"""

import re
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

BERLIN = ZoneInfo("Europe/Berlin")
EARLIEST = date(1990, 1, 1)
LATEST_AHEAD = timedelta(days=731)

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januar jänner jan january",
            "februar feber feb february",
            "märz maerz mär mrz mar march",
            "april apr",
            "mai may",
            "juni jun june",
            "juli jul july",
            "august aug",
            "september sept sep",
            "oktober okt october oct",
            "november nov",
            "dezember dez december dec",
        ),
        start=1,
    )
    for name in names.split()
}

_ZONES: dict[str, tzinfo] = {
    **dict.fromkeys(("z", "utc", "gmt", "ut", "wet"), UTC),
    **dict.fromkeys(("cet", "mez", "met"), timezone(timedelta(hours=1))),
    **dict.fromkeys(("cest", "mesz", "mest"), timezone(timedelta(hours=2))),
    **{name: timezone(timedelta(hours=-h)) for name, h in (("edt", 4), ("est", 5), ("cdt", 5), ("cst", 6))},
    **{name: timezone(timedelta(hours=-h)) for name, h in (("mdt", 6), ("mst", 7), ("pdt", 7), ("pst", 8))},
}

_ISO = r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})"
_COMPACT = r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})(?=T|\b)"
_NUMERIC = r"(?P<d>\d{1,2})\.\s?(?P<m>\d{1,2})\.\s?(?P<y>\d{4})(?!\d)"
_SHORT = r"(?P<d>\d{2})\.(?P<m>\d{2})\.(?P<y>\d{2})(?![\d.])"  # two digits each: 3.1.12 is an agenda number
_NAMED = r"(?P<d>\d{1,2})\.?[\s-]+(?P<m>[A-Za-zÄä]{3,9})\.?[\s,-]+(?P<y>\d{4}|\d{2})(?!\d)"
_DAYS = [re.compile(rf"(?<!\d)(?<!\d\.){form}") for form in (_ISO, _NUMERIC, _SHORT, _NAMED, _COMPACT)]

_TIME = re.compile(
    r"^(?:T|\s*[,–-]?\s+(?:um\s+)?|,)(?P<h>\d{1,2})(?:[:.](?P<min>\d{2})(?:[:.](?P<s>\d{2})(?:[.,]\d+)?)?)?\s*(?:Uhr)?"
    r"\s*(?P<zone>(?:UTC|GMT)?[+-]\d{2}(?::?\d{2})?|[A-Za-z]{1,4}\b)?"
)
_COMPACT_TIME = re.compile(r"^T(?P<h>\d{2})(?P<min>\d{2})(?P<s>\d{2})?\s*(?P<zone>Z)?")


def day(text: str, now: datetime) -> date | None:
    """The first plausible day named in `text`, None where there is none."""
    found = _first(text, now)
    return found[0] if found else None


def days(text: str, now: datetime) -> tuple[date, ...]:
    """All plausible days named in `text`, in its order."""
    result: list[date] = []
    rest = text
    while found := _first(rest, now):
        result.append(found[0])
        rest = rest[found[1] :]
    return tuple(result)


def moment(text: str, now: datetime) -> datetime | None:
    """The first plausible moment named in `text` as an aware datetime in UTC; a day alone is midnight in Berlin.

    Handles ISO 8601, RFC 822 with English and German names, and `12.11.2025, 16:00 Uhr`. Fractions of a second are
    dropped. None where there is no day, or an hour that does not exist.
    """
    found = _first(text, now)
    if not found:
        return None
    on, end = found
    rest = text[end:]
    clock = _COMPACT_TIME.match(rest) or _TIME.match(rest)
    if not clock:
        return datetime(on.year, on.month, on.day, tzinfo=BERLIN).astimezone(UTC)
    zone = _zone(clock["zone"] or "")
    try:
        parts = (int(clock["h"]), int(clock["min"] or 0), min(int(clock["s"] or 0), 59))
        return datetime(on.year, on.month, on.day, *parts, tzinfo=zone).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _first(text: str, now: datetime) -> tuple[date, int] | None:
    """The first plausible day and the offset behind it."""
    matches = sorted(
        (match for form in _DAYS for match in form.finditer(text)), key=lambda m: (m.start(), -(m.end() - m.start()))
    )
    for match in matches:
        on = _day_of(match)
        if on is not None and EARLIEST <= on <= now.date() + LATEST_AHEAD:
            return on, match.end()
    return None


def _day_of(match: re.Match[str]) -> date | None:
    month = match["m"] if match["m"].isdigit() else _MONTHS.get(match["m"].lower(), 0)
    year = int(match["y"])
    try:
        return date(year + 2000 if len(match["y"]) == 2 else year, int(month), int(match["d"]))
    except ValueError:
        return None


def _zone(name: str) -> tzinfo:
    """The zone of that name or offset; Europe/Berlin where none is given or known."""
    offset = re.search(r"([+-])(\d{2}):?(\d{2})?$", name)
    if offset:
        span = timedelta(hours=int(offset[2]), minutes=int(offset[3] or 0))
        return timezone(-span if offset[1] == "-" else span) if span < timedelta(hours=24) else BERLIN
    return _ZONES.get(name.lower(), BERLIN)
