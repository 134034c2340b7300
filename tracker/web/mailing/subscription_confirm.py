"""`/abo/{token}`: confirm a subscription. Opening the link changes nothing: mail scanners open every link."""

from starlette.responses import Response

from tracker.db.session import reading
from tracker.services import subscriptions
from tracker.web.visit import Visit


def show(visit: Visit) -> Response:
    """What is to be confirmed, and the button."""
    with reading(visit.instance.engine) as session:
        linked = subscriptions.look(session, visit.path["token"], confirms=True, now=visit.now)
    return visit.page("mailing/confirm.html", linked=linked)


def send(visit: Visit) -> Response:
    """Begin."""
    subscriptions.confirm(visit.instance.engine, visit.path["token"], now=visit.now)
    return visit.page("mailing/confirmed.html")
