"""What another wording or another synonym list would bring, said before it is saved: "14 Treffer in 12 Monaten"."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from tracker.db import models
from tracker.db.queries import items, promises
from tracker.domain.link import Match, PromiseText
from tracker.linking import LIKELY, match
from tracker.linking.synonyms import by_body
from tracker.services.matching import SYNONYMS_FILE, Means, item_text, promise_text

MONTHS = 12
"""How far back hits are counted."""

MOST = 200
"""Hits of a promise that are counted; more say only that the wording fits everything."""

TERMS = 3
"""Words that are told of a hit."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A council item that would be found, and the words that would carry it, the strongest first."""

    item: str
    title: str
    day: date | None
    score: float
    terms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Preview:
    """The likely hits of the last months as things are and as they would be, best first.

    `items` is how many council items of that time are known: without any, no hits mean that nobody looked.
    """

    months: int
    items: int
    before: tuple[Hit, ...]
    after: tuple[Hit, ...]

    @property
    def gained(self) -> tuple[Hit, ...]:
        """What only the change would find."""
        known = {hit.item for hit in self.before}
        return tuple(hit for hit in self.after if hit.item not in known)

    @property
    def lost(self) -> tuple[Hit, ...]:
        """What the change would no longer find."""
        still = {hit.item for hit in self.after}
        return tuple(hit for hit in self.before if hit.item not in still)


def preview(
    session: Session,
    promise_id: str,
    *,
    means: Means,
    now: datetime,
    text: str | None = None,
    synonyms: str | None = None,
) -> Preview:
    """What a promise with another `text`, or with another content of synonyms.yaml, would have found. Stores nothing.

    Raises NotFoundError for an unknown promise and UsageError where the synonyms are wrong.
    """
    promise = promises.one(session, promise_id)
    usual = promise_text(promise)
    changed = usual if text is None else replace(usual, text=text)
    lists = means if synonyms is None else replace(means, lists=by_body(synonyms, subject=SYNONYMS_FILE))
    council = [
        row
        for row in items.matchable(session, promise.body_id)
        if row.item_date and _months_back(now.date(), MONTHS) < row.item_date <= now.date()
    ]
    before = _hits(usual, council, means, promise.body_id)
    after = _hits(changed, council, lists, promise.body_id) if (changed, lists) != (usual, means) else before
    return Preview(MONTHS, len(council), before, after)


def _hits(promise: PromiseText, council: Sequence[models.CouncilItem], means: Means, body: str) -> tuple[Hit, ...]:
    rows = {row.public_id: row for row in council}
    found: list[Match] = match(
        [promise],
        [item_text(row) for row in council],
        top=MOST,
        synonyms=means.synonyms(body),
        meaning=means.meaning,
    )
    return tuple(_hit(one, rows[one.item]) for one in found if one.score >= LIKELY)


def _hit(found: Match, row: models.CouncilItem) -> Hit:
    terms = tuple(reason.term for reason in found.reasons[:TERMS])
    return Hit(found.item, row.title, row.item_date, found.score, terms)


def _months_back(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, 28))
