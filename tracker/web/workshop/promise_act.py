"""What the forms of a promise's page do. Each act is one service and one event; then the page is shown again.

What went wrong comes back with everything that was typed; after a conflict with both versions.
"""

from collections.abc import Callable, Mapping

from sqlalchemy.orm import Session
from starlette.responses import Response

from tracker.db.session import writing
from tracker.domain.assessment import CheckFinding, Effort, EvidenceRank, Outcome, ReasonCode, Role
from tracker.domain.questionnaire import Act
from tracker.errors import ConflictError, NotFoundError, RuleError, TrackerError, key
from tracker.services import assess, corrections, editing, kinship, review
from tracker.services.editing import Seen
from tracker.services.inbox import next_proposed
from tracker.services.promise_values import unchanged
from tracker.web.failure import status_of
from tracker.web.visit import Visit
from tracker.web.workshop import entries
from tracker.web.workshop.promise_show import shown

Deed = Callable[[Session, Visit, str, str], str]
"""Does one thing for (session, visit, promise, person) and returns the sentence to say."""


def act(visit: Visit) -> Response:
    """Carry out the form's act."""
    promise, done = visit.path["id"], visit.form["tat"]
    try:
        deed = entries.deed(DEEDS, done)
        with writing(visit.instance.engine) as session:
            said = deed(session, visit, promise, visit.person.name if visit.person else "")
            following = next_proposed(session, promise) if done in ONWARD and visit.form["weiter"] else None
    except NotFoundError:
        raise
    except TrackerError as error:
        return shown(visit, wrong=_explained(visit, error), form=visit.form, status=status_of(error))
    visit.notice(said, (f"/werkstatt/versprechen/{promise}", key("Ansehen")) if following else ("", ""))
    return visit.see(f"/werkstatt/versprechen/{following or promise}")


def _explained(visit: Visit, error: TrackerError) -> str:
    if isinstance(error, ConflictError):
        return visit.wording.text(
            key(
                "Jemand anderes war schneller: Unten steht der neue Stand, in den Feldern Ihr Text. "
                "Es ging nichts verloren; bitte vergleichen Sie und schicken Sie dann noch einmal ab."
            )
        )
    return visit.wording.error(error)


def _seen(visit: Visit) -> Seen:
    return Seen(entries.number(visit.form["version"]), entries.text(visit.form, "warum"))


def _accept(session: Session, visit: Visit, promise: str, by: str) -> str:
    form = visit.form
    criterion, revision = entries.criterion(form), entries.revision(form)
    editing.accept_revised(session, promise, revision, criterion, by=by, now=visit.now, seen=_seen(visit))
    return key("Angenommen. Was im Rat dazu passt, liegt in etwa einer Minute unter „Treffer“.")


def _edit(session: Session, visit: Visit, promise: str, by: str) -> str:
    editing.edit_promise(session, promise, entries.revision(visit.form), by=by, now=visit.now, seen=_seen(visit))
    return key("Gespeichert.")


def _reject(session: Session, visit: Visit, promise: str, by: str) -> str:
    instead = entries.optional(Act, visit.form["anders"]) or Act.AMBIGUOUS
    reason = entries.text(visit.form, "warum")
    editing.reject_as(session, promise, instead, reason, by=by, now=visit.now, seen=_seen(visit))
    return key("Abgelehnt. Der Grund steht im Protokoll; zurücknehmen geht jederzeit.")


def _split(session: Session, visit: Visit, promise: str, by: str) -> str:
    parts = entries.text(visit.form, "teile").split("\n\n")
    version = _seen(visit).version
    editing.split_promise(session, promise, parts, by=by, now=visit.now, version=version)
    return key("Geteilt. Die Teile warten im Posteingang.")


def _merge(session: Session, visit: Visit, promise: str, by: str) -> str:
    unchanged(session, promise, _seen(visit).version)
    kinship.merge_promise(session, promise, visit.form["mit"].strip(), by=by, now=visit.now)
    return key("Zusammengeführt.")


def _withdraw(session: Session, visit: Visit, promise: str, by: str) -> str:
    seen = _seen(visit)
    editing.withdraw_promise(session, promise, seen.note, by=by, now=visit.now, version=seen.version)
    return key("Zurückgezogen. Der Grund steht öffentlich dabei.")


def _reopen(session: Session, visit: Visit, promise: str, by: str) -> str:
    seen = _seen(visit)
    editing.reopen_promise(session, promise, seen.note, by=by, now=visit.now, version=seen.version)
    return key("Die Entscheidung ist zurückgenommen.")


def _measure(session: Session, visit: Visit, promise: str, by: str) -> str:
    editing.change_criterion(session, promise, entries.criterion(visit.form), by=by, now=visit.now, seen=_seen(visit))
    return key("Der Prüfmaßstab ist geändert; der frühere bleibt nachlesbar.")


def _check(session: Session, visit: Visit, promise: str, by: str) -> str:
    finding = entries.member(CheckFinding, visit.form["fund"] or "nothing")
    on = entries.day(visit.form["am"]) or visit.now.date()
    look = review.Look(finding, on, entries.text(visit.form, "wo"))
    review.check_promise(session, promise, look, by=by, now=visit.now)
    return key("Festgehalten: Jemand hat nachgesehen.")


def _bring(session: Session, visit: Visit, promise: str, by: str) -> str:
    form, file = visit.form, visit.form.upload("datei")
    if file is None or not file.size:
        raise RuleError(key("Bitte wählen Sie eine Datei: Wir bewahren eine Kopie auf, keinen Link."), subject="datei")
    title, day = entries.text(form, "titel"), entries.day(form["am"])
    if not title or day is None:
        raise RuleError(key("Eine Fundstelle braucht einen Titel und einen Tag."), subject=promise)
    kind = entries.member(EvidenceRank, form["gewicht"])
    brought = review.NewSource(kind, title, day, file.stream.read(), entries.text(form, "adresse"))
    review.bring_source(session, visit.instance.store, promise, brought, by=by, now=visit.now)
    return key("Die Kopie ist gespeichert und zählt als Beleg.")


def _propose(session: Session, visit: Visit, promise: str, by: str) -> str:
    form = visit.form
    proposal = assess.Proposal(
        outcome=entries.member(Outcome, form["stand"]),
        effective=entries.day(form["am"]) or visit.now.date(),
        effort=entries.member(Effort, form["einsatz"]),
        role=entries.member(Role, form["rolle"]),
        reason_code=entries.optional(ReasonCode, form["grund"]),
        reason=entries.text(form, "begruendung"),
        late=bool(form["verspaetet"]),
    )
    assess.propose(session, promise, proposal, by=by, now=visit.now)
    return key("Vorgeschlagen. Eine zweite Person bestätigt oder gibt zurück.")


def _correct(session: Session, visit: Visit, promise: str, by: str) -> str:
    corrections.correct(session, promise, entries.text(visit.form, "text"), by=by, now=visit.now)
    return key("Die Korrektur ist veröffentlicht.")


DEEDS: Mapping[str, Deed] = {
    "annehmen": _accept,
    "aendern": _edit,
    "ablehnen": _reject,
    "teilen": _split,
    "zusammenfuehren": _merge,
    "zurueckziehen": _withdraw,
    "wiederoeffnen": _reopen,
    "massstab": _measure,
    "pruefung": _check,
    "fundstelle": _bring,
    "bewertung": _propose,
    "korrektur": _correct,
}
ONWARD = frozenset({"annehmen", "ablehnen", "zusammenfuehren", "teilen"})
"""After these the next proposal of the inbox is shown, where the form asks for it."""
