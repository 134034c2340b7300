"""`/werkstatt/protokoll`: everything that happened, newest first, as sentences."""

from starlette.responses import Response

from tracker.db.session import reading
from tracker.services.history import log
from tracker.web.visit import Visit
from tracker.web.workshop import entries

PER_PAGE = 60


def show(visit: Visit) -> Response:
    """The log, from the newest or from a number on."""
    with reading(visit.instance.engine) as session:
        lines = log(session, visit.instance.zone, before=entries.number(visit.query["vor"]), limit=PER_PAGE)
    return visit.page("workshop/log.html", lines=lines, more=len(lines) == PER_PAGE)
