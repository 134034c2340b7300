"""Signing in and out, and finding out who is asking.

Wrong name, wrong password, no password yet, switched off: one answer for all, after the same work, so that nobody
learns who has an account. Sign-ins are not events of the chain.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Engine, delete, func, or_, select
from sqlalchemy.orm import Session

from tracker.db import models
from tracker.db.session import reading, writing
from tracker.domain.person import Person
from tracker.errors import ForbiddenError, key
from tracker.services import limits, passwords, tokens
from tracker.services.limits import Limit

LASTS = timedelta(days=14)
"""How long somebody stays signed in: people come here for two hours a month, and every device can be signed out."""

SECOND_FACTOR_WAITS = timedelta(minutes=10)

PER_ACCOUNT = Limit("sign_in_account", 10, timedelta(minutes=15))
PER_ADDRESS = Limit("sign_in_address", 40, timedelta(minutes=15))


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A fresh session: the token for the cookie, and whether the second factor is still asked for."""

    token: str
    complete: bool


def try_sign_in(engine: Engine, login: str, password: str, *, address: str, now: datetime) -> SignedIn | None:
    """A session for who knows the password, or None. `login` is a name or mail address, `address` the visitor's own.

    Every failed try counts, for the account and for the address. The slow look at the password holds up nobody else:
    it lies between two short transactions. Raises TooOftenError.
    """
    tried = ((PER_ACCOUNT, login.strip()), (PER_ADDRESS, address))
    with reading(engine) as session:
        for limit, subject in tried:
            if limits.exhausted(session, limit, subject, now=now):
                raise limits.too_often(limit, now)
        known = _called(session, login)
        known_hash = known.password_hash if known and known.disabled_at is None else None
    right = passwords.fits(password, known_hash)
    with writing(engine) as session:
        user = _called(session, login)
        if user is None or not right or user.password_hash != known_hash or user.disabled_at is not None:
            for limit, subject in tried:
                limits.count(session, limit, subject, now=now)
            return None
        return open_session(session, user, complete=user.totp_secret is None, now=now)


def wrong_credentials() -> ForbiddenError:
    """The one answer to every failed try."""
    return ForbiddenError(
        key("Name oder Passwort stimmen nicht. Bitte prüfen Sie beides und versuchen Sie es noch einmal."),
        subject="sign in",
    )


def who(session: Session, token: str, *, now: datetime) -> Person | None:
    """Whose browser this is. Nothing is written: a session ends by the clock."""
    row = _sign_in(session, token)
    if row is None or not row.complete or row.expires_at <= now or row.user.disabled_at is not None:
        return None
    return Person(row.user.id, row.user.name, row.user.rank, row.user.shortcuts)


def sign_out(session: Session, token: str) -> None:
    """End the session of one browser."""
    session.execute(delete(models.SignIn).where(models.SignIn.token_sha256 == tokens.hashed(token)))


def sign_out_everywhere(session: Session, user: models.User) -> None:
    """End every session of a person: after a new password, a new rank, or when an account is switched off."""
    session.execute(delete(models.SignIn).where(models.SignIn.user_id == user.id))


def open_session(session: Session, user: models.User, *, complete: bool = True, now: datetime) -> SignedIn:
    """A new session with a new token, whatever the browser had before; ended sessions are swept out."""
    token = tokens.fresh()
    lasts = LASTS if complete else SECOND_FACTOR_WAITS
    session.execute(delete(models.SignIn).where(models.SignIn.expires_at <= now))
    session.add(
        models.SignIn(
            token_sha256=tokens.hashed(token), user=user, complete=complete, created_at=now, expires_at=now + lasts
        )
    )
    session.flush()
    return SignedIn(token, complete)


def _sign_in(session: Session, token: str) -> models.SignIn | None:
    return session.scalar(select(models.SignIn).where(models.SignIn.token_sha256 == tokens.hashed(token)))


def _called(session: Session, login: str) -> models.User | None:
    """The user of that name or address; capitals do not matter, and a doubtful one is nobody."""
    wanted = " ".join(login.split()).lower()
    found = session.scalars(
        select(models.User).where(or_(func.lower(models.User.name) == wanted, func.lower(models.User.email) == wanted))
    ).all()
    return found[0] if len(found) == 1 else None
