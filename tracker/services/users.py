"""The people who judge: adding them, and finding the one who acts."""

from datetime import datetime

from sqlalchemy.orm import Session

from tracker.db import models
from tracker.db.queries import users as queries
from tracker.errors import NotFoundError, RuleError, key
from tracker.services import events


def add_user(session: Session, name: str, email: str | None = None, *, now: datetime) -> models.User:
    """Add a volunteer. The same name with the same address again changes nothing.

    Raises RuleError where the name is empty or already stands for another address, or the address for another name.
    """
    name, email = " ".join(name.split()), (email or "").strip() or None
    if not name:
        raise RuleError(key("Bitte geben Sie einen Namen an."), subject="--name")
    known = queries.named(session, name)
    if known and known.email == email:
        return known
    if known:
        raise RuleError(
            key("{subject} gibt es schon, mit anderer Adresse. Bitte wählen Sie einen anderen Namen."), subject=name
        )
    if email and queries.addressed(session, email):
        raise RuleError(key("Die Adresse {subject} gehört schon jemand anderem."), subject=email)
    user = models.User(name=name, email=email, created_at=now)
    session.add(user)
    session.flush()
    events.record(session, "user.added", actor_of(user), {}, actor="system:users", now=now)
    return user


def acting(session: Session, by: str) -> models.User:
    """The user who acts. Raises NotFoundError, with the mend, where nobody has that name."""
    user = queries.named(session, " ".join(by.split()))
    if user is None:
        raise NotFoundError(
            key("Wir kennen niemanden mit dem Namen „{subject}“. Anlegen geht mit: tracker user add NAME"), subject=by
        )
    return user


def actor_of(user: models.User) -> str:
    """How events name a person: by id, so that a person can be erased without breaking the chain."""
    return f"user:{user.id}"
