"""The story of a promise: every event about it as one German sentence. Also the log of the whole workshop.

`told` is pure: an event in, a sentence out. One of a kind that it does not know is told by its name: nothing is
hidden.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from tracker.db import models
from tracker.db.queries import events as chain
from tracker.db.queries import users
from tracker.domain.assessment import Outcome
from tracker.domain.audit import Event
from tracker.domain.link import Judgement
from tracker.domain.tip import TipState
from tracker.errors import key
from tracker.labels import LABELS


@dataclass(frozen=True, slots=True)
class StoryLine:
    """One thing that happened: when, who did it (empty: the program), the sentence and its values, what was said.

    `detail` is a person's own words: a reason, a note, a criterion. `promise` is what it is about, where it is one.
    """

    seq: int
    at: datetime
    by: str
    sentence: str
    values: Mapping[str, object] = field(default_factory=dict)
    detail: str = ""
    subject: str = ""
    promise: str = ""
    promise_title: str = ""


Payload = Mapping[str, Any]

SENTENCES: Mapping[str, str] = {
    "document.ingested": key("Wahlprüfsteine eingelesen: {name}"),
    "file.received": key("Datei hochgeladen: {name}"),
    "promise.accepted": key("Angenommen: „{title}“. Umgesetzt, wenn: {fulfilled_if}"),
    "promise.edited": key("Geändert: „{title}“"),
    "promise.rejected": key("Abgelehnt: „{title}“"),
    "promise.merged": key("Zusammengeführt mit {into}"),
    "promise.split": key("Geteilt in mehrere Versprechen: {parts}"),
    "promise.withdrawn": key("Zurückgezogen: „{title}“"),
    "promise.reopened": key("Entscheidung zurückgenommen: „{title}“"),
    "criterion.changed": key("Prüfmaßstab geändert. Jetzt: umgesetzt, wenn {fulfilled_if}"),
    "promise.checked": key("Nachgesehen am {on} in: {sources}"),
    "source.brought": key("Fundstelle gespeichert: {title}"),
    "link.judged": key("Treffer beurteilt: {judgement}"),
    "link.undone": key("Urteil über einen Treffer zurückgenommen. Es gilt wieder: {judgement}"),
    "assessment.proposed": key("Bewertung vorgeschlagen: {outcome}"),
    "assessment.confirmed": key("Bewertung bestätigt: {outcome}. Die Antwortenden kommen zu Wort, dann erscheint sie."),
    "assessment.published": key("Bewertung veröffentlicht: {outcome}"),
    "assessment.returned": key("Bewertung zurückgegeben: {outcome}"),
    "assessment.retracted": key("Veröffentlichte Bewertung zurückgenommen: {outcome}"),
    "reply.asked": key("Um Stellungnahme gebeten, Antwort bis {due_on}"),
    "reply.received": key("Stellungnahme eingegangen von {signed}"),
    "correction.published": key("Korrektur veröffentlicht"),
    "tip.received": key("Hinweis aus der Leserschaft eingegangen"),
    "tip.answered": key("Hinweis beantwortet: {state}"),
    "coding.given": key("Unabhängig ein zweites Mal eingeordnet"),
    "coding.settled": key("Abweichende Einordnung geklärt"),
    "promise.imported": key("Aus einer Einfuhr übernommen: „{title}“"),
    "link.imported": key("Urteil über einen Treffer aus einer Einfuhr übernommen: {judgement}"),
    "assessment.imported": key("Bewertung aus einer Einfuhr übernommen: {outcome}"),
    "reply.imported": key("Stellungnahme aus einer Einfuhr übernommen, von {signed}"),
    "check.imported": key("Prüfung aus einer Einfuhr übernommen: {sources}"),
    "source.imported": key("Fundstelle aus einer Einfuhr übernommen: {title}"),
    "correction.imported": key("Korrektur aus einer Einfuhr übernommen"),
    "coding.imported": key("Zweitkodierung aus einer Einfuhr übernommen"),
    "document.attributed": key("Antworten zugeordnet: {name}"),
    "edition.frozen": key("Ausgabe eingefroren"),
    "feed.polled": key("Quelle abgefragt"),
    "data.imported": key("Daten eingeführt"),
    "instance.restored": key("Aus einer Sicherung wiederhergestellt"),
    "mail.resolved": key("Unklare Mail geklärt"),
    "mail.paused": key("Mailversand angehalten"),
    "mail.resumed": key("Mailversand wieder aufgenommen"),
    "job.released": key("Verspätete Aufgabe freigegeben"),
    "user.ranked": key("Rolle geändert"),
    "user.disabled": key("Zugang abgeschaltet"),
    "user.enabled": key("Zugang eingeschaltet"),
    "user.interests_stated": key("Interessen angegeben"),
    "user.added": key("Jemand arbeitet neu mit"),
    "links.suggested": key("Treffer gesucht: {links_new} neue"),
}
"""One sentence for each kind of event that people read about."""


def told(event: Event, names: Mapping[str, str], zone: ZoneInfo) -> StoryLine:
    """An event as a sentence; `names` are those of the actors. Pure."""
    payload = event.payload
    sentence = SENTENCES.get(event.kind, "{kind}")
    values = {"kind": event.kind, **{name: _shown(name, value) for name, value in payload.items()}}
    criterion = payload.get("criterion")
    if isinstance(criterion, dict):
        values["fulfilled_if"] = criterion.get("fulfilled_if", "")
    for name in _needed(sentence):
        values.setdefault(name, "–")
    return StoryLine(
        seq=event.seq,
        at=datetime.fromisoformat(event.at).astimezone(zone),
        by=names.get(event.actor, ""),
        sentence=sentence,
        values=values,
        detail=_detail(payload),
        subject=event.subject,
    )


_LABELLED: Mapping[str, Callable[[str], Any]] = {"judgement": Judgement, "outcome": Outcome, "state": TipState}


def _shown(name: str, value: Any) -> object:
    """A value as people read it: the word for a member, names of parts, days as they are written here."""
    if name == "parts" and isinstance(value, list):
        return ", ".join(str(part["id"]) for part in value if isinstance(part, dict))
    if name in {"on", "due_on"} and isinstance(value, str):
        return ".".join(reversed(value.split("-")))
    if name in _LABELLED and isinstance(value, str):
        try:
            member = _LABELLED[name](value)
        except ValueError:
            return value
        return LABELS[type(member), member.name]
    return value


def _needed(sentence: str) -> list[str]:
    return [part.split("}")[0] for part in sentence.split("{")[1:]]


def _detail(payload: Payload) -> str:
    for name in ("return_reason", "reason", "note", "text"):
        said = payload.get(name)
        if isinstance(said, str) and said.strip():
            return said.strip()
    return ""


def story(session: Session, promise: models.Promise, zone: ZoneInfo) -> tuple[StoryLine, ...]:
    """What happened to a promise, its links and its assessments, newest first."""
    found = chain.of_promise(session, promise)
    return _lines(session, sorted(found, key=lambda event: -event.seq), zone)


def log(session: Session, zone: ZoneInfo, *, before: int | None = None, limit: int = 100) -> tuple[StoryLine, ...]:
    """The last events of all, newest first; those before a number to read on."""
    return _lines(session, chain.last(session, before=before, limit=limit), zone)


def _lines(session: Session, found: Iterable[Event], zone: ZoneInfo) -> tuple[StoryLine, ...]:
    names = {f"user:{user}": name for user, name in users.names(session).items()}
    events = list(found)
    about = chain.promises_of(session, {event.subject for event in events})
    return tuple(_about(told(event, names, zone), about.get(event.subject)) for event in events)


def _about(line: StoryLine, promise: tuple[str, str] | None) -> StoryLine:
    return line if promise is None else replace(line, promise=promise[0], promise_title=promise[1])
