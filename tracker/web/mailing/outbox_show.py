"""`/werkstatt/versand`: what goes out, as it reaches people, and what only a person can settle."""

from starlette.responses import HTMLResponse, Response

from tracker.db.session import reading, writing
from tracker.errors import NotFoundError, RuleError, key
from tracker.services import dispatch
from tracker.services.deliveries import Resolution, resolve
from tracker.services.dispatch import Seen
from tracker.web.visit import Visit

MAIL_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox; frame-ancestors 'none'"
"""A mail carries its styles and pictures inside; nothing in it runs, and nothing is loaded."""


def show(visit: Visit) -> Response:
    """What somebody has to look at, and what went out."""
    with reading(visit.instance.engine) as session:
        troubled, rest = dispatch.dispatched(session)
    return visit.page("mailing/outbox.html", troubled=troubled, rest=rest)


def mail(visit: Visit) -> Response:
    """One mail with its text, a link to its page, and where nobody knows, the question."""
    with reading(visit.instance.engine) as session:
        line, seen = dispatch.one(session, _number(visit))
    return visit.page("mailing/mail.html", line=line, seen=seen, page=f"/werkstatt/versand/{line.id}/seite")


def page(visit: Visit) -> Response:
    """The HTML of one mail, as it arrives."""
    with reading(visit.instance.engine) as session:
        _line, seen = dispatch.one(session, _number(visit))
    return _as_it_arrives(seen)


def settle(visit: Visit) -> Response:
    """Say what became of an uncertain mail."""
    found = visit.form["befund"]
    if found not in set(Resolution):
        raise RuleError(key("Bitte sagen Sie, ob die Mail ankam."), subject="mail")
    with writing(visit.instance.engine) as session:
        resolve(session, _number(visit), Resolution(found), by=visit.signed_in.name, now=visit.now)
    visit.notice(key("Festgehalten. Unsicher oder gescheitert ist diese Mail nicht mehr."))
    return visit.see("/werkstatt/versand")


def preview(visit: Visit) -> Response:
    """This month's report as it would be mailed now."""
    seen = dispatch.shown(dispatch.coming(visit.instance, now=visit.now))
    return visit.page("mailing/mail.html", line=None, seen=seen, page="/werkstatt/versand/vorschau/seite")


def preview_page(visit: Visit) -> Response:
    """Its HTML."""
    return _as_it_arrives(dispatch.shown(dispatch.coming(visit.instance, now=visit.now)))


def _as_it_arrives(seen: Seen) -> Response:
    return HTMLResponse(seen.html, headers={"Content-Security-Policy": MAIL_POLICY})


def _number(visit: Visit) -> int:
    """The mail's number in the address. Raises NotFoundError where it is none."""
    given = str(visit.path["id"])
    if not given.isdecimal() or len(given) > 12:
        raise NotFoundError(key("Diese Mail gibt es nicht."), subject=given)
    return int(given)
