"""`/themen`: who promised what about what."""

from starlette.responses import Response

from tracker.errors import key
from tracker.services.readers.tallies import by_place, by_topic
from tracker.web.conditional import shown
from tracker.web.public import drawings
from tracker.web.public.page import answer, drawn
from tracker.web.visit import Visit


def show(visit: Visit) -> Response:
    """Topics, and respondents across topics in one municipality: several at once would be too much to read."""
    found = shown(visit)
    title = visit.wording.text(key("Antwortende und Themen"))
    towns = by_place(found.entries)
    wanted = visit.query["ort"] or (towns[0][0].key if len(towns) == 1 else "")
    chosen = [(place, entries) for place, entries in towns if place.key == wanted]
    values = {
        "topics": by_topic(found.entries),
        "places": [place for place, _ in towns],
        "chosen": chosen[0][0] if chosen else None,
        "shown_charts": drawn(visit, [drawings.across("themen", title, own, visit.wording) for _, own in chosen]),
    }
    canonical = f"/themen?ort={wanted}" if chosen and len(towns) > 1 else "/themen"
    return answer(visit, "public/topics.html", lambda _session: values, canonical=canonical)
