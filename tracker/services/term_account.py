"""What became of each promise of a term, how that grew over the days, and the figures to compare it with."""

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import select

from tracker.db import models
from tracker.db.queries import asof
from tracker.domain.agreement import alpha, interval
from tracker.domain.assessment import Outcome
from tracker.domain.report import (
    AccountLine,
    AgreementLine,
    CourseLine,
    PromiseLine,
    TermLine,
    coverage,
)
from tracker.services.coding import TESTABILITY_SCALE
from tracker.services.lines import View, in_text_order

Pair = tuple[Hashable, Hashable]
"""What the first and the second person said of the same promise."""


def accounts(view: View, rows: Sequence[models.Promise]) -> tuple[AccountLine, ...]:
    """One line for each of the promises, in the order of the edition's lines."""
    by_id = {row.public_id: row for row in rows}
    return tuple(_account(view, by_id[line.id]) for line in in_text_order(view.lines[row.id] for row in rows))


def _account(view: View, row: models.Promise) -> AccountLine:
    standing = view.standing_assessment(row.id)
    line = AccountLine(
        promise=row.public_id,
        evidence=view.evidence_of(row.id),
        sources=view.sources_of(row.id),
        checks=view.checks_of(row.id),
        deadline_on=row.deadline_date,
        testability=row.testability,
    )
    if standing is None:
        return line
    return replace(
        line,
        settled_on=standing.effective if standing.outcome.final else None,
        late=standing.late,
        reason_code=standing.reason_code,
        reason=standing.reason,
        by=view.signed[standing.proposed_by_id],
        confirmed_by=view.signed[standing.confirmed_by_id] if standing.confirmed_by_id else "",
        reply=view.reply(standing),
    )


def course(view: View, rows: Sequence[models.Promise]) -> tuple[CourseLine, ...]:
    """How the outcomes stood from each day on which a promise was accepted or an assessment published."""
    wanted = {row.id for row in rows}
    changes: list[tuple[date, int, models.Assessment | None]] = [
        (view.day(view.accepted_at(row.id)), row.id, None) for row in rows
    ]
    changes += [
        (view.day(row.published_at), row.promise_id, row)
        for row in view.published_until()
        if row.promise_id in wanted and row.published_at is not None
    ]
    standing: dict[int, models.Assessment | None] = {}
    counts: Counter[Outcome] = Counter()
    lines: dict[date, CourseLine] = {}
    for on, promise, assessment in sorted(changes, key=lambda change: (change[0], change[2] is not None)):
        if promise in standing:
            counts[_outcome(standing[promise])] -= 1
        standing[promise] = _later(standing.get(promise), assessment)
        counts[_outcome(standing[promise])] += 1
        lines[on] = CourseLine(on, tuple((outcome, counts[outcome]) for outcome in Outcome if counts[outcome]))
    return tuple(lines.values())


def _outcome(row: models.Assessment | None) -> Outcome:
    return row.outcome if row else Outcome.NOT_YET_RATED


def _later(one: models.Assessment | None, other: models.Assessment | None) -> models.Assessment | None:
    """Which of two published assessments counts: the later day of effect, then the higher id."""
    given = [row for row in (one, other) if row is not None]
    return max(given, key=lambda row: (row.effective, row.id), default=None)


def comparison(view: View, term: models.LegislativeTerm) -> tuple[TermLine | None, tuple[TermLine, ...]]:
    """The body's term before this one, and the terms of other bodies that overlap it, by name; where they have any."""
    rows = list(view.session.scalars(select(models.LegislativeTerm).order_by(models.LegislativeTerm.id)))
    earlier = [row for row in rows if row.body_id == term.body_id and row.end_date < term.start_date]
    last = max(earlier, key=lambda row: row.end_date, default=None)
    beside = [
        row
        for row in rows
        if row.body_id != term.body_id
        and row.start_date <= min(term.end_date, view.cut_off)
        and row.end_date >= term.start_date
    ]
    wanted = [row for row in (last, *beside) if row]
    everything = View(view.session, view.cut_off, view.zone) if wanted else view
    found = {row.id: _term_line(everything, row) for row in wanted}
    others = sorted((line for row in beside if (line := found[row.id])), key=lambda line: (line.body, line.term))
    return (found[last.id] if last else None), tuple(others)


def _term_line(everything: View, term: models.LegislativeTerm) -> TermLine | None:
    own = (row for row in everything.accepted.values() if row.body_id == term.body_id and row.term_id == term.id)
    lines: tuple[PromiseLine, ...] = tuple(everything.lines[row.id] for row in own)
    if not lines:
        return None
    counts = Counter(line.outcome for line in lines)
    outcomes = tuple((outcome, counts[outcome]) for outcome in Outcome)
    return TermLine(term.body.name, term.name, everything.cut_off, coverage(lines), outcomes)


def agreement(view: View, rows: Sequence[models.Promise]) -> tuple[AgreementLine, ...]:
    """How far first and second verdicts agree beyond chance, step by step; nothing where nothing was coded twice."""
    wanted = {row.id: row for row in rows}
    coded = [one for one in asof.codings(view.session, view.until) if one.promise_id in wanted]
    if not coded:
        return ()
    standing = {id_: view.standing_assessment(id_) for id_ in {one.promise_id for one in coded}}
    act: list[Pair] = [(wanted[one.promise_id].act, one.act) for one in coded]
    clear: list[Pair] = [(wanted[one.promise_id].testability, one.testability) for one in coded]
    outcome: list[Pair] = [
        (first.outcome, one.outcome) for one in coded if (first := standing[one.promise_id]) and one.outcome
    ]
    return (
        _agreed("act", act),
        _agreed("testability", clear, TESTABILITY_SCALE),
        _agreed("outcome", outcome),
    )


def _agreed(step: str, pairs: Sequence[Pair], scale: Sequence[Hashable] = ()) -> AgreementLine:
    found = alpha(pairs, scale)
    low, high = interval(pairs, scale) or (None, None)
    return AgreementLine(step, found.units, _thousandths(found.alpha), _thousandths(low), _thousandths(high))


def _thousandths(value: float | None) -> int | None:
    return None if value is None else round(value * 1000)
