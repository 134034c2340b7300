"""`/werkstatt/zweitkodierung`: look at a promise without knowing the first verdict, and settle where both differ."""

from sqlalchemy.orm import Session
from starlette.responses import Response

from tracker.db.session import reading, writing
from tracker.domain.assessment import Outcome
from tracker.domain.questionnaire import Act, Testability
from tracker.errors import NotFoundError, TrackerError, key
from tracker.services import coding
from tracker.web.failure import status_of
from tracker.web.visit import Visit
from tracker.web.workshop import entries


def show(visit: Visit) -> Response:
    """The next promise, and what was coded differently."""
    return _shown(visit)


def _shown(visit: Visit, *, wrong: str = "", status: int = 200) -> Response:
    settings, wording = visit.instance.settings.review, visit.wording
    choose = wording.text(key("bitte wählen"))  # nothing is chosen beforehand: that would be no blind opinion
    with reading(visit.instance.engine) as session:
        blind = coding.next_blind(
            session,
            _name(visit),
            settings.second_percent,
            visit.instance.zone,
            masked=settings.mask_respondents or bool(visit.query["verdeckt"]),
        )
        differences = coding.differences(session)
        found = coding.reliability(session)
    return visit.page(
        "workshop/coding.html",
        status=status,
        blind=blind,
        differences=differences,
        found=found,
        percent=settings.second_percent,
        masked=settings.mask_respondents or bool(visit.query["verdeckt"]),
        wrong=wrong,
        typed=visit.form,
        acts=entries.choices(Act, wording, choose),
        testabilities=entries.choices(Testability, wording, choose),
        outcomes=entries.choices([one for one in Outcome if one is not Outcome.NOT_YET_RATED], wording, choose),
    )


def act(visit: Visit) -> Response:
    """Keep a second opinion, or how a difference was settled."""
    try:
        with writing(visit.instance.engine) as session:
            _settle(session, visit) if visit.form["tat"] == "klaeren" else _code(session, visit)
    except NotFoundError:
        raise
    except TrackerError as error:
        return _shown(visit, wrong=visit.wording.error(error), status=status_of(error))
    return visit.see("/werkstatt/zweitkodierung" + ("?verdeckt=ja" if visit.form["verdeckt"] else ""))


def _code(session: Session, visit: Visit) -> None:
    form = visit.form
    verdict = coding.Verdict(
        entries.member(Act, form["art"]),
        entries.member(Testability, form["pruefbar"]),
        entries.optional(Outcome, form["stand"]),
        entries.text(form, "bemerkung"),
    )
    coding.code(session, form["versprechen"], verdict, by=_name(visit), now=visit.now)
    visit.notice(key("Danke. Ihre Einordnung ist gespeichert."))


def _settle(session: Session, visit: Visit) -> None:
    settlement = entries.text(visit.form, "einigung")
    coding.settle_difference(session, visit.form["kodierung"], settlement, by=_name(visit), now=visit.now)
    visit.notice(key("Festgehalten, worauf Sie sich geeinigt haben."))


def _name(visit: Visit) -> str:
    return visit.person.name if visit.person else ""
