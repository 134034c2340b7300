"""The published agenda of a Dortmund sitting: numbers, titles, papers with suffix, and the factions behind motions."""

import re
from dataclasses import dataclass
from typing import Final

from tracker.feeds.minutes_decisions import PAPER, papers_in
from tracker.feeds.votes import factions_in

_NUMBER: Final = r"\d{1,2}(?:\.\d{1,2}){0,3}"
_HEADING: Final = re.compile(
    rf"^(?:(?:top|punkt)\s*:?\s*)?(?P<number>{_NUMBER})\.?(?:\)|:)?(?:\s+(?P<title>\S.*))?$", re.IGNORECASE
)
_KINDS: Final = (
    "Beschluss", "Kenntnisnahme", "Empfehlung", "Bericht", "Mündlicher Bericht", "Präsentation",
    "Dringlichkeitsentscheidung", "Dringlichkeitsbeschluss", "Anfrage", "Einbringung", "Stellungnahme", "Beratung",
    "Wahl", "Genehmigung",
)  # fmt: skip
_KIND: Final = re.compile(
    rf"^(?P<kind>{'|'.join(_KINDS)})(?:\s*(?:,|und|/)\s*(?:{'|'.join(_KINDS)}))*\s*:?$", re.IGNORECASE
)
_CITED: Final = re.compile(
    rf"\(?\s*(?:Drucksachen?|Drs\.?|Dr\.|DS)[\s-]*(?:Nrn?\.?|Nummer)?\s*:?\s*(?P<numbers>{PAPER.pattern}(?:\s*(?:,|und"
    rf"|;)\s*{PAPER.pattern})*)\s*\)?",
    re.IGNORECASE,
)
_FILLER: Final = re.compile(
    r"[-–(]{0,3}\s?\b(?:unbesetzt|keine vorlagen?|nicht belegt|nicht besetzt|wird nachversandt|wird nachgereicht"
    r"|entfällt|liegt noch nicht vor)\b\s?[-–)]{0,3}",
    re.IGNORECASE,
)
_REFERENCE: Final = re.compile(
    r"^(?:hierzu\b|dazu\b|in diesem zusammenhang\b|empfehlung:|auszug\b|aus der (?:nicht)?öffentlichen sitzung\b)",
    re.IGNORECASE,
)
_EARLIER_VIEW: Final = re.compile(
    r"\b(?:empfehlung|auszug)\b.*|\baus der (?:nicht)?öffentlichen sitzung vom .*", re.IGNORECASE
)
_IN_BRACKETS: Final = re.compile(r"\((?P<who>[^()]*(?:[Ff]raktion|[Gg]ruppe|[Ll]iste|[Bb]ündnis|[Pp]artei)[^()]*)\)")
_MOTION_OF: Final = re.compile(
    r"\b\w*(?:antrag|anträge|anfrage|vorschlag|bitte um stellungnahme|initiative|resolution)\w*(?: zur \w+"
    r"| zum \w+)?\s+der\s+"
    r"(?P<who>(?:Fraktion(?:en)?|Gruppen?) .+?|[\w/&' ]+?-Fraktion(?:en)?(?: und (?:der )?[\w/&' ]+?-Fraktion)?)"
    r"(?=\s*[(,.;:]|\s+(?:vom|zur|zum|auf|betr)|$)",
    re.IGNORECASE,
)
_ASKED_BY: Final = re.compile(
    r"^(?:(?:gemeinsame[rs]?|interfraktionelle[rs]?|überfraktionelle[rs]?|dringliche[rs]?) )?(?:\w+-?/? ?)?(?:antrag"
    r"|anfrage|vorschlag|eingabe|bitte um stellungnahme)\b"
    r"(?: zur (?:to|tagesordnung)| zum top)?\s*(?:\(|der (?:fraktion|gruppe|[\w/&']+-fraktion)|aus der bürgerschaft|$)",
    re.IGNORECASE,
)
_MINUTES_BEGIN: Final = re.compile(
    r"^(?:(?:der|die|das|herr|frau|rm|ob|bm|zunächst|vor eintritt|nach eintritt|zur tagesordnung|feststellungen?"
    r"|anwesen|beginn der|protokoll|niederschrift)\b"
    r"|(?:zu )?(?:top|punkt) \d|öffentliche(?:r teil| sitzung)\W*$|nicht ?öffentliche(?:r teil| sitzung)\W*$)",
    re.IGNORECASE,
)
_SENTENCE: Final = re.compile(
    r"\b(?:eröffnet|begrüßt|stellt fest|weist darauf|führt aus|schlägt vor|festgestellt|einstimmig|mehrheitlich|wurde"
    r"|wird)\b"
)
_TITLE_START: Final = 24


@dataclass(frozen=True, slots=True)
class PaperMention:
    """A paper under an item: its number with suffix, what the agenda calls it, and the factions that brought it in."""

    reference: str
    title: str = ""
    submitters: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AgendaEntry:
    """One item; `kind` is the type word (Beschluss, Empfehlung …), `papers` has the item's own paper first.

    `heading` is the first line as published, by which the minutes are told apart.
    """

    number: str
    title: str
    heading: str
    kind: str = ""
    papers: tuple[PaperMention, ...] = ()
    submitters: tuple[str, ...] = ()
    block: str = ""

    @property
    def reference(self) -> str:
        """The item's own paper; empty where it has none."""
        return self.papers[0].reference if self.papers else ""

    def repeats(self, line: str) -> bool:
        """Whether a line of the minutes only repeats what stands in the agenda under this item."""
        return _plain(line) in self.block


