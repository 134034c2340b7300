"""What a volunteer decides: accepting and rejecting promises, judging links, recording a look, bringing a source.

Every act takes the name of who acts, is stored with exactly one event, and done twice it changes nothing the second
time. `version` is the promise's version that the person saw; where it is given and somebody changed the promise
meanwhile, the act is refused with a ConflictError instead of overwriting.
"""

from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from tracker.db import models
from tracker.db.files import FileStore
from tracker.db.ids import check_id, source_id
from tracker.db.queries import assessments, links, promises
from tracker.domain.assessment import CheckFinding, EvidenceRank
from tracker.domain.link import Judgement
from tracker.domain.promise import Criterion, PromiseState, move, require_commitment
from tracker.errors import ConflictError, RuleError, key
from tracker.labels import LABELS
from tracker.services import events
from tracker.services.promise_values import criterion_of, mark_edited, payload, unchanged
from tracker.services.users import acting, actor_of


def accept_promise(
    session: Session,
    promise_id: str,
    criterion: Criterion,
    *,
    by: str,
    now: datetime,
    version: int | None = None,
    replace: bool = False,
) -> models.Promise:
    """Accept a proposed promise and write down when it counts as fulfilled.

    Accepting again with another criterion changes it only where `replace` says that this is meant. Raises RuleError
    where it does not, where the promise was rejected or merged, or where the criterion says nothing.
    """
    promise, user = unchanged(session, promise_id, version), acting(session, by)
    if not criterion.fulfilled_if.strip():
        raise RuleError(key("Bitte schreiben Sie auf, wann {subject} als umgesetzt gilt."), subject=promise_id)
    state = move(promise_id, promise.state, PromiseState.ACCEPTED)
    require_commitment(promise_id, promise.act)
    if promise.state is state and criterion_of(promise) == criterion:
        return promise
    if promise.criterion and not replace:
        raise RuleError(
            key("Für {subject} steht schon fest: „{criterion}“. Ändern geht nur ausdrücklich, mit --replace."),
            subject=promise_id,
            criterion=promise.criterion.fulfilled_if,
        )
    kind = "promise.accepted" if promise.state is not state else "criterion.changed"
    _decide(promise, user, state, "", now)
    write_criterion(session, promise, criterion, user, now)
    events.record(session, kind, f"promise:{promise_id}", payload(promise), actor=actor_of(user), now=now)
    return promise


def write_criterion(
    session: Session, promise: models.Promise, criterion: Criterion, user: models.User, now: datetime
) -> None:
    """Write the criterion to the promise's rows; the promise counts it as a change of its own."""
    row = promise.criterion or models.Criterion(promise=promise)
    for name, value in asdict(criterion).items():
        setattr(row, name, value)
    row.written_by_id, row.written_at = user.id, now
    mark_edited(promise, now)
    session.add(row)
    session.flush()


def reject_promise(
    session: Session, promise_id: str, reason: str, *, by: str, now: datetime, version: int | None = None
) -> models.Promise:
    """Reject a proposed promise with a reason, for instance that it is only an opinion.

    Raises RuleError without a reason, or where the promise is already accepted or merged.
    """
    promise, user = unchanged(session, promise_id, version), acting(session, by)
    reason = reason.strip()
    if not reason:
        raise RuleError(key("Bitte geben Sie an, warum {subject} abgelehnt wird."), subject=promise_id)
    state = move(promise_id, promise.state, PromiseState.REJECTED)
    if promise.state is state:
        return promise
    _decide(promise, user, state, reason, now)
    session.flush()
    said: dict[str, Any] = {**payload(promise), "reason": reason}
    events.record(session, "promise.rejected", f"promise:{promise_id}", said, actor=actor_of(user), now=now)
    return promise


def judge_link(
    session: Session,
    link_id: str,
    judgement: Judgement,
    *,
    by: str,
    now: datetime,
    note: str = "",
    seen: Judgement | None = None,
) -> models.Link:
    """Say whether an item has to do with the promise; the former judgement stays in the history.

    `seen` is the judgement that stood when the person looked. Raises RuleError for "not looked at", which nobody can
    say who looked, and ConflictError where somebody else judged otherwise meanwhile.
    """
    link, user = links.one(session, link_id), acting(session, by)
    if judgement is Judgement.UNREVIEWED:
        raise RuleError(key("Bitte urteilen Sie mit „passt“, „passt nicht“ oder „unsicher“."), subject=link_id)
    last = standing(link)
    if last and (last.judgement, last.by_id, last.note) == (judgement, user.id, note):
        return link
    if seen is not None and last and last.by_id != user.id and link.judgement not in {seen, judgement}:
        raise ConflictError(
            key("{by} hat diesen Treffer inzwischen beurteilt: „{judgement}“. Ihr Urteil wurde nicht gespeichert."),
            subject=link_id,
            by=last.by.name,
            judgement=LABELS[Judgement, link.judgement.name],
        )
    item = link.item
    link.judgement, link.judged_by, link.judged_at = judgement, user, now
    link.history.append(
        models.LinkJudgement(judgement=judgement, by=user, at=now, note=note, item_hash=item.content_hash)
    )
    session.flush()
    events.record(session, "link.judged", f"link:{link_id}", judged_payload(link, note), actor=actor_of(user), now=now)
    return link


