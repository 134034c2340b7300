"""Editions: the monthly report and the account of a term, built as of a day and frozen when their period is over.

A frozen edition is returned as it was frozen, whatever happened since. With `as_of` it is built again from what was
recorded by that day; the result equals the frozen one, and anybody can prove it.
"""

import hashlib
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeVar, cast
from zoneinfo import ZoneInfo

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from tracker.db import models
from tracker.db.queries import asof, council
from tracker.db.session import reading, writing
from tracker.domain.assessment import CODEBOOK, KnowledgeState
from tracker.domain.audit import Plain
from tracker.domain.report import MonthlyEdition, RetrospectiveEdition, by_respondent, coverage
from tracker.errors import NotFoundError, RuleError, key
from tracker.reporting import Edition, edition_from_json, edition_json
from tracker.services import events, term_account
from tracker.services.lines import View, in_text_order, midnight

COMING_DAYS = 35
"""How far a monthly report looks ahead: past the next one, so that no meeting falls between two."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What every edition says of the instance that made it."""

    site: str
    zone: ZoneInfo
    two_persons: bool = True


def monthly(
    engine: Engine, month: date, frame: Frame, *, as_of: date | None = None, mailed: bool = False, now: datetime
) -> MonthlyEdition:
    """The report of a month (any day of it).

    A month that is over is frozen once, under "report:2026-10". A running month gives an interim report up to today,
    under "report:2026-10-14", which is frozen only where it is `mailed`: page and mail must not disagree. Raises
    RuleError for a month or an `as_of` to come.
    """
    today = now.astimezone(frame.zone).date()
    first, last = month.replace(day=1), month.replace(day=monthrange(month.year, month.month)[1])
    _require_past(first, today)
    _require_past(as_of, today)
    cut_off = min(last, as_of or today)
    if cut_off < first:
        raise RuleError(
            key("Der Stichtag {subject} liegt vor dem Monat des Berichts. Bitte einen späteren wählen."),
            subject=str(as_of),
        )

    over = today > last and cut_off == last
    name = f"report:{first:%Y-%m}" if over else f"report:{cut_off:%Y-%m-%d}"

    def build(session: Session) -> MonthlyEdition:
        frozen = asof.edition(session, name)  # built again, it says what was to be seen then
        made = frozen.frozen_at if frozen else now
        return _monthly(View(session, cut_off, frame.zone, made=made), name, first, frame)

    if as_of is None and (over or mailed):
        return _frozen(engine, name, build, now)
    with reading(engine) as session:
        known = asof.edition(session, name) if as_of is None else None
        return cast("MonthlyEdition", edition_from_json(known.frozen)) if known else build(session)


def retrospective(
    engine: Engine, body: str, term: str, frame: Frame, *, as_of: date | None = None, now: datetime
) -> RetrospectiveEdition:
    """The account of a body's term, by its key in feeds.yaml; frozen once the term is over.

    Raises NotFoundError for an unknown term, RuleError for a term or an `as_of` to come.
    """
    today = now.astimezone(frame.zone).date()
    _require_past(as_of, today)
    with reading(engine) as session:
        row = council.term(session, body, term)
        if row is None:
            raise NotFoundError(
                key("Die Wahlperiode „{subject}“ steht in feeds.yaml nicht bei {body}. Bitte dort ergänzen."),
                subject=term,
                body=body,
            )
        last = row.end_date
        _require_past(row.start_date, today)
    cut_off = min(last, as_of or today)

    def build(session: Session) -> RetrospectiveEdition:
        own = session.get_one(models.LegislativeTerm, row.id)
        return _retrospective(View(session, cut_off, frame.zone, body), own, frame)

    if as_of is not None or today <= last:
        with reading(engine) as session:
            return build(session)
    return _frozen(engine, f"retrospective:{body}:{term}", build, now)


_Made = TypeVar("_Made", MonthlyEdition, RetrospectiveEdition)


