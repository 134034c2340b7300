"""`/ausgaben/{key}`: a frozen edition inside the site, and the JSON that was frozen, byte for byte."""

from starlette.responses import Response

from tracker.db.session import reading
from tracker.domain.report import MonthlyEdition
from tracker.reporting import month, term
from tracker.services.readers import published
from tracker.services.readers.published import FrozenEdition
from tracker.web.public.page import Values, answer
from tracker.web.visit import Visit


def show(visit: Visit) -> Response:
    """The edition as a page of ours: the same composition as its mail and its PDF."""
    found = _found(visit)
    edition, wording = found.edition, visit.wording
    paper = month.composed(edition, wording) if isinstance(edition, MonthlyEdition) else term.composed(edition, wording)
    values: Values = {"paper": paper, "line": found.line}
    return answer(visit, "public/edition.html", lambda _session: values, canonical=found.line.path)


def send_json(visit: Visit) -> Response:
    """The frozen JSON; its sha256 is that of the edition."""
    found = _found(visit)
    return Response(found.frozen.encode(), media_type="application/json")


def _found(visit: Visit) -> FrozenEdition:
    with reading(visit.instance.engine) as session:
        return published.edition(session, visit.path["key"])
