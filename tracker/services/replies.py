"""The right of reply: before "not fulfilled" is published, the respondent gets a dated link and some days.

The link holds a secret of which only the hash is stored. Its answer stands verbatim beside the verdict; it is published
with the verdict, never before.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from tracker.db import models
from tracker.db.ids import reply_id
from tracker.db.queries import assessments, fairness
from tracker.domain.assessment import AssessmentState, may_publish, needs_reply
from tracker.errors import NotFoundError, RuleError, key
from tracker.services import events, tokens
from tracker.services.assess import publish_confirmed
from tracker.services.users import acting, actor_of

LONGEST = 5000
"""Characters of a reply: two pages."""


@dataclass(frozen=True, slots=True)
class Request:
    """Whom to ask: the secret of the link, how many days there are, and the address it goes to, if any."""

    token: str
    days: int
    sent_to: str = ""


def ask_reply(session: Session, assessment_id: str, request: Request, *, by: str, now: datetime) -> models.Reply:
    """Ask the respondent for its reply to a confirmed assessment.

    Asking again makes a new link and leaves the old one dead; the day by which to answer never moves forward. Raises
    RuleError where nothing waits for a reply, or it has come.
    """
    row, user = assessments.one(session, assessment_id), acting(session, by)
    if row.state is not AssessmentState.CONFIRMED or not needs_reply(row.outcome):
        raise RuleError(key("Bewertung {subject} wartet auf keine Stellungnahme."), subject=assessment_id)
    reply = fairness.reply_to(session, row)
    if reply is not None and reply.replied_at:
        raise RuleError(key("Die Stellungnahme zu {subject} liegt schon vor."), subject=assessment_id)
    if reply is None:
        reply = models.Reply(
            public_id=reply_id(assessment_id),
            assessment=row,
            asked_by=user,
            asked_at=now,
            due_on=now.date() + timedelta(days=request.days),
        )
    reply.token_hash, reply.sent_to = tokens.hashed(request.token), request.sent_to
    session.add(reply)
    session.flush()
    said: dict[str, Any] = {"reply": reply.public_id, "due_on": reply.due_on.isoformat()}
    events.record(session, "reply.asked", f"assessment:{assessment_id}", said, actor=actor_of(user), now=now)
    return reply


def by_token(session: Session, token: str) -> models.Reply:
    """What the link's holder is asked. Raises NotFoundError for an unknown or replaced link."""
    found = fairness.reply_with(session, tokens.hashed(token))
    if found is None:
        raise NotFoundError(
            key("Diesen Link kennen wir nicht (mehr). Bitte fragen Sie bei uns nach einem neuen."), subject="Link"
        )
    return found


def receive_reply(session: Session, token: str, text: str, signed: str, *, now: datetime) -> models.Reply:
    """Keep the respondent's reply verbatim. The same reply again changes nothing.

    Raises RuleError for an empty or endless one, where another was given already, or where the verdict was given back.
    A late reply is kept too: it then stands beside what is already published.
    """
    reply = by_token(session, token)
    text, signed = text.strip(), " ".join(signed.split())
    if reply.replied_at and (reply.text, reply.signed) == (text, signed):
        return reply
    _may_reply(reply, text, signed)
    reply.text, reply.signed, reply.replied_at = text, signed, now
    session.flush()
    said: dict[str, Any] = {"reply": reply.public_id, "text": text, "signed": signed}
    subject = f"assessment:{reply.assessment.public_id}"
    events.record(session, "reply.received", subject, said, actor="system:reply", now=now)
    return reply


def _may_reply(reply: models.Reply, text: str, signed: str) -> None:
    subject = reply.assessment.promise.title
    if reply.replied_at:
        raise RuleError(
            key("Zu „{subject}“ liegt schon eine Stellungnahme vor. Bitte schreiben Sie uns, wenn sie falsch ist."),
            subject=subject,
        )
    if reply.assessment.state is AssessmentState.RETURNED:
        raise RuleError(key("Die Bewertung zu „{subject}“ wurde zurückgezogen."), subject=subject)
    if not text or not signed:
        raise RuleError(
            key("Bitte schreiben Sie Ihre Stellungnahme und wer sie abgibt; beides wird veröffentlicht."),
            subject=subject,
        )
    if len(text) > LONGEST or len(signed) > 200:
        raise RuleError(
            key("Die Stellungnahme ist zu lang: {given} von höchstens {most} Zeichen."),
            subject=subject,
            given=len(text),
            most=LONGEST,
        )


def publish(session: Session, assessment_id: str, *, by: str, now: datetime) -> models.Assessment:
    """Publish a confirmed finding once the respondent has answered or its days are over.

    Raises RuleError where it is not confirmed, nobody was asked, or there is still time.
    """
    row, user = assessments.one(session, assessment_id), acting(session, by)
    if row.state in {AssessmentState.PUBLISHED, AssessmentState.SUPERSEDED}:
        return row
    if row.state is not AssessmentState.CONFIRMED:
        raise RuleError(key("Bewertung {subject} ist noch nicht bestätigt."), subject=assessment_id)
    reply = fairness.reply_to(session, row)
    due = reply.due_on if reply else None
    if not may_publish(row.outcome, replied=bool(reply and reply.replied_at), due=due, today=now.date()):
        raise _too_early(assessment_id, due)
    publish_confirmed(session, row, user, now)
    return row


def _too_early(assessment_id: str, due: date | None) -> RuleError:
    if due is None:
        return RuleError(
            key("Vor „nicht umgesetzt“ kommen die Antwortenden zu Wort. Bitte zuerst um Stellungnahme bitten."),
            subject=assessment_id,
        )
    return RuleError(
        key("Die Antwortenden haben noch bis {due} Zeit. Danach kann {subject} veröffentlicht werden."),
        subject=assessment_id,
        due=f"{due:%d.%m.%Y}",
    )
