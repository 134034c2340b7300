"""`/antwortende`: who replied, majority and opposition apart."""

from starlette.responses import Response

from tracker.errors import key
from tracker.services.readers.tallies import by_party, by_place
from tracker.web.conditional import shown
from tracker.web.public import drawings
from tracker.web.public.page import answer, drawn
from tracker.web.visit import Visit


def show(visit: Visit) -> Response:
    """The list, by municipality."""
    found = shown(visit)
    title = visit.wording.text(key("Ergebnis nach Antwortenden"))
    places = []
    for number, (place, entries) in enumerate(by_place(found.entries)):
        parties = sorted((row for _, rows in by_party(entries) for row in rows), key=lambda row: row[0].name.casefold())
        chart = drawings.by_party(f"antwortende-{number}", title, entries, visit.wording)
        places.append({"name": place.name, "parties": parties, "chart": drawn(visit, [chart])[0]})
    return answer(visit, "public/parties.html", lambda _session: {"places": places}, canonical="/antwortende")
