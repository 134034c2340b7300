"""`/anmelden/code`: the second half of signing in."""

from starlette.responses import Response

from tracker.db.session import writing
from tracker.errors import RuleError, TooOftenError
from tracker.services import second_factor
from tracker.web.account import entry, renewal
from tracker.web.visit import Visit


def send(visit: Visit) -> Response:
    """A code of the authenticator, or one of those for a lost phone."""
    try:
        with writing(visit.instance.engine) as session:
            found = second_factor.finish(session, visit.tray.session, visit.form["code"], now=visit.now)
        if found is None:
            raise second_factor.wrong_code()
    except (RuleError, TooOftenError) as error:
        return entry.ask_for_code(visit, renewal.kept(visit.form), error)
    return entry.let_in(visit, found)
