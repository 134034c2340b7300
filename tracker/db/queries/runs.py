"""What ran: job runs by their period."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.db.models import Event, JobRun


def of_jobs(session: Session, jobs: Collection[str]) -> list[JobRun]:
    """All runs of these jobs, oldest first."""
    return list(session.scalars(select(JobRun).where(JobRun.job.in_(jobs)).order_by(JobRun.started_at, JobRun.id)))


def of_period(session: Session, job: str, period: str) -> JobRun | None:
    """The run of one period."""
    return session.scalar(select(JobRun).where(JobRun.job == job, JobRun.period == period))


def beginning(session: Session) -> datetime | None:
    """When the first thing happened here: earlier periods are nobody's debt."""
    first = session.scalar(select(Event.at).order_by(Event.seq).limit(1))
    return datetime.fromisoformat(first) if first else None
