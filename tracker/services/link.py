"""Suggesting links: accepted promises of a body meet its council items.

The machine suggests each pair once and never touches what a person judged. To keep the pile small enough for people
with two hours a month, a promise gets at most `budget` new suggestions in seven days, the best first; what does not fit
comes in later weeks. Items from before the election (or, where feeds.yaml does not state its
day, before the term) are background and wait behind the others. An item about
everything is suggested once, and a paper that was judged irrelevant does not come back under another identity.
"""

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from tracker.db import models
from tracker.db.ids import link_id
from tracker.db.queries import council, items, links, promises
from tracker.db.session import reading, writing
from tracker.domain.link import Judgement, Match, left_this_week, may_rescore
from tracker.domain.promise import PromiseState
from tracker.linking import match, model
from tracker.linking.collective import shown_once
from tracker.linking.learning import Learned, rescored, trait
from tracker.linking.reissue import Told, is_reissue
from tracker.services import events
from tracker.services.experience import experience
from tracker.services.matching import Means, item_text, promise_text

DEPTH = 60
"""So many matches of a promise are looked at beyond those that wait for a judgement; weeks bring them by and by."""

WORTH_A_LOOK = 0.1
"""Matches below are not suggested: of the labelled evidence 3 in 100 lie there, of all other matches half."""


@dataclass(frozen=True, slots=True)
class Linked:
    """What a run brought: new and re-scored links, and how many promises and items met."""

    links_new: int
    links_updated: int
    promises: int
    items: int


@dataclass(frozen=True, slots=True)
class _Met:
    """What one body's promises and items gave: each promise's matches, best first."""

    matches: dict[str, list[Match]]
    promises: int
    items: int


def link(
    engine: Engine, *, body: str | None = None, budget: int = 3, means: Means | None = None, now: datetime
) -> Linked:
    """Match and store, one body or all; one event for the run. Running it again finds nothing new to store.

    Without `means`, words are compared with the lists that come with the program. Matching takes its time and happens
    outside the transaction.
    """
    used = means or Means()
    with reading(engine) as session:
        learned = experience(session)
        wanted = [b.id for b in council.bodies(session) if body in {None, b.id}]
        met = [_meet(session, one, used, learned) for one in wanted]
    used.keep()
    run = _Run(budget, "+".join([model(used.meaning), *([learned.version] if learned else [])]), now)
    with writing(engine) as session:
        for one in met:
            _store(session, one, run)
        session.flush()
        result = Linked(
            links_new=len(run.new),
            links_updated=len(run.updated),
            promises=sum(one.promises for one in met),
            items=sum(one.items for one in met),
        )
        payload: dict[str, Any] = {**asdict(result), "model": run.model, "digest": _digest([*run.new, *run.updated])}
        subject = f"body:{body}" if body else "body:*"
        events.record(session, "links.suggested", subject, payload, actor="system:link", now=now)
    return result


def _meet(session: Session, body_id: str, means: Means, learned: Learned | None) -> _Met:
    accepted = promises.listing(session, states=(PromiseState.ACCEPTED,), body=body_id)
    found = items.matchable(session, body_id)
    if not accepted or not found:
        return _Met({}, len(accepted), len(found))
    stored = links.of_body(session, body_id)
    waiting = [pair for pair in stored if may_rescore(pair.judgement)]
    matches = match(
        [promise_text(p) for p in accepted],
        [item_text(i) for i in found],
        top=DEPTH + _most(waiting),
        synonyms=means.synonyms(body_id),
        meaning=means.meaning,
        settled={(pair.promise, pair.item) for pair in stored if not may_rescore(pair.judgement)},
    )
    known: dict[str, dict[str, bool]] = defaultdict(dict)
    for pair in stored:
        known[pair.item][pair.promise] = pair.in_title
    kept = shown_once(matches, len(accepted), known)
    if learned:
        kept = _as_judged(kept, accepted, found, learned)
    by_promise: dict[str, list[Match]] = defaultdict(list)
    for one in kept:
        by_promise[one.promise].append(one)
    return _Met(by_promise, len(accepted), len(found))


