"""A page of Dortmund's minutes to its items: agenda, papers, submitters, passages and decisions, without any name.

A page is one document of `font` and `br` elements in which a heading, an item and a paragraph look alike, so it is read
as lines. The published agenda gives the items; the minutes behind it repeat their numbers and titles, which is how
the passages are told apart. Lists of those present are read only to leave their names out of everything else.
"""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from tracker.feeds import dates
from tracker.feeds.dortmund_agenda import AgendaEntry, agenda_of, heading_of, same_title
from tracker.feeds.html_lines import lines_of
from tracker.feeds.minutes_decisions import Occasion, RecordedDecision, decisions_in
from tracker.feeds.person_names import names_of_those_present, without_names

_HEAD: Final = re.compile(
    r"über die\s.{0,60}?\b\w*sitzung\s+(?P<genitive>des"
    r"|der)\s+(?P<body>.{3,160}?)\s*,?\s+am\s+(?:\w+,\s*(?:dem\s+)?)?(?P<date>\d{1,2}\.\s?(?:\d{1,2}\.|\w+)\s?\d{4})",
    re.IGNORECASE,
)
_GENITIVE_NOUN: Final = re.compile(
    r"((?:aus(?:schuss|schuß))|rat|beirat|gremium|kreis|vorstand)(?:es|s)\b", re.IGNORECASE
)
_AGENDA: Final = re.compile(r"^(?:veröffentlichte |öffentliche )?tagesordnung\b.{0,12}$", re.IGNORECASE)
_PRESENT: Final = re.compile(
    r"^(?:anwesend|anwesenheit|teilnehm|stimmberechtigt|vorsitz|mitglieder|verwaltung\b|beratende|gäste|schriftführ"
    r"|es fehl|entschuldigt|sitzungsteil)",
    re.IGNORECASE,
)
_CLOSING: Final = re.compile(
    r"^(?:die (?:öffentliche |nichtöffentliche )?sitzung .*(?:beendet|geschlossen|schließt|endet)"
    r"|ende der (?:öffentlichen )?sitzung|(?:der|die) vorsitzende .*"
    r"(?:schließt|beendet) .*sitzung|nicht ?öffentliche(?:r teil| sitzung)\W*$|gez\.|_{5,})"
    r"|schließt die (?:öffentliche )?sitzung",
    re.IGNORECASE,
)
_TO_ITEM: Final = re.compile(
    r"^(?:zu\s+)(?:top|punkt|tagesordnungspunkt)\s*:?\s*(?P<numbers>\d[\d. ,]*(?:(?:und|bis"
    r"|sowie)\s+[\d.]+)?)(?P<rest>.*)$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class MinutesItem:
    """One item of the agenda with what the minutes say about it; `passage` and everything else without names."""

    entry: AgendaEntry
    passage: str = ""
    decisions: tuple[RecordedDecision, ...] = ()


@dataclass(frozen=True, slots=True)
class MinutesPage:
    """One sitting; `body` and `day` are empty where the page does not say them."""

    body: str
    day: date | None
    items: tuple[MinutesItem, ...]


def read_minutes(page: bytes, now: datetime, *, charset: str = "", body: str = "") -> MinutesPage:
    """Read one minutes page; any bytes give a page, at worst one without items. `body` is taken where it names none."""
    lines = lines_of(page, charset)
    head = _HEAD.search(" ".join(lines[:60]))
    named = _nominative(head["body"]) if head else body
    start = next((i for i, line in enumerate(lines) if _AGENDA.match(line)), None)
    begin = _first_item(lines) if start is None else start + 1
    entries, end = agenda_of(lines, begin)
    present = names_of_those_present(_attendance(lines[: begin or len(lines)]), " ".join(lines[begin:]))
    passages = _passages(lines[end:], entries)
    return MinutesPage(
        named,
        dates.day(head["date"], now) if head else None,
        tuple(_item(e, passages, named, present) for e in entries),
    )


def _item(entry: AgendaEntry, passages: dict[str, list[str]], body: str, present: frozenset[str]) -> MinutesItem:
    shown = replace(
        entry,
        title=without_names(entry.title),
        heading=without_names(entry.heading),
        block="",
        papers=tuple(replace(paper, title=without_names(paper.title)) for paper in entry.papers),
    )
    passage = "\n".join(without_names(line, present) for line in passages.get(entry.number, ()))
    occasion = Occasion(
        body=body,
        paper=entry.reference,
        advisory=entry.kind == "Empfehlung",
        motions=tuple((paper.reference, paper.submitters) for paper in entry.papers if paper.submitters),
    )
    return MinutesItem(shown, passage, decisions_in(passage, occasion))


def _nominative(genitive: str) -> str:
    """The body's own name from "des Ausschusses für …": the nouns before "für" and "der" lose their ending."""
    name = re.sub(r"\s(und|sowie)\s(?:des|der)\s", r" \1 ", " ".join(genitive.split()).strip(" ,"))
    name = re.sub(r"\s*\([^()]*sitzung[^()]*\)$", "", name)
    cut = re.search(r"\s(?:für|der|des)\s", name)
    head, rest = (name[: cut.start()], name[cut.start() :]) if cut else (name, "")
    rest = re.sub(r"(?<= und )[A-ZÄÖÜ][\w-]+", lambda noun: _GENITIVE_NOUN.sub(r"\1", noun[0]), rest)
    return (_GENITIVE_NOUN.sub(r"\1", head) + rest).replace("schuß", "schuss")


def _first_item(lines: tuple[str, ...]) -> int:
    return next(
        (i for i, line in enumerate(lines) if (found := heading_of(line)) and found[0] in {"1", "1.1"}), len(lines)
    )


def _attendance(lines: tuple[str, ...]) -> list[str]:
    """The lines from the first mark of a list of those present on; the heading above holds no names."""
    start = next((i for i, line in enumerate(lines) if _PRESENT.match(line)), len(lines))
    return [line for line in lines[start:] if not re.match(r"^\d", line)]


def _passages(lines: tuple[str, ...], entries: tuple[AgendaEntry, ...]) -> dict[str, list[str]]:
    """Lines of the minutes by item number, headings and repeated titles left out."""
    known = {entry.number: entry for entry in entries}
    passages: dict[str, list[str]] = {}
    current: tuple[str, ...] = ()
    for i, line in enumerate(lines):
        if _CLOSING.search(line):
            break
        numbers = _numbers_of(line, lines[i + 1] if i + 1 < len(lines) else "", known)
        if numbers:
            current = numbers
            continue
        for number in current:
            passage = passages.setdefault(number, [])
            if passage or not known[number].repeats(line):
                passage.append(line)
    return passages


def _numbers_of(line: str, following: str, known: dict[str, AgendaEntry]) -> tuple[str, ...]:
    """The items that a heading in the minutes opens; empty where the line is no heading."""
    direct = _TO_ITEM.match(line)
    if direct:
        numbers = (number.strip(".") for number in re.findall(r"\d+(?:\.\d+)*", direct["numbers"]))
        return tuple(number for number in numbers if number in known)
    found = heading_of(line)
    if not found or found[0] not in known:
        return ()
    number, title = found
    return (number,) if same_title(title or following, known[number].heading) else ()
