"""A row of the table of routes: which address, which methods, whose rank, which function answers."""

from collections.abc import Callable
from dataclasses import dataclass

from starlette.responses import Response

from tracker.domain.person import Rank
from tracker.web.visit import Visit

Endpoint = Callable[[Visit], Response]

FORM_BYTES = 1024 * 1024
"""Largest body of a form without files."""

UPLOAD_BYTES = 64 * 1024 * 1024
"""Largest body of a form with files: a scanned questionnaire of a hundred pages."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row. `body` is the largest body in bytes; `mailed` rows take a POST without token (RFC 8058, one click)."""

    path: str
    endpoint: Endpoint
    methods: tuple[str, ...]
    rank: Rank
    body: int
    mailed: bool


def route(  # named flags, all but the first two
    path: str,
    endpoint: Endpoint,
    *methods: str,
    rank: Rank = Rank.READER,
    body: int = FORM_BYTES,
    mailed: bool = False,
) -> Row:
    """A row of the table; without methods GET. What lies in the workshop or an account is for people who sign in."""
    if path.startswith(_SIGNED_IN) and rank is Rank.READER:
        raise ValueError(f"{path} needs the rank of those who may see it")
    return Row(path, endpoint, methods or ("GET",), rank, body, mailed)


_SIGNED_IN = ("/werkstatt", "/konto")
