"""What all readers' pages share: their cut-off, their address for citations, and the drawing of charts."""

from collections.abc import Callable, Sequence
from typing import Any

from markupsafe import Markup
from sqlalchemy.orm import Session
from starlette.responses import Response

from tracker.db.session import reading
from tracker.reporting import charts
from tracker.reporting.charts import Chart
from tracker.services.readers.stand import stand
from tracker.settings import shipped
from tracker.web.visit import Visit

Values = dict[str, Any]


def answer(visit: Visit, template: str, read: Callable[[Session], Values], *, canonical: str) -> Response:
    """A page from what `read` takes out of the database; nothing is rendered while the session is open."""
    instance = visit.instance
    with reading(instance.engine) as session:
        values = read(session)
        at = stand(session, visit.now, instance.zone)
    return visit.page(template, stand=at, canonical=canonical, **values)


def drawn(visit: Visit, made: Sequence[Chart]) -> list[Markup]:
    """Charts as figures with their tables."""
    return [charts.figure(chart, visit.wording, shipped("reports")) for chart in made]
