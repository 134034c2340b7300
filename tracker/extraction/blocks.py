"""Lines of a questionnaire gathered into blocks, each with the role that its first characters give it."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum, auto
from itertools import pairwise

from tracker.extraction.respondents import (
    PARTY,
    has_stance,
    introduced,
    is_party,
    is_person,
    may_speak,
    without_stance,
)


class Role(Enum):
    """What a block is by its layout alone."""

    TEXT = auto()
    HEADING = auto()
    MARKER = auto()
    """A numbered or named question: "3.", "These 4:", "Frage 2:"."""
    ANSWER = auto()
    """ "Antwort:", "Antwort der Partei X:"."""
    LABEL = auto()
    """A speaker and a colon."""
    NAME = auto()
    """A party or person alone on its line."""
    STANCE = auto()
    """ "stimme zu" alone on its line."""
    BULLET = auto()
    DASH = auto()
    """A line that begins with a dash: a bullet or an answer, the document decides."""


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that belong together: `[start, end)` of the repaired text.

    `content` is where the words begin after number, bullet or label; `gap` says that a blank line stands before.
    """

    role: Role
    start: int
    end: int
    content: int
    gap: bool = True
    name: str | None = None
    number: str | None = None

    def words(self, text: str) -> str:
        """The block without its label or number, on one line."""
        return " ".join(text[self.content : self.end].split())


LONGEST_NAME = 70
"""Characters of a line that names nobody but a speaker."""

