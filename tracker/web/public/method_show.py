"""`/methodik`: the rules, what every word means, how well people agree, and what this cannot tell."""

from dataclasses import dataclass

from sqlalchemy.orm import Session
from starlette.responses import Response

from tracker.domain.agreement import FIRM, TENTATIVE
from tracker.domain.assessment import CODEBOOK
from tracker.errors import key
from tracker.services.coding import Reliability, reliability
from tracker.web.definitions import SCALES
from tracker.web.public.page import Values, answer
from tracker.web.visit import Visit
from tracker.wording import Wording


@dataclass(frozen=True, slots=True)
class AgreementRow:
    """α of one step as people read it."""

    title: str
    units: int
    alpha: str
    reading: str


def show(visit: Visit) -> Response:
    """The method's page; every word of a scale leads here."""
    review = visit.instance.settings.review
    wording = visit.wording

    def read(session: Session) -> Values:
        return {**values, "agreements": agreements(reliability(session), wording)}

    values = {
        "codebook": CODEBOOK,
        "scales": SCALES,
        "two_persons": review.two_persons,
        "reply_days": review.reply_days,
    }
    return answer(visit, "public/method.html", read, canonical="/methodik")


def agreements(found: Reliability, wording: Wording) -> list[AgreementRow]:
    """One row for each step that anybody coded twice."""
    steps = (
        (key("Zusage oder nicht"), found.act),
        (key("Überprüfbarkeit"), found.testability),
        (key("Ergebnis, gleich oder verschieden"), found.outcome),
        (key("Ergebnis, nach Abstand"), found.outcome_ranks),
    )
    return [
        AgreementRow(
            wording.text(title),
            one.units,
            "–" if one.alpha is None else wording.number(round(one.alpha, 2)),
            wording.text(_reading(one.alpha)),
        )
        for title, one in steps
        if one.units
    ]


def _reading(alpha: float | None) -> str:
    if alpha is None:
        return key("nicht bestimmbar: Alle Werte sind gleich")
    if alpha >= FIRM:
        return key("verlässlich")
    return key("vorläufig") if alpha >= TENTATIVE else key("nicht verlässlich: keine Anteile ablesen")
