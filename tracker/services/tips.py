"""What readers send in: a source for a promise, or an error. Read by a person, answered, never published as it is."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from tracker.db import models
from tracker.db.ids import tip_id
from tracker.db.queries import fairness, promises
from tracker.domain.promise import PromiseState
from tracker.domain.tip import TipKind, TipState
from tracker.errors import RuleError, TooOftenError, key
from tracker.services import events
from tracker.services.users import acting, actor_of

LONGEST = 2000
"""Characters of a tip and of its answer."""

PER_DAY = 5
"""Tips that one sender may give in a day; a reader who has more writes a mail."""


@dataclass(frozen=True, slots=True)
class Hint:
    """What somebody sends in. `contact` is an address for the answer, if any; `sender` tells senders apart."""

    kind: TipKind
    text: str
    url: str = ""
    contact: str = ""
    sender: str = ""


def give_tip(session: Session, promise_id: str, hint: Hint, *, now: datetime) -> models.Tip:
    """Keep a tip for people to read. The same words within a day are the same tip.

    Text and contact are in no event, so that both can be erased. Raises RuleError where it says nothing or is endless,
    TooOftenError where one sender sends too many.
    """
    promise = promises.one(session, promise_id)
    text = hint.text.strip()
    _may_send(promise, hint, text)
    since = now - timedelta(days=1)
    for known in fairness.tips(session, (TipState.OPEN,)):
        if (known.promise_id, known.text, known.kind) == (promise.id, text, hint.kind) and known.received_at > since:
            return known
    if fairness.tips_since(session, hint.sender, since) >= PER_DAY:
        raise TooOftenError(
            key("Danke! Von Ihnen liegen heute schon {most} Hinweise vor. Bitte morgen weiter oder per Mail."),
            subject=promise_id,
            most=PER_DAY,
        )
    row = models.Tip(
        public_id=tip_id(promise_id, text, now),
        promise=promise,
        kind=hint.kind,
        text=text,
        url=hint.url.strip(),
        contact=hint.contact.strip(),
        sender=hint.sender,
        received_at=now,
    )
    session.add(row)
    session.flush()
    said: dict[str, Any] = {
        "tip": row.public_id,
        "kind": hint.kind.value,
        "sha256": hashlib.sha256(text.encode("utf-8", "replace")).hexdigest(),
    }
    events.record(session, "tip.received", f"promise:{promise_id}", said, actor="system:tips", now=now)
    return row


def _may_send(promise: models.Promise, hint: Hint, text: str) -> None:
    if promise.state not in {PromiseState.ACCEPTED, PromiseState.WITHDRAWN}:
        raise RuleError(key("Zu {subject} nehmen wir keine Hinweise an."), subject=promise.public_id)
    if not text:
        raise RuleError(key("Bitte schreiben Sie, was wir wissen sollten."), subject=promise.public_id)
    if len(text) > LONGEST or len(hint.url) > LONGEST or len(hint.contact) > 200:
        raise RuleError(
            key("Das ist zu lang: höchstens {most} Zeichen, bitte."), subject=promise.public_id, most=LONGEST
        )


def answer_tip(
    session: Session, tip_id_given: str, state: TipState, answer: str, *, by: str, now: datetime
) -> models.Tip:
    """Answer a tip: taken up or not, with words for who sent it (`forget_contact` says where they go).

    Answering again in the same words changes nothing. Raises RuleError without words, or where it is answered already.
    """
    row, user = fairness.tip(session, tip_id_given), acting(session, by)
    answer = answer.strip()
    if row.state is not TipState.OPEN:
        if (row.state, row.answer) == (state, answer):
            return row
        raise RuleError(key("Auf Hinweis {subject} wurde schon geantwortet."), subject=tip_id_given)
    if state is TipState.OPEN or not answer or len(answer) > LONGEST:
        raise RuleError(
            key("Bitte sagen Sie mit einem Satz, was aus dem Hinweis wird (höchstens {most} Zeichen)."),
            subject=tip_id_given,
            most=LONGEST,
        )
    row.state, row.answer, row.answered_by, row.answered_at = state, answer, user, now
    session.flush()
    said: dict[str, Any] = {"tip": row.public_id, "state": state.value}
    events.record(session, "tip.answered", f"promise:{row.promise.public_id}", said, actor=actor_of(user), now=now)
    return row


def forget_contact(row: models.Tip) -> str:
    """The address to which the answer goes; it is erased from the tip."""
    contact, row.contact, row.sender = row.contact, "", ""
    return contact


@dataclass(frozen=True, slots=True)
class TipLine:
    """A tip as it is shown to who answers it; the address itself is not shown, only whether there is one."""

    id: str
    promise: str
    promise_title: str
    kind: TipKind
    state: TipState
    text: str
    url: str
    by_mail: bool
    on: date
    answer: str


SHOWN = 20
"""Answered tips in the list."""


def tip_lines(session: Session, zone: ZoneInfo) -> tuple[tuple[TipLine, ...], tuple[TipLine, ...]]:
    """Open tips, the longest waiting first, and the last ones that were answered."""
    waiting = fairness.tips(session, (TipState.OPEN,))
    answered = fairness.answered_tips(session, SHOWN)
    return tuple(_line(row, zone) for row in waiting), tuple(_line(row, zone) for row in answered)


def _line(row: models.Tip, zone: ZoneInfo) -> TipLine:
    return TipLine(
        id=row.public_id,
        promise=row.promise.public_id,
        promise_title=row.promise.title,
        kind=row.kind,
        state=row.state,
        text=row.text,
        url=row.url,
        by_mail=bool(row.contact),
        on=row.received_at.astimezone(zone).date(),
        answer=row.answer,
    )
