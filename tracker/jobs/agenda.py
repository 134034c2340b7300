"""What comes next and how it went last, for `tracker schedule --list`."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.db import models
from tracker.db.queries import outbox, runs
from tracker.db.session import reading
from tracker.domain.council import FeedState
from tracker.domain.delivery import DeliveryState
from tracker.jobs.plan import works
from tracker.services.instance import Instance
from tracker.services.schedule import next_period


@dataclass(frozen=True, slots=True)
class Line:
    """One job: when it is next due, and its last period with what came of it."""

    job: str
    command: str
    next_at: datetime | None
    last: str
    state: str
    late: bool
    error: str


def agenda(instance: Instance, now: datetime) -> list[Line]:
    """One line per job, those that rows decide on first."""
    now = now.astimezone(instance.zone)
    with reading(instance.engine) as session:
        lines = [_polls(session), _mails(session)]
        for work in works(instance):
            coming, row = next_period(work.job, now), runs.latest(session, work.job.name)
            lines.append(
                Line(
                    work.job.name,
                    work.command,
                    coming.due_at if coming else None,
                    row.period if row else "",
                    row.state.value if row else "",
                    late=bool(row and row.late),
                    error=row.error if row else "",
                )
            )
        return lines


def _polls(session: Session) -> Line:
    wanted = (models.Feed.listed, models.Feed.state != FeedState.PAUSED)
    coming = session.scalar(select(func.min(models.Feed.next_poll_at)).where(*wanted))
    last = session.scalars(select(models.FeedRun).order_by(models.FeedRun.id.desc()).limit(1)).first()
    state, error = (last.state.value, last.error) if last else ("", "")
    return Line("poll", "tracker poll --due", coming, last.feed_id if last else "", state, late=False, error=error)


def _mails(session: Session) -> Line:
    waiting = (models.OutboxMail.state == DeliveryState.TODO,)
    coming = session.scalar(select(func.min(models.OutboxMail.due_at)).where(*waiting))
    last = session.scalar(select(models.OutboxMail).order_by(models.OutboxMail.claimed_at.desc().nulls_last()).limit(1))
    trouble = outbox.troubled(session)
    state = last.state.value if last and last.claimed_at else ""
    return Line(
        "send",
        "tracker send",
        coming,
        last.period if state and last else "",
        state,
        late=False,
        error=trouble[-1].error if trouble else "",
    )
