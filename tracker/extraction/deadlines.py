"""Deadlines as worded, and as a date only where the text gives one."""

import datetime as dt
import re
from collections.abc import Callable

from tracker.domain.questionnaire import Deadline, TermReference
from tracker.extraction.wordlists import phrases

MONTHS = (
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
)
_MONTH = "|".join(MONTHS)
_YEAR = r"(?P<year>20\d\d)"
_NO_RANGE = r"(?!\s?[-–/]\s?(?:20)?\d\d)"
"""A strategy "2020-2030" is a name, no deadline."""
_UNTIL = (
    r"(?:(?:spätestens |möglichst )?"
    r"(?:bis(?: spätestens)?(?: (?:zum|zur|ins|zu))?|spätestens(?: im)?|noch (?:im|in)|im|in|ab|vor|zum|für))"
)
_PART = r"(?P<part>Anfang|Mitte|Ende)"

_TERM = phrases(
    rf"(?:{_UNTIL} )?(?:(?:der|die|dieser|diese|den) )?"
    r"(?P<which>nächste[nr]?|kommende[nr]?|neue[nr]?|laufende[nr]?|aktuelle[nr]?|dieser) (?:\w+ )?"
    r"(?:Wahlperiode|Ratsperiode|Legislatur(?:periode)?|Amtszeit|Amtsperiode)"
)
_DAY = phrases(rf"(?:{_UNTIL} )?(?P<day>\d{{1,2}})\.\s?(?P<month>{_MONTH}|\d{{1,2}}\.)\s?{_YEAR}")
_IN_MONTH = phrases(rf"(?:{_UNTIL} )?(?:{_PART} )?(?P<month>{_MONTH}) {_YEAR}")
_IN_YEAR = phrases(rf"{_UNTIL} (?:{_PART}(?: des Jahres)? )?(?:(?:dem |das |zum )?Jahre? )?{_YEAR}{_NO_RANGE}")
_PART_OF_YEAR = phrases(rf"{_PART} {_YEAR}")
_VAGUE = phrases(r"""
    in (?:den )?(?:nächsten|kommenden) (?:\w+ )?(?:Jahren|Monaten|Wochen)
    in diesem (?:Jahrzehnt|Jahr)
    bis zum Ende des Jahrzehnts
    innerhalb (?:von |eines |der nächsten )?\w+ (?:Jahr(?:en|es)?|Monat(?:en|s)?|Wochen)
    (?:bis zur|vor der) nächsten (?:Kommunal)?[Ww]ahl
    noch in diesem Jahr
    im kommenden Jahr
    nächstes Jahr
    in den ersten \w+ (?:Tagen|Monaten)
""")
_LAST_DAY = {"Anfang": (3, 31), "Mitte": (6, 30), "Ende": (12, 31)}
"""The day by which a part of a year is over: "Anfang 2027" ends with its first quarter."""

_PARTICIPLE = re.compile(r" \w+(?:ten|te|ter|tes|enen|ene|ener|enes)\b")


def deadline(words: str) -> Deadline | None:
    """The first deadline in a promise's words, a date before a term before a vague one; None where there is none."""
    makers: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], dt.date | None]], ...] = (
        (_DAY, _day),
        (_IN_MONTH, _month),
        (_IN_YEAR, _year),
        (_PART_OF_YEAR, _year),
    )
    for pattern, made in makers:
        for match in pattern.finditer(words):
            if not _dates_what_exists(words, match):
                return Deadline(match[0], date=made(match))
    if term := _TERM.search(words):
        current = term["which"].startswith(("laufende", "aktuelle", "dieser"))
        return Deadline(term[0], term=TermReference.CURRENT if current else TermReference.NEXT)
    vague = _VAGUE.search(words)
    return Deadline(vague[0]) if vague else None


def _dates_what_exists(words: str, match: re.Match[str]) -> bool:
    """In "des im Januar 2025 gegründeten Amts" the participle behind the date shows that it is over."""
    return _PARTICIPLE.match(words, match.end()) is not None


def _day(match: re.Match[str]) -> dt.date | None:
    month = match["month"].rstrip(".")
    number = int(month) if month.isdigit() else MONTHS.index(month) + 1
    try:
        return dt.date(int(match["year"]), number, int(match["day"]))
    except ValueError:
        return None  # "31. Juni 2027": the wording stays, the date is nobody's guess


def _month(match: re.Match[str]) -> dt.date:
    month = MONTHS.index(match["month"]) + 1
    following = dt.date(int(match["year"]) + month // 12, month % 12 + 1, 1)
    return following - dt.timedelta(days=1)


def _year(match: re.Match[str]) -> dt.date:
    month, day = _LAST_DAY[match["part"] or "Ende"]
    return dt.date(int(match["year"]), month, day)