def standing(link: models.Link) -> models.LinkJudgement | None:
    """The judgement of a link that counts: the latest that was not taken back."""
    return next((one for one in reversed(link.history) if one.undone_at is None), None)


def judged_payload(link: models.Link, note: str) -> dict[str, Any]:
    """What an event says of a judged link."""
    return {
        "promise": link.promise.public_id,
        "item": link.item.public_id,
        "item_hash": link.item.content_hash,
        "judgement": link.judgement.value,
        "note": note,
    }


@dataclass(frozen=True, slots=True)
class Look:
    """Somebody looked on a day in some sources and found something or nothing."""

    finding: CheckFinding
    on: date
    sources: str = ""


def check_promise(session: Session, promise_id: str, look: Look, *, by: str, now: datetime) -> models.Check:
    """Record that somebody looked; where no place is said, it is the one that the criterion names.

    Raises RuleError for a day in the future, a promise that is not accepted, or a look that was nowhere.
    """
    promise, user = accepted(session, promise_id), acting(session, by)
    if look.on > now.date():
        raise RuleError(key("Eine Prüfung kann nicht in der Zukunft liegen: {subject}."), subject=look.on.isoformat())
    place = look.sources.strip() or (promise.criterion.where_to_look.strip() if promise.criterion else "")
    if not place:
        raise RuleError(
            key("Bitte geben Sie an, wo Sie nach {subject} gesucht haben; sonst sagt die Prüfung nichts."),
            subject=promise_id,
        )
    look = replace(look, sources=place)
    public_id = check_id(promise_id, user.name, look.finding.value, look.sources, look.on.isoformat())
    for known in assessments.checks(session, promise):
        if known.public_id == public_id:
            return known
    check = models.Check(
        public_id=public_id, promise=promise, day=look.on, finding=look.finding, sources=look.sources, by=user, at=now
    )
    session.add(check)
    session.flush()
    payload: dict[str, Any] = {
        "check": public_id,
        "on": look.on.isoformat(),
        "finding": look.finding.value,
        "sources": look.sources,
    }
    events.record(session, "promise.checked", f"promise:{promise_id}", payload, actor=actor_of(user), now=now)
    return check


@dataclass(frozen=True, slots=True)
class NewSource:
    """What a person brings: the bytes of a page or file, what it is, and where and when it was found."""

    kind: EvidenceRank
    title: str
    day: date
    data: bytes
    url: str = ""


def bring_source(
    session: Session, store: FileStore, promise_id: str, brought: NewSource, *, by: str, now: datetime
) -> models.Source:
    """Keep a copy of a source for a promise. The same bytes again are the same source."""
    promise, user = accepted(session, promise_id), acting(session, by)
    digest = store.put(brought.data)
    for known in assessments.sources(session, promise):
        if known.sha256 == digest:
            return known
    source = models.Source(
        public_id=source_id(promise_id, digest),
        promise=promise,
        kind=brought.kind,
        title=brought.title,
        day=brought.day,
        url=brought.url,
        sha256=digest,
        added_by=user,
        added_at=now,
    )
    session.add(source)
    session.flush()
    payload: dict[str, Any] = {
        "source": source.public_id,
        "kind": brought.kind.name.lower(),
        "title": brought.title,
        "day": brought.day.isoformat(),
        "url": brought.url,
        "sha256": digest,
    }
    events.record(session, "source.brought", f"promise:{promise_id}", payload, actor=actor_of(user), now=now)
    return source


def accepted(session: Session, promise_id: str) -> models.Promise:
    """The promise, where it is accepted. Raises RuleError otherwise: nothing is recorded for mere proposals."""
    promise = promises.one(session, promise_id)
    if promise.state is not PromiseState.ACCEPTED:
        raise RuleError(
            key("Versprechen {subject} ist nicht angenommen. Annehmen geht mit: tracker promise accept"),
            subject=promise_id,
        )
    return promise


def _decide(promise: models.Promise, user: models.User, state: PromiseState, note: str, now: datetime) -> None:
    if promise.state is not state:
        promise.state, promise.decision_note = state, note
        promise.decided_by, promise.decided_at = user, now