def _most(pairs: Sequence[links.Pair]) -> int:
    """The largest number of pairs that one promise has."""
    counts: dict[str, int] = defaultdict(int)
    for pair in pairs:
        counts[pair.promise] += 1
    return max(counts.values(), default=0)


def _as_judged(
    matches: Sequence[Match],
    accepted: Sequence[models.Promise],
    found: Sequence[models.CouncilItem],
    learned: Learned,
) -> list[Match]:
    """The matches scored as people of this installation judged the like."""
    by_promise, by_item = {p.public_id: p for p in accepted}, {i.public_id: i for i in found}
    told = []
    for one in matches:
        promise, item = by_promise[one.promise], by_item[one.item]
        known = trait(one, kind=item.kind.value, source=item.feed_id, background=_is_background(promise, item))
        told.append(rescored(one, learned, known))
    return told


def _is_background(promise: models.Promise, item: models.CouncilItem) -> bool:
    start = promise.term.evidence_from if promise.term else None
    return bool(start and item.item_date and item.item_date < start)


@dataclass(frozen=True, slots=True)
class _Run:
    """What one run stores, and with what."""

    budget: int
    model: str
    now: datetime
    new: list[models.Link] = field(default_factory=list)
    updated: list[models.Link] = field(default_factory=list)


def _store(session: Session, met: _Met, run: _Run) -> None:
    """Store what is new within the budget and re-score what nobody judged; what changed meanwhile is left out."""
    for public_id, matches in met.matches.items():
        promise = promises.one(session, public_id)
        if promise.state is not PromiseState.ACCEPTED:
            continue
        known = {row.item.public_id: row for row in links.of_promise(session, promise)}
        run.updated.extend(
            known[one.item] for one in matches if one.item in known and _rescored(known[one.item], one, run)
        )
        places = left_this_week([row.created_at for row in known.values()], run.budget, run.now)
        fresh = [one for one in matches if one.item not in known and one.score >= WORTH_A_LOOK] if places else []
        rows = items.by_public_id(session, [one.item for one in fresh])
        pairs = [(one, rows[one.item]) for one in fresh if one.item in rows]
        pairs.sort(key=lambda pair: (_is_background(promise, pair[1]), -pair[0].score))
        rejected = [_told(row.item) for row in known.values() if row.judgement is Judgement.IRRELEVANT]
        for one, item in pairs:
            if places and not any(is_reissue(old, _told(item)) for old in rejected):
                run.new.append(_new_link(promise, item, one, run))
                session.add(run.new[-1])
                places -= 1


def _told(item: models.CouncilItem) -> Told:
    return Told(item.title, item.reference, item.text, item.item_date)


def _new_link(promise: models.Promise, item: models.CouncilItem, found: Match, run: _Run) -> models.Link:
    row = models.Link(
        public_id=link_id(promise.public_id, item.public_id),
        promise=promise,
        item=item,
        background=_is_background(promise, item),
        created_at=run.now,
    )
    _score(row, found, run)
    return row


def _rescored(row: models.Link, found: Match, run: _Run) -> bool:
    """Take over the new score where nobody judged; whether that changed anything."""
    if not may_rescore(row.judgement):
        return False
    before = (row.score, row.model, row.reasons, row.passage)
    _score(row, found, run)
    return before != (row.score, row.model, row.reasons, row.passage)


def _score(row: models.Link, found: Match, run: _Run) -> None:
    row.score = round(found.score, 6)  # beyond that digit sums differ between machines
    row.model = run.model
    row.reasons = [{"term": reason.term, "weight": round(reason.weight, 6)} for reason in found.reasons]
    row.passage = asdict(found.passage) if found.passage else None


def _digest(rows: list[models.Link]) -> str:
    """sha256 over the sorted pairs of link and content of its item."""
    pairs = sorted(f"{row.public_id} {row.item.content_hash}" for row in rows)
    return hashlib.sha256("\n".join(pairs).encode()).hexdigest()
