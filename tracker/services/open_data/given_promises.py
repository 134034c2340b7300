"""`tracker import promises.csv`: rows become proposals, each led back to a stored card with its very words.

The machine reads kind, strength and testability out of the wording as it does in questionnaires, and marks as uncertain
what it could not read. A person decides, as always.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import PurePath

from sqlalchemy import Engine

from tracker.db.files import FileStore
from tracker.db.ids import promise_id
from tracker.db.queries import documents
from tracker.db.session import reading, writing
from tracker.documents.damage import gauge
from tracker.domain.questionnaire import (
    Act,
    Answer,
    Commitment,
    Document,
    Extraction,
    Kind,
    Span,
    Statement,
    Strength,
    Testability,
    UncertainReading,
)
from tracker.exchange.promise_table import BadRow, GivenPromise, parsed
from tracker.extraction import extract
from tracker.services.ingest import Intake, Upload, store_extraction

SYSTEM = "system:import"


@dataclass
class TakenRows:
    """What came of a table: ids of promises that are new, ids that were known, and rows that could not be taken."""

    new: list[str] = field(default_factory=list)
    known: list[str] = field(default_factory=list)
    bad: tuple[BadRow, ...] = ()


def take_in(
    engine: Engine, store: FileStore, upload: Upload, intake: Intake, *, rehearse: bool = False, now: datetime
) -> TakenRows:
    """Propose what stands in the table and is not known yet; doing it twice adds nothing.

    Raises ExchangeError where the file is no such table, UsageError for an unknown body or term.
    """
    rows, bad = parsed(upload.data, PurePath(upload.name).name)
    taken = TakenRows(bad=bad)
    fresh: list[GivenPromise] = []
    with reading(engine) as session:
        for row in dict.fromkeys(rows):
            known = documents.by_sha256(session, _sha256(row)) is not None
            (taken.known if known else taken.new).append(_id(row))
            fresh.extend([] if known else [row])
    if rehearse or not fresh:
        return taken
    extractions = [_extraction(row) for row in fresh]
    for row in fresh:
        store.put(row.card.encode())
    with writing(engine) as session:
        for extraction in extractions:
            store_extraction(session, extraction, intake, actor=SYSTEM, now=now)
    return taken


def _extraction(row: GivenPromise) -> Extraction:
    """The card as an extraction with one answer that is one commitment."""
    span = Span(row.start, row.start + len(row.quote))
    read = _as_read(row)
    commitment = replace(read, title=row.title) if read else _unread(row)
    doubt = () if read else (UncertainReading(span, row.quote[:60], ""),)
    statement = Statement(
        "a1", Act.COMMITMENT, span, row.quote, row.quote, 1.0, "given", commitment=commitment, uncertain_readings=doubt
    )
    text = row.card
    document = Document(row.source[:200], _sha256(row), "text/plain", text, gauge(text))
    return Extraction(document, (Answer("a1", span, None, None, row.respondent, 1.0),), (statement,))


def _as_read(row: GivenPromise) -> Commitment | None:
    """What the machine reads in the quote alone; spans that point into it are dropped, the card is another text."""
    found = extract(
        Document(row.source, _sha256(row), "text/plain", row.quote, gauge(row.quote)),
        respondent=row.respondent,
        programme=True,
    )
    longest: Sequence[Statement] = sorted(found.commitments, key=lambda s: len(s.span), reverse=True)
    commitment = longest[0].commitment if longest else None
    return replace(commitment, condition=None) if commitment else None


def _unread(row: GivenPromise) -> Commitment:
    """Nothing is known of the wording beyond what the table says; the doubt is stored with it."""
    return Commitment(row.title, Strength.INTENT, Kind.ACTION, Testability.PARTIAL)


def _sha256(row: GivenPromise) -> str:
    return hashlib.sha256(row.card.encode()).hexdigest()


def _id(row: GivenPromise) -> str:
    return promise_id(_sha256(row), Span(row.start, row.start + len(row.quote)))
