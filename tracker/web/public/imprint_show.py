"""`/impressum`: who is answerable."""

from starlette.responses import Response

from tracker.web.public.page import answer
from tracker.web.visit import Visit


def show(visit: Visit) -> Response:
    """The imprint from the settings."""
    values = {"imprint": visit.instance.settings.impressum}
    return answer(visit, "public/imprint.html", lambda _session: values, canonical="/impressum")
