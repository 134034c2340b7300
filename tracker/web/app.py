"""The web application, made from the table of routes; the clock and the instance are handed in."""

import logging
from collections.abc import Callable
from datetime import datetime

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from tracker.errors import UsageError, key
from tracker.services.instance import Instance
from tracker.settings import require_imprint
from tracker.web import gate
from tracker.web.api.app import mounted
from tracker.web.failure import SENTENCES, failed
from tracker.web.headers import Headers, harden
from tracker.web.routes import TABLE
from tracker.web.site import Site

log = logging.getLogger(__name__)


def create_app(instance: Instance, clock: Callable[[], datetime]) -> Starlette:
    """All pages of an instance. Raises SettingsError where it is public without an imprint."""
    require_imprint(instance.settings)
    site = Site(instance, clock, frozenset(row.path for row in TABLE))

    async def fail(request: Request, error: Exception) -> Response:
        response = await run_in_threadpool(_failed, site, request, error)
        harden(response.headers, https=site.https)
        return response

    return Starlette(
        routes=[*(gate.endpoint(site, row) for row in TABLE), mounted(site)],
        middleware=[Middleware(Headers, https=site.https), Middleware(KnownHosts, site=site)],
        exception_handlers={404: fail, 405: fail, Exception: fail},
    )


def _failed(site: Site, request: Request, error: Exception) -> Response:
    """The page for what went wrong outside the gate; where not even that works, a sentence."""
    try:
        visit = gate.arriving(site, request)
        response = failed(visit, error)
        visit.tray.apply(response)
    except Exception:
        log.exception("the page about a failure failed")
        sentence = site.instance.wording.text(SENTENCES[500])
        return PlainTextResponse(f"{sentence}\n", 500)
    return response


class KnownHosts:
    """Turns away requests under a foreign Host: every link that we write is built from the settings."""

    def __init__(self, app: ASGIApp, *, site: Site) -> None:
        self.app = app
        self.site = site

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http" or self._knows(scope):
            await self.app(scope, receive, send)
            return
        request = Request(scope, receive)
        visit = await run_in_threadpool(gate.arriving, self.site, request)
        error = UsageError(key("Unter diesem Namen ist diese Website nicht erreichbar. Bitte prüfen Sie die Adresse."))
        await failed(visit, error)(scope, receive, send)

    def _knows(self, scope: Scope) -> bool:
        hosts = [value.decode("latin-1") for name, value in scope["headers"] if name == b"host"]
        return len(hosts) == 1 and self.site.origins.knows_host(hosts[0], scope["path"])
