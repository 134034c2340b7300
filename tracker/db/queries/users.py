"""Users by name."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.db.models import User


def named(session: Session, name: str) -> User | None:
    """The user of that name."""
    return session.scalar(select(User).where(User.name == name))


def addressed(session: Session, email: str) -> User | None:
    """The user with that mail address."""
    return session.scalar(select(User).where(User.email == email))


def with_address(session: Session) -> list[User]:
    """Users who can be written to, by name."""
    return list(session.scalars(select(User).where(User.email.is_not(None)).order_by(User.name)))
