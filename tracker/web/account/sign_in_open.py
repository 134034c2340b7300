"""`/anmelden`: the door to the workshop."""

from starlette.responses import Response

from tracker.db.session import writing
from tracker.errors import ForbiddenError, TooOftenError
from tracker.services import sign_in
from tracker.web.account import entry, renewal
from tracker.web.failure import status_of
from tracker.web.visit import Visit


def show(visit: Visit) -> Response:
    """The form; who is signed in already goes on."""
    onward = entry.onward(visit)
    if visit.person:
        return visit.see(onward)
    return visit.page("account/sign_in.html", onward=onward, kept=None, wrong="", login="")


def send(visit: Visit) -> Response:
    """Name or address, and password."""
    try:
        found = _tried(visit)
    except (ForbiddenError, TooOftenError) as error:
        return visit.page(
            "account/sign_in.html",
            status=status_of(error),
            onward=entry.onward(visit),
            kept=renewal.kept(visit.form),
            wrong=visit.wording.error(error),
            login=visit.form["name"],
        )
    return entry.let_in(visit, found)


def _tried(visit: Visit) -> sign_in.SignedIn:
    """A new session, the browser's old one ended. Raises ForbiddenError, TooOftenError; failed tries stay counted."""
    engine = visit.instance.engine
    found = sign_in.try_sign_in(engine, visit.form["name"], visit.form["passwort"], address=visit.client, now=visit.now)
    if found is None:
        raise sign_in.wrong_credentials()
    if visit.tray.session:
        with writing(engine) as session:
            sign_in.sign_out(session, visit.tray.session)
    return found
