"""Subscribing: asked for on a page, confirmed by a link in a mail, ended by a link in every mail.

A GET changes nothing; the same page answers whoever asks, whether or not the address is known here. Nothing of this is
part of the chain of events, so that a subscriber can be erased.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from tracker.db import models
from tracker.db.queries import subscribers as queries
from tracker.db.session import reading, writing
from tracker.domain.subscription import Wish
from tracker.errors import NotFoundError, RuleError, key
from tracker.mail import AddressError, sendable
from tracker.reporting import subscription_letter as letter
from tracker.reporting.report import Links
from tracker.services import letters, limits, outbox, subjects, tokens
from tracker.services.limits import Limit
from tracker.settings import Settings
from tracker.wording import Wording

CONSENT = "2026-11"
"""The version of the words that people agree to; changed together with them (templates/mailing/subscribe.html)."""

LASTS = timedelta(days=7)
"""How long a link to confirm works, and how long an unconfirmed address is kept."""

LONGEST_ADDRESS = 254
PER_ADDRESS = Limit("subscribe_mail", 3, timedelta(days=1))
PER_VISITOR = Limit("subscribe_ask", 20, timedelta(hours=1))
MAIL_KIND = "subscribe"


@dataclass(frozen=True, slots=True)
class Linked:
    """What a link in a mail is about: the wishes in words, each with its id, and whether the link was used."""

    wishes: tuple[tuple[int, Wish, str], ...]
    used: bool


def normal(address: str) -> str:
    """The address as we keep it: in small letters, as no server tells them apart. Raises AddressError."""
    if len(address) > LONGEST_ADDRESS:
        raise AddressError(address[:LONGEST_ADDRESS])
    return sendable(address).lower()


def ask(
    session: Session, address: str, wishes: Sequence[Wish], settings: Settings, *, client: str, now: datetime
) -> None:
    """Mail a link to confirm; at most three mails a day to one address, and the same silence in every case.

    Raises RuleError for no wish or one that does not exist, AddressError, and TooOftenError for a visitor who asks
    for many.
    """
    if not wishes:
        raise RuleError(key("Bitte kreuzen Sie an, was Sie bekommen möchten."), subject="subscription")
    named = subjects.names(session)
    for wish in wishes:
        if wish not in named:
            raise RuleError(key("Das lässt sich hier nicht abonnieren: {subject}."), subject=wish.subject)
    email = normal(address)
    limits.count(session, PER_VISITOR, client, now=now)
    if limits.exhausted(session, PER_ADDRESS, email, now=now):
        return
    limits.count(session, PER_ADDRESS, email, now=now)
    subscriber = queries.addressed(session, email) or _new(session, email, settings, now)
    rows = [_wished(session, subscriber, wish, now) for wish in wishes]
    session.flush()
    wanted = [row for row in rows if row.confirmed_at is None or row.ended_at is not None]
    if wanted or subscriber.unreachable_since is not None:
        _ask(session, subscriber, wanted or rows, settings, now)
    else:
        _say_already(session, subscriber, rows, settings, now)


def _new(session: Session, email: str, settings: Settings, now: datetime) -> models.Subscriber:
    row = models.Subscriber(email=email, language=settings.site.language, created_at=now)
    session.add(row)
    session.flush()
    return row


def _wished(session: Session, subscriber: models.Subscriber, wish: Wish, now: datetime) -> models.Subscription:
    """The row of the wish, new or there; a confirmed one stays as it is until the new question is answered."""
    for row in subscriber.subscriptions:
        if (row.occasion, row.scope, row.subject) == (wish.occasion, wish.scope, wish.subject):
            return row
    row = models.Subscription(
        subscriber=subscriber,
        occasion=wish.occasion,
        scope=wish.scope,
        subject=wish.subject,
        requested_at=now,
        consent=CONSENT,
    )
    session.add(row)
    return row


def _ask(
    session: Session,
    subscriber: models.Subscriber,
    rows: Sequence[models.Subscription],
    settings: Settings,
    now: datetime,
) -> None:
    token = link(session, subscriber, rows, confirms=True, now=now)
    asked = letter.Question(
        site=settings.site.name,
        wishes=subjects.in_words(session, [_wish(row) for row in rows], Wording(settings.site.language)),
        link=f"{settings.address}/abo/{token}",
        until=letters.local(now + LASTS, settings),
    )
    paper = letter.question(asked, Wording(settings.site.language))
    period = tokens.hashed(token)[:40]
    outbox.queue(
        session, letters.drafted(MAIL_KIND, period, subscriber.email, paper, settings=settings, now=now), now=now
    )


def _say_already(
    session: Session,
    subscriber: models.Subscriber,
    rows: Sequence[models.Subscription],
    settings: Settings,
    now: datetime,
) -> None:
    url = way_out(session, subscriber, rows, settings, now=now)
    words = subjects.in_words(session, [_wish(row) for row in rows], Wording(settings.site.language))
    today = letters.local(now, settings).date()
    paper = letter.already(settings.site.name, words, today, Wording(settings.site.language))
    envelope = letters.Envelope(MAIL_KIND, tokens.hashed(url)[:40], subscriber.email)
    report = letters.written(paper, settings, Links(unsubscribe=url))
    outbox.queue(session, letters.addressed(envelope, report, settings=settings, now=now), now=now)


def link(
    session: Session,
    subscriber: models.Subscriber,
    rows: Sequence[models.Subscription],
    *,
    confirms: bool,
    now: datetime,
) -> str:
    """The token of a new link that confirms or ends these subscriptions; ways out stay open for ever."""
    token = tokens.fresh()
    session.add(
        models.MailToken(
            token_sha256=tokens.hashed(token),
            subscriber_id=subscriber.id,
            confirms=confirms,
            subscriptions=[row.id for row in rows],
            created_at=now,
            expires_at=now + LASTS if confirms else None,
        )
    )
    session.flush()
    return token


def way_out(
    session: Session,
    subscriber: models.Subscriber,
    rows: Sequence[models.Subscription],
    settings: Settings,
    *,
    now: datetime,
) -> str:
    """The address that stands in one mail and ends the subscriptions for which it was sent."""
    return f"{settings.address}/abbestellen/{link(session, subscriber, rows, confirms=False, now=now)}"


def look(session: Session, token: str, *, confirms: bool, now: datetime) -> Linked:
    """What the link is about; changes nothing. Raises NotFoundError where it is unknown or too old."""
    found = _found(session, token, confirms=confirms, now=now)
    rows = _rows(found)
    words = subjects.in_words(session, [_wish(row) for row in rows], Wording(found.subscriber.language))
    wishes = tuple(
        (row.id, _wish(row), "".join(run.text for run in line)) for row, line in zip(rows, words, strict=True)
    )
    return Linked(wishes, found.used_at is not None)


def confirm(engine: Engine, token: str, *, now: datetime) -> None:
    """Begin what the link asks for; a second time changes nothing, even where it was ended meanwhile."""
    with writing(engine) as session:
        found = _found(session, token, confirms=True, now=now)
        if found.used_at is not None:
            return
        found.used_at = now
        found.subscriber.unreachable_since = None
        for row in _rows(found):
            if row.confirmed_at is None or row.ended_at is not None:
                row.confirmed_at, row.ended_at, row.consent = now, None, CONSENT
        for mail in queries.mails_of(session, MAIL_KIND, found.subscriber.email):
            mail.message = b""  # what was sent need not be kept: it holds the link


def end(engine: Engine, token: str, only: Sequence[int] = (), *, now: datetime) -> None:
    """End the subscriptions for which the mail was sent, or only some of them; again changes nothing."""
    with writing(engine) as session:
        found = _found(session, token, confirms=False, now=now)
        found.used_at = found.used_at or now
        for row in _rows(found):
            if row.confirmed_at is not None and row.ended_at is None and (not only or row.id in only):
                row.ended_at = now


def erase(engine: Engine, token: str, *, now: datetime) -> None:
    """Forget the address and everything about it: wishes, links, and the mails that were sent to it."""
    with writing(engine) as session:
        found = _found(session, token, confirms=False, now=now)
        forget(session, found.subscriber)


def forget(session: Session, subscriber: models.Subscriber) -> None:
    """Remove a subscriber. Mails to an address that somebody who works here has, too, stay."""
    queries.forget_links_of(session, subscriber)
    if not queries.is_user(session, subscriber.email):
        queries.forget_mail_to(session, subscriber.email)
    session.delete(subscriber)
    session.flush()


def sweep(engine: Engine, *, now: datetime) -> int:
    """Forget what was asked for more than `LASTS` ago and never confirmed; how many addresses went with it."""
    gone = 0
    with writing(engine) as session:
        for row in queries.unconfirmed_before(session, now - LASTS):
            subscriber = row.subscriber
            subscriber.subscriptions.remove(row)
            if not subscriber.subscriptions:
                forget(session, subscriber)
                gone += 1
    return gone


def known(engine: Engine, address: str) -> tuple[Wish, ...]:
    """What an address is subscribed to; for whoever runs the server, never for a page."""
    with reading(engine) as session, suppress(AddressError):
        subscriber = queries.addressed(session, normal(address))
        if subscriber:
            return tuple(_wish(row) for row in subscriber.subscriptions if row.confirmed_at and not row.ended_at)
    return ()


def _found(session: Session, token: str, *, confirms: bool, now: datetime) -> models.MailToken:
    found = queries.token(session, tokens.hashed(token), confirms=confirms)
    if found is None or (found.expires_at is not None and found.expires_at <= now):
        raise NotFoundError(
            key(
                "Dieser Link gilt nicht mehr: Er ist abgelaufen, unvollständig kopiert, oder die Adresse wurde schon "
                "gelöscht. Ein neues Abo können Sie jederzeit bestellen."
            ),
            subject="link",
        )
    return found


def _rows(found: models.MailToken) -> list[models.Subscription]:
    return [row for row in found.subscriber.subscriptions if row.id in set(found.subscriptions)]


def _wish(row: models.Subscription) -> Wish:
    return Wish(row.occasion, row.scope, row.subject)