_MARKUP = r"[ \t\ufeff]*(?:(?:[#>*_]+|:(?=[ \t]))[ \t]*)*"
_BULLET = re.compile(_MARKUP + r"(?:[•‣◦▪●■□➢►✓✔·→➔➜⇒]|[*+](?=[ \t])|[eo«©](?=[ \t]+\S))[ \t]*")
# "e", "o", "«" and "©" alone at the start of a line are what OCR makes of a bullet; no German line begins so.
_DASH = re.compile(_MARKUP + r"[–—-][ \t]+")
_ANSWER = re.compile(
    _MARKUP + r"(?:[•–—-][ \t]*)?(?:Unsere |Ihre )?(?:Antwort(?:en)?|ANTWORT|Begründung|Stellungnahme|A)\b"
    r"(?:[ \t]+(?:zu|auf) (?:Frage|These))?(?:[ \t]*\d+)?"
    r"(?:[ \t]+(?:der|des|von|vom|durch))?(?:[ \t]+(?:Partei|Fraktion|Liste|Kandidat\w*))?"
    r"[ \t]*(?P<name>[^:\n]{0,60}?)[ \t*_]*(?::[ \t*_]*|(?=\n|$))"
)
_TO_QUESTION = re.compile(
    _MARKUP + r"(?:[Zz]u (?:Frage |These |Punkt |Ihrer Frage )?|Ihre Frage (?:Nr\.? )?)(?P<number>\d{1,2})[.)]?[ \t]*"
    r"(?:(?:\([^)\n]{1,60}\)[ \t]*)?(?:[:.)]|(?=\n|$))|\([^)\n]{1,60}\)(?=\s))[ \t*_]*"
)
_PARTY_DASH = re.compile(_MARKUP + r"(?P<name>[^:\n?!–]{2,40}?)[ \t]+[–-][ \t]+(?=\S)")
_NAMED_QUESTION = re.compile(
    _MARKUP + r"(?:These|Frage|Wahlprüfstein|Prüfstein|Forderung|FRAGE|THESE|F|Q"
    r"|Thema(?: [A-ZÄÖÜ][\w-]+(?: (?:und|&) [A-ZÄÖÜ][\w-]+)?)?)\b[ \t]*(?:Nr\.?[ \t]*)?"
    r"(?P<number>\d+[a-z]?)?[ \t]*(?:\([^)\n]{0,120}\))?[ \t*_]*[:.)–-][ \t*_]*"
)
_NUMBERED = re.compile(
    _MARKUP + r"(?P<number>\d{1,3}(?:\.\d{1,2})?[a-z]?)[.)]+(?:[ \t*_]+(?=\D)|[ \t*_]*$)", re.MULTILINE
)
_LABEL = re.compile(
    _MARKUP + r"(?:[•–—→➔➜⇒-][ \t]*)?(?P<name>[A-ZÄÖÜ][^:|\n?!]{0,70}?)[ \t*_]*[:|](?:[ \t*_]+|(?=\n|$))"
)
_CELL = re.compile(_MARKUP + r"(?P<name>[A-ZÄÖÜ][^:\t\n?!]{1,60}?)[ ]*\t+(?=\S)")
"""A row of a table whose first cell names who speaks in the second."""
_STANCE_CELL = re.compile(
    _MARKUP
    + r"(?P<name>[A-ZÄÖÜ][^|\n?!]{1,60}?)[ \t]*\|[ \t]*(?:stimm\w*|lehn\w*|neutral|ja|nein|eher \w+)(?: \w+){0,2}"
    r"[ \t]*\|[ \t]*(?=\S)",
    re.IGNORECASE,
)
"""A row with a name, its stance and its reasons."""
_MEASURES = re.compile(
    _MARKUP + r"(?:(?:Unsere|Meine|Geplante|Konkrete|Weitere|Wichtige|Bisherige) )?"
    r"(?:Maßnahmen|Vorhaben|Ziele|Pläne|Forderungen|Schwerpunkte|Projekte|Erfolge|Vorschläge)\b"
    r"(?:[^.!?:\n]{0,40}(?:\w*periode|\w*[Zz]eit|Jahren?|Zukunft|20\d\d)[ \t*_]*(?::|$)|[^.!?:\n]{0,30}:[ \t*_]*$)",
    re.MULTILINE,
)
"""A line that heads a list of an answer: "Maßnahmen der kommenden Wahlperiode"."""
_SECTION = re.compile(_MARKUP + r"(?P<number>\d{1,2}\.\d{1,2})[ \t]+(?=[A-ZÄÖÜ][^.!?:\n]{2,70}$)", re.MULTILINE)
"""A numbered heading: "2.1 Verkehr"."""
_STANCE_LINE = re.compile(
    _MARKUP + r"(?:(?:(?:unsere |meine )?(?:Position|Haltung|Votum|Bewertung|Stimme)[ \t]*:[ \t]*"
    r"(?:ja|nein|dafür|dagegen|eher \w+|unentschlossen|[+-]+|\d|neutral|zustimmung|ablehnung)"
    r"|(?:ich\s|wir\s)?(?:stimm|lehn)\w*(?:\s\w+){0,3}|neutral|unentschieden|enthaltung|zustimmung|ablehnung"
    r"|teils\W*teils))[.!]?[ \t*_]*$",
    re.IGNORECASE,
)
_STANCE_LABEL = re.compile(
    _MARKUP + r"(?:(?:ich |wir )?(?:stimmen?|lehnen?)(?: \w+){0,2} (?:zu|ab)|neutral|zustimmung|ablehnung|dafür|dagegen"
    r"|unentschieden|unentschlossen|enthaltung)[ \t]*:[ \t]+(?=\S)",
    re.IGNORECASE,
)
"""A stance before its reasons: "Stimme eher zu: …"."""
_ANSWERED_IN_ROW = re.compile(r"\?[ ]*(?:\t|\|)\s*(?=[^\s|])")
_PAGE_NUMBER = re.compile(
    r"^(?:[^.!?\n]{0,80}(?:[ \t]{3,}|\||[–-])[ \t]*)?"
    r"(?:Seite|S\.|Page)[ \t]*\d{1,3}(?:[ \t]*(?:von|/)[ \t]*\d{1,3})?[ \t]*$"
    r"|^[ \t]*[–—-][ \t]*\d{1,3}[ \t]*[–—-][ \t]*$",
)
"""A line that belongs to the page, with or without a running head."""
LONGEST_HEADING = 45
"""Characters of a line that can be the heading of what follows though no blank line sets it off."""
_FULL_STOP = re.compile(r"[.!?][\"“”»«')\]]*$")
_TERMINAL = re.compile(r"[.!?:;…][\"“”»«')\]*_]*$")
_OPENS_SENTENCE = re.compile(
    r"(?:Die|Der|Das|Wir|Ich|Es|Dazu|Dafür|Damit|Zudem|Außerdem|So|Hier|Diese[rs]?|Dies|Auch|Mit|Für|In|Bei|Darüber|Unsere?)\s"
)
"""A capital within a line that only a new sentence explains: what follows a list without full stops."""
_OPEN_ENDED = re.compile(
    r"(?:,|\b(?:und|oder|sowie|der|die|das|dem|den|des|ein|eine|einen|einem|einer|eines|in|im|mit|für|von|vom|zu|zum|zur"
    r"|auf|an|am|bei|durch|über|unter|aus|nach|ist|sind|wird|werden|dass|als|bzw\.|bezüglich|hinsichtlich|ihre?[nmrs]?"
    r"|unsere?[nmrs]?|keine?[nmrs]?|diese?[nmrs]?|voraussichtlich))$"
)


