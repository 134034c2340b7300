"""`/themen/{key}`: what was promised about one topic."""

from starlette.responses import Response

from tracker.domain.topic import Topic
from tracker.errors import NotFoundError, key
from tracker.services.readers.tallies import by_place, whole
from tracker.web.conditional import shown
from tracker.web.public import drawings
from tracker.web.public.page import answer, drawn
from tracker.web.visit import Visit

SHOWN = 30
"""Promises on the page itself; more of them are found by the search."""


def show(visit: Visit) -> Response:
    """The page of a topic."""
    wanted = visit.path["key"]
    if wanted not in set(Topic):
        raise NotFoundError(key("Ein Thema {subject} gibt es hier nicht."), subject=wanted)
    topic = Topic(wanted)
    found = shown(visit)
    entries = tuple(one for one in found.entries if one.topic is topic)
    charts = [
        drawings.by_party(f"antwortende-{number}", place.name, own, visit.wording)
        for number, (place, own) in enumerate(by_place(entries))
    ]
    values = {
        "topic": topic,
        "entries": entries[:SHOWN],
        "tally": whole(entries),
        "shown_charts": drawn(visit, charts),
        "more": f"/versprechen?thema={topic}" if len(entries) > SHOWN else "",
    }
    return answer(visit, "public/topic.html", lambda _session: values, canonical=f"/themen/{topic}")
