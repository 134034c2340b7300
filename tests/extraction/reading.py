"""Documents for the tests of this room: plain text, undamaged unless edits are given."""

import hashlib

from tracker.domain.questionnaire import Damage, Document, Edit, Extraction
from tracker.extraction import extract


def document(text: str, edits: tuple[Edit, ...] = ()) -> Document:
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return Document("bogen.txt", digest, "text/plain", text, Damage(bool(edits), 0.02, len(text)), edits)


def read(text: str) -> Extraction:
    return extract(document(text))


def programme(text: str, respondent: str = "Bürgerliste Blaue Brücke") -> Extraction:
    return extract(document(text), respondent=respondent, programme=True)


def answers(text: str) -> list[tuple[str | None, str]]:
    """(respondent, words) of every answer found."""
    return [(a.respondent, " ".join(a.span.of(text).split())) for a in read(text).answers]


def promises(text: str) -> list[str]:
    """The words of every promise found when the text is read as a programme."""
    return [" ".join(s.quote.split()) for s in programme(text).commitments]


def acts(text: str) -> list[tuple[str, str]]:
    """(act, words) of every statement found when the text is read as a programme."""
    return [(s.act.value, " ".join(s.quote.split())) for s in programme(text).statements]
