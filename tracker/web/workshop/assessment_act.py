"""What the buttons beside an assessment do: confirm, return, ask for a reply, publish, take back."""

import secrets
from collections.abc import Callable, Mapping

from sqlalchemy.orm import Session
from starlette.responses import Response

from tracker.db import models
from tracker.db.session import writing
from tracker.domain.assessment import AssessmentState
from tracker.errors import NotFoundError, TrackerError, key
from tracker.services import assess, corrections, fair_mail, replies
from tracker.web.failure import status_of
from tracker.web.visit import Visit
from tracker.web.workshop import entries
from tracker.web.workshop.assessment_list import shown

LIST = "/werkstatt/bewertungen"


def act(visit: Visit) -> Response:
    """Carry out what the button says."""
    try:
        deed = entries.deed(DEEDS, visit.form["tat"])
        with writing(visit.instance.engine) as session:
            link = deed(session, visit, visit.person.name if visit.person else "")
    except NotFoundError:
        raise
    except TrackerError as error:
        return shown(visit, wrong=visit.wording.error(error), status=status_of(error))
    if link:
        return shown(visit, link=link)
    return visit.see(visit.form["zurueck"] or LIST)


def _confirm(session: Session, visit: Visit, by: str) -> str:
    review = visit.instance.settings.review
    row = assess.confirm(
        session,
        visit.form["bewertung"],
        by=by,
        now=visit.now,
        two_persons=review.two_persons,
        reply_days=review.reply_days,
    )
    if row.state is AssessmentState.CONFIRMED:
        visit.notice(key("Bestätigt. Jetzt kommen die Antwortenden zu Wort; danach wird veröffentlicht."))
    else:
        visit.notice(key("Bestätigt und veröffentlicht."), _public(row))
    return ""


def _public(row: models.Assessment) -> tuple[str, str]:
    return f"/versprechen/{row.promise.public_id}", key("So sehen es alle")


def _return(session: Session, visit: Visit, by: str) -> str:
    assess.return_assessment(session, visit.form["bewertung"], entries.text(visit.form, "warum"), by=by, now=visit.now)
    visit.notice(key("Zurückgegeben. Der Grund steht beim Versprechen."))
    return ""


def _ask(session: Session, visit: Visit, by: str) -> str:
    """Make the link. With an address it is mailed; shown it is in any case, once."""
    days = visit.instance.settings.review.reply_days
    request = replies.Request(secrets.token_urlsafe(24), days, entries.text(visit.form, "adresse"))
    reply = replies.ask_reply(session, visit.form["bewertung"], request, by=by, now=visit.now)
    link = visit.absolute(f"/stellungnahme/{request.token}")
    if request.sent_to:
        fair_mail.ask_by_mail(session, visit.instance.settings, reply, link, now=visit.now)
    return link


def _publish(session: Session, visit: Visit, by: str) -> str:
    row = replies.publish(session, visit.form["bewertung"], by=by, now=visit.now)
    visit.notice(key("Veröffentlicht."), _public(row))
    return ""


def _retract(session: Session, visit: Visit, by: str) -> str:
    reason = entries.text(visit.form, "warum")
    corrections.retract(session, visit.form["bewertung"], reason, by=by, now=visit.now)
    visit.notice(key("Zurückgenommen. Der Grund steht öffentlich unter „Korrekturen“."))
    return ""


DEEDS: Mapping[str, Callable[[Session, Visit, str], str]] = {
    "bestaetigen": _confirm,
    "zurueckgeben": _return,
    "anfragen": _ask,
    "veroeffentlichen": _publish,
    "zuruecknehmen": _retract,
}
