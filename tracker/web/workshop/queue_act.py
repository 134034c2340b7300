"""What the buttons of the review queue do: deal a handful, judge, put off, take back, wave off several at once."""

from collections.abc import Callable, Mapping

from sqlalchemy.orm import Session
from starlette.responses import Response

from tracker.db.session import writing
from tracker.domain.link import Judgement
from tracker.errors import ConflictError, RuleError, TrackerError, key
from tracker.services import queue
from tracker.web.failure import status_of
from tracker.web.visit import Visit
from tracker.web.workshop import entries
from tracker.web.workshop.queue_show import shown, turn

QUEUE = "/werkstatt/treffer"


def act(visit: Visit) -> Response:
    """Carry out what the button says, deal the next cards, and show the one that is next."""
    try:
        deed = entries.deed(DEEDS, visit.form["tat"])
        with writing(visit.instance.engine) as session:
            onto = deed(session, visit)
            queue.deal(session, turn(visit))
    except (RuleError, ConflictError) as error:
        return _refused(visit, error)
    return visit.see(QUEUE + (f"?karte={onto}" if onto else ""))


def _refused(visit: Visit, error: TrackerError) -> Response:
    """A judgement that was not stored shows its card again, with what somebody else said and what was typed."""
    if visit.form["karte"]:
        return shown(visit, wrong=visit.wording.error(error), status=status_of(error))
    visit.notice(error.message_key, **error.values)
    return visit.see(QUEUE)


def _deal(_session: Session, _visit: Visit) -> str:
    return ""


def _judge(session: Session, visit: Visit) -> str:
    form = visit.form
    judgement = entries.member(Judgement, form["urteil"])
    seen = entries.optional(Judgement, form["gesehen"])
    note = entries.text(form, "bemerkung")
    link = queue.judge(session, form["karte"], judgement, turn(visit), note=note, seen=seen)
    promise = f"/werkstatt/versprechen/{link.promise.public_id}"
    visit.notice(
        key("{judgement}: {title}"),
        (f"{promise}#h-bewertung", key("Bewertung vorschlagen")) if judgement is Judgement.RELEVANT else ("", ""),
        judgement=visit.wording.label(judgement).capitalize(),
        title=link.item.title,
    )
    return form["danach"]


def _later(session: Session, visit: Visit) -> str:
    queue.put_off(session, visit.form["karte"], turn(visit))
    return visit.form["danach"]


def _undo(session: Session, visit: Visit) -> str:
    link = queue.undo(session, turn(visit))
    visit.notice(key("Zurückgenommen: {title}"), title=link.item.title)
    return link.public_id


def _wave_off(session: Session, visit: Visit) -> str:
    done = queue.judge_irrelevant(session, visit.form.all("treffer"), turn(visit))
    visit.notice(key("{n} Treffer passen nicht."), n=len(done))
    return ""


DEEDS: Mapping[str, Callable[[Session, Visit], str]] = {
    "austeilen": _deal,
    "urteilen": _judge,
    "spaeter": _later,
    "zurueck": _undo,
    "stapel": _wave_off,
}
