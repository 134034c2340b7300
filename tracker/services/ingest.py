"""A questionnaire goes in: bytes become a stored document with answers, statements and proposed promises.

Reading the same bytes again finds everything it stored before, also where improved rules cut a statement differently;
what a person decided is never touched.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from tracker.db.files import FileStore
from tracker.db.queries import council
from tracker.db.session import reading, writing
from tracker.documents.read import read
from tracker.domain.questionnaire import Extraction
from tracker.errors import UsageError, key
from tracker.extraction import extract
from tracker.services import events, extracts
from tracker.services.respondents import listed_name

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
    """What came of one file: answers found in it, promises that are new, promises that were stored before."""

    name: str
    sha256: str
    answers: int
    promises_new: int
    promises_known: int


def ingest(
    engine: Engine, store: FileStore, upload: Upload, intake: Intake, *, actor: str = SYSTEM, now: datetime
) -> Ingested:
    """Read one file and store what it says, all of it or nothing.

    Reading and extracting take seconds and happen outside the transaction. Raises DocumentError for unreadable bytes,
    UsageError for an unknown body or term, RuleError where the document belongs to another body.
    """
    with reading(engine) as session:
        body_id, _ = _place(session, intake, now.date())
        respondent = listed_name(session, body_id, intake.respondent) if intake.respondent else None
    extraction = extract(read(upload.data, upload.name), respondent=respondent, programme=intake.programme)
    store.put(upload.data)
    with writing(engine) as session:
        return store_extraction(session, extraction, intake, actor=actor, now=now)


def store_extraction(
    session: Session, extraction: Extraction, intake: Intake, *, actor: str = SYSTEM, now: datetime
) -> Ingested:
    """Store what was extracted, as far as it is not stored yet; one event where anything is new."""
    body_id, term_id = _place(session, intake, now.date())
    source = extraction.document
    document, first_time = extracts.store_document(session, source, body_id, term_id, now=now)
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
    return Ingested(source.name, source.sha256, len(extraction.answers), len(new), known)


def _place(session: Session, intake: Intake, today: date) -> tuple[str, int | None]:
    """The body, and the row of the term that the promises are for, where the body has one."""
    known = [body.id for body in council.bodies(session)]
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
