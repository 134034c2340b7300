"""When to remind of a promise: a deadline as worded, resolved through the body's terms. Pure."""

from collections.abc import Sequence
from datetime import date

from tracker.domain.council import LegislativeTerm
from tracker.domain.questionnaire import Deadline, TermReference


def reminder(
    deadline: Deadline, terms: Sequence[LegislativeTerm], written_for: LegislativeTerm | None, today: date
) -> date | None:
    """The day to look again, or None where neither the text nor the terms give one.

    Parties answer before an election and call the coming term the next one, or already the current one: both mean the
    term that the document was written for. Only while an earlier term still runs does "current" mean that one.
    """
    if deadline.date is not None:
        return deadline.date
    if deadline.term is None or written_for is None:
        return None
    if deadline.term is TermReference.CURRENT and today < written_for.start:
        running = next((term for term in terms if term.covers(today)), written_for)
        return running.end
    return written_for.end
