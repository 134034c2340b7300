"""Records to JSON lines and tables, and back."""

import csv
import io
import json
from collections.abc import Iterable, Iterator

from defusedcsv import csv as safe_csv

from tracker.errors import key
from tracker.exchange.cells import compact, from_cell, to_cell
from tracker.exchange.columns import Record, Sheet
from tracker.exchange.refusals import ExchangeError


def to_lines(records: Iterable[Record]) -> str:
    """One JSON object a line."""
    return "".join(f"{compact(dict(record))}\n" for record in records)


def to_table(sheet: Sheet, records: Iterable[Record]) -> str:
    """A table with a head line, comma-separated, as spreadsheets and statistics programs read it."""
    out = io.StringIO(newline="")
    writer = safe_csv.writer(out, lineterminator="\r\n")  # RFC 4180; with it both ends of line are quoted
    writer.writerow([column.name for column in sheet.columns])
    for record in records:
        writer.writerow([to_cell(record[c.name], c.shape, optional=c.optional) for c in sheet.columns])
    return out.getvalue()


def from_lines(sheet: Sheet, text: str, name: str) -> Iterator[Record]:
    """The records of JSON lines, checked. Raises ExchangeError naming the file and the line."""
    lines = text.split("\n")
    if lines.pop() != "":
        raise _cut_off(name, len(lines) + 1)
    for number, line in enumerate(lines, start=1):
        try:
            record = json.loads(line, parse_constant=_refuse)
        except (ValueError, RecursionError) as error:
            raise _cut_off(name, number) from error
        if not isinstance(record, dict):
            raise _cut_off(name, number)
        yield _checked(sheet, record, name, number)


def from_table(sheet: Sheet, text: str, name: str) -> Iterator[Record]:
    """The records of a table that `to_table` wrote, checked. Raises ExchangeError naming the file and the record."""
    rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    columns = sheet.columns
    try:
        if next(rows, None) != [column.name for column in columns]:
            raise _wrong(name, 1, ", ".join(column.name for column in columns))
        for number, row in enumerate(rows, start=2):
            pairs = zip(columns, row, strict=True)
            record = {c.name: from_cell(cell, c.shape, optional=c.optional) for c, cell in pairs}
            yield _checked(sheet, record, name, number)
    except (ValueError, csv.Error, RecursionError) as error:
        raise _cut_off(name, rows.line_num) from error


def _checked(sheet: Sheet, record: Record, name: str, number: int) -> Record:
    if column := sheet.fault(record):
        raise _wrong(name, number, column)
    return record


def _refuse(constant: str) -> None:
    raise ValueError(constant)


def _cut_off(name: str, number: int) -> ExchangeError:
    return ExchangeError(
        key(
            "{subject}, Zeile {number}: Die Zeile ist nicht lesbar oder abgeschnitten. Bitte den Export neu erstellen."
        ),
        subject=name,
        number=number,
    )


def _wrong(name: str, number: int, column: str) -> ExchangeError:
    return ExchangeError(
        key("{subject}, Zeile {number}: Mit der Spalte „{column}“ stimmt etwas nicht. Bitte den Export neu erstellen."),
        subject=name,
        number=number,
        column=column,
    )
