"""`/atom/…`: news of promises for feed readers."""

from starlette.responses import Response

from tracker.db.session import reading
from tracker.reporting.outlets.atom import MEDIA_TYPE, atom
from tracker.services.outlets.feed import feed_of
from tracker.web.conditional import fresh, shown
from tracker.web.outlets import selected
from tracker.web.outlets.selected import Choose
from tracker.web.routing import Endpoint
from tracker.web.visit import Visit


def feed(choose: Choose) -> Endpoint:
    """The feed of what is chosen."""

    def show(visit: Visit) -> Response:
        return fresh(visit, lambda: _made(visit, choose))

    return show


def _made(visit: Visit, choose: Choose) -> Response:
    everything = shown(visit)
    chosen = choose(visit, everything)
    with reading(visit.instance.engine) as session:
        made = feed_of(session, everything, chosen, visit.here, selected.sender(visit))
    return Response(atom(made), media_type=MEDIA_TYPE)
