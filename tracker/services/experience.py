"""What volunteers' judgements teach: a model of this installation, and how precise its suggestions were so far."""

from sqlalchemy.orm import Session

from tracker.db import models
from tracker.db.queries import links
from tracker.domain.link import Judgement, Match, Passage, Reason
from tracker.linking.learning import Judged, Learned, Precision, learned, precision, trait


def experience(session: Session) -> Learned | None:
    """The model learned from all judgements, where there are enough and it is better than the plain score."""
    return learned([_judged(row) for row in links.judged(session)])


def measured_precision(session: Session) -> list[Precision]:
    """The share of suggestions that people found relevant, by source; "unsure" counts as not judged."""
    return precision((row.item.feed_id, row.judgement is Judgement.RELEVANT) for row in links.judged(session))


def stored_match(row: models.Link) -> Match:
    """A stored link as the match that it was."""
    return Match(
        promise=row.promise.public_id,
        item=row.item.public_id,
        score=row.score,
        reasons=tuple(Reason(reason["term"], reason["weight"]) for reason in row.reasons),
        passage=Passage(**row.passage) if row.passage else None,
    )


def _judged(row: models.Link) -> Judged:
    known = trait(stored_match(row), kind=row.item.kind.value, source=row.item.feed_id, background=row.background)
    return Judged(row.promise.public_id, known, row.judgement is Judgement.RELEVANT)
