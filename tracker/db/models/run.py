"""What ran, what is stopped and what happened: job runs, pauses and the append-only, hash-chained events."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.db.types import Base, Id, Sha256


class RunState(StrEnum):
    """How a job's period went; `held` ones are so late that a person must decide."""

    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    HELD = "held"


class JobRun(Base):
    """One job's one period, at most once: the unique key decides between two schedulers.

    `runner` is the name with which whoever is at it signed the roll of the workspace, or empty.
    """

    __tablename__ = "job_run"
    __table_args__ = (
        UniqueConstraint("job", "period"),
        CheckConstraint("attempts >= 0", name="attempts_are_counted"),
    )

    id: Mapped[Id]
    job: Mapped[str] = mapped_column(String(32))
    period: Mapped[str] = mapped_column(String(96))
    state: Mapped[RunState]
    late: Mapped[bool] = mapped_column(default=False)
    attempts: Mapped[int] = mapped_column(default=1)
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    error: Mapped[str] = mapped_column(default="")
    runner: Mapped[str] = mapped_column(String(32), default="")


class Pause(Base):
    """What is stopped for the whole instance until a person lets it go on, like the mail after a restore."""

    __tablename__ = "pause"

    what: Mapped[str] = mapped_column(String(32), primary_key=True)
    since: Mapped[datetime]
    reason: Mapped[str] = mapped_column(default="")


class Event(Base):
    """One link of the chain. Triggers refuse UPDATE, DELETE and REPLACE.

    `payload` is canonical JSON; `at` and it stay text because the hash was taken of these very characters.
    """

    __tablename__ = "event"
    __table_args__ = (Index("ix_event_subject_seq", "subject", "seq"),)

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[str] = mapped_column(String(27))
    actor: Mapped[str]
    kind: Mapped[str] = mapped_column(String(64), index=True)
    subject: Mapped[str]
    payload: Mapped[str]
    prev: Mapped[Sha256]
    hash: Mapped[Sha256] = mapped_column(unique=True)
