"""`/bild/{id}.png`: the picture that other sites show beside a link to a promise."""

from starlette.responses import Response

from tracker.errors import key
from tracker.reporting.outlets.share_image import ShareCard, png
from tracker.services.outlets.selection import of_promise
from tracker.services.outlets.words import known_words
from tracker.settings import shipped
from tracker.web.conditional import fresh, shown
from tracker.web.visit import Visit


def show(visit: Visit) -> Response:
    """The picture."""
    return fresh(
        visit, lambda: Response(png(_card(visit), shipped("reports")), media_type="image/png", headers=ANYWHERE)
    )


ANYWHERE = {"Cross-Origin-Resource-Policy": "cross-origin"}
"""Pictures are made to be shown by others."""


def _card(visit: Visit) -> ShareCard:
    everything, wording = shown(visit), visit.wording
    (entry,) = of_promise(everything, visit.path["id"]).entries
    return ShareCard(
        site=visit.instance.settings.site.name,
        respondent=entry.party.name,
        title=entry.title,
        outcome=wording.label(entry.outcome),
        knowledge=known_words(entry.knowledge, wording),
        stand=wording.text(key("Stand: {day}"), day=wording.day(everything.day)),
    )
