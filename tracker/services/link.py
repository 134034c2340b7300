"""Suggesting links: accepted promises of a body meet its council items.

The machine suggests each pair once and never touches what a person judged. To keep the pile small enough for people
with two hours a month, a promise gets at most `budget` new suggestions in seven days, the best first; items from before
the promise's term are background and wait behind the others.
"""

import hashlib
from collections import Counter
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from tracker.db import models
from tracker.db.ids import link_id
from tracker.db.queries import council, items, promises
from tracker.db.session import reading, writing
from tracker.domain.link import ItemText, Match, PromiseText, may_rescore
from tracker.domain.promise import PromiseState
from tracker.linking import MODEL, match
from tracker.services import events

WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Linked:
    """What a run brought: new and re-scored links, and how many promises and items met."""

    links_new: int
    links_updated: int
    promises: int
    items: int


@dataclass(frozen=True, slots=True)
class _Met:
    """What one body's promises and items gave."""

    matches: tuple[Match, ...]
    promises: int
    items: int


def link(engine: Engine, *, body: str | None = None, budget: int = 3, now: datetime) -> Linked:
    """Match and store, one body or all; one event for the run. Running it again finds nothing new to store.

    Matching takes its time and happens outside the transaction.
    """
    with reading(engine) as session:
        wanted = [b.id for b in council.bodies(session) if body in {None, b.id}]
        met = [_meet(session, one) for one in wanted]
    with writing(engine) as session:
        stored = [_store(session, one, budget, now) for one in met]
        touched = [row for rows in stored for row in (*rows.new, *rows.updated)]
        result = Linked(
            links_new=sum(len(rows.new) for rows in stored),
            links_updated=sum(len(rows.updated) for rows in stored),
            promises=sum(one.promises for one in met),
            items=sum(one.items for one in met),
        )
        payload: dict[str, Any] = {**asdict(result), "model": MODEL, "digest": _digest(touched)}
        subject = f"body:{body}" if body else "body:*"
        events.record(session, "links.suggested", subject, payload, actor="system:link", now=now)
    return result


def _meet(session: Session, body_id: str) -> _Met:
    accepted = promises.listing(session, states=(PromiseState.ACCEPTED,), body=body_id)
    found = items.matchable(session, body_id)
    if not accepted or not found:
        return _Met((), len(accepted), len(found))
    matches = match([_promise_text(p) for p in accepted], [_item_text(i) for i in found])
    return _Met(tuple(matches), len(accepted), len(found))


def _promise_text(promise: models.Promise) -> PromiseText:
    question = promise.statement.answer.question if promise.statement else None
    return PromiseText(
        id=promise.public_id,
        text=promise.text,
        context=question.text if question else "",
        respondent=promise.respondent.name if promise.respondent else "",
    )


def _item_text(item: models.CouncilItem) -> ItemText:
    return ItemText(item.public_id, item.title, item.text, item.item_date.isoformat() if item.item_date else "")


@dataclass(frozen=True, slots=True)
class _Stored:
    new: list[models.Link]
    updated: list[models.Link]


def _store(session: Session, met: _Met, budget: int, now: datetime) -> _Stored:
    """Store what is new within the budget and re-score what nobody judged; what changed meanwhile is left out."""
    new: list[models.Link] = []
    updated: list[models.Link] = []
    recent = _recent(session, now)
    for public_id, group in groupby(met.matches, key=lambda m: m.promise):
        promise = promises.one(session, public_id)
        if promise.state is not PromiseState.ACCEPTED:
            continue
        pairs = _with_items(session, promise, list(group))
        known = {row.item_id: row for row in _links(session, promise)}
        for pair in pairs:
            row = known.get(pair.item.id)
            if row is not None and _rescored(row, pair.match):
                updated.append(row)
        fresh = sorted((pair for pair in pairs if pair.item.id not in known), key=lambda pair: pair.background)
        new += [_new_link(promise, pair, now) for pair in fresh[: max(0, budget - recent[promise.id])]]
    session.add_all(new)
    session.flush()
    return _Stored(new, updated)


def _recent(session: Session, now: datetime) -> Counter[int]:
    """How many suggestions each promise got in the last seven days."""
    rows = session.execute(
        select(models.Link.promise_id, func.count())
        .where(models.Link.created_at > now - WEEK)
        .group_by(models.Link.promise_id)
    )
    return Counter(dict(rows.all()))


@dataclass(frozen=True, slots=True)
class _Pair:
    """A match and its item; `background` where the item is from before the promise's term."""

    match: Match
    item: models.CouncilItem
    background: bool


def _with_items(session: Session, promise: models.Promise, matches: list[Match]) -> list[_Pair]:
    """The matches with their items, best first."""
    rows = session.scalars(
        select(models.CouncilItem).where(models.CouncilItem.public_id.in_([m.item for m in matches]))
    )
    found = {row.public_id: row for row in rows}
    start = promise.term.start_date if promise.term else None
    return [
        _Pair(one, item, background=bool(start and item.item_date and item.item_date < start))
        for one in matches
        if (item := found.get(one.item)) is not None
    ]


def _links(session: Session, promise: models.Promise) -> list[models.Link]:
    return list(session.scalars(select(models.Link).where(models.Link.promise_id == promise.id)))


def _new_link(promise: models.Promise, pair: _Pair, now: datetime) -> models.Link:
    row = models.Link(
        public_id=link_id(promise.public_id, pair.item.public_id),
        promise=promise,
        item=pair.item,
        background=pair.background,
        created_at=now,
    )
    _score(row, pair.match)
    return row


def _rescored(row: models.Link, found: Match) -> bool:
    """Take over the new score where nobody judged; whether that changed anything."""
    if not may_rescore(row.judgement):
        return False
    before = (row.score, row.model, row.reasons, row.passage)
    _score(row, found)
    return before != (row.score, row.model, row.reasons, row.passage)


def _score(row: models.Link, found: Match) -> None:
    row.score = round(found.score, 6)  # beyond that digit sums differ between machines
    row.model = MODEL
    row.reasons = [{"term": reason.term, "weight": round(reason.weight, 6)} for reason in found.reasons]
    row.passage = asdict(found.passage) if found.passage else None


def _digest(rows: list[models.Link]) -> str:
    """sha256 over the sorted pairs of link and content of its item."""
    pairs = sorted(f"{row.public_id} {row.item.content_hash}" for row in rows)
    return hashlib.sha256("\n".join(pairs).encode()).hexdigest()
