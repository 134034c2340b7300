"""What a person or a restore has stopped for the whole instance, and who let it go on."""

from datetime import datetime

from sqlalchemy.orm import Session

from tracker.db import models
from tracker.services import events
from tracker.services.users import acting, actor_of

MAIL = "mail"


def pause(session: Session, what: str, *, reason: str, actor: str, now: datetime) -> None:
    """Stop it until a person lets it go on; what is stopped already stays as it is."""
    if session.get(models.Pause, what) is None:
        session.add(models.Pause(what=what, since=now, reason=reason))
        session.flush()
        events.record(session, f"{what}.paused", "instance", {"reason": reason}, actor=actor, now=now)


def resume(session: Session, what: str, *, by: str, now: datetime) -> bool:
    """Let it go on; False where it was not stopped. Raises NotFoundError for an unknown person."""
    user = acting(session, by)
    row = session.get(models.Pause, what)
    if row is None:
        return False
    session.delete(row)
    events.record(session, f"{what}.resumed", "instance", {}, actor=actor_of(user), now=now)
    return True


def paused(session: Session, what: str) -> models.Pause | None:
    """Since when and why it is stopped, or None."""
    return session.get(models.Pause, what)
