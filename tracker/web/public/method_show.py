"""`/methodik`: the rules, what every word means, how well people agree, and what this cannot tell."""

from starlette.responses import Response

from tracker.domain.assessment import CODEBOOK
from tracker.web.definitions import SCALES
from tracker.web.public.page import answer
from tracker.web.visit import Visit


def show(visit: Visit) -> Response:
    """The method's page; every word of a scale leads here."""
    review = visit.instance.settings.review
    values = {
        "codebook": CODEBOOK,
        "scales": SCALES,
        "two_persons": review.two_persons,
        "reply_days": review.reply_days,
        "agreements": (),
    }
    return answer(visit, "public/method.html", lambda _session: values, canonical="/methodik")
