"""The people who work with the tracker, how they sign in, and how often something was tried."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.db.types import Base, Id, Json, Sha256
from tracker.domain.person import Rank


class User(Base):
    """Somebody who judges. Events name a user by this id only: a person can be erased without breaking the chain.

    Nobody can sign in without a password. `totp_step` is the last time step whose code was used, so that no code works
    twice; `recovery_hashes` are those of the codes for a lost phone.
    """

    __tablename__ = "user_account"

    id: Mapped[Id]
    name: Mapped[str] = mapped_column(unique=True)
    email: Mapped[str | None] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    rank: Mapped[Rank] = mapped_column(default=Rank.VOLUNTEER)
    password_hash: Mapped[str | None]
    totp_secret: Mapped[str | None]
    totp_step: Mapped[int] = mapped_column(default=0)
    recovery_hashes: Mapped[Json] = mapped_column(default=list)
    disabled_at: Mapped[datetime | None]
    interests: Mapped[str] = mapped_column(default="")
    shortcuts: Mapped[bool] = mapped_column(default=True)


class SignIn(Base):
    """One browser in which somebody is signed in; `complete` is false while the second factor is still asked for.

    Only the hash of the cookie's token is kept: who reads the database cannot sign in with it.
    """

    __tablename__ = "sign_in"

    id: Mapped[Id]
    token_sha256: Mapped[Sha256] = mapped_column(unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    complete: Mapped[bool]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]

    user: Mapped[User] = relationship()


class Invitation(Base):
    """A link with which somebody sets a password, once; only the hash of its token is kept."""

    __tablename__ = "invitation"

    id: Mapped[Id]
    token_sha256: Mapped[Sha256] = mapped_column(unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]

    user: Mapped[User] = relationship()


class Attempt(Base):
    """How often one subject (an account, an address; hashed) tried an action within one window of time."""

    __tablename__ = "attempt"
    __table_args__ = (
        UniqueConstraint("action", "subject_sha256", "window_start"),
        CheckConstraint("number > 0", name="numbers_are_counted"),
    )

    id: Mapped[Id]
    action: Mapped[str] = mapped_column(String(32))
    subject_sha256: Mapped[Sha256]
    window_start: Mapped[datetime]
    number: Mapped[int]
