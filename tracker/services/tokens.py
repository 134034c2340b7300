"""Random tokens that travel in links and cookies; the database keeps only their hashes."""

import hashlib
import secrets

_BYTES = 32
"""256 random bits: nobody guesses them, so the hash needs no salt."""


def fresh() -> str:
    """A new token of 43 letters, digits, `-` and `_`."""
    return secrets.token_urlsafe(_BYTES)


def hashed(token: str) -> str:
    """What the database keeps of a token."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def form_token(secret: str) -> str:
    """What a form sends back to prove that it came from a page of the browser that holds this cookie."""
    return hashlib.sha256(b"form:" + secret.encode("utf-8", "replace")).hexdigest()


def same(one: str, other: str) -> bool:
    """Whether two tokens are equal, in a time that says nothing of where they differ."""
    return secrets.compare_digest(one.encode("utf-8", "replace"), other.encode("utf-8", "replace"))
