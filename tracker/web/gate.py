"""The gate: every request passes the same questions in the same order before a page sees it.

Known host · from a page of ours · who is it · body within limits · rank · form token · then the page. What goes wrong
becomes a German page that says what happened.
"""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tracker.db.session import reading
from tracker.domain.person import Person, Rank
from tracker.errors import ForbiddenError, TrackerError, key
from tracker.services import sign_in, tokens
from tracker.web import form
from tracker.web.account.renewal import ask_again
from tracker.web.cookies import Tray
from tracker.web.failure import failed
from tracker.web.routing import FORM_BYTES, Row
from tracker.web.site import Site
from tracker.web.visit import TOKEN_FIELD, Visit

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Gate:
    """Answers the requests for one row of the table."""

    site: Site
    row: Row

    async def __call__(self, request: Request) -> Response:
        """Answer one request."""
        visit = await run_in_threadpool(arriving, self.site, request)
        try:
            if request.method not in SAFE:
                _require_own_page(visit)
                limit = self.row.body if visit.person else min(self.row.body, FORM_BYTES)
                visit = replace(visit, form=await form.read(request, limit))
            response = await run_in_threadpool(self._let_in, visit)
        except Exception as error:  # noqa: BLE001  # every failure becomes a page
            response = await run_in_threadpool(failed, visit, error)
        finally:
            for _name, file in visit.form.files:
                file.stream.close()
        visit.tray.apply(response)
        return response

    def _let_in(self, visit: Visit) -> Response:
        if not visit.may(self.row.rank):
            return _turned_away(visit, self.row)
        if visit.request.method not in SAFE and not self.row.mailed:
            _require_token(visit)
        response = self.row.endpoint(visit)
        if visit.person is not None:
            response.headers.setdefault("Cache-Control", "no-store")
        return response


def arriving(site: Site, request: Request) -> Visit:
    """The visit as it arrives: who asks, and when."""
    tray = Tray(request.cookies, secure=site.https)
    now = site.clock().astimezone(site.instance.zone)
    visit = Visit(request, site, None, now, tray)
    if not tray.session:
        return visit
    try:
        return replace(visit, person=_who(visit))
    except TrackerError:  # the database does not answer: the page will say so
        log.exception("who is signed in is not known")
        return visit


def _who(visit: Visit) -> Person | None:
    with reading(visit.instance.engine) as session:
        return sign_in.who(session, visit.tray.session, now=visit.now)


def _require_own_page(visit: Visit) -> None:
    if not visit.site.origins.is_ours(visit.headers):
        raise ForbiddenError(
            key(
                "Diese Anfrage kam nicht von einer Seite dieser Website. Es wurde nichts verändert. "
                "Bitte öffnen Sie die Seite hier und schicken Sie das Formular von dort ab."
            ),
            subject="origin",
        )


def _require_token(visit: Visit) -> None:
    if not tokens.same(visit.form[TOKEN_FIELD], visit.csrf):
        raise ForbiddenError(
            key(
                "Das Formular ist abgelaufen oder kam nicht von dieser Seite. Es wurde nichts verändert. "
                "Bitte gehen Sie zurück, laden Sie die Seite neu und schicken Sie es noch einmal ab."
            ),
            subject="form token",
        )


def _turned_away(visit: Visit, row: Row) -> Response:
    """Who is not signed in may do so, and keeps what was typed; who is, lacks the rank."""
    if visit.person is None:
        return ask_again(visit)
    raise ForbiddenError(
        key("Dafür braucht es die Rolle „{rank}“. Wer sie vergibt, steht unter „Konto“."),
        subject=row.path,
        rank=visit.wording.label(row.rank),
    )


def endpoint(site: Site, row: Row) -> Route:
    """The router's entry for a row."""
    gate: Callable[[Request], Awaitable[Response]] = Gate(site, row).__call__
    return Route(row.path, gate, methods=list(row.methods), name=f"{row.path} {Rank(row.rank).name}")
