"""`/themen`: who promised what about what."""

from starlette.responses import Response

from tracker.errors import key
from tracker.services.readers.catalogue import catalogue
from tracker.services.readers.tallies import by_place, by_topic
from tracker.web.public import drawings
from tracker.web.public.page import answer, drawn
from tracker.web.visit import Visit


def show(visit: Visit) -> Response:
    """Topics, and respondents across topics by municipality."""
    found = catalogue(visit.instance, visit.now)
    title = visit.wording.text(key("Antwortende und Themen"))
    places = [
        {
            "name": place.name,
            "chart": drawn(visit, [drawings.across(f"themen-{number}", title, entries, visit.wording)])[0],
        }
        for number, (place, entries) in enumerate(by_place(found.entries))
    ]
    values = {"topics": by_topic(found.entries), "places": places}
    return answer(visit, "public/topics.html", lambda _session: values, canonical="/themen")
