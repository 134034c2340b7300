"""`/abmelden`: end the session of this browser."""

from starlette.responses import Response

from tracker.db.session import writing
from tracker.errors import key
from tracker.services import sign_in
from tracker.web.visit import Visit


def send(visit: Visit) -> Response:
    """Forget this browser."""
    with writing(visit.instance.engine) as session:
        sign_in.sign_out(session, visit.tray.session)
    visit.tray.end_session()
    visit.notice(key("Sie sind abgemeldet."))
    return visit.see("/")
