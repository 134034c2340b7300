"""`/werkstatt/versprechen/{id}`: one promise with all that is known of it, and every form to work on it."""

from collections.abc import Mapping

from starlette.responses import Response

from tracker.db.session import reading
from tracker.domain.assessment import Effort, EvidenceRank, Outcome, ReasonCode, Role
from tracker.domain.promise import Competence
from tracker.domain.questionnaire import Act, Kind, Strength, Testability
from tracker.domain.topic import Topic
from tracker.errors import key
from tracker.services.dossier import Dossier, dossier
from tracker.services.inbox import next_proposed
from tracker.web.form import NO_FIELDS, Fields
from tracker.web.visit import Visit
from tracker.web.workshop.entries import choices, word

PLACES = (
    key("Ratsinformationssystem"),
    key("Niederschriften des Rats"),
    key("Haushaltsplan"),
    key("Website der Stadt"),
    key("Vor Ort"),
)
"""Where people look; the first is what a new criterion begins with."""


def show(visit: Visit) -> Response:
    """The promise, with empty forms."""
    return shown(visit)


def shown(visit: Visit, *, wrong: str = "", form: Fields = NO_FIELDS, status: int = 200) -> Response:
    """The promise; with `wrong` the form that failed shows what was typed, and above it what is wrong.

    After a conflict both versions stand on the page: what is stored now, and what was typed.
    """
    with reading(visit.instance.engine) as session:
        found = dossier(session, visit.path["id"], visit.now.date(), visit.instance.zone)
        following = next_proposed(session, found.promise.id)
    failed = form["tat"] if wrong else ""
    return visit.page(
        "workshop/promise.html",
        status=status,
        one=found,
        wrong=wrong,
        failed=failed,
        conflict=status == 409,
        typed=form,
        given=_given(found, form if failed in {"annehmen", "aendern"} else NO_FIELDS),
        measure=_measure(visit, found, form if failed in {"annehmen", "massstab"} else NO_FIELDS),
        lists=_lists(visit, found),
        following=following if following != found.promise.id else None,
        today=visit.now.date(),
        places=[visit.wording.text(place) for place in PLACES],
        stale_days=visit.instance.settings.review.stale_days,
        two_persons=visit.instance.settings.review.two_persons,
    )


def _given(found: Dossier, form: Fields) -> Mapping[str, str]:
    """The fields of the promise as forms show them: as typed, otherwise as stored, the topic as suggested."""
    if form:
        return form
    now = found.promise.revision
    hint = found.promise.topic_hint
    topic = now.topic or (hint.topic if hint else None)
    return {
        "titel": now.title,
        "art": word(now.act),
        "staerke": word(now.strength),
        "was": word(now.kind),
        "pruefbar": word(now.testability),
        "verneint": "ja" if now.negated else "",
        "zustaendig": word(now.competence),
        "thema": word(topic) if topic else "",
        "frist": now.deadline_text,
        "fristtag": now.deadline_date.isoformat() if now.deadline_date else "",
        "von": now.respondent,
    }


def _measure(visit: Visit, found: Dossier, form: Fields) -> Mapping[str, str]:
    """The criterion as typed, otherwise as stored; a new one looks where councils publish, when the time is up."""
    if form:
        return form
    now, due = found.promise.criterion, found.promise.due_on
    if now is None:
        when = due.isoformat() if due and due > visit.now.date() else ""
        return {"umgesetzt": "", "teilweise": "", "nicht": "", "wo": visit.wording.text(PLACES[0]), "wieder": when}
    review = now.next_review
    return {
        "umgesetzt": now.fulfilled_if,
        "teilweise": now.partly_if,
        "nicht": now.not_fulfilled_if,
        "wo": now.where_to_look,
        "wieder": review.isoformat() if review else "",
    }


def _lists(visit: Visit, found: Dossier) -> Mapping[str, list[tuple[str, str]]]:
    wording = visit.wording
    nobody, open_topic = wording.text(key("nicht genannt")), wording.text(key("noch kein Thema"))
    return {
        "art": choices(Act, wording),
        "anders": choices(tuple(Act)[1:], wording, wording.text(key("bleibt offen"))),
        "staerke": choices(Strength, wording),
        "was": choices(Kind, wording),
        "pruefbar": choices(Testability, wording),
        "zustaendig": choices(Competence, wording),
        "thema": choices(Topic, wording, open_topic),
        "von": [("", nobody), *found.respondents],
        "stand": choices([one for one in Outcome if one is not Outcome.NOT_YET_RATED], wording),
        "einsatz": choices(Effort, wording),
        "rolle": choices(Role, wording),
        "grund": choices(ReasonCode, wording, wording.text(key("trifft nicht zu"))),
        "gewicht": choices(reversed(EvidenceRank), wording),
    }
