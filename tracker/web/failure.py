"""What went wrong, as a page: what happened, what is safe, what to do next. No trace of our inside reaches a reader."""

import logging

from jinja2 import TemplateError
from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse, Response

from tracker import errors
from tracker.errors import TrackerError, key
from tracker.web.visit import Visit

STATUS: tuple[tuple[type[TrackerError], int], ...] = (
    (errors.NotFoundError, 404),
    (errors.ConflictError, 409),
    (errors.ForbiddenError, 403),
    (errors.TooLargeError, 413),
    (errors.TooOftenError, 429),
    (errors.DatabaseError, 503),
    (errors.MissingToolError, 503),
)
TITLES = {
    400: key("Das ging so nicht"),
    403: key("Das ist hier nicht erlaubt"),
    404: key("Diese Seite gibt es nicht"),
    405: key("Das ging so nicht"),
    409: key("Jemand war schneller"),
    413: key("Das ist zu groß"),
    429: key("Bitte warten Sie einen Moment"),
    500: key("Hier ist uns ein Fehler unterlaufen"),
    503: key("Gerade nicht erreichbar"),
}
SENTENCES = {
    404: key("Vielleicht ist die Adresse vertippt, oder die Seite wurde umbenannt. Gelöscht wird hier nichts."),
    405: key("Diese Adresse lässt sich nur von einem Formular aus benutzen. Es wurde nichts verändert."),
    500: key("Was vorher gespeichert war, ist unversehrt. Bitte versuchen Sie es noch einmal."),
}

log = logging.getLogger(__name__)


def failed(visit: Visit, error: Exception) -> Response:
    """The page for any failure; what nobody expected is logged with its trace."""
    if isinstance(error, HTTPException):
        return _page(visit, error.status_code, "", dict(error.headers or {}))
    if isinstance(error, TrackerError):
        log.info("%s: %s", type(error).__name__, error.subject)
        return _page(visit, status_of(error), visit.wording.error(error))
    log.error("unexpected failure at %s", visit.request.url.path, exc_info=error)
    return _page(visit, 500, "")


def status_of(error: TrackerError) -> int:
    """The status of an expected failure; a broken rule is a bad request."""
    return next((status for kind, status in STATUS if isinstance(error, kind)), 400)


def _page(visit: Visit, status: int, sentence: str, headers: dict[str, str] | None = None) -> Response:
    wording = visit.wording
    title = wording.text(TITLES.get(status, TITLES[400]))
    said = sentence or wording.text(SENTENCES.get(status, SENTENCES[500]))
    try:
        return visit.page("error.html", status=status, headers=headers, title=title, sentence=said, code=status)
    except (TemplateError, OSError):  # the page about a failure must not fail
        log.exception("the error page failed")
        return PlainTextResponse(f"{title}\n\n{said}\n", status, headers=headers)
