"""Users by name."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.db.models import User
from tracker.domain.person import Rank


def named(session: Session, name: str) -> User | None:
    """The user of that name."""
    return session.scalar(select(User).where(User.name == name))


def addressed(session: Session, email: str) -> User | None:
    """The user with that mail address."""
    return session.scalar(select(User).where(User.email == email))


def everybody(session: Session) -> list[User]:
    """All users, by name."""
    return list(session.scalars(select(User).order_by(User.name)))


def operators(session: Session) -> list[User]:
    """Those who run this instance and are not switched off, by name."""
    found = select(User).where(User.rank == Rank.OPERATOR, User.disabled_at.is_(None))
    return list(session.scalars(found.order_by(User.name)))


def with_address(session: Session) -> list[User]:
    """Users who can be written to, by name."""
    found = select(User).where(User.email.is_not(None), User.disabled_at.is_(None))
    return list(session.scalars(found.order_by(User.name)))


def names(session: Session) -> dict[int, str]:
    """The names of all users by row."""
    return dict(session.execute(select(User.id, User.name)).all())
