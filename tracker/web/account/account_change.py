"""The forms of `/konto`."""

from starlette.responses import Response

from tracker.db import models
from tracker.db.session import writing
from tracker.errors import ForbiddenError, RuleError, TooOftenError, key
from tracker.services import accounts, sign_in
from tracker.web.account import entry
from tracker.web.account.account_show import shown
from tracker.web.visit import Visit


def set_password(visit: Visit) -> Response:
    """Another password; every other browser is signed out."""
    try:
        new = entry.agreed(visit.form, "neu", "wiederholung")
        found = accounts.change_password(
            visit.instance.engine, visit.signed_in, visit.form["passwort"], new, now=visit.now
        )
    except (ForbiddenError, RuleError, TooOftenError) as error:
        return shown(visit, error)
    visit.tray.begin_session(found.token, int(sign_in.LASTS.total_seconds()))
    visit.notice(key("Das neue Passwort gilt. Überall sonst sind Sie abgemeldet."))
    return visit.see("/konto")


def state_interests(visit: Visit) -> Response:
    """Where one is not neutral."""
    try:
        with writing(visit.instance.engine) as session:
            accounts.state_interests(session, visit.signed_in, visit.form["interessen"], now=visit.now)
    except RuleError as error:
        return shown(visit, error)
    visit.notice(key("Gespeichert."))
    return visit.see("/konto")


def set_shortcuts(visit: Visit) -> Response:
    """Whether single keys act."""
    with writing(visit.instance.engine) as session:
        accounts.set_shortcuts(session, visit.signed_in, on=visit.form["tasten"] == "an")
    visit.notice(key("Gespeichert."))
    return visit.see("/konto")


def sign_out_everywhere(visit: Visit) -> Response:
    """End every session of this person, this one too."""
    with writing(visit.instance.engine) as session:
        sign_in.sign_out_everywhere(session, session.get_one(models.User, visit.signed_in.id))
    visit.tray.end_session()
    visit.notice(key("Sie sind überall abgemeldet."))
    return visit.see("/anmelden")