def heads_list(text: str, block: Block) -> bool:
    """Whether a block's last line heads a list of the answer: "Maßnahmen der kommenden Wahlperiode"."""
    last = text[block.start : block.end].rsplit("\n", 1)[-1]
    return block.role in {Role.TEXT, Role.HEADING} and _MEASURES.match(last) is not None


def blocks(text: str) -> list[Block]:
    """The document's blocks in order, without blank ones."""
    found = _gathered(text)
    found = _joined(text, [part for pair in pairwise([*found, None]) for part in _unglued(text, *pair)])
    return [_heading(text, b, last=i + 1 == len(found)) for i, b in enumerate(found)]


def _gathered(text: str) -> list[Block]:
    speakers = _speakers(text) | _names_above(text)
    people = _people(text) - speakers
    alone = Counter(line.strip(" \t*_#•:") for line in text.splitlines())
    found: list[Block] = []
    gap, at = True, 0
    for line, row in _lines(text):
        start, at = at, at + len(line)
        gap = gap or row
        bare = line.rstrip()
        if not bare.strip() or _PAGE_NUMBER.search(bare):
            gap = True
            continue
        block = _block(text, start, start + len(bare), speakers, people)
        again = alone[bare.strip(" \t*_#•:")] > 1
        if block.role is Role.NAME and found and not gap and not again and _mid_sentence(text, found[-1]):
            block = Block(Role.TEXT, start, start + len(bare), start + len(line) - len(line.lstrip()))
        if found and not gap and block.role is Role.TEXT and _continues(text, found[-1], bare):
            found[-1] = replace(found[-1], end=block.end)
        else:
            found.append(replace(block, gap=gap))
        gap = False
    return found


def _lines(text: str) -> Iterator[tuple[str, bool]]:
    """The lines with their ends; a row of a table that holds a question and its answer is two, each marked True."""
    for line in text.splitlines(keepends=True):
        cell = _ANSWERED_IN_ROW.search(line)
        yield from ((line[: cell.end()], True), (line[cell.end() :], True)) if cell else ((line, False),)


def _mid_sentence(text: str, before: Block) -> bool:
    """Whether the line above stops without an end mark, so that capitalised words below it are no name."""
    last = text[before.start : before.end].rsplit("\n", 1)[-1].strip()
    return before.role not in {Role.NAME, Role.STANCE} and not _TERMINAL.search(last) and len(last) >= 40


def _continues(text: str, before: Block, line: str) -> bool:
    """Whether a line goes on with the block above it: wrapped text, or words after a label or bullet."""
    if before.role in {Role.NAME, Role.STANCE} or _MEASURES.match(line):
        return False
    last = text[before.start : before.end].rsplit("\n", 1)[-1].strip()
    if before.role in {Role.BULLET, Role.DASH} and _OPENS_SENTENCE.match(line.strip()):
        return False
    if not _TERMINAL.search(last):
        return len(last) >= 40 or line.lstrip()[:1].islower() or _OPEN_ENDED.search(last) is not None
    # A wrapped paragraph may break right after a sentence; lines of unwrapped text are long or end the paragraph.
    return 55 <= len(last) <= 100 and before.role is not Role.MARKER and not last.endswith(("?", ":"))


def _block(text: str, start: int, end: int, speakers: frozenset[str], people: frozenset[str]) -> Block:
    """The block that begins with this line; `people` speak below lines with a colon that hold nothing else."""
    indent = len(text[start:end]) - len(text[start:end].lstrip())
    if _STANCE_LINE.match(text, start, end):
        return Block(Role.STANCE, start, end, end)
    line = text[start:end].strip()
    if (name := introduced(line)) or (line.endswith(":") and (name := without_stance(line[:-1])) in people):
        return Block(Role.NAME, start, end, end, name=name)
    return (
        _spoken(text, start, end, speakers)
        or _alone(text, start, end, speakers)
        or _pointed(text, start, end)
        or Block(Role.TEXT, start, end, start + indent)
    )


