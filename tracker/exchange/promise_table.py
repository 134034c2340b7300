"""One promises.csv made by hand or by another tracker: at least respondent, title, quote, source and date."""

import csv
import io
import re
from dataclasses import dataclass
from datetime import date

from tracker.errors import key
from tracker.exchange.cells import Shape, from_cell
from tracker.exchange.refusals import ExchangeError

NEEDED = ("respondent", "title", "quote", "source", "date")
LONGEST_CELL = 20_000
"""Characters: a promise is a sentence or two; more is a mistake in the quotation marks."""

_GERMAN_DAY = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")


@dataclass(frozen=True, slots=True)
class GivenPromise:
    """A row: who promised what in which words, where it stands, and from which day the source is."""

    respondent: str
    title: str
    quote: str
    source: str
    day: date

    @property
    def card(self) -> str:
        """The row as the document that is stored: what the promise is led back to. Equal rows give equal cards."""
        return f"{self.source}, {self.day.isoformat()}\n\n{self.respondent}:\n\n{self.quote}\n"

    @property
    def start(self) -> int:
        """The first character of the quote on the card."""
        return len(self.card) - len(self.quote) - 1


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that cannot be taken, by its number in the file, and the column that is missing or wrong."""

    number: int
    column: str


def parsed(data: bytes, name: str) -> tuple[tuple[GivenPromise, ...], tuple[BadRow, ...]]:
    """The rows of a table, good and bad; semicolons, commas and tabs divide them, other columns are ignored.

    Raises ExchangeError where it is no table, or a needed column has no head.
    """
    text = _decoded(data)
    head = text.split("\n", 1)[0]
    delimiter = max(";,\t", key=head.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    good: list[GivenPromise] = []
    bad: list[BadRow] = []
    try:
        columns = [column.strip().lower() for column in next(rows, [])]
        if missing := [column for column in NEEDED if column not in columns]:
            raise ExchangeError(
                key("In {subject} fehlt die Spalte „{column}“. Nötig sind: {needed}."),
                subject=name,
                column=missing[0],
                needed=", ".join(NEEDED),
            )
        for number, row in enumerate(rows, start=2):
            if any(cell.strip() for cell in row):
                made = _row(dict(zip(columns, row, strict=False)), number)
                (good if isinstance(made, GivenPromise) else bad).append(made)  # type: ignore[arg-type]  # as decided
    except csv.Error as error:
        raise ExchangeError(
            key("{subject} ist als Tabelle nicht lesbar ({detail}). Bitte als CSV in UTF-8 speichern."),
            subject=name,
            detail=str(error),
        ) from error
    return tuple(good), tuple(bad)


def _decoded(data: bytes) -> str:
    """UTF-8, or what spreadsheets in Germany write by default."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _row(cells: dict[str, str], number: int) -> GivenPromise | BadRow:
    said = {name: str(from_cell(cells.get(name, ""), Shape.TEXT, optional=False)).strip() for name in NEEDED}
    for name in NEEDED:
        if not said[name] or len(said[name]) > LONGEST_CELL:
            return BadRow(number, name)
    day = _day(said["date"])
    if day is None or len(said["title"]) > 300:
        return BadRow(number, "date" if day is None else "title")
    return GivenPromise(said["respondent"], said["title"], said["quote"], said["source"], day)


def _day(text: str) -> date | None:
    """A day as 2026-03-14 or 14.03.2026."""
    if found := _GERMAN_DAY.fullmatch(text):
        text = f"{found[3]}-{int(found[2]):02}-{int(found[1]):02}"
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
