"""`/werkstatt/bewertungen`: what waits for a second person, for a reply, or to be published."""

from starlette.responses import Response

from tracker.db.queries import assessments, fairness
from tracker.db.session import reading
from tracker.services.dossier import assessment_line
from tracker.web.visit import Visit


def show(visit: Visit) -> Response:
    """The assessments that wait."""
    return shown(visit)


def shown(visit: Visit, *, wrong: str = "", link: str = "", status: int = 200) -> Response:
    """The list; `link` is a new address for a reply, shown this once."""
    today = visit.now.date()
    with reading(visit.instance.engine) as session:
        proposed = [assessment_line(session, row, today) for row in assessments.proposed(session)]
        confirmed = [assessment_line(session, row, today) for row in fairness.confirmed(session)]
    return visit.page(
        "workshop/assessments.html",
        status=status,
        proposed=proposed,
        confirmed=confirmed,
        me=visit.person.name if visit.person else "",
        review=visit.instance.settings.review,
        wrong=wrong,
        typed=visit.form,
        link=link,
    )
