"""What people set for themselves: password, second factor, interests, and whether single keys act."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from tracker.db import models
from tracker.db.queries import users
from tracker.db.session import reading, writing
from tracker.domain.person import Person, Rank
from tracker.errors import ForbiddenError, RuleError, key
from tracker.services import events, limits, passwords, second_factor, sign_in
from tracker.services.limits import Limit
from tracker.services.sign_in import SignedIn
from tracker.services.users import actor_of

LONGEST_INTERESTS = 500

PER_PERSON = Limit("password_check", 10, timedelta(minutes=15))
"""Wrong passwords on the account's page: who finds an open browser must not try them out."""


@dataclass(frozen=True, slots=True)
class Account:
    """One's own account, as its page shows it."""

    name: str
    email: str
    rank: Rank
    second_factor: bool
    recovery_codes: int
    interests: str
    shortcuts: bool
    operators: tuple[str, ...]


def account(session: Session, person: Person) -> Account:
    """The account of whoever is signed in."""
    user = session.get_one(models.User, person.id)
    return Account(
        name=user.name,
        email=user.email or "",
        rank=user.rank,
        second_factor=user.totp_secret is not None,
        recovery_codes=len(user.recovery_hashes),
        interests=user.interests,
        shortcuts=user.shortcuts,
        operators=tuple(one.name for one in users.operators(session)),
    )


def change_password(engine: Engine, person: Person, old: str, new: str, *, now: datetime) -> SignedIn:
    """Set another password: every session ends, this browser gets a new one. Raises ForbiddenError, RuleError."""
    require_password(engine, person, old, now=now)
    with reading(engine) as session:
        user = session.get_one(models.User, person.id)
        name, email = user.name, user.email or ""
    password_hash = passwords.hashed(new, name=name, email=email)
    with writing(engine) as session:
        user = session.get_one(models.User, person.id)
        user.password_hash = password_hash
        sign_in.sign_out_everywhere(session, user)
        return sign_in.open_session(session, user, now=now)


def require_password(engine: Engine, person: Person, password: str, *, now: datetime) -> None:
    """Raise ForbiddenError unless this is the person's password; tries are counted, and TooOftenError ends them."""
    with reading(engine) as session:
        if limits.exhausted(session, PER_PERSON, str(person.id), now=now):
            raise limits.too_often(PER_PERSON, now)
        known_hash = session.get_one(models.User, person.id).password_hash
    if passwords.fits(password, known_hash):
        return
    with writing(engine) as session:
        limits.count(session, PER_PERSON, str(person.id), now=now)
    raise ForbiddenError(key("Das bisherige Passwort stimmt nicht."), subject="password")


def switch_on_second_factor(  # what the form holds
    engine: Engine, person: Person, password: str, secret: str, code: str, *, now: datetime
) -> list[str]:
    """Ask for codes from now on; returns the recovery codes. Raises ForbiddenError, RuleError."""
    require_password(engine, person, password, now=now)
    with writing(engine) as session:
        user = session.get_one(models.User, person.id)
        return second_factor.switch_on(session, user, secret, code, now=now)


def switch_off_second_factor(engine: Engine, person: Person, password: str, *, now: datetime) -> None:
    """Ask for no codes any more. Raises ForbiddenError."""
    require_password(engine, person, password, now=now)
    with writing(engine) as session:
        second_factor.switch_off(session.get_one(models.User, person.id))


def set_shortcuts(session: Session, person: Person, *, on: bool) -> None:
    """Whether single keys act on this person's pages."""
    session.get_one(models.User, person.id).shortcuts = on


def state_interests(session: Session, person: Person, text: str, *, now: datetime) -> None:
    """Say where one is not neutral (a party, an office). It stands on public pages beside what this person judged.

    The text itself stays out of the chain, so that it can be erased.
    """
    stated = " ".join(text.split())
    if len(stated) > LONGEST_INTERESTS:
        raise RuleError(key("Bitte höchstens {longest} Zeichen."), subject="interests", longest=LONGEST_INTERESTS)
    user = session.get_one(models.User, person.id)
    if user.interests != stated:
        user.interests = stated
        events.record(session, "user.interests_stated", actor_of(user), {}, actor=actor_of(user), now=now)
