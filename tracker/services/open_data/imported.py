"""What came in from another instance, told to our own chain: its history is not ours, but its decisions now are.

Without these events the records would look as if somebody had slipped them past the chain.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.db import models
from tracker.domain.audit import Plain
from tracker.domain.link import Judgement
from tracker.domain.promise import PromiseState
from tracker.services import events
from tracker.services.assess import payload as assessment_payload
from tracker.services.promise_values import payload as promise_payload

SYSTEM = "system:import"

Told = tuple[str, Mapping[str, Plain]]
"""The subject of an event and its payload."""


def tell(session: Session, came: Mapping[str, Collection[str]], now: datetime) -> int:
    """Record one event for each decision that came in; how many there were."""
    told = 0
    for noun, (kind, model, said) in _DECISIONS.items():
        wanted = came.get(noun, ())
        for row in session.scalars(select(model).order_by(model.id)) if wanted else ():
            if row.public_id in wanted:
                for subject, payload in said(row):
                    events.record(session, f"{kind}.imported", subject, payload, actor=SYSTEM, now=now)
                    told += 1
    return told


def _promise(row: models.Promise) -> Iterator[Told]:
    if row.state is not PromiseState.PROPOSED:
        yield f"promise:{row.public_id}", promise_payload(row)


def _link(row: models.Link) -> Iterator[Told]:
    if row.judgement is not Judgement.UNREVIEWED:
        seen = row.history[-1].item_hash if row.history else row.item.content_hash
        said: dict[str, Plain] = {"promise": row.promise.public_id, "item": row.item.public_id, "item_hash": seen}
        yield f"link:{row.public_id}", {**said, "judgement": row.judgement.value}


def _assessment(row: models.Assessment) -> Iterator[Told]:
    yield f"assessment:{row.public_id}", assessment_payload(row)


def _reply(row: models.Reply) -> Iterator[Told]:
    if row.replied_at:
        said: dict[str, Plain] = {"reply": row.public_id, "text": row.text, "signed": row.signed}
        yield f"assessment:{row.assessment.public_id}", said


def _check(row: models.Check) -> Iterator[Told]:
    said: dict[str, Plain] = {"check": row.public_id, "on": row.day.isoformat(), "sources": row.sources}
    yield f"promise:{row.promise.public_id}", {**said, "finding": row.finding.value}


def _source(row: models.Source) -> Iterator[Told]:
    said: dict[str, Plain] = {"source": row.public_id, "title": row.title, "day": row.day.isoformat()}
    said |= {"kind": row.kind.name.lower(), "url": row.url, "sha256": row.sha256}
    yield f"promise:{row.promise.public_id}", said


def _coding(row: models.Coding) -> Iterator[Told]:
    said: dict[str, Plain] = {"coding": row.public_id, "act": row.act.value, "testability": row.testability.value}
    yield f"promise:{row.promise.public_id}", {**said, "settlement": row.settlement}


def _correction(row: models.Correction) -> Iterator[Told]:
    said: dict[str, Plain] = {"correction": row.public_id, "day": row.day.isoformat(), "text": row.text}
    yield f"promise:{row.promise.public_id}", said


_DECISIONS: Mapping[str, tuple[str, Any, Callable[[Any], Iterator[Told]]]] = {
    "promises": ("promise", models.Promise, _promise),
    "links": ("link", models.Link, _link),
    "sources": ("source", models.Source, _source),
    "checks": ("check", models.Check, _check),
    "assessments": ("assessment", models.Assessment, _assessment),
    "replies": ("reply", models.Reply, _reply),
    "corrections": ("correction", models.Correction, _correction),
    "codings": ("coding", models.Coding, _coding),
}
"""The nouns that hold decisions, with the word of their events."""
