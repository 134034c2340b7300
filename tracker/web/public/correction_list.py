"""`/korrekturen`: where we were wrong."""

from starlette.responses import Response

from tracker.services.readers import published
from tracker.web.public.page import answer
from tracker.web.visit import Visit


def show(visit: Visit) -> Response:
    """All corrections, the newest first."""
    zone = visit.instance.zone
    return answer(
        visit,
        "public/corrections.html",
        lambda session: {"corrections": published.corrections(session, zone)},
        canonical="/korrekturen",
    )
