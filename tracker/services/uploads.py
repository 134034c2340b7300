"""A questionnaire sent through the browser: first kept, then shown as what would come of it, then taken over.

The preview stores nothing: it reads the kept bytes as `ingest` would and compares with what is stored.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from tracker.db import models
from tracker.db.files import FileStore
from tracker.db.queries import council, documents
from tracker.db.session import reading
from tracker.documents.read import read_all
from tracker.domain.questionnaire import Extraction, Statement, same_stretch
from tracker.errors import NotFoundError, RuleError, TrackerError, key
from tracker.extraction import extract
from tracker.services import events
from tracker.services.ingest import Intake, Upload, place
from tracker.services.origins import as_read
from tracker.services.respondents import listed_name
from tracker.services.users import acting, actor_of


@dataclass(frozen=True, slots=True)
class Found:
    """A promise that would be proposed, or is known already."""

    title: str
    quote: str
    respondent: str
    number: str
    known: bool
    uncertain: bool


@dataclass(frozen=True, slots=True)
class FoundDocument:
    """What one document of the file says: how many answers, which promises, and what else was read and left out."""

    name: str
    damaged: bool
    answers: int
    found: tuple[Found, ...]
    other_statements: int

    @property
    def new(self) -> int:
        """How many promises would be proposed."""
        return sum(not one.known for one in self.found)


@dataclass(frozen=True, slots=True)
class UploadPreview:
    """What would be created for `body`; `names` are those who answer there, `problems` attachments nobody can read."""

    name: str
    sha256: str
    body: str
    names: tuple[str, ...]
    documents: tuple[FoundDocument, ...]
    problems: tuple[TrackerError, ...]


def receive(session: Session, store: FileStore, upload: Upload, *, by: str, now: datetime) -> models.Received:
    """Keep a file that somebody sent; the same bytes again are the same file. Raises RuleError for an empty one."""
    user = acting(session, by)
    if not upload.data:
        raise RuleError(key("„{subject}“ ist leer. Bitte wählen Sie eine andere Datei."), subject=upload.name)
    digest = store.put(upload.data)
    known = session.scalar(select(models.Received).where(models.Received.sha256 == digest))
    if known is not None:
        return known
    row = models.Received(sha256=digest, name=upload.name, by=user, at=now)
    session.add(row)
    session.flush()
    said: dict[str, Any] = {"name": upload.name, "size": len(upload.data)}
    events.record(session, "file.received", f"file:{digest}", said, actor=actor_of(user), now=now)
    return row


def kept(session: Session, store: FileStore, sha256: str) -> Upload:
    """A file that somebody sent. Raises NotFoundError for one that nobody did."""
    row = session.scalar(select(models.Received).where(models.Received.sha256 == sha256))
    if row is None:
        raise NotFoundError(
            key("Diese Datei wurde hier nicht hochgeladen. Bitte laden Sie sie noch einmal."), subject=sha256
        )
    return Upload(row.name, store.get(sha256))


def preview_upload(engine: Engine, upload: Upload, intake: Intake, sha256: str, *, now: datetime) -> UploadPreview:
    """What taking the file over would create. Reads for seconds; raises DocumentError where nothing can be read."""
    with reading(engine) as session:
        body, _ = place(session, intake, now.date())
        town = council.body(session, body)
        names = tuple(row.name for row in council.respondents(session, body))
        respondent = listed_name(session, body, intake.respondent) if intake.respondent else None
    sources = read_all(upload.data, upload.name, lambda _done, _total: None)
    found = []
    for source in sources.read:
        with reading(engine) as session:
            row = documents.by_sha256(session, source.document.sha256)
            known = [promise.span for promise in documents.promises(session, row)] if row else []
            document = as_read(row) if row else source.document
        extraction = extract(document, respondent=respondent, programme=intake.programme)
        with reading(engine) as session:
            found.append(_document(extraction, known, _called(session, body, extraction)))
    shown = town.name if town else body
    return UploadPreview(upload.name, sha256, shown, names, tuple(found), tuple(sources.failures))


def _called(session: Session, body: str, extraction: Extraction) -> Mapping[str, str]:
    """The names in the document as they will be stored: "Antworten der Grünen Liste" are those of "Grüne Liste"."""
    written = {answer.respondent for answer in extraction.answers if answer.respondent}
    return {name: listed_name(session, body, name) for name in written}


def _document(extraction: Extraction, known: list[Any], called: Mapping[str, str]) -> FoundDocument:
    answers = {answer.id: answer for answer in extraction.answers}

    def shown(statement: Statement) -> Found:
        answer = answers[statement.answer]
        return Found(
            title=statement.commitment.title if statement.commitment else "",
            quote=statement.text,
            respondent=called[answer.respondent] if answer.respondent else "",
            number=answer.number or "",
            known=any(same_stretch(span, statement.span) for span in known),
            uncertain=bool(statement.uncertain_readings),
        )

    return FoundDocument(
        name=extraction.document.name,
        damaged=extraction.document.damage.damaged,
        answers=len(extraction.answers),
        found=tuple(shown(statement) for statement in extraction.commitments),
        other_statements=len(extraction.statements) - len(extraction.commitments),
    )
