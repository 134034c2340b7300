"""What went wrong, as JSON (RFC 9457): the same sentences as on pages, no trace of our inside."""

import logging
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from tracker.errors import TrackerError
from tracker.web.api.register_shapes import Problem
from tracker.web.failure import status_of
from tracker.wording import Wording

MEDIA_TYPE = "application/problem+json"

_SAID = {MEDIA_TYPE: {"schema": Problem.model_json_schema()}}

EVERYWHERE: dict[int | str, dict[str, Any]] = {
    304: {"description": "Nothing has changed since the ETag or the moment that was sent."},
    422: {"description": "A parameter is unknown or wrong.", "content": _SAID},
    503: {"description": "The database does not answer.", "content": _SAID},
}
NOT_FOUND: dict[int | str, dict[str, Any]] = {
    404: {"description": "There is nothing public under that name.", "content": _SAID}
}

log = logging.getLogger(__name__)


class UnchangedError(Exception):
    """The program has the answer already; `headers` are those by which it asks again."""

    def __init__(self, headers: dict[str, str]) -> None:
        super().__init__()
        self.headers = headers


def install(api: FastAPI, wording: Wording) -> None:
    """Let every failure become a problem."""

    def refused(_request: Request, error: Exception) -> Response:
        if isinstance(error, TrackerError):
            return problem(status_of(error), wording.error(error))
        if isinstance(error, RequestValidationError):
            wrong = [{"where": list(one["loc"]), "why": one["msg"]} for one in error.errors()]
            said = "; ".join(f"{'.'.join(map(str, one['where']))}: {one['why']}" for one in wrong)
            return problem(422, said, wrong)
        if isinstance(error, HTTPException):
            return problem(error.status_code, str(error.detail), headers=dict(error.headers or {}))
        log.error("unexpected failure of the interface", exc_info=error)
        return problem(500, HTTPStatus(500).phrase)

    for kind in (TrackerError, RequestValidationError, HTTPException, Exception):
        api.add_exception_handler(kind, refused)
    api.add_exception_handler(UnchangedError, _unchanged)


def problem(
    status: int, detail: str, errors: list[dict[str, Any]] | None = None, headers: dict[str, str] | None = None
) -> JSONResponse:
    """A failure as a response."""
    content: dict[str, Any] = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status}
    content |= {"detail": detail, "errors": errors}
    return JSONResponse(content, status, headers={**OPEN, **(headers or {})}, media_type=MEDIA_TYPE)


OPEN = {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}
"""Any page may read the interface: nothing in it belongs to whoever is signed in."""


def _unchanged(_request: Request, error: Exception) -> Response:
    return Response(status_code=304, headers={**OPEN, **(error.headers if isinstance(error, UnchangedError) else {})})
