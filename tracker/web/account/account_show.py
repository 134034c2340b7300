"""`/konto`: one's own account."""

from starlette.responses import Response

from tracker.db.session import reading
from tracker.errors import TrackerError
from tracker.services import accounts
from tracker.web.failure import status_of
from tracker.web.visit import Visit


def show(visit: Visit) -> Response:
    """What is set, and the forms to change it."""
    return shown(visit)


def shown(visit: Visit, error: TrackerError | None = None) -> Response:
    """The page, above it what went wrong."""
    person = visit.signed_in
    with reading(visit.instance.engine) as session:
        found = accounts.account(session, person)
    return visit.page(
        "account/account.html",
        status=status_of(error) if error else 200,
        account=found,
        interests=visit.form["interessen"] if error else found.interests,
        wrong=visit.wording.error(error) if error else "",
    )
