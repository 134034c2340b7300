"""A questionnaire goes in: bytes become a stored document with answers, statements and proposed promises.

Reading the same bytes again finds everything it stored before, also where improved rules cut a statement differently;
what a person decided is never touched. An e-mail is several documents: its text and each attachment.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from tracker.db import models
from tracker.db.files import FileStore
from tracker.db.queries import council, documents
from tracker.db.session import reading, writing
from tracker.documents.read import Source, read_all
from tracker.domain.questionnaire import Document, Extraction
from tracker.errors import DocumentError, UsageError, key
from tracker.extraction import extract
from tracker.sandbox import Progress
from tracker.services import events, extracts
from tracker.services.origins import as_read
from tracker.services.respondents import listed_name, same_name

SYSTEM = "system:ingest"


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it came."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Intake:
    """Where a document belongs. Empty fields are found out: the only body, the term that runs or comes next.

    `respondent` is a name or an id of feeds.yaml and stands for the whole document; `programme` reads a text without
    questions as one answer.
    """

    body: str = ""
    term: str = ""
    respondent: str | None = None
    programme: bool = False


@dataclass(frozen=True, slots=True)
class Ingested:
    """What came of one document: answers found in it, promises that are new, promises that were stored before.

    `kept` are the names under which its answers stay, where another one was given this time ("" for no name).
    """

    name: str
    sha256: str
    answers: int
    promises_new: int
    promises_known: int
    kept: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class IngestedFile:
    """What came of one file: its documents, one but for e-mails, and why attachments could not be read."""

    documents: tuple[Ingested, ...]
    failures: tuple[DocumentError, ...] = ()


def _quiet(done: int, total: int) -> None:
    """Tell nobody how many pages are done."""


def ingest(
    engine: Engine,
    store: FileStore,
    upload: Upload,
    intake: Intake,
    *,
    actor: str = SYSTEM,
    now: datetime,
    progress: Progress = _quiet,
) -> IngestedFile:
    """Read one file and store what its documents say, all that can be read or nothing.

    Reading and extracting take seconds and happen outside the transaction; `progress` hears of every page. Raises
    DocumentError where nothing can be read, UsageError for an unknown body or term, RuleError where a document belongs
    to another body.
    """
    with reading(engine) as session:
        body_id, _ = place(session, intake, now.date())
        respondent = listed_name(session, body_id, intake.respondent) if intake.respondent else None
    sources = read_all(upload.data, upload.name, progress)
    extractions = [
        extract(_as_stored(engine, source.document), respondent=respondent, programme=intake.programme)
        for source in sources.read
    ]
    came_in = _stored(store, upload, sources.read)
    with writing(engine) as session:
        done = [store_extraction(session, e, intake, actor=actor, came_in=came_in, now=now) for e in extractions]
    return IngestedFile(tuple(done), sources.failures)


def _as_stored(engine: Engine, found: Document) -> Document:
    """The document as its promises know it: where better readers give another text today, the stored one counts."""
    with reading(engine) as session:
        known = documents.by_sha256(session, found.sha256)
        return as_read(known) if known is not None and known.text != found.text else found


def _stored(store: FileStore, upload: Upload, sources: Sequence[Source]) -> str | None:
    """Keep the bytes of the file and of every document in it; the file's hash where it is not the document itself."""
    for source in sources:
        store.put(source.data)
    digest = store.put(upload.data)
    return None if [digest] == [source.document.sha256 for source in sources] else digest


def store_extraction(
    session: Session,
    extraction: Extraction,
    intake: Intake,
    *,
    actor: str = SYSTEM,
    came_in: str | None = None,
    now: datetime,
) -> Ingested:
    """Store what was extracted, as far as it is not stored yet; one event where anything is new."""
    body_id, term_id = place(session, intake, now.date())
    source = extraction.document
    document, first_time = extracts.store_document(session, source, body_id, term_id, came_in=came_in, now=now)
    answers = extracts.store_answers(session, document, extraction)
    statements = extracts.store_statements(session, document, extraction, answers)
    new, known = extracts.store_promises(session, document, statements, now=now)
    if first_time or new:
        payload: dict[str, Any] = {
            "name": source.name,
            "body": document.body_id,
            "answers": len(extraction.answers),
            "promises": [
                {"id": p.public_id, "title": p.title, "quote": p.quote, "start": p.start, "end": p.end} for p in new
            ],
        }
        events.record(session, "document.ingested", f"document:{source.sha256}", payload, actor=actor, now=now)
    kept = _kept(extraction, answers, intake) if not first_time else ()
    return Ingested(source.name, source.sha256, len(extraction.answers), len(new), known, kept)


def _kept(extraction: Extraction, rows: Mapping[str, models.Answer], intake: Intake) -> tuple[str, ...]:
    """The names that stored answers keep although this reading was told another one."""
    if intake.respondent is None:
        return ()
    stored = [(found.respondent, rows[found.id].respondent) for found in extraction.answers]
    return tuple(sorted({row.name if row else "" for name, row in stored if name and not _is_called(row, name)}))


def _is_called(row: models.Respondent | None, name: str) -> bool:
    return row is not None and same_name(name, row)


def place(session: Session, intake: Intake, today: date) -> tuple[str, int | None]:
    """The body, and the row of the term that the promises are for, where the body has one."""
    known = [body.id for body in council.listed_bodies(session)]
    if not known:
        raise UsageError(
            key("In feeds.yaml steht noch keine Körperschaft. Bitte zuerst dort eine eintragen."), subject="feeds.yaml"
        )
    body_id = intake.body or (known[0] if len(known) == 1 else "")
    if body_id not in known:
        raise UsageError(
            key("Bitte geben Sie mit --body an, um welche Körperschaft es geht; bekannt sind: {known}."),
            subject=intake.body,
            known=", ".join(known),
        )
    if not intake.term:
        running = council.term_on(session, body_id, today)
        return body_id, running.id if running else None
    term = council.term(session, body_id, intake.term)
    if term is None:
        raise UsageError(
            key("Die Wahlperiode „{subject}“ steht in feeds.yaml nicht bei {body}. Bitte dort ergänzen."),
            subject=intake.term,
            body=body_id,
        )
    return body_id, term.id
