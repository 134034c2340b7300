"""`/termine`: announced meetings, and what of them touches a promise."""

from collections import Counter

from sqlalchemy.orm import Session
from starlette.responses import Response

from tracker.services.readers import agenda, front
from tracker.web.conditional import shown
from tracker.web.public.page import Values, answer
from tracker.web.visit import Visit

MOST = 60
"""Days of sittings on the page; who wants more than that takes the calendar."""


def show(visit: Visit) -> Response:
    """What is coming."""
    found = shown(visit)

    def read(session: Session) -> Values:
        sittings = agenda.coming(session, found)
        feeds = front.freshness(session, visit.now, visit.instance.zone)
        return {
            "touching": [one for one in sittings if one.points][:MOST],
            "other": [one for one in sittings if not one.points][:MOST],
            "more": any(n > MOST for n in Counter(bool(one.points) for one in sittings).values()),
            "feeds": feeds,
            "blind": [feed for feed in feeds if not feed.seeing],
            "days": agenda.DAYS,
        }

    return answer(visit, "public/agenda.html", read, canonical="/termine")
