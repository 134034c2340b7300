"""`/werkstatt`: what waits for a person with an hour, the most urgent first."""

from starlette.responses import Response

from tracker.db.session import reading
from tracker.services.worklist import work_list
from tracker.web.visit import Visit


def show(visit: Visit) -> Response:
    """The work list."""
    days = visit.instance.settings.review.stale_days
    with reading(visit.instance.engine) as session:
        found = work_list(session, visit.now.date(), days)
    return visit.page("workshop/work_list.html", work=found, stale_days=days)
