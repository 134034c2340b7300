"""What follows a right password or code: the cookie, the second half where there is one, and the way on."""

from starlette.responses import Response

from tracker.errors import RuleError, TrackerError, key
from tracker.services import sign_in
from tracker.services.sign_in import SignedIn
from tracker.web.account import renewal
from tracker.web.account.renewal import Kept
from tracker.web.failure import status_of
from tracker.web.form import Fields
from tracker.web.origin import inside
from tracker.web.visit import Visit

FIRST = "/werkstatt"


def onward(visit: Visit) -> str:
    """Where to go after signing in: where the form says, if that is a page of ours."""
    return inside(visit.form["weiter"] or visit.query["weiter"] or FIRST)


def agreed(form: Fields, name: str, again: str) -> str:
    """A new password that was typed twice. Raises RuleError where the two differ."""
    if form[name] != form[again]:
        raise RuleError(key("Die beiden Passwörter sind nicht gleich."), subject="password")
    return form[name]


def let_in(visit: Visit, found: SignedIn) -> Response:
    """Keep the session in the browser and go on; a form that was kept is offered for sending."""
    kept = renewal.kept(visit.form)
    if not found.complete:
        visit.tray.begin_session(found.token, int(sign_in.SECOND_FACTOR_WAITS.total_seconds()))
        return ask_for_code(visit, kept)
    visit.tray.begin_session(found.token, int(sign_in.LASTS.total_seconds()))
    if kept:
        return renewal.offer_to_send(visit, kept, found.token)
    return visit.see(onward(visit))


def ask_for_code(visit: Visit, kept: Kept | None, error: TrackerError | None = None) -> Response:
    """The page that asks for the second factor."""
    return visit.page(
        "account/code.html",
        status=status_of(error) if error else 200,
        onward=onward(visit),
        kept=kept,
        wrong=visit.wording.error(error) if error else "",
    )
