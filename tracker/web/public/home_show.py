"""`/`: how things stand, how well we know it, what changed lately, what is coming."""

from itertools import islice

from sqlalchemy.orm import Session
from starlette.responses import Response

from tracker.errors import key
from tracker.reporting.charts import Chart
from tracker.services.readers import agenda, front
from tracker.services.readers.catalogue import Catalogue
from tracker.services.readers.tallies import by_party, by_place
from tracker.web.conditional import shown
from tracker.web.public import drawings
from tracker.web.public.page import Values, answer, drawn
from tracker.web.visit import Visit
from tracker.wording import Wording

COMING = 5
MOST_BARS = 12
"""More respondents than that have a page of their own instead of a chart on the first page."""


def show(visit: Visit) -> Response:
    """The first page."""
    instance = visit.instance
    found = shown(visit)

    def read(session: Session) -> Values:
        sittings = agenda.coming(session, found)
        first = front.front(session, found, instance.zone, visit.now, instance.settings.review.stale_days)
        return {"front": first, "coming": list(islice((one for one in sittings if one.points), COMING))}

    return answer(
        visit,
        "public/home.html",
        lambda session: {
            **read(session),
            "places": found.places,
            "shown_charts": drawn(visit, _charts(found, visit.wording)),
        },
        canonical="/",
    )


def _charts(found: Catalogue, wording: Wording) -> list[Chart]:
    bars = sum(len(rows) for _, rows in by_party(found.entries))
    made = []
    if 0 < bars <= MOST_BARS:
        title = wording.text(key("Ergebnis nach Antwortenden"))
        made.append(drawings.by_party("antwortende", title, found.entries, wording))
    places = [place for place, _ in by_place(found.entries)]
    if len(places) == 1 and (chart := drawings.course("verlauf", found, places[0], wording)):
        made.append(chart)
    return made
