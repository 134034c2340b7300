"""What is forgotten, and when.

What carries a public statement is never forgotten here: events, promises, council items, stored bytes, editions, and
the runs from which an edition can be built again.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Engine, delete, update
from sqlalchemy.orm import Session

from tracker.db import models
from tracker.db.models import RunState
from tracker.db.session import writing
from tracker.domain.delivery import DeliveryState


@dataclass(frozen=True, slots=True)
class Rule:
    """What is forgotten so long after it was needed last."""

    name: str
    after: timedelta
    forget: Callable[[Session, datetime], Any]


def _mail_text(session: Session, before: datetime) -> Any:
    """The row stays: it is what keeps the same mail from being sent twice."""
    sent = (models.OutboxMail.state == DeliveryState.SENT) & (models.OutboxMail.sent_at < before)
    return session.execute(update(models.OutboxMail).where(sent, models.OutboxMail.message != b"").values(message=b""))


def _job_runs(session: Session, before: datetime) -> Any:
    """Those of a day: days are never made up. Months stay, for a month that is not known to be done is due again."""
    daily = models.JobRun.period.regexp_match(r":\d{4}-\d{2}-\d{2}$")
    return session.execute(
        delete(models.JobRun).where(models.JobRun.state == RunState.DONE, models.JobRun.started_at < before, daily)
    )


RULES = (
    Rule(
        "sign_in", timedelta(days=0), lambda s, t: s.execute(delete(models.SignIn).where(models.SignIn.expires_at < t))
    ),
    Rule("claim", timedelta(days=30), lambda s, t: s.execute(delete(models.Claim).where(models.Claim.until < t))),
    Rule(
        "attempt",
        timedelta(days=2),
        lambda s, t: s.execute(delete(models.Attempt).where(models.Attempt.window_start < t)),
    ),
    Rule(
        "invitation",
        timedelta(days=30),
        lambda s, t: s.execute(delete(models.Invitation).where(models.Invitation.expires_at < t)),
    ),
    Rule("mail_text", timedelta(days=180), _mail_text),
    Rule("job_run", timedelta(days=400), _job_runs),
)


def forget(engine: Engine, rules: Iterable[Rule] = RULES, *, now: datetime) -> dict[str, int]:
    """Apply every rule; how many rows each one met. Doing it again finds nothing."""
    with writing(engine) as session:
        return {rule.name: int(rule.forget(session, now - rule.after).rowcount) for rule in rules}
