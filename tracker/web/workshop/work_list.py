"""`/werkstatt`: what waits for somebody to look at it."""

from starlette.responses import Response

from tracker.db.session import reading
from tracker.services.home import waiting
from tracker.web.visit import Visit


def show(visit: Visit) -> Response:
    """The work list."""
    with reading(visit.instance.engine) as session:
        found = waiting(session)
    return visit.page("workshop/work_list.html", waiting=found)
