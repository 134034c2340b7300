"""`/abo`: ask for mails. The answer is the same whoever asks: it says nothing of who is subscribed."""

from starlette.responses import Response

from tracker.db.session import reading, writing
from tracker.domain.subscription import Occasion, Scope, Wish
from tracker.errors import RuleError, TooOftenError, key
from tracker.mail import MailError
from tracker.services import subjects, subscriptions
from tracker.services.subjects import Offer
from tracker.web.failure import status_of
from tracker.web.visit import Visit

LEADS = {
    "ort": Scope.BODY,
    "thema": Scope.TOPIC,
    "gruppe": Scope.RESPONDENT,
    "versprechen": Scope.PROMISE,
}
"""How other pages lead here: `/abo?thema=mobility` has the topic chosen already."""


def show(visit: Visit) -> Response:
    """The form."""
    chosen = next((f"{scope}:{visit.query[name]}" for name, scope in LEADS.items() if visit.query[name]), "")
    return _form(visit, chosen)


def send(visit: Visit) -> Response:
    """Mail a link to confirm."""
    settings, address = visit.instance.settings, visit.form["mail"]
    try:
        with writing(visit.instance.engine) as session:
            subscriptions.ask(session, address, _wishes(visit), settings, client=visit.client, now=visit.now)
    except (RuleError, MailError, TooOftenError) as error:
        return _form(visit, visit.form["was"], wrong=visit.wording.error(error), status=status_of(error))
    return visit.page("mailing/asked.html")


def _wishes(visit: Visit) -> list[Wish]:
    """What is chosen and ticked. Raises RuleError for what the form does not offer."""
    scope, _, subject = visit.form["was"].partition(":")
    occasions = visit.form.all("wann")
    if scope not in set(Scope) or not set(occasions) <= set(Occasion):
        raise RuleError(key("Bitte wählen Sie aus, wovon Sie hören möchten."), subject="subscription")
    return [Wish(Occasion(occasion), Scope(scope), subject) for occasion in dict.fromkeys(occasions)]


def _form(visit: Visit, chosen: str, *, wrong: str = "", status: int = 200) -> Response:
    with reading(visit.instance.engine) as session:
        offers: tuple[tuple[str, tuple[Offer, ...]], ...] = subjects.offers(session, chosen, visit.wording)
    ticked = visit.form.all("wann") or [Occasion.REPORT]
    return visit.page(
        "mailing/ask.html",
        status=status,
        offers=offers,
        chosen=chosen,
        wrong=wrong,
        occasions=[(one, one in ticked) for one in Occasion],
    )
