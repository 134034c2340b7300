"""The rows beside the chain: what people decided must stand in the database exactly as the events say.

A chain that is whole in itself proves nothing about rows that somebody changed beside it, nor about events that were
cut off its end: such rows have no event any more, and are named here.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.db import models
from tracker.db.queries import events as chain
from tracker.domain.assessment import AssessmentState
from tracker.domain.audit import Event
from tracker.domain.link import Judgement
from tracker.domain.promise import PromiseState
from tracker.errors import RuleError, TrackerError, key
from tracker.services.assess import payload as assessment_payload
from tracker.services.promise_values import payload as promise_payload

Values = Mapping[str, Any]

_OF_THE_SUBJECT = ("promise.", "criterion.", "link.", "assessment.", "reply.")
"""Events that say something of their subject's own row; the others tell of something that belongs to it."""

_NAMED = {"check", "source", "coding", "correction"}
"""Things that events about a promise name by their ids."""


@dataclass(frozen=True)
class Ledger:
    """What the chain says: the latest values of each subject, and of each thing that is named within one."""

    subjects: dict[str, dict[str, Any]] = field(default_factory=lambda: defaultdict(dict))
    named: dict[str, dict[str, Values]] = field(default_factory=lambda: defaultdict(dict))

    def add(self, event: Event) -> None:
        """Fold one event: later values replace earlier ones."""
        for kind in _NAMED & event.payload.keys():
            self.named[kind][str(event.payload[kind])] = event.payload
        if event.kind == "assessment.retracted":
            self.subjects[event.subject]["retracted"] = True
        if event.kind == "document.attributed":
            for one in _listed(event.payload.get("promises")):
                self.subjects[f"promise:{one}"]["respondent"] = event.payload.get("respondent")
        for part in _proposed(event):
            self.subjects[f"promise:{part['id']}"] = {name: part[name] for name in ("title", "start", "end")}
        if event.kind != "promise.checked" and event.kind.startswith(_OF_THE_SUBJECT):
            self.subjects[event.subject].update(event.payload)


def _proposed(event: Event) -> list[dict[str, Any]]:
    name = {"document.ingested": "promises", "promise.split": "parts"}.get(event.kind, "")
    return [part for part in _listed(event.payload.get(name)) if isinstance(part, dict)]


def _listed(found: Any) -> list[Any]:
    return found if isinstance(found, list) else []


def row_flaws(session: Session) -> Iterator[TrackerError]:
    """Every row that says something else than the chain, has no event, or is gone; one sentence each."""
    ledger = Ledger()
    for event in chain.chain(session):
        ledger.add(event)
    yield from _promises(session, ledger)
    yield from _links(session, ledger)
    yield from _assessments(session, ledger)
    yield from _named_rows(session, ledger)


def _promises(session: Session, ledger: Ledger) -> Iterator[TrackerError]:
    seen = set()
    for row in session.scalars(select(models.Promise).order_by(models.Promise.id)):
        subject = f"promise:{row.public_id}"
        seen.add(subject)
        said = ledger.subjects.get(subject, {})
        if "state" not in said and row.state is not PromiseState.PROPOSED:
            yield _unheard(subject)
        yield from _compared(subject, said, promise_payload(row))
    gone = [name for name, said in ledger.subjects.items() if name.startswith("promise:") and "state" in said]
    yield from (_gone(name) for name in gone if name not in seen)


def _links(session: Session, ledger: Ledger) -> Iterator[TrackerError]:
    judged = {name: said for name, said in ledger.subjects.items() if name.startswith("link:")}
    for row in session.scalars(select(models.Link).where(models.Link.judgement != Judgement.UNREVIEWED)):
        subject = f"link:{row.public_id}"
        if subject not in judged:
            yield _unheard(subject)
    rows = {
        f"link:{public_id}": judgement
        for public_id, judgement in session.execute(select(models.Link.public_id, models.Link.judgement))
    }
    for subject, said in judged.items():
        if subject not in rows:
            yield _gone(subject)
        elif rows[subject].value != said["judgement"]:
            yield _differs(subject, "judgement")


def _assessments(session: Session, ledger: Ledger) -> Iterator[TrackerError]:
    seen = set()
    for row in session.scalars(select(models.Assessment).order_by(models.Assessment.id)):
        subject = f"assessment:{row.public_id}"
        seen.add(subject)
        said = dict(ledger.subjects.get(subject, {}))
        if "state" not in said:
            yield _unheard(subject)
            continue
        if said["state"] == AssessmentState.PUBLISHED and row.state is AssessmentState.SUPERSEDED:
            said.pop("state")  # another one, with an event of its own, superseded it
        yield from _compared(subject, said, assessment_payload(row))
    gone = [name for name, said in ledger.subjects.items() if name.startswith("assessment:") and "state" in said]
    yield from (_gone(name) for name in gone if name not in seen)
    for reply in session.scalars(select(models.Reply)):
        subject = f"assessment:{reply.assessment.public_id}"
        if reply.replied_at and ledger.subjects.get(subject, {}).get("text") != reply.text:
            yield _differs(subject, "text")


def _named_rows(session: Session, ledger: Ledger) -> Iterator[TrackerError]:
    tables: tuple[tuple[str, Any, tuple[str, ...]], ...] = (
        ("check", models.Check, ("sources", "finding")),
        ("source", models.Source, ("sha256", "title")),
        ("coding", models.Coding, ("act", "testability", "settlement")),
    )
    for name, table, fields in tables:
        said, seen = ledger.named[name], set()
        for row in session.scalars(select(table)):
            seen.add(row.public_id)
            subject = f"{name}:{row.public_id}"
            if row.public_id not in said:
                yield _unheard(subject)
                continue
            yield from _compared(subject, said[row.public_id], {one: _plain(getattr(row, one)) for one in fields})
        yield from (_gone(f"{name}:{one}") for one in said if one not in seen)
    yield from _corrections(session, ledger)


def _corrections(session: Session, ledger: Ledger) -> Iterator[TrackerError]:
    """Corrections of their own are named; those of a finding that was taken back stand in its event."""
    for row in session.scalars(select(models.Correction)):
        taken_back = session.get(models.Assessment, row.assessment_id) if row.assessment_id else None
        if taken_back is not None:
            said = ledger.subjects.get(f"assessment:{taken_back.public_id}", {}).get("return_reason")
        else:
            said = ledger.named["correction"].get(row.public_id, {}).get("text")
        if said is None:
            yield _unheard(f"correction:{row.public_id}")
        elif said != row.text:
            yield _differs(f"correction:{row.public_id}", "text")


def _compared(subject: str, said: Values, stored: Values) -> Iterator[TrackerError]:
    for name in stored.keys() & said.keys():
        if said[name] != stored[name]:
            yield _differs(subject, name)


def _plain(value: Any) -> Any:
    return getattr(value, "value", value)


def _differs(subject: str, name: str) -> RuleError:
    return RuleError(
        key(
            "{subject}: „{field}“ steht in der Datenbank anders als in der Ereigniskette; es kam an ihr vorbei hinein."
        ),
        subject=subject,
        field=name,
    )


def _unheard(subject: str) -> RuleError:
    return RuleError(
        key("{subject}: Davon weiß die Ereigniskette nichts. Ereignisse wurden entfernt, oder es kam an ihr vorbei."),
        subject=subject,
    )


def _gone(subject: str) -> RuleError:
    return RuleError(
        key("{subject} steht in der Ereigniskette, fehlt aber in der Datenbank. Bitte eine Sicherung zurückspielen."),
        subject=subject,
    )
