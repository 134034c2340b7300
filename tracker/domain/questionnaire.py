"""From a read source to what its answers say: documents, answers, statements, commitments.

All offsets are Python string offsets into `Document.text`, the text exactly as read.
"""

import datetime as dt
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Self


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open stretch `[start, end)` of characters in a document's text."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"no span: {self.start}..{self.end}")

    def of(self, text: str) -> str:
        """The characters of `text` that the span covers."""
        return text[self.start : self.end]

    def overlap(self, other: Self) -> int:
        """How many characters both spans share."""
        return max(0, min(self.end, other.end) - max(self.start, other.start))

    def __len__(self) -> int:
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Damage:
    """What the damage gauge found: did an OCR engine without German make this text?

    `umlaut_share` is (ä ö ü ß) / letters; clean German has 2.3-2.6 %, text read by an English engine 0.00-0.03 %
    (measured on the project's development texts). Below `letters` = 400 the share says nothing, but damaged words may.
    `stretches` are the damaged parts of a text that is clean as a whole; empty where all of it is damaged, or nothing.
    """

    damaged: bool
    umlaut_share: float
    letters: int
    stretches: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Edit:
    """One repair: `span` of the text as read should read `replacement`.

    `rule` names the confusion or split that was undone, `confidence` lies in 0..1. `alternatives` are other possible
    readings, best first; `uncertain` is set where context does not decide between two real words, so that a person
    must look.
    """

    span: Span
    original: str
    replacement: str
    rule: str
    confidence: float
    alternatives: tuple[str, ...] = ()
    uncertain: bool = False


@dataclass(frozen=True, slots=True)
class Region:
    """A rectangle on a page as it is shown: ten-thousandths of its width and height, from the top left corner."""

    page: int
    left: int
    top: int
    right: int
    bottom: int


@dataclass(frozen=True, slots=True)
class ByteRange:
    """Bytes `[start, end)` of the file, or of one of its parts ("word/document.xml").

    `encoding` says how these bytes spell exactly the characters read from them; it is empty where they spell something
    else, such as "&amp;".
    """

    part: str
    start: int
    end: int
    encoding: str = ""


@dataclass(frozen=True, slots=True)
class Fragment:
    """A stretch of text that came from one place; a word divided at a line's end is two of them."""

    span: Span
    place: Region | ByteRange


class Origin(StrEnum):
    """How a page came to its text."""

    TEXT_LAYER = "text_layer"
    OCR = "ocr"


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a paged document; `number` counts sheets from 1, whatever is printed on them."""

    number: int
    span: Span
    origin: Origin


@dataclass(frozen=True, slots=True)
class Document:
    """One read source. `text` is never changed after reading; repairs stand beside it as `edits`, sorted, disjoint.

    `fragments`, sorted and disjoint, lead each character back to the source; those between them (blanks, line ends,
    bullets) were set while reading. `pages` is empty for sources without pages.
    """

    name: str
    sha256: str
    media_type: str
    text: str
    damage: Damage
    edits: tuple[Edit, ...] = ()
    pages: tuple[Page, ...] = ()
    fragments: tuple[Fragment, ...] = ()

    def places(self, span: Span) -> tuple[Region | ByteRange, ...]:
        """Where the characters of the span stand in the source, in order of the text.

        Byte ranges are exact where their bytes spell the text; regions cover the whole words.
        """
        first = bisect_right(self.fragments, span.start, key=lambda f: f.span.end)
        last = bisect_left(self.fragments, span.end, key=lambda f: f.span.start)
        return tuple(self._narrowed(f, span) for f in self.fragments[first:last])

    def _narrowed(self, fragment: Fragment, span: Span) -> Region | ByteRange:
        place = fragment.place
        if isinstance(place, Region) or not place.encoding:
            return place
        start, end = max(span.start, fragment.span.start), min(span.end, fragment.span.end)
        before, within = self.text[fragment.span.start : start], self.text[start:end]
        first = place.start + len(before.encode(place.encoding))
        return replace(place, start=first, end=first + len(within.encode(place.encoding)))


class Act(StrEnum):
    """What a statement does, by the codebook; exactly one per statement. Ambiguous ones are offered, never counted."""

    COMMITMENT = "commitment"
    POSITION = "position"
    ACCOMPLISHMENT = "accomplishment"
    APPEAL = "appeal"
    FACT = "fact"
    AMBIGUOUS = "ambiguous"


class Strength(StrEnum):
    """How firmly the wording binds, strongest first."""

    FIRM = "firm"
    INTENT = "intent"
    ADVOCACY = "advocacy"
    SUPPORT = "support"


class Kind(StrEnum):
    """What is promised: do something, reach a state, keep a state, or examine and discuss."""

    ACTION = "action"
    OUTCOME = "outcome"
    MAINTAIN = "maintain"
    PROCESS = "process"


class Testability(StrEnum):
    """Could a stranger tell from public records whether it was done?"""

    CLEAR = "clear"
    PARTIAL = "partial"
    VAGUE = "vague"


class TestabilityReason(StrEnum):
    """Why a promise is testable, or why it is not."""

    NUMBER = "number"
    DATE = "date"
    DOCUMENT = "document"
    """A motion, plan or statute would show it."""
    MEASURE = "measure"
    """It names what is made, examined or kept."""
    DEGREE = "degree"
    """A measure whose completion is a matter of degree: "stärken"."""
    UNNAMED = "unnamed"
    """What is to be done stays open, though something is said of it."""
    NO_MEASURE = "no_measure"


class Level(StrEnum):
    """The level of government that a promise addresses."""

    MUNICIPALITY = "municipality"
    STATE = "state"
    FEDERATION = "federation"
    EUROPE = "europe"


class TermReference(StrEnum):
    """A deadline given as a council term; it is resolved through the body's terms when it is stored."""

    CURRENT = "current"
    NEXT = "next"


