"""Editions and corrections as lists."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.db import models
from tracker.db.models.report import EditionKind
from tracker.db.queries import asof, news
from tracker.errors import NotFoundError, key
from tracker.reporting import Edition, edition_from_json


@dataclass(frozen=True, slots=True)
class EditionLine:
    """A frozen edition in the list."""

    key: str
    kind: EditionKind
    cut_off: date
    frozen_at: datetime
    sha256: str

    @property
    def path(self) -> str:
        """Its permanent address."""
        return f"/ausgaben/{self.key}"


@dataclass(frozen=True, slots=True)
class FrozenEdition:
    """An edition as it was frozen, with the JSON that its hash was taken of."""

    line: EditionLine
    edition: Edition
    frozen: str


def editions(session: Session) -> tuple[EditionLine, ...]:
    """All frozen editions, the newest first."""
    columns = (models.Edition.key, models.Edition.kind, models.Edition.cut_off, models.Edition.frozen_at)
    query = select(*columns, models.Edition.sha256).order_by(models.Edition.cut_off.desc(), models.Edition.id.desc())
    return tuple(EditionLine(*row) for row in session.execute(query).all())


def edition(session: Session, wanted: str) -> FrozenEdition:
    """The edition of that key. Raises NotFoundError."""
    row = asof.edition(session, wanted)
    if row is None:
        raise NotFoundError(key("Eine Ausgabe {subject} gibt es nicht."), subject=wanted)
    line = EditionLine(row.key, row.kind, row.cut_off, row.frozen_at, row.sha256)
    return FrozenEdition(line, edition_from_json(row.frozen), row.frozen)


@dataclass(frozen=True, slots=True)
class CorrectionLine:
    """A public correction: when, of which promise, and what was wrong."""

    on: date
    promise: str
    title: str
    text: str

    @property
    def path(self) -> str:
        """The promise's page."""
        return f"/versprechen/{self.promise}"


def corrections(session: Session, zone: ZoneInfo) -> Sequence[CorrectionLine]:
    """All corrections, the newest first."""
    rows = news.corrected(session)
    return [CorrectionLine(at.astimezone(zone).date(), promise, title, text) for promise, at, text, _, title in rows]
