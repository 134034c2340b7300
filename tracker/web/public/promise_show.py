"""`/versprechen/{id}`: one promise in its whole answer, with everything that became of it."""

from sqlalchemy.orm import Session
from starlette.responses import Response

from tracker.errors import key
from tracker.services.readers.moments import Brought, Copy, Happened
from tracker.services.readers.story import Story, story
from tracker.web.alternates import claim_of, frame_of
from tracker.web.public.page import Values, answer
from tracker.web.visit import Visit


def show(visit: Visit) -> Response:
    """The page of a promise."""
    wanted = visit.path["id"]

    def read(session: Session) -> Values:
        found = story(session, wanted, visit.now.date(), visit.instance.zone)
        return {
            "story": found,
            "copies": copies(found),
            "onward": _onward(visit, found),
            "claim": claim_of(visit, found),
            "frame": frame_of(visit, found) if CARD in visit.site.paths and not found.withdrawn else "",
        }

    return answer(visit, "public/promise.html", read, canonical=f"/versprechen/{wanted}")


def copies(found: Story) -> list[Copy]:
    """Every stored copy that the page leans on, once."""
    stored = [found.quoted.document]
    for one in found.moments:
        if isinstance(one, Happened):
            stored += one.copies
        if isinstance(one, Brought):
            stored.append(one.copy)
    return list({one.sha256: one for one in stored}.values())


CARD = "/einbetten/{id}"

_ONWARD = (
    ("/versprechen/{id}/hinweis", "/versprechen/{id}/hinweis", key("Fehler oder Fundstelle melden")),
    ("/abo", "/abo?versprechen={id}", key("Per E-Mail folgen")),
    ("/atom/versprechen/{id}.xml", "/atom/versprechen/{id}.xml", key("Atom-Feed")),
    (CARD, CARD, key("Karte zum Einbetten")),
)
"""Rows of the table of routes, the address for one promise, and what it is called; only what exists is offered."""


def _onward(visit: Visit, found: Story) -> list[tuple[str, str]]:
    return [
        (address.format(id=found.id), visit.wording.text(title))
        for row, address, title in _ONWARD
        if row in visit.site.paths
    ]
