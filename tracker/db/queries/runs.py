"""What ran: job runs by their period."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.db.models import Event, JobRun, RunState


def of_periods(session: Session, periods: Collection[str]) -> list[JobRun]:
    """The runs of these periods, of whatever job."""
    return list(session.scalars(select(JobRun).where(JobRun.period.in_(periods))))


def of_period(session: Session, job: str, period: str) -> JobRun | None:
    """The run of one period."""
    return session.scalar(select(JobRun).where(JobRun.job == job, JobRun.period == period))


def beginning(session: Session) -> datetime | None:
    """When the first thing happened here: earlier periods are nobody's debt."""
    first = session.scalar(select(Event.at).order_by(Event.seq).limit(1))
    return datetime.fromisoformat(first) if first else None


def held(session: Session, period: str) -> JobRun | None:
    """The run of that period, if it waits for a person."""
    return session.scalar(select(JobRun).where(JobRun.period == period, JobRun.state == RunState.HELD))


def latest(session: Session, job: str) -> JobRun | None:
    """The last run of a job."""
    return session.scalar(select(JobRun).where(JobRun.job == job).order_by(JobRun.started_at.desc()).limit(1))


def last_sign_of_life(session: Session) -> datetime | None:
    """When something last ran or happened here."""
    ran = session.scalar(select(func.max(JobRun.started_at)))
    happened = session.scalar(select(Event.at).order_by(Event.seq.desc()).limit(1))
    moments = [moment for moment in (ran, datetime.fromisoformat(happened) if happened else None) if moment]
    return max(moments, default=None)
