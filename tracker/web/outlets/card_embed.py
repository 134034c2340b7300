"""`/einbetten/{id}`: a promise as a card in other people's pages: no cookie, no script, no third party."""

from starlette.responses import Response

from tracker.reporting.foreign import line
from tracker.services.outlets.selection import of_promise
from tracker.services.outlets.words import known_words
from tracker.web.conditional import fresh, shown
from tracker.web.headers import embeddable
from tracker.web.visit import Visit


def show(visit: Visit) -> Response:
    """The card."""
    return fresh(visit, lambda: _made(visit))


def _made(visit: Visit) -> Response:
    everything = shown(visit)
    (entry,) = of_promise(everything, visit.path["id"]).entries
    return visit.page(
        "outlets/card.html",
        headers=embeddable(),
        entry=entry,
        quote=line(entry.quote),
        known=known_words(entry.knowledge, visit.wording),
        day=everything.day,
    )
