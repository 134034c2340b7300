"""What a report is built of, before it is a page, a mail, a plain text or a PDF.

A report is composed once; every form of it shows the same blocks, so that no figure can differ between them. `kind` is
how templates tell blocks apart.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar, TypeAlias, Union

from tracker.reporting.charts import Chart
from tracker.reporting.rich import Rich


class Tone(StrEnum):
    """What a paragraph does."""

    TEXT = "text"
    BASIS = "basis"
    NOTE = "note"
    SOURCE = "source"
    EMPTY = "empty"
    LEAD = "lead"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Some sentences."""

    kind: ClassVar[str] = "paragraph"
    words: Rich
    tone: Tone = Tone.TEXT


@dataclass(frozen=True, slots=True)
class Quotation:
    """Verbatim words of a respondent, and below them where they stand."""

    kind: ClassVar[str] = "quotation"
    words: Rich
    notes: tuple[Rich, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that is said of a promise; `also` is the smaller line below it."""

    term: str
    value: str
    also: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """Facts side by side."""

    kind: ClassVar[str] = "facts"
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """What the council did: `stage` draws a full, a broken or a dotted line beside it."""

    kind: ClassVar[str] = "result"
    stage: str
    head: str
    lines: tuple[Rich, ...] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table; `also` is a smaller line below."""

    words: Rich
    also: Rich = ()
    number: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table: first column and first row are headings. `foot` are its sums; `name` is its anchor on the page."""

    kind: ClassVar[str] = "table"
    name: str
    caption: str
    head: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]
    foot: tuple[Cell, ...] = ()
    figures: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart; the table with the same figures stands below it as a block of its own."""

    kind: ClassVar[str] = "picture"
    chart: Chart


@dataclass(frozen=True, slots=True)
class Listing:
    """Points; `notes` are smaller lines below a point."""

    kind: ClassVar[str] = "listing"
    points: tuple[tuple[Rich, tuple[Rich, ...]], ...]
    bulleted: bool = False


@dataclass(frozen=True, slots=True)
class Gauge:
    """How much of the whole was looked at, drawn; the sentence beside it says the same."""

    kind: ClassVar[str] = "gauge"
    part: int
    whole: int


@dataclass(frozen=True, slots=True)
class Terms:
    """Words and what they mean."""

    kind: ClassVar[str] = "terms"
    terms: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Button:
    """An address that a reader is meant to follow."""

    kind: ClassVar[str] = "button"
    href: str
    label: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One promise, decision or meeting: who, what, and the blocks that say more."""

    kind: ClassVar[str] = "entry"
    who: Rich
    title: Rich
    blocks: tuple["Block", ...]


@dataclass(frozen=True, slots=True)
class Group:
    """A heading inside a section and what stands below it."""

    kind: ClassVar[str] = "group"
    title: Rich
    blocks: tuple["Block", ...]


Block: TypeAlias = Union[  # the names in quotes are not known yet
    Paragraph, Quotation, Facts, Result, Table, Picture, Listing, Gauge, Terms, Button, "Entry", "Group"
]


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the report with an anchor of its own."""

    name: str
    title: Rich
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Paper:
    """A composed report. `subject` is its one line, `standing` names its cut-off, `opening` stands on top."""

    language: str
    subject: str
    site: str
    heading: Rich
    standing: Rich
    cut_off: date
    opening: tuple[Block, ...]
    sections: tuple[Section, ...]
    foot: tuple[Block, ...]
    contents: bool = False
