"""`/einladung/{token}`: set a password and come in. Opening the link changes nothing: mail scanners open every link."""

from starlette.responses import Response

from tracker.db.session import reading
from tracker.errors import NotFoundError, RuleError, key
from tracker.services import invitations
from tracker.services.invitations import Invited
from tracker.web.account import entry
from tracker.web.visit import Visit


def show(visit: Visit) -> Response:
    """The form for a password; where the link is over, the way to a new one."""
    try:
        invited = _invited(visit)
    except NotFoundError:
        return visit.page("account/link_over.html", status=404)
    return visit.page("account/invitation.html", invited=invited, wrong="")


def send(visit: Visit) -> Response:
    """Set it, and sign in."""
    invited = _invited(visit)
    try:
        password = entry.agreed(visit.form, "passwort", "wiederholung")
        found = invitations.redeem(visit.instance.engine, visit.path["token"], password, now=visit.now)
    except RuleError as error:
        return visit.page("account/invitation.html", status=400, invited=invited, wrong=visit.wording.error(error))
    visit.notice(key("Ihr Passwort gilt ab jetzt."))
    return entry.let_in(visit, found)


def _invited(visit: Visit) -> Invited:
    with reading(visit.instance.engine) as session:
        return invitations.look(session, visit.path["token"], now=visit.now)
