"""`/abbestellen/{token}`: end what a mail was sent for, without signing in; a mail program does it with one POST."""

from starlette.responses import Response

from tracker.db.session import reading
from tracker.errors import key
from tracker.services import subscriptions
from tracker.web.visit import Visit


def show(visit: Visit) -> Response:
    """What can be ended, and the buttons. Opening the link changes nothing."""
    return _form(visit)


def send(visit: Visit) -> Response:
    """End all of it or what is ticked, or forget the address.

    A mail program sends `List-Unsubscribe=One-Click` (RFC 8058) and nothing else: that ends all of it.
    """
    token, engine = visit.path["token"], visit.instance.engine
    if visit.form["tun"] == "loeschen":
        subscriptions.erase(engine, token, now=visit.now)
        return visit.page("mailing/erased.html")
    ticked = [int(one) for one in visit.form.all("abo") if one.isdecimal() and len(one) < 12]
    if visit.form["tun"] == "beenden" and not ticked:
        nothing = key("Es ist nichts angekreuzt, also haben wir nichts abbestellt.")
        return _form(visit, wrong=visit.wording.text(nothing), status=400)
    subscriptions.end(engine, token, ticked, now=visit.now)
    return visit.page("mailing/ended.html")


def _form(visit: Visit, *, wrong: str = "", status: int = 200) -> Response:
    with reading(visit.instance.engine) as session:
        linked = subscriptions.look(session, visit.path["token"], confirms=False, now=visit.now)
    return visit.page("mailing/end.html", linked=linked, wrong=wrong, status=status)
