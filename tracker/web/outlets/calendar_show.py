"""`/kalender/…`: coming sittings that touch promises, for calendars."""

from starlette.responses import Response

from tracker.db.session import reading
from tracker.reporting.outlets.ics import MEDIA_TYPE, ics
from tracker.services.outlets.sittings import known_up_to, sittings_of
from tracker.web.conditional import fresh, shown
from tracker.web.outlets.selected import Choose
from tracker.web.routing import Endpoint
from tracker.web.visit import Visit


def calendar(choose: Choose) -> Endpoint:
    """The calendar of what is chosen."""

    def show(visit: Visit) -> Response:
        return fresh(visit, lambda: _made(visit, choose))

    return show


def _made(visit: Visit, choose: Choose) -> Response:
    everything = shown(visit)
    chosen = choose(visit, everything)
    with reading(visit.instance.engine) as session:
        days = sittings_of(session, everything, chosen, visit.site.address, visit.wording)
    name = f"{visit.instance.settings.site.name}: {chosen.title}"
    return Response(ics(name, days, made=known_up_to(everything)), media_type=MEDIA_TYPE)
