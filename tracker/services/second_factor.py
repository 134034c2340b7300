"""The second factor: codes of an authenticator (TOTP, RFC 6238), and ten codes for the day the phone is gone."""

import secrets
from datetime import datetime, timedelta

import pyotp
import segno
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from tracker.db import models
from tracker.errors import RuleError, key
from tracker.services import limits, tokens
from tracker.services.limits import Limit
from tracker.services.sign_in import SignedIn, open_session

STEP_SECONDS = 30
RECOVERY_CODES = 10
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without those that look alike on paper."""

PER_PERSON = Limit("second_factor", 8, timedelta(minutes=15))


def fresh_secret() -> str:
    """A new secret for an authenticator."""
    return pyotp.random_base32()


def address_of(secret: str, *, name: str, site: str) -> str:
    """The otpauth address that authenticators read."""
    return pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name=site)


def square(address: str, title: str) -> str:
    """The address as a square code: SVG for a page, black on white in every light."""
    code = segno.make(address, micro=False, error="m")
    return code.svg_inline(scale=5, border=4, dark="#000", light="#fff", svgclass="square", title=title)


def switch_on(session: Session, user: models.User, secret: str, code: str, *, now: datetime) -> list[str]:
    """Ask for codes from now on; returns the recovery codes, which are shown once. Raises RuleError."""
    step = _step_of(secret, code, now)
    if step is None:
        raise wrong_code()
    codes = [f"{_random(5)}-{_random(5)}" for _ in range(RECOVERY_CODES)]
    user.totp_secret, user.totp_step = secret, step
    user.recovery_hashes = [tokens.hashed(_plain(code)) for code in codes]
    session.flush()
    return codes


def switch_off(user: models.User) -> None:
    """Ask for no codes any more."""
    user.totp_secret, user.recovery_hashes = None, []


def finish(session: Session, pending: str, code: str, *, now: datetime) -> SignedIn | None:
    """A full session, with a token of its own, for who knows the password and a code; None where the code is wrong.

    A code works once. Raises TooOftenError, and RuleError where the first half is missing or too long ago.
    """
    half = session.scalar(select(models.SignIn).where(models.SignIn.token_sha256 == tokens.hashed(pending)))
    if half is None or half.complete or half.expires_at <= now or half.user.disabled_at is not None:
        raise RuleError(key("Das hat zu lange gedauert. Bitte melden Sie sich noch einmal an."), subject="sign in")
    user = half.user
    if limits.exhausted(session, PER_PERSON, str(user.id), now=now):
        raise limits.too_often(PER_PERSON, now)
    if not _passes(user, code, now):
        limits.count(session, PER_PERSON, str(user.id), now=now)
        return None
    session.execute(delete(models.SignIn).where(models.SignIn.id == half.id))
    return open_session(session, user, now=now)


def wrong_code() -> RuleError:
    """The answer to a wrong code."""
    return RuleError(
        key(
            "Der Code stimmt nicht. Bitte nehmen Sie den, der gerade angezeigt wird, und prüfen Sie die Uhr des Geräts."
        ),
        subject="second factor",
    )


def _passes(user: models.User, code: str, now: datetime) -> bool:
    step = _step_of(user.totp_secret or "", code, now)
    if step is not None and step > user.totp_step:
        user.totp_step = step
        return True
    used = tokens.hashed(_plain(code))
    if used in user.recovery_hashes:
        user.recovery_hashes = [known for known in user.recovery_hashes if known != used]
        return True
    return False


def _step_of(secret: str, code: str, now: datetime) -> int | None:
    """The time step that a code belongs to: the present one or its neighbours, for clocks that are a little off."""
    present = int(now.timestamp()) // STEP_SECONDS
    try:
        generator = pyotp.TOTP(secret)
        fitting = [
            step
            for step in (present, present - 1, present + 1)
            if tokens.same(generator.generate_otp(step), "".join(code.split()))
        ]
    except ValueError:  # a secret that is no base 32
        return None
    return fitting[0] if fitting and secret else None


def _random(number: int) -> str:
    return "".join(secrets.choice(_LETTERS) for _ in range(number))


def _plain(code: str) -> str:
    return "".join(character for character in code.lower() if character.isalnum())