def heading_of(line: str) -> tuple[str, str] | None:
    """(number, rest of the line) of a line that begins like an item, else None. Dates and sums are no numbers."""
    found = _HEADING.match(line)
    if not found or re.match(r"\d{1,2}\.\d{1,2}\.\d{2}|\d+\.\d{3}\b", line):
        return None
    return found["number"], found["title"] or ""


def same_title(title: str, heading: str) -> bool:
    """Whether two headings begin alike; the shorter one may be cut."""
    one, other = _plain(title), _plain(heading)
    length = min(len(one), len(other), _TITLE_START)
    return length > 0 and one[:length] == other[:length]


def agenda_of(lines: tuple[str, ...], start: int) -> tuple[tuple[AgendaEntry, ...], int]:
    """The entries from line `start` on and the line where the agenda ends.

    Numbers only rise in an agenda; the first one that falls back, or a sentence of the minutes, ends it. A line that
    begins with a number which cannot be the next one belongs to the title above it.
    """
    blocks: list[tuple[str, list[str]]] = []
    previous: tuple[int, ...] = ()
    for i in range(start, len(lines)):
        line = lines[i]
        found = heading_of(line)
        number = tuple(int(part) for part in found[0].split(".")) if found else ()
        if found and _may_follow(number, previous):
            blocks.append((found[0], [found[1]] if found[1] else []))
            previous = number
        elif previous and (
            (_MINUTES_BEGIN.match(line) and _ends_agenda(line)) or (found and _falls_back(number, blocks, lines, i))
        ):
            return _entries(blocks), i
        elif blocks:
            blocks[-1][1].append(line)
    return _entries(blocks), len(lines)


def _may_follow(number: tuple[int, ...], previous: tuple[int, ...]) -> bool:
    if not previous:
        return number[0] == 1
    if number <= previous or 0 in number:
        return False
    depth = next((i for i, (a, b) in enumerate(zip(number, previous, strict=False)) if a != b), len(previous))
    step = number[depth] - (previous[depth] if depth < len(previous) else 0)
    return step <= (2 if depth == 0 else 4) and all(part == 1 for part in number[depth + 1 :])


def _falls_back(number: tuple[int, ...], blocks: list[tuple[str, list[str]]], lines: tuple[str, ...], i: int) -> bool:
    """Whether an item that is known already opens again: the minutes have begun."""
    text = ".".join(map(str, number))
    found = heading_of(lines[i])
    title = (found[1] if found else "") or (lines[i + 1] if i + 1 < len(lines) else "")
    return any(text == known and content and same_title(title, content[0]) for known, content in blocks)


def _ends_agenda(line: str) -> bool:
    return bool(
        re.match(
            r"(?:zu )?(?:top|punkt) \d|öffentlich|nicht ?öffentlich|vor eintritt|feststellung|anwesen|niederschrift"
            r"|protokoll",
            line,
            re.IGNORECASE,
        )
    ) or bool(_SENTENCE.search(line))


def _entries(blocks: list[tuple[str, list[str]]]) -> tuple[AgendaEntry, ...]:
    entries = (_entry(number, content) for number, content in blocks)
    return tuple(entry for entry in entries if entry is not None)


def _entry(number: str, content: list[str]) -> AgendaEntry | None:
    kind, sections = _sections(content)
    own_lines, own_numbers = sections[0]
    title = _title(own_lines)
    if not title or (not own_numbers and any(_FILLER.search(line) for line in content)):
        return None
    own = factions_of(" ".join(own_lines))
    papers = [PaperMention(reference, title, own) for reference in own_numbers]
    for lines, numbers in sections[1:]:
        papers += [
            PaperMention(reference, _title(lines) or title, factions_of(" ".join(lines))) for reference in numbers
        ]
    unique = {paper.reference: paper for paper in reversed(papers)}
    ordered = tuple(unique[reference] for reference in dict.fromkeys(paper.reference for paper in papers))
    return AgendaEntry(number, title, content[0], kind, ordered, own, _plain(" ".join(content)))


def _sections(content: list[str]) -> tuple[str, list[tuple[list[str], tuple[str, ...]]]]:
    """The type word, and the item cut behind each cited paper: (lines, numbers); the first section is the item itself.

    A motion in front of which "dazu:" stands opens a section of its own even where the item cites no paper.
    """
    kind = ""
    sections: list[tuple[list[str], tuple[str, ...]]] = [([], ())]
    for line in content:
        word = _KIND.match(line)
        if word:
            kind = kind or next(known for known in _KINDS if known.casefold() == word["kind"].casefold())
            continue
        cited = _CITED.search(line)
        rest = _CITED.sub(" ", line).strip()
        if (sections[-1][1] and (rest or cited)) or (_REFERENCE.match(line) and sections[-1][0]):
            sections.append(([], ()))
        if rest:
            sections[-1][0].append(rest)
        if cited:
            numbers = tuple(number for hit in _CITED.finditer(line) for number in papers_in(hit["numbers"]))
            sections[-1] = (sections[-1][0], numbers)
    return kind, sections


def factions_of(text: str) -> tuple[str, ...]:
    """The factions that an agenda names as those who asked, in brackets or as "Antrag der …"."""
    named = [hit["who"] for pattern in (_IN_BRACKETS, _MOTION_OF) for hit in pattern.finditer(text)]
    return tuple(dict.fromkeys(name for who in named for name in factions_in(re.sub(r"^.*?:\s*|\bvom .*$", "", who))))


def _title(lines: list[str]) -> str:
    text = " ".join(line for i, line in enumerate(lines) if not (i and _ASKED_BY.match(line)))
    text = _FILLER.sub(" ", _EARLIER_VIEW.sub(" ", text))
    text = re.sub(r"^(?:hierzu|dazu)\s*(?:->|→|:)?\s*", "", text.strip(), flags=re.IGNORECASE)
    return " ".join(text.split()).strip(" ;")


def _plain(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.casefold())
