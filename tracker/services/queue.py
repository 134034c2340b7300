"""The review queue: a handful of links lies before each person, so that two do not look at the same.

Claims are rows of the desk, not events: they run out by themselves. Judgements are events (`review.judge_link`), and so
is taking one back.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from tracker.db import models
from tracker.db.queries import claims, links, worklist
from tracker.domain.link import Judgement
from tracker.domain.promise import PromiseState
from tracker.errors import ConflictError, RuleError, key
from tracker.services import events
from tracker.services.review import judge_link, judged_payload, standing
from tracker.services.users import acting, actor_of

HANDFUL = 10
"""Links before a person at a time: some minutes of work at ten seconds each."""

UNDO = 20
"""So many of a person's own judgements can be taken back, the latest first."""

PUT_OFF = timedelta(days=1)
"""How long "later" is."""


@dataclass(frozen=True, slots=True)
class Turn:
    """Who works, when, and for how many minutes a handful is theirs."""

    by: str
    now: datetime
    minutes: int = 10

    @property
    def until(self) -> datetime:
        """When what is claimed now is free again."""
        return self.now + timedelta(minutes=self.minutes)


@dataclass(frozen=True, slots=True)
class Desk:
    """What the queue looks like before cards are dealt; `searching` where the machine still looks for new promises."""

    waiting: int
    tracked: int
    judged: bool
    searching: bool


def desk(session: Session, turn: Turn) -> Desk:
    """How much waits, and if nothing does, why; `judged` says that the person has something to take back."""
    own = claims.last_judgements(session, acting(session, turn.by), UNDO)
    return Desk(
        waiting=worklist.waiting_links(session),
        tracked=worklist.count_promises(session, PromiseState.ACCEPTED),
        judged=any(one.undone_at is None for one in own),
        searching=bool(links.unmatched(session)),
    )


def hand(session: Session, turn: Turn) -> list[str]:
    """The links that lie before the person, best first; reading only."""
    return claims.hand(session, acting(session, turn.by), turn.now)


def deal(session: Session, turn: Turn) -> list[str]:
    """Renew the person's handful and fill it up with the best links that lie before nobody."""
    user = acting(session, turn.by)
    claims.sweep(session, turn.now)
    claims.renew(session, user, turn.now, turn.until)
    held = claims.hand(session, user, turn.now)
    for row in claims.free(session, turn.now, HANDFUL - len(held)):
        session.add(models.Claim(link_id=row, by_id=user.id, until=turn.until))
    session.flush()
    return claims.hand(session, user, turn.now)


def judge(
    session: Session, link_id: str, judgement: Judgement, turn: Turn, *, note: str = "", seen: Judgement | None = None
) -> models.Link:
    """Judge a link and take it off every desk."""
    link = judge_link(session, link_id, judgement, by=turn.by, now=turn.now, note=note, seen=seen)
    claims.release(session, [link.id])
    return link


def judge_irrelevant(session: Session, link_ids: Sequence[str], turn: Turn) -> list[models.Link]:
    """Say "does not fit" of several links at once, one event each; what somebody judged meanwhile is left out."""
    waiting = [one for one in link_ids if links.one(session, one).judgement is Judgement.UNREVIEWED]
    return [judge(session, one, Judgement.IRRELEVANT, turn) for one in waiting]


def put_off(session: Session, link_id: str, turn: Turn) -> None:
    """Look at this link another day; nobody is asked about it until then."""
    link, user = links.one(session, link_id), acting(session, turn.by)
    claim = claims.one(session, link, user) or models.Claim(link_id=link.id, by_id=user.id)
    claim.until, claim.later = turn.now + PUT_OFF, True
    session.add(claim)
    session.flush()


def undo(session: Session, turn: Turn) -> models.Link:
    """Take back the person's last judgement that still counts; what stood before it stands again.

    Nothing is erased: the judgement stays in the history as taken back. Raises RuleError where none of the last 20 is
    left, ConflictError where somebody else judged the link since.
    """
    user = acting(session, turn.by)
    last = next((one for one in claims.last_judgements(session, user, UNDO) if one.undone_at is None), None)
    if last is None:
        raise RuleError(
            key("Es gibt nichts zurückzunehmen; möglich sind Ihre letzten {most} Urteile."), subject=turn.by, most=UNDO
        )
    link = last.link
    if standing(link) is not last:
        raise ConflictError(
            key("Über „{subject}“ hat inzwischen jemand anderes geurteilt. Bitte den Treffer selbst ansehen."),
            subject=link.item.title,
        )
    last.undone_at = turn.now
    before = standing(link)
    link.judgement = before.judgement if before else Judgement.UNREVIEWED
    link.judged_by, link.judged_at = (before.by, before.at) if before else (None, None)
    session.flush()
    said = {**judged_payload(link, before.note if before else ""), "undone": last.judgement.value}
    events.record(session, "link.undone", f"link:{link.public_id}", said, actor=actor_of(user), now=turn.now)
    if link.judgement is Judgement.UNREVIEWED:
        _give_again(session, link, user, turn)
    return link


def _give_again(session: Session, link: models.Link, user: models.User, turn: Turn) -> None:
    """Put a link back before the person, where it lies before nobody else."""
    if claims.holder(session, link, user, turn.now) is None:
        claim = claims.one(session, link, user) or models.Claim(link_id=link.id, by_id=user.id)
        claim.until, claim.later = turn.until, False
        session.add(claim)
        session.flush()
