"""`/konto/zweiter-faktor`: a second factor, on offer."""

from markupsafe import Markup
from starlette.responses import Response

from tracker.errors import ForbiddenError, RuleError, TooOftenError, TrackerError, key
from tracker.services import accounts, second_factor
from tracker.web.account.account_show import shown
from tracker.web.failure import status_of
from tracker.web.visit import Visit


def show(visit: Visit) -> Response:
    """A fresh secret as square code and as text; nothing is stored before a code proves that it arrived."""
    return _offered(visit, second_factor.fresh_secret())


def switch_on(visit: Visit) -> Response:
    """A first code; the answer shows the recovery codes, once."""
    secret = visit.form["schluessel"]
    try:
        codes = accounts.switch_on_second_factor(
            visit.instance.engine,
            visit.signed_in,
            visit.form["passwort"],
            secret,
            visit.form["code"],
            now=visit.now,
        )
    except (ForbiddenError, RuleError, TooOftenError) as error:
        return _offered(visit, secret, error)
    return visit.page("account/recovery.html", codes=codes)


def switch_off(visit: Visit) -> Response:
    """No codes any more."""
    try:
        accounts.switch_off_second_factor(visit.instance.engine, visit.signed_in, visit.form["passwort"], now=visit.now)
    except (ForbiddenError, TooOftenError) as error:
        return shown(visit, error)
    visit.notice(key("Der zweite Faktor ist abgeschaltet."))
    return visit.see("/konto")


def _offered(visit: Visit, secret: str, error: TrackerError | None = None) -> Response:
    name, site = visit.signed_in.name, visit.instance.settings.site.name
    drawn = second_factor.square(
        second_factor.address_of(secret, name=name, site=site),
        visit.wording.text(key("Quadratischer Code mit dem Schlüssel, der auch als Text darunter steht")),
    )
    return visit.page(
        "account/second_factor.html",
        status=status_of(error) if error else 200,
        secret=secret,
        square=Markup(drawn),  # noqa: S704  # drawn by us from an encoded address; the title is escaped by the drawing
        wrong=visit.wording.error(error) if error else "",
    )