@dataclass(frozen=True, slots=True)
class Deadline:
    """A deadline as worded; `date` only where the text gives one, `term` where it names a council term."""

    text: str
    date: dt.date | None = None
    term: TermReference | None = None


@dataclass(frozen=True, slots=True)
class Number:
    """A number or threshold: as worded, its value, and its unit ("Prozent", "Wohnungen", "Euro") or an empty string."""

    text: str
    value: float
    unit: str = ""


@dataclass(frozen=True, slots=True)
class UncertainReading:
    """A damaged word that has two plausible readings; `reading` is used in the repaired text."""

    span: Span
    reading: str
    alternative: str


@dataclass(frozen=True, slots=True)
class Answer:
    """One reply of one respondent. `question` is the span of the question asked, where the document has one."""

    id: str
    span: Span
    question: Span | None
    number: str | None
    respondent: str | None
    confidence: float


@dataclass(frozen=True, slots=True)
class Commitment:
    """What is recorded for a statement whose act is commitment. `title` is infinitive style, at most 90 characters."""

    title: str
    strength: Strength
    kind: Kind
    testability: Testability
    negated: bool = False
    condition: Span | None = None
    deadline: Deadline | None = None
    numbers: tuple[Number, ...] = ()
    bodies: tuple[str, ...] = ()
    beneficiaries: tuple[str, ...] = ()
    level: Level = Level.MUNICIPALITY
    testability_reasons: tuple[TestabilityReason, ...] = ()


@dataclass(frozen=True, slots=True)
class Statement:
    """A stretch of an answer with exactly one act.

    `quote` is verbatim, `text` the same stretch repaired. `rule` and `triggers` say why the act was chosen; `lead_in`
    is the phrase that a bullet inherits ("Wir setzen uns ein für:"). `commitment` is set exactly for commitments.
    """

    answer: str
    act: Act
    span: Span
    quote: str
    text: str
    confidence: float
    rule: str
    triggers: tuple[Span, ...] = ()
    lead_in: Span | None = None
    uncertain_readings: tuple[UncertainReading, ...] = ()
    commitment: Commitment | None = None

    def __post_init__(self) -> None:
        if (self.act is Act.COMMITMENT) != (self.commitment is not None):
            raise ValueError(f"act {self.act} and commitment disagree at {self.span}")


@dataclass(frozen=True, slots=True)
class Extraction:
    """Everything that was found in one document."""

    document: Document
    answers: tuple[Answer, ...]
    statements: tuple[Statement, ...]

    @property
    def commitments(self) -> tuple[Statement, ...]:
        """The statements that promise something, in the order of the text."""
        return tuple(s for s in self.statements if s.act is Act.COMMITMENT)


def same_stretch(a: Span, b: Span) -> bool:
    """Whether two spans of one document name the same statement: they share at least half of the longer one.

    Improved rules may cut a statement a little differently; reading a document again must still find the stored one.
    """
    return a.overlap(b) * 2 >= max(len(a), len(b), 1)
