"""What supervisors ask: does the process live, is it ready, how does it do."""

import hmac

from prometheus_client import CollectorRegistry, Gauge, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from starlette.responses import JSONResponse, PlainTextResponse, Response

from tracker.errors import DatabaseError, NotFoundError, key
from tracker.services import vitals
from tracker.web.origin import LOCAL, host_name
from tracker.web.routing import route
from tracker.web.visit import Visit

_UNAVAILABLE = 503


def live(_visit: Visit) -> Response:
    """The process answers. The database is not asked."""
    return PlainTextResponse("ok\n", headers={"Cache-Control": "no-store"})


def ready(visit: Visit) -> Response:
    """Whether pages can be answered, and how old the last poll is. Reasons stand in the log, not here."""
    try:
        found = vitals.ready(visit.instance, visit.now)
    except DatabaseError:
        return JSONResponse({"ready": False}, status_code=_UNAVAILABLE, headers={"Cache-Control": "no-store"})
    return JSONResponse(
        {"ready": True, "last_poll_seconds": found.last_poll_seconds}, headers={"Cache-Control": "no-store"}
    )


def metrics(visit: Visit) -> Response:
    """Figures in Prometheus' form, where the settings allow it; otherwise the address does not exist."""
    if not _may_see_metrics(visit):
        raise NotFoundError(key("Diese Seite gibt es nicht."), subject="/metrics")
    registry = CollectorRegistry()
    gauges: dict[str, Gauge] = {}
    for one in vitals.figures(visit.instance, visit.now):
        names = [name for name, _value in one.labels]
        gauge = gauges.setdefault(
            one.name, gauges.get(one.name) or Gauge(f"tracker_{one.name}", one.about, names, registry=registry)
        )
        (gauge.labels(**dict(one.labels)) if names else gauge).set(one.value)
    return Response(
        generate_latest(registry), headers={"Content-Type": CONTENT_TYPE_LATEST, "Cache-Control": "no-store"}
    )


def _may_see_metrics(visit: Visit) -> bool:
    """With the token from anywhere; without one only from this machine, not through the proxy in front of us."""
    wanted, headers = visit.instance.settings.metrics, visit.request.headers
    if not wanted.enabled:
        return False
    if wanted.token:
        return hmac.compare_digest(headers.get("authorization", "").encode(), f"Bearer {wanted.token}".encode())
    from_here = visit.request.client is not None and visit.request.client.host in {"127.0.0.1", "::1"}
    forwarded = any(name.startswith(("x-forwarded", "forwarded", "via")) for name in headers)
    return from_here and not forwarded and host_name(headers.get("host", "")) in LOCAL


HEALTH = (route("/healthz", live), route("/readyz", ready), route("/metrics", metrics))
