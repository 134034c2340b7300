"""`/passwort`: a new link for who forgot the password. The answer says nothing of who has an account."""

from starlette.background import BackgroundTask
from starlette.responses import Response

from tracker.db.session import writing
from tracker.errors import TooOftenError
from tracker.services import invitations
from tracker.web.failure import status_of
from tracker.web.visit import Visit

LONGEST_ADDRESS = 254


def show(visit: Visit) -> Response:
    """The form."""
    return visit.page("account/password_ask.html", asked=False, wrong="")


def send(visit: Visit) -> Response:
    """Mail a link to the address, if somebody here has it."""
    try:
        with writing(visit.instance.engine) as session:
            invitations.note_request(session, visit.client, now=visit.now)
    except TooOftenError as error:
        wrong = visit.wording.error(error)
        return visit.page("account/password_ask.html", status=status_of(error), asked=False, wrong=wrong)
    answer = visit.page("account/password_ask.html", asked=True, wrong="")
    answer.background = BackgroundTask(
        invitations.answer_request,
        visit.instance.engine,
        visit.form["mail"][:LONGEST_ADDRESS],
        visit.instance.settings,
        now=visit.now,
    )
    return answer