def _frozen(engine: Engine, name: str, build: Callable[[Session], _Made], now: datetime) -> _Made:
    """The edition of that key as it was frozen, or frozen now. Building it happens outside the transaction."""
    with reading(engine) as session:
        known = asof.edition(session, name)
        made: Edition = edition_from_json(known.frozen) if known else build(session)
    if known is None:
        with writing(engine) as session:
            known = asof.edition(session, name)  # somebody may have been quicker
            made = edition_from_json(known.frozen) if known else _freeze(session, made, now)
    return cast("_Made", made)


def _freeze(session: Session, edition: Edition, now: datetime) -> Edition:
    text = edition_json(edition)
    digest = hashlib.sha256(text.encode()).hexdigest()
    kind = models.EditionKind.MONTHLY if isinstance(edition, MonthlyEdition) else models.EditionKind.RETROSPECTIVE
    session.add(
        models.Edition(key=edition.key, kind=kind, cut_off=edition.cut_off, frozen=text, sha256=digest, frozen_at=now)
    )
    session.flush()
    payload: dict[str, Plain] = {"cut_off": edition.cut_off.isoformat(), "sha256": digest}
    events.record(session, "edition.frozen", f"edition:{edition.key}", payload, actor="system:report", now=now)
    return edition


def _monthly(view: View, name: str, first: date, frame: Frame) -> MonthlyEdition:
    start = midnight(first, frame.zone)
    lines = in_text_order(view.lines.values())
    return MonthlyEdition(
        key=name,
        month=first,
        cut_off=view.cut_off,
        site=frame.site,
        coverage=coverage(lines),
        new_promises=in_text_order(view.accepted_since(start)),
        published=view.published_since(start),
        evidence=view.evidence_since(start),
        links_waiting=view.links_waiting(),
        promises_waiting=view.promises_waiting(),
        meetings=view.meetings(COMING_DAYS),
        unchecked=tuple(line for line in lines if line.knowledge.state is KnowledgeState.NEVER_CHECKED),
        feeds=view.feeds(),
        respondents=by_respondent(lines),
        two_persons=frame.two_persons,
        chain_head=_head(view),
        checks=view.checks_since(start),
        promises=lines,
        corrections=view.corrections_since(start),
        replied=view.replied_since(start),
    )


def _retrospective(view: View, term: models.LegislativeTerm, frame: Frame) -> RetrospectiveEdition:
    rows = [row for row in view.accepted.values() if row.term_id in {None, term.id}]
    lines = in_text_order(view.lines[row.id] for row in rows)
    previous, others = term_account.comparison(view, term)
    name = f"retrospective:{term.body_id}:{term.key}"
    return RetrospectiveEdition(
        key=name if view.cut_off == term.end_date else f"{name}:{view.cut_off:%Y-%m-%d}",
        term=term.name,
        start=term.start_date,
        end=term.end_date,
        cut_off=view.cut_off,
        site=frame.site,
        coverage=coverage(lines),
        respondents=by_respondent(lines),
        promises=lines,
        two_persons=frame.two_persons,
        chain_head=_head(view),
        body=term.body.name,
        accounts=term_account.accounts(view, rows),
        previous=previous,
        others=others,
        corrections=view.corrections_since(midnight(term.start_date, frame.zone)),
        links_waiting=view.links_waiting(),
        promises_waiting=view.promises_waiting(),
        feeds=view.feeds(),
        course=term_account.course(view, rows),
        agreement=term_account.agreement(view, rows),
        codebook=CODEBOOK,
    )


def _head(view: View) -> str:
    """The hash of the last event that the edition knows of."""
    return events.head_hash(view.session, view.until - timedelta(microseconds=1))


def _require_past(day: date | None, today: date) -> None:
    if day is not None and day > today:
        raise RuleError(
            key("{subject} liegt in der Zukunft; darüber gibt es noch nichts zu berichten."), subject=day.isoformat()
        )