def _spoken(text: str, start: int, end: int, speakers: frozenset[str]) -> Block | None:
    """A line that begins with "Antwort:", "Stimme zu:", "Frage 3:", or a speaker and a colon."""
    if m := _STANCE_LABEL.match(text, start, end):
        return Block(Role.ANSWER, start, end, m.end())
    if (m := _ANSWER.match(text, start, end)) and _names_answer(m, speakers):
        return _answer(text, start, end, m)
    if m := _TO_QUESTION.match(text, start, end):
        return Block(Role.ANSWER, start, end, m.end(), number=m["number"])
    if m := _NAMED_QUESTION.match(text, start, end):
        return Block(Role.MARKER, start, end, m.end(), number=m["number"])
    return _labelled(text, start, end, speakers)


def _labelled(text: str, start: int, end: int, speakers: frozenset[str]) -> Block | None:
    """A speaker before a colon, a tabulator or a dash."""
    if row := _STANCE_CELL.match(text, start, end):
        return Block(Role.LABEL, start, end, row.end(), name=row["name"])
    label, dash = _LABEL.match(text, start, end), _PARTY_DASH.match(text, start, end)
    stated = label is not None and has_stance(label["name"]) and may_speak(label["name"], recurring=True)
    if label and (stated or is_party(label["name"]) or _speaker(label["name"]) in speakers):
        return Block(Role.LABEL, start, end, label.end(), name=_speaker(label["name"]))
    cell = _CELL.match(text, start, end)
    if cell and (is_party(cell["name"]) or is_person(cell["name"]) or without_stance(cell["name"]) in speakers):
        return Block(Role.LABEL, start, end, cell.end(), name=without_stance(cell["name"]))
    if dash and PARTY.match(dash["name"]) and is_party(dash["name"]):
        return Block(Role.LABEL, start, end, dash.end(), name=without_stance(dash["name"]))
    return None


def _answer(text: str, start: int, end: int, mark: re.Match[str]) -> Block:
    """An answer's mark; "Antworten: SPD" and "Antworten der SPD:" head the whole document instead."""
    name, rest = without_stance(mark["name"]), text[mark.end() : end].strip()
    heads = "Antworten" in mark[0] and may_speak(rest) and not _TERMINAL.search(rest)
    if len(rest) <= LONGEST_NAME and (is_party(rest) or heads):
        return Block(Role.HEADING, start, end, mark.end(), name=without_stance(rest))
    if name and not rest and "Antworten" in mark[0]:
        return Block(Role.HEADING, start, end, mark.end(), name=name)
    return Block(Role.ANSWER, start, end, mark.end(), name=name or None)


def _alone(text: str, start: int, end: int, speakers: frozenset[str]) -> Block | None:
    """A name that fills its line."""
    line = text[start:end].strip(" \t*_#•>")
    named = is_party(line) or is_person(line) or without_stance(line) in speakers
    if len(line) <= LONGEST_NAME and not line.endswith((".", "?", "!", ":")) and named:
        return Block(Role.NAME, start, end, end, name=without_stance(line))
    return None


def _pointed(text: str, start: int, end: int) -> Block | None:
    """A number, a bullet or a dash."""
    if m := _NUMBERED.match(text, start, end) or _SECTION.match(text, start, end):
        return Block(Role.MARKER, start, end, m.end(), number=m["number"])
    if m := _BULLET.match(text, start, end):
        return Block(Role.BULLET, start, end, m.end())
    m = _DASH.match(text, start, end)
    return Block(Role.DASH, start, end, m.end()) if m else None


def _names_answer(match: re.Match[str], speakers: frozenset[str]) -> bool:
    """Whether the mark is a respondent's: "Antwort der Verwaltung:" is not, "Antworten auf die Zeit" is no mark."""
    name, colon = without_stance(match["name"]), ":" in match[0]
    if not re.search(r"ntwort|NTWORT|Begr|Stell", match[0]):
        return colon and not name
    if re.match(r"(?:Stadt)?[Vv]erwaltung|Stadt\b|Amt\b", name):
        return False
    return not name or (colon and (may_speak(name) or is_party(name))) or name in speakers


