"""Proving that what is shown is what was recorded: the chain, the frozen editions, and the stored bytes."""

import hashlib
from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.db import models
from tracker.db.files import FileStore
from tracker.domain.audit import FIRST_PREV
from tracker.errors import RuleError, TrackerError, key
from tracker.reporting import edition_from_json
from tracker.services import events
from tracker.services.ledger import row_flaws


def flaws(session: Session, store: FileStore) -> Iterator[TrackerError]:
    """Everything that does not fit, one sentence each; nothing where all is as it was recorded.

    A changed event breaks the chain. A cut-off end is noticed by rows whose event is missing, and by the editions,
    each of which names the end of the chain that it knew. Bytes are read and hashed again.
    """
    if (broken := events.verify(session)) is not None:
        yield RuleError(
            key("Die Ereigniskette ist bei Ereignis {subject} gebrochen: Es wurde nachträglich verändert."),
            subject=str(broken),
        )
    else:
        yield from row_flaws(session)
    yield from _editions(session)
    for table in (models.Document, models.Source):
        for digest in session.scalars(select(table.sha256).order_by(table.id)):
            yield from _bytes(store, digest)


def _editions(session: Session) -> Iterator[TrackerError]:
    for row in session.scalars(select(models.Edition).order_by(models.Edition.id)):
        if hashlib.sha256(row.frozen.encode()).hexdigest() != row.sha256:
            yield RuleError(key("Die Ausgabe {subject} wurde nachträglich verändert."), subject=row.key)
            continue
        head = edition_from_json(row.frozen).chain_head
        if head != FIRST_PREV and session.scalar(select(models.Event.seq).where(models.Event.hash == head)) is None:
            yield RuleError(
                key("Der Ereigniskette fehlt das Ende, das die Ausgabe {subject} nennt: Ereignisse wurden entfernt."),
                subject=row.key,
            )


def _bytes(store: FileStore, digest: str) -> Iterator[TrackerError]:
    try:
        store.get(digest)
    except TrackerError as error:
        yield error
