"""The people who work here: adding them, their ranks, and finding the one who acts."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from tracker.db import models
from tracker.db.queries import users as queries
from tracker.domain.person import Rank
from tracker.errors import ForbiddenError, NotFoundError, RuleError, key
from tracker.services import events, sign_in


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who works here, as a list shows it."""

    id: int
    name: str
    email: str
    rank: Rank
    has_password: bool
    second_factor: bool
    disabled: bool


def add_user(
    session: Session, name: str, email: str | None = None, *, rank: Rank | None = None, by: str = "", now: datetime
) -> models.User:
    """Add somebody: a volunteer, the first one as operator. The same name with the same address again changes nothing.

    `by` is the operator who does it, or nobody for the command line, which belongs to whoever runs the server.
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
    actor = _operating(session, by)
    given = rank or (Rank.VOLUNTEER if queries.operators(session) else Rank.OPERATOR)
    user = models.User(name=name, email=email, created_at=now, rank=given)
    session.add(user)
    session.flush()
    events.record(session, "user.added", actor_of(user), {"rank": given.name.lower()}, actor=actor, now=now)
    return user


def members(session: Session) -> list[Member]:
    """Everybody, by name."""
    return [
        Member(
            id=user.id,
            name=user.name,
            email=user.email or "",
            rank=user.rank,
            has_password=user.password_hash is not None,
            second_factor=user.totp_secret is not None,
            disabled=user.disabled_at is not None,
        )
        for user in queries.everybody(session)
    ]


def set_rank(session: Session, name: str, rank: Rank, *, by: str, now: datetime) -> None:
    """Give somebody a rank. Their sessions end, so that the next page already knows it. Raises RuleError."""
    user, actor = member(session, name), _operating(session, by)
    if user.rank is rank:
        return
    if user.rank is Rank.OPERATOR:
        _require_another_operator(session, user)
    user.rank = rank
    sign_in.sign_out_everywhere(session, user)
    events.record(session, "user.ranked", actor_of(user), {"rank": rank.name.lower()}, actor=actor, now=now)


def set_disabled(session: Session, name: str, *, disabled: bool, by: str, now: datetime) -> None:
    """Switch an account off or on again; what the person did stays. Raises RuleError for the last operator."""
    user, actor = member(session, name), _operating(session, by)
    if (user.disabled_at is not None) is disabled:
        return
    if disabled and user.rank is Rank.OPERATOR:
        _require_another_operator(session, user)
    user.disabled_at = now if disabled else None
    sign_in.sign_out_everywhere(session, user)
    events.record(session, "user.disabled" if disabled else "user.enabled", actor_of(user), {}, actor=actor, now=now)


def member(session: Session, name: str) -> models.User:
    """The person of that name, switched off or not. Raises NotFoundError."""
    user = queries.named(session, " ".join(name.split()))
    if user is None:
        raise _unknown(name)
    return user


def _operating(session: Session, by: str) -> str:
    """The actor of a change of accounts: an operator, or the command line. Raises ForbiddenError."""
    if not by:
        return "system:users"
    user = acting(session, by)
    if user.rank is not Rank.OPERATOR:
        raise ForbiddenError(key("Konten ändert nur, wer den Betrieb macht."), subject=by)
    return actor_of(user)


def _require_another_operator(session: Session, user: models.User) -> None:
    if queries.operators(session) == [user]:
        raise RuleError(
            key("{subject} macht als einzige Person den Betrieb. Bitte zuerst jemand anderem diese Rolle geben."),
            subject=user.name,
        )


def acting(session: Session, by: str) -> models.User:
    """The user who acts. Raises NotFoundError, with the mend, where nobody has that name, ForbiddenError where off."""
    user = queries.named(session, " ".join(by.split()))
    if user is None:
        raise _unknown(by)
    if user.disabled_at is not None:
        raise ForbiddenError(key("Das Konto von {subject} ist abgeschaltet."), subject=user.name)
    return user


def _unknown(name: str) -> NotFoundError:
    return NotFoundError(
        key("Wir kennen niemanden mit dem Namen „{subject}“. Anlegen geht mit: tracker user add NAME"), subject=name
    )


def actor_of(user: models.User) -> str:
    """How events name a person: by id, so that a person can be erased without breaking the chain."""
    return f"user:{user.id}"