def _speakers(text: str) -> frozenset[str]:
    """Labels that come again and again before a colon or behind "Antwort": speakers of an interview, local lists."""
    names: Counter[str] = Counter()
    for pattern in (_LABEL, _ANSWER):
        for match in re.finditer(r"^" + pattern.pattern, text, re.MULTILINE):
            names[_speaker(match["name"])] += 1
    told = {name for name, count in names.items() if may_speak(name, recurring=count >= 3) and count >= 2}
    # An interview gives the full name first and the surname from then on.
    for name in filter(is_person, names):
        surname = name.split()[-1]
        told |= {name, surname} if names[surname] and surname != name else set()
    return frozenset(told)


def _speaker(label: str) -> str:
    """The speaker of a label without its stance or stage direction: "Muster (lacht)"."""
    return re.sub(r"\s*\([a-zäöüß ]+\)$", "", without_stance(label))


def _is_only_person(name: str) -> bool:
    """Whether a name tells a person and no party, so that no list of parties knows it."""
    return is_person(name) and not is_party(name)


def _people(text: str) -> frozenset[str]:
    """People who stand alone before a colon that ends their line, two of them at least."""
    lines = (line.strip() for line in text.splitlines())
    named = {without_stance(line[:-1]) for line in lines if line.endswith(":") and _is_only_person(line[:-1])}
    return frozenset(named) if len(named) > 1 else frozenset()


def _names_above(text: str) -> frozenset[str]:
    """Short lines that come again and again alone above words that do not ask: respondents that no list knows.

    Names that do not look like any ("grün und bunt") count beside ones that do.
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    below: dict[str, list[str]] = {}
    for line, following in pairwise(lines):
        bare = line.strip(" \t*_#•")
        if len(bare) <= LONGEST_NAME and not _TERMINAL.search(bare) and may_speak(bare, recurring=True):
            below.setdefault(without_stance(bare), []).append(following)
    again = {name for name, following in below.items() if len(following) > 1 and _answers_follow(name, following)}
    sure = {name for name in again if may_speak(name) and name[:1].isupper()}
    known = sure or any(is_party(line) for line in lines)
    return frozenset(again if known else sure)


def _answers_follow(name: str, following: list[str]) -> bool:
    """Whether what stands below a line each time is longer than it, and asks nothing."""
    return not any(line.endswith("?") or len(line) < len(name) + 10 or _opens_question(line) for line in following)


def _opens_question(line: str) -> bool:
    """Whether a line begins with a number or is named a question."""
    marked = (_NUMBERED, _NAMED_QUESTION, _ANSWER, _STANCE_LINE)
    return any(pattern.match(line) is not None for pattern in marked) or line[0].isdigit()


def _unglued(text: str, block: Block | None, below: Block | None) -> list[Block]:
    """A block without the heading of the next question that a scan glued to its last line."""
    if block is None or below is None or block.role is not Role.TEXT or below.role is not Role.MARKER or not below.gap:
        return [block] if block else []
    at = text.rfind("\n", block.content, block.end) + 1
    last, before = text[at : block.end].strip(), text[block.content : at].rstrip()
    if not at or not before or len(last) > LONGEST_HEADING or _TERMINAL.search(last) or not _FULL_STOP.search(before):
        return [block]
    return [replace(block, end=block.content + len(before)), Block(Role.HEADING, at, block.end, at, gap=True)]


def _joined(text: str, found: list[Block]) -> list[Block]:
    """Blocks whose sentence goes on after a blank line or page break, made one again."""
    joined: list[Block] = []
    for block in found:
        if joined and block.role is Role.TEXT and _broken_off(text, joined[-1], block):
            joined[-1] = replace(joined[-1], end=block.end)
        else:
            joined.append(block)
    return joined


def _broken_off(text: str, before: Block, block: Block) -> bool:
    if before.role in {Role.NAME, Role.STANCE} or before.content >= before.end:
        return False
    last = text[before.content : before.end].rstrip()
    if _TERMINAL.search(last):
        return False
    if text[block.content : block.content + 1].islower():
        return True
    return before.role not in {Role.BULLET, Role.DASH} and _OPEN_ENDED.search(last) is not None


def _heading(text: str, block: Block, *, last: bool) -> Block:
    words = block.words(text)
    short = 0 < len(words) <= 90 and len(words.split()) <= 11
    if block.role is Role.TEXT and short and block.gap and not _TERMINAL.search(words) and not last:
        return replace(block, role=Role.HEADING)
    return block
