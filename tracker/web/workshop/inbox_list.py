"""`/werkstatt/posteingang`: promises that the machine proposed and nobody has decided on."""

from starlette.responses import Response

from tracker.db.queries import documents, promises
from tracker.db.session import reading
from tracker.domain.promise import PromiseState
from tracker.services.inbox import inbox
from tracker.web.visit import Visit

PER_PAGE = 40


def show(visit: Visit) -> Response:
    """The inbox, in the order of documents, a page at a time."""
    page = max(1, int(visit.query["seite"]) if visit.query["seite"].isdecimal() else 1)
    with reading(visit.instance.engine) as session:
        total = promises.count(session, PromiseState.PROPOSED)
        read = documents.last_body(session) is not None
        found = inbox(session, offset=(page - 1) * PER_PAGE, limit=PER_PAGE)
    last = max(1, -(-total // PER_PAGE))
    return visit.page("workshop/inbox.html", lines=found, total=total, number=page, last=last, decided=read)
