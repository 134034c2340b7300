"""`/`: what this is, and how much of it anybody has looked at."""

from starlette.responses import Response

from tracker.db.session import reading
from tracker.services.home import front
from tracker.web.visit import Visit


def show(visit: Visit) -> Response:
    """The front page."""
    with reading(visit.instance.engine) as session:
        found = front(session, visit.now.date(), visit.instance.zone)
    return visit.page("public/home.html", front=found)
