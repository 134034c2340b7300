"""Links with which somebody sets a password: for the first time, or anew. Each works once and not for long."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session

from tracker.db import models
from tracker.db.queries import users
from tracker.db.session import reading, writing
from tracker.domain.delivery import DeliveryState
from tracker.errors import NotFoundError, key
from tracker.mail import AddressError
from tracker.reporting.letter import Invitation, invitation
from tracker.services import letters, limits, outbox, passwords, sign_in, tokens
from tracker.services.limits import Limit
from tracker.services.sign_in import SignedIn
from tracker.settings import Settings
from tracker.wording import Wording

LASTS = timedelta(days=7)
MAIL_KIND = "invitation"

PER_PERSON = Limit("password_mail", 3, timedelta(days=1))
PER_ADDRESS = Limit("password_ask", 20, timedelta(hours=1))


@dataclass(frozen=True, slots=True)
class Invited:
    """Whom an open invitation belongs to; `known` says that there was a password before."""

    name: str
    email: str
    known: bool


def invite(session: Session, user: models.User, *, now: datetime) -> str:
    """The token of a new invitation; earlier ones of the same person stop working."""
    open_ones = update(models.Invitation).where(
        models.Invitation.user_id == user.id, models.Invitation.used_at.is_(None)
    )
    session.execute(open_ones.values(used_at=now))
    token = tokens.fresh()
    session.add(models.Invitation(token_sha256=tokens.hashed(token), user=user, created_at=now, expires_at=now + LASTS))
    session.flush()
    return token


def path(token: str) -> str:
    """Where the invitation is redeemed, on our site."""
    return f"/einladung/{token}"


def post(session: Session, user: models.User, token: str, settings: Settings, *, now: datetime) -> bool:
    """Put the invitation into the outbox; whether there is an address to send it to. Raises AddressError."""
    if not user.email:
        return False
    outbox.queue(session, _draft(user.email, user, token, settings, now), now=now)
    return True


def note_request(session: Session, client: str, *, now: datetime) -> None:
    """Count that a visitor asked for a link. Raises TooOftenError for one who asks for many."""
    limits.count(session, PER_ADDRESS, client, now=now)


def answer_request(engine: Engine, address: str, settings: Settings, *, now: datetime) -> None:
    """Mail a new link to whoever has this address, at most three a day; where nobody has it, nothing happens.

    Runs after the visitor was answered: neither the words nor the time of the answer tell who has an account.
    """
    with writing(engine) as session, suppress(AddressError):
        user = users.addressed(session, address.strip())
        if user is None or user.disabled_at is not None or limits.exhausted(session, PER_PERSON, address, now=now):
            return
        limits.count(session, PER_PERSON, address, now=now)
        post(session, user, invite(session, user, now=now), settings, now=now)


def look(session: Session, token: str, *, now: datetime) -> Invited:
    """Whom the token invites. Raises NotFoundError where it is unknown, used or too old."""
    user = _open(session, token, now).user
    return Invited(user.name, user.email or "", user.password_hash is not None)


def redeem(engine: Engine, token: str, password: str, *, now: datetime) -> SignedIn:
    """Set the password and sign in. Every other session of the person ends, and the mail with the link forgets it.

    Who has a second factor is still asked for it. Raises NotFoundError, or RuleError for a weak password.
    """
    with reading(engine) as session:
        invited = look(session, token, now=now)
    password_hash = passwords.hashed(password, name=invited.name, email=invited.email)
    with writing(engine) as session:
        opened = _open(session, token, now)
        user = opened.user
        user.password_hash, opened.used_at = password_hash, now
        sign_in.sign_out_everywhere(session, user)
        _forget_mails(session, user)
        return sign_in.open_session(session, user, complete=user.totp_secret is None, now=now)


def _open(session: Session, token: str, now: datetime) -> models.Invitation:
    found = session.scalar(select(models.Invitation).where(models.Invitation.token_sha256 == tokens.hashed(token)))
    if found is None or found.used_at is not None or found.expires_at <= now or found.user.disabled_at is not None:
        raise NotFoundError(
            key(
                "Dieser Link gilt nicht mehr: Er wurde schon benutzt, ist abgelaufen oder unvollständig kopiert. "
                "Unter „Passwort vergessen“ bekommen Sie einen neuen."
            ),
            subject="invitation",
        )
    return found


def _forget_mails(session: Session, user: models.User) -> None:
    """What was sent need not be kept: it holds the link."""
    sent = update(models.OutboxMail).where(
        models.OutboxMail.kind == MAIL_KIND,
        models.OutboxMail.recipient == user.email,
        models.OutboxMail.state == DeliveryState.SENT,
    )
    session.execute(sent.values(message=b""))


def _draft(recipient: str, user: models.User, token: str, settings: Settings, now: datetime) -> outbox.Draft:
    said = Invitation(
        site=settings.site.name,
        name=user.name,
        link=settings.address + path(token),
        until=letters.local(now + LASTS, settings),
        known=user.password_hash is not None,
    )
    paper = invitation(said, Wording(settings.site.language))
    return letters.drafted(MAIL_KIND, tokens.hashed(token)[:32], recipient, paper, settings=settings, now=now)
