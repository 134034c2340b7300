"""`/werkstatt/meldungen`: what readers sent in; every tip gets an answer."""

from starlette.responses import Response

from tracker.db.session import reading, writing
from tracker.domain.tip import TipState
from tracker.errors import NotFoundError, TrackerError, key
from tracker.services import fair_mail
from tracker.services.tips import answer_tip, forget_contact, tip_lines
from tracker.web.failure import status_of
from tracker.web.visit import Visit
from tracker.web.workshop import entries


def show(visit: Visit) -> Response:
    """Open tips, then those that were answered lately."""
    return _shown(visit)


def _shown(visit: Visit, *, wrong: str = "", status: int = 200) -> Response:
    with reading(visit.instance.engine) as session:
        waiting, answered = tip_lines(session, visit.instance.zone)
    return visit.page(
        "workshop/tips.html", status=status, waiting=waiting, answered=answered, wrong=wrong, typed=visit.form
    )


def act(visit: Visit) -> Response:
    """Answer a tip; where its sender left an address, the answer is mailed and the address erased."""
    try:
        state = entries.member(TipState, visit.form["ergebnis"])
        with writing(visit.instance.engine) as session:
            by = visit.person.name if visit.person else ""
            answer = entries.text(visit.form, "antwort")
            row = answer_tip(session, visit.form["hinweis"], state, answer, by=by, now=visit.now)
            address = forget_contact(row)
            if address:
                fair_mail.answer_by_mail(session, visit.instance.settings, row, address, now=visit.now)
    except NotFoundError:
        raise
    except TrackerError as error:
        return _shown(visit, wrong=visit.wording.error(error), status=status_of(error))
    visit.notice(key("Beantwortet."))
    return visit.see("/werkstatt/meldungen")
