"""Answers that are only made where the program does not have them yet."""

from collections.abc import Callable
from email.utils import format_datetime, parsedate_to_datetime

from starlette.datastructures import Headers
from starlette.responses import Response

from tracker.db.session import reading
from tracker.services.outlets.freshness import State, state, state_of
from tracker.services.readers.catalogue import Catalogue, catalogue
from tracker.web.visit import Visit

FIVE_MINUTES = "public, max-age=300"


def shown(visit: Visit) -> Catalogue:
    """All public promises, for this visit: whoever is signed in sees at once what they did, others a moment later."""
    return catalogue(visit.instance, visit.now, current=visit.person is not None)


def fresh(visit: Visit, make: Callable[[], Response]) -> Response:
    """What `make` gives of the catalogue that is shown, or 304 where the program has it already."""
    return answered(visit, lambda: state_of(visit.instance, shown(visit).mark), make)


def answered(visit: Visit, showing: Callable[[], State], make: Callable[[], Response]) -> Response:
    """304 where the program has the newest state, or the one that is shown as long as that is made; else the answer.

    The answer names the state that it shows, so that nobody takes an older one for the newest.
    """
    with reading(visit.instance.engine) as session:
        known = state(session, visit.instance, visit.now)
    there = has_it(visit.headers, known)
    if not there:
        known = showing()
        there = has_it(visit.headers, known)
    response = Response(status_code=304) if there else make()
    response.headers.update(validators(known))
    return response


def validators(now: State) -> dict[str, str]:
    """The headers by which a program asks again."""
    found = {"ETag": f'"{now.mark}"', "Cache-Control": FIVE_MINUTES}
    if now.since is not None:
        found["Last-Modified"] = format_datetime(now.since.replace(microsecond=0), usegmt=True)
    return found


def has_it(headers: Headers, now: State) -> bool:
    """Whether the program has this state (RFC 9110: a mark decides alone; a moment only where no mark was sent)."""
    marks = headers.get("If-None-Match")
    if marks is not None:
        return marks.strip() == "*" or now.mark in {
            one.strip().removeprefix("W/").strip('"') for one in marks.split(",")
        }
    moment = headers.get("If-Modified-Since")
    if moment is None or now.since is None:
        return False
    try:
        return now.since.replace(microsecond=0) <= parsedate_to_datetime(moment)
    except (ValueError, TypeError):
        return False
