"""The people who work with the tracker."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from tracker.db.types import Base, Id


class User(Base):
    """A volunteer. Events name a user by this id only, so that a person can be erased without breaking the chain."""

    __tablename__ = "user_account"

    id: Mapped[Id]
    name: Mapped[str] = mapped_column(unique=True)
    email: Mapped[str | None] = mapped_column(unique=True)
    created_at: Mapped[datetime]
