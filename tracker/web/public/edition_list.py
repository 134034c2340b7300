"""`/ausgaben`: the frozen reports."""

from starlette.responses import Response

from tracker.services.readers import published
from tracker.web.public.page import answer
from tracker.web.visit import Visit


def show(visit: Visit) -> Response:
    """All editions, the newest first."""
    return answer(
        visit,
        "public/editions.html",
        lambda session: {"editions": published.editions(session)},
        canonical="/ausgaben",
    )
