"""`/antwortende/{body}/{key}`: what one respondent promised."""

from urllib.parse import urlencode

from starlette.responses import Response

from tracker.domain.topic import Topic
from tracker.errors import NotFoundError, key
from tracker.services.readers.entry import Entry
from tracker.services.readers.tallies import by_topic, whole
from tracker.web.conditional import shown
from tracker.web.public import drawings
from tracker.web.public.page import answer, drawn
from tracker.web.visit import Visit

SHOWN = 30
"""Promises on the page itself; more of them are found by the search."""


def show(visit: Visit) -> Response:
    """The page of a respondent."""
    found = shown(visit)
    body, wanted = visit.path["body"], visit.path["key"]
    party = found.party(body, wanted)
    if party is None:
        raise NotFoundError(key("Unter dieser Adresse ist hier niemand verzeichnet."), subject=f"{body}/{wanted}")
    entries = found.of_party(body, wanted)
    title = visit.wording.text(key("Ergebnis nach Themen"))
    charts = drawn(visit, [drawings.by_topic("themen", title, entries, visit.wording)]) if entries else [""]
    values = {
        "party": party,
        "entries": entries,
        "tally": whole(entries),
        "chart": charts[0],
        "groups": _groups(entries),
        "more": f"/versprechen?{urlencode({'antwortende': f'{body}/{wanted}'})}" if len(entries) > SHOWN else "",
    }
    return answer(visit, "public/party.html", lambda _session: values, canonical=party.path)


def _groups(entries: tuple[Entry, ...]) -> list[tuple[Topic | None, list[Entry]]]:
    """The first promises by topic, in the order of the list of topics."""
    shown = entries[:SHOWN]
    return [(topic, [one for one in shown if one.topic is topic]) for topic, _ in by_topic(shown)]
