"""`/stellungnahme/{token}`: the respondent's page; opening the link changes nothing, only the form does."""

from starlette.responses import Response

from tracker.db.session import reading, writing
from tracker.errors import NotFoundError, TrackerError, key
from tracker.services.dossier import assessment_line
from tracker.services.replies import LONGEST, by_token, receive_reply
from tracker.web.failure import status_of
from tracker.web.visit import Visit

PRIVATE = {"Referrer-Policy": "no-referrer", "Cache-Control": "no-store", "X-Robots-Tag": "noindex"}
"""The address itself is the key: it goes nowhere else."""


def show(visit: Visit) -> Response:
    """The verdict with its grounds, and the form."""
    return _shown(visit)


def _shown(visit: Visit, *, wrong: str = "", status: int = 200) -> Response:
    with reading(visit.instance.engine) as session:
        row = by_token(session, visit.path["token"])
        line = assessment_line(session, row.assessment, visit.now.date())
        quote, criterion = row.assessment.promise.text, row.assessment.promise.criterion
        measure = criterion.fulfilled_if if criterion else ""
    return visit.page(
        "workshop/reply.html",
        status=status,
        headers=PRIVATE,
        one=line,
        quote=quote,
        measure=measure,
        wrong=wrong,
        typed=visit.form,
        longest=LONGEST,
    )


def give(visit: Visit) -> Response:
    """Keep the reply verbatim."""
    form = visit.form
    try:
        with writing(visit.instance.engine) as session:
            receive_reply(session, visit.path["token"], form["text"], form["wer"], now=visit.now)
    except NotFoundError:
        raise
    except TrackerError as error:
        return _shown(visit, wrong=visit.wording.error(error), status=status_of(error))
    visit.notice(key("Danke, Ihre Stellungnahme ist angekommen. Sie erscheint im Wortlaut neben der Bewertung."))
    return visit.see(f"/stellungnahme/{visit.path['token']}")
