"""Who has which link on the desk, and what waits for the next one who sits down."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import delete, exists, select, update
from sqlalchemy.orm import Session

from tracker.db.models import Claim, Link, LinkJudgement, Promise, User
from tracker.domain.link import Judgement
from tracker.domain.promise import PromiseState


def hand(session: Session, user: User, now: datetime) -> list[str]:
    """Public ids of the links that lie before a person, best first."""
    claimed = select(Claim.link_id).where(Claim.by_id == user.id, Claim.until > now, Claim.later.is_(False))
    query = (
        select(Link.public_id)
        .join(Link.promise)
        .where(
            Link.id.in_(list(session.scalars(claimed))),  # few: asked first, so that no plan begins with all links
            Link.judgement == Judgement.UNREVIEWED,
            Promise.state == PromiseState.ACCEPTED,
        )
        .order_by(Link.score.desc(), Link.id)
    )
    return list(session.scalars(query))


def renew(session: Session, user: User, now: datetime, until: datetime) -> None:
    """Let what lies before a person lie there longer."""
    running = Claim.by_id == user.id, Claim.until > now, Claim.later.is_(False)
    session.execute(update(Claim).where(*running).values(until=until))


def free(session: Session, now: datetime, limit: int) -> list[int]:
    """Rows of the best waiting links that lie before nobody, including whoever asks, and that nobody put off."""
    taken = exists().where(Claim.link_id == Link.id, Claim.until > now)
    query = (
        select(Link.id)
        .join(Link.promise)
        .where(Link.judgement == Judgement.UNREVIEWED, Promise.state == PromiseState.ACCEPTED, ~taken)
        .order_by(Link.score.desc(), Link.id)
        .limit(limit)
    )
    return list(session.scalars(query))


def one(session: Session, link: Link, user: User) -> Claim | None:
    """A person's claim on a link, whether it still runs or not."""
    return session.get(Claim, (link.id, user.id))


def holder(session: Session, link: Link, user: User, now: datetime) -> User | None:
    """Who else has the link on the desk now."""
    query = (
        select(User)
        .join(Claim, Claim.by_id == User.id)
        .where(Claim.link_id == link.id, Claim.by_id != user.id, Claim.until > now, Claim.later.is_(False))
    )
    return session.scalar(query.limit(1))


def release(session: Session, links: Iterable[int]) -> None:
    """Take these links from everybody's desk."""
    session.execute(delete(Claim).where(Claim.link_id.in_(list(links))))


def sweep(session: Session, now: datetime) -> None:
    """Forget claims that have run out."""
    session.execute(delete(Claim).where(Claim.until <= now))


def last_judgements(session: Session, user: User, limit: int) -> list[LinkJudgement]:
    """The last judgements of a person, newest first, those taken back among them."""
    query = select(LinkJudgement).where(LinkJudgement.by_id == user.id).order_by(LinkJudgement.id.desc()).limit(limit)
    return list(session.scalars(query))
