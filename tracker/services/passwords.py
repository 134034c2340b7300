"""Passwords: kept as argon2 hashes, checked in the same time whether or not the account exists."""

from functools import cache
from threading import BoundedSemaphore

from pwdlib import PasswordHash
from pwdlib.exceptions import UnknownHashError

from tracker.errors import RuleError, key

SHORTEST = 12
LONGEST = 200
"""Characters: argon2 reads every one of them, so a limit keeps a megabyte from being hashed."""

_AT_ONCE = BoundedSemaphore(2)
"""A hash takes 64 MB while it is made: many visitors at the door at once must wait, not fill the machine."""


def hashed(password: str, *, name: str = "", email: str = "") -> str:
    """The hash of a new password. Raises RuleError where it is too short, too long, or the person's own name."""
    if len(password) < SHORTEST:
        raise RuleError(
            key("Das Passwort ist zu kurz: mindestens {shortest} Zeichen. Ein Satz aus vier Wörtern ist gut."),
            subject="password",
            shortest=SHORTEST,
        )
    if len(password) > LONGEST:
        raise RuleError(
            key("Das Passwort ist zu lang: höchstens {longest} Zeichen."), subject="password", longest=LONGEST
        )
    if _is_guessed(password, name, email):
        raise RuleError(
            key("Das Passwort lässt sich leicht erraten. Bitte nehmen Sie mehrere verschiedene Wörter."),
            subject="password",
        )
    with _AT_ONCE:
        return _hasher().hash(password)


def fits(password: str, known_hash: str | None) -> bool:
    """Whether the password is the one that was hashed; without a hash as slow as with one, and False."""
    if len(password) > LONGEST:
        password = ""
    known = known_hash or _dummy()
    try:
        with _AT_ONCE:
            right = _hasher().verify(password, known)
    except UnknownHashError:
        return False
    return right and known_hash is not None


def _is_guessed(password: str, name: str, email: str) -> bool:
    """Few different characters, or nothing but the person's name or address."""
    plain = password.casefold().replace(" ", "")
    own = {name.casefold().replace(" ", ""), email.casefold(), "wortgehalten"}
    rest = plain
    for word in sorted(filter(None, own), key=len, reverse=True):
        rest = rest.replace(word, "")
    return len(set(plain)) < 5 or len(rest.strip("0123456789!?.")) < 4


@cache
def _hasher() -> PasswordHash:
    return PasswordHash.recommended()


@cache
def _dummy() -> str:
    return _hasher().hash("nobody has this password")
