"""The table of all nouns of the open format, in an order in which each names only those before it.

A new table gets its noun in `council_nouns` or `promise_nouns` and its line here; a new column gets its line there. A
test fails while a column is neither exported nor named as left out.
"""

from tracker.exchange.cells import Shape
from tracker.exchange.columns import Column, Sheet
from tracker.services.open_data import council_nouns as council
from tracker.services.open_data import fairness_nouns as fairness
from tracker.services.open_data import promise_nouns as promise
from tracker.services.open_data.noun import Noun

NOUNS: tuple[Noun, ...] = (
    council.BODIES,
    council.TERMS,
    council.RESPONDENTS,
    council.PEOPLE,
    council.ORGANIZATIONS,
    council.FEEDS,
    council.RUNS,
    council.ITEMS,
    council.VERSIONS,
    council.ALIASES,
    council.FILES,
    promise.DOCUMENTS,
    promise.QUESTIONS,
    promise.ANSWERS,
    promise.STATEMENTS,
    promise.PROMISES,
    promise.CRITERIA,
    promise.LINKS,
    promise.JUDGEMENTS,
    promise.SOURCES,
    promise.CHECKS,
    promise.ASSESSMENTS,
    fairness.REPLIES,
    fairness.CORRECTIONS,
    fairness.TIPS,
    fairness.CODINGS,
    promise.EDITIONS,
)

EVENTS = Sheet(
    "events",
    "the append-only chain of everything that happened",
    (
        Column("seq", Shape.NUMBER, "1, 2, 3 …"),
        Column("at", Shape.TEXT, "when, in UTC"),
        Column("actor", Shape.TEXT, "user:NUMBER or system:JOB"),
        Column("kind", Shape.TEXT, "what happened"),
        Column("subject", Shape.TEXT, "to what"),
        Column("payload", Shape.VALUES, "the new values"),
        Column("prev", Shape.TEXT, "hash of the event before"),
        Column("hash", Shape.TEXT, "sha256 of prev and the canonical JSON of the rest"),
    ),
    identity=("seq",),
)
"""Events are no noun like the others: they come in whole or not at all."""

STAYS_HOME = frozenset(
    {
        "attempt",
        "claim",
        "event",
        "invitation",
        "job_run",
        "mail_token",
        "meeting_notice",
        "outbox",
        "pause",
        "promise_split",
        "raw_payload",
        "received_file",
        "sign_in",
        "subscriber",
        "subscription",
        "tombstone",
    }
)
"""Tables without a noun. The chain has its own way, splits are a column of promises; doors, desks, jobs, mail and raw
bytes belong to one installation."""
