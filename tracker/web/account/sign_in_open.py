"""`/anmelden`: the door to the workshop."""

from starlette.responses import Response

from tracker.db.session import writing
from tracker.errors import ForbiddenError, TooOftenError
from tracker.services import sign_in
from tracker.web.account import renewal
from tracker.web.failure import status_of
from tracker.web.origin import inside
from tracker.web.visit import Visit

FIRST = "/werkstatt"


def show(visit: Visit) -> Response:
    """The form; who is signed in already goes on."""
    onward = inside(visit.query["weiter"] or FIRST)
    if visit.person:
        return visit.see(onward)
    return visit.page("account/sign_in.html", onward=onward, kept=None, wrong="", login="")


def send(visit: Visit) -> Response:
    """Name or address, and password."""
    kept = renewal.kept(visit.form)
    onward = inside(visit.form["weiter"] or FIRST)
    try:
        found = _tried(visit)
    except (ForbiddenError, TooOftenError) as error:
        return visit.page(
            "account/sign_in.html",
            status=status_of(error),
            onward=onward,
            kept=kept,
            wrong=visit.wording.error(error),
            login=visit.form["name"],
        )
    visit.tray.begin_session(found.token, int(sign_in.LASTS.total_seconds()))
    if kept:
        return renewal.offer_to_send(visit, kept, found.token)
    return visit.see(onward)


def _tried(visit: Visit) -> sign_in.SignedIn:
    """A new session, the browser's old one ended. Raises ForbiddenError, TooOftenError; failed tries stay counted."""
    login, password = visit.form["name"], visit.form["passwort"]
    with writing(visit.instance.engine) as session:
        found = sign_in.try_sign_in(session, login, password, address=visit.client, now=visit.now)
        if found and visit.tray.session:
            sign_in.sign_out(session, visit.tray.session)
    if found is None:
        raise sign_in.wrong_credentials()
    return found
