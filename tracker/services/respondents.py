"""Who replied: the names of documents meet the respondents of feeds.yaml."""

import hashlib
import re

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
    """Who bears exactly that name, else the only one who could: documents say "Antworten des Forums Hafenlicht"."""
    rows = council.respondents(session, body_id)
    for sameness in (_compared, _bare):
        meant = [row for row in rows if sameness(name) in {sameness(word) for word in _names(row)}]
        if len(meant) == 1 or (meant and sameness is _compared):
            return meant[0]
    return None


def same_name(name: str, respondent: models.Respondent) -> bool:
    """Whether a name is this respondent's id, name or faction: capitals, articles and endings aside."""
    return _bare(name) in {_bare(word) for word in _names(respondent)}


def _names(respondent: models.Respondent) -> tuple[str, ...]:
    return (respondent.key, respondent.name, *(str(faction) for faction in respondent.factions))


def _compared(name: str) -> str:
    return folded(name).casefold()


_ARTICLES = frozenset({"der", "die", "das", "des", "dem", "den"})
_ENDING = re.compile(r"(?<=\w{4})(?:e[snrm]?|s|n)$")
"""The endings of nouns and adjectives in German; four letters are left, so that short names stay apart."""


def _bare(name: str) -> str:
    """The name without article and without the endings that its place in a sentence gives it."""
    words = _compared(name).split()
    return " ".join(_ENDING.sub("", word) for word in words if word not in _ARTICLES or len(words) == 1)
