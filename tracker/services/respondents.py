"""Who replied: the names of documents meet the respondents of feeds.yaml."""

import hashlib

from sqlalchemy.orm import Session

from tracker.db import models
from tracker.db.queries import council
from tracker.domain.council import folded


def respondent_named(session: Session, body_id: str, name: str) -> models.Respondent:
    """The respondent with that id, name or faction name; one that nobody listed is added under a key of its own."""
    known = _known(session, body_id, name)
    if known is None:
        # A name as written in a document: the same name is the same respondent in every instance.
        key = f"r-{hashlib.sha256(_compared(name).encode()).hexdigest()[:10]}"
        known = models.Respondent(body_id=body_id, key=key, name=folded(name), factions=[], majority=[], listed=False)
        session.add(known)
        session.flush()
    return known


def listed_name(session: Session, body_id: str, name: str) -> str:
    """The full name for an id, a name or a faction; the name itself where nobody is known by it."""
    known = _known(session, body_id, name)
    return known.name if known else name


def _known(session: Session, body_id: str, name: str) -> models.Respondent | None:
    return next((row for row in council.respondents(session, body_id) if same_name(name, row)), None)


def same_name(name: str, respondent: models.Respondent) -> bool:
    """Whether a name is this respondent's id, name or faction, capitals aside."""
    known = (respondent.key, respondent.name, *respondent.factions)
    return _compared(name) in {_compared(str(word)) for word in known}


def _compared(name: str) -> str:
    return folded(name).casefold()
