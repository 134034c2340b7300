"""What runs regularly: each job is one line that calls a service and is also a command."""

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from tracker import __version__
from tracker.db.queries import links
from tracker.db.session import reading
from tracker.domain.council import FeedState
from tracker.errors import TrackerError
from tracker.feeds.config import FeedConfig
from tracker.feeds.exchange import Fetching
from tracker.feeds.fetch import Fetcher
from tracker.services import outbox, publish
from tracker.services.attachments import fetch_attachments
from tracker.services.backup import back_up_nightly
from tracker.services.freshness import tell_operators
from tracker.services.instance import Instance, synced_feeds
from tracker.services.link import link
from tracker.services.matching import means
from tracker.services.notices import queue_notices
from tracker.services.poll import Polled, due_feeds, poll_feeds
from tracker.services.proof import flaws
from tracker.services.reminders import remind
from tracker.services.retention import forget
from tracker.services.roll import Roll, signed
from tracker.services.schedule import Due, Job, Ran, daily, monthly, run_one, weekly, whats_due
from tracker.services.subscriptions import sweep

log = logging.getLogger(__name__)

QUIET_HOUR = 4
"""Hour of the day at which upkeep runs: nobody works, and no council publishes."""


NOTICE_HOUR = 7
"""Hour at which subscribers are told of coming meetings: early enough to act on the same day."""


@dataclass(frozen=True, slots=True)
class Shift:
    """Where and when work is done, and who fetches."""

    instance: Instance
    fetcher: Fetching
    now: datetime


@dataclass(frozen=True, slots=True)
class Work:
    """One line of the plan: when it is due, by which command a person does the same, and what it does."""

    job: Job
    command: str
    do: Callable[[Shift, Due], object]


def works(instance: Instance) -> tuple[Work, ...]:
    """The plan. Polling and mail are not in it: rows of their own say what is due. Doing a line again is harmless."""
    set_up, zone = instance.settings.schedule, instance.zone

    def at(name: str, hour: int) -> Job:
        return daily(name, hour=hour, zone=zone)

    reminder = weekly("reminder", weekday=0, hour=NOTICE_HOUR + 1, zone=zone)
    report = monthly("report", "report", day=set_up.report_day, hour=set_up.report_hour, zone=zone)
    return (
        Work(at("backup", QUIET_HOUR - 2), "tracker backup", lambda s, _: back_up_nightly(s.instance, now=s.now)),
        Work(at("attachments", QUIET_HOUR - 1), "tracker poll --attachments", lambda s, _: _attachments(s)),
        Work(at("verify", QUIET_HOUR), "tracker audit verify", lambda s, _: _verify(s)),
        Work(at("retention", QUIET_HOUR), "tracker retention", lambda s, _: forget(s.instance.engine, now=s.now)),
        Work(at("link", QUIET_HOUR + 1), "tracker link", lambda s, _: link_all(s)),
        Work(at("freshness", QUIET_HOUR + 2), "tracker freshness", lambda s, _: tell_operators(s.instance, now=s.now)),
        Work(at("subscribers", QUIET_HOUR), "tracker mail sweep", lambda s, _: sweep(s.instance.engine, now=s.now)),
        Work(at("notices", NOTICE_HOUR), "tracker mail notices", lambda s, _: queue_notices(s.instance, now=s.now)),
        Work(reminder, "tracker remind", lambda s, _: remind(s.instance, now=s.now)),
        Work(report, "tracker report monthly --mail", _report),
    )


def actions(shift: Shift) -> Mapping[str, Callable[[Due], None]]:
    """What each job does, by its name."""

    def doing(work: Work) -> Callable[[Due], None]:
        return lambda due: void(work.do(shift, due))

    return {work.job.name: doing(work) for work in works(shift.instance)}


def void(_result: object) -> None:
    """Services tell what they did; the plan does not ask."""


def jobs(instance: Instance) -> tuple[Job, ...]:
    """The jobs that have periods."""
    return tuple(work.job for work in works(instance))


def _attachments(shift: Shift) -> None:
    instance, now = shift.instance, shift.now
    for one in fetch_attachments(
        instance.engine, synced_feeds(instance, now=now).feeds, shift.fetcher, instance.store, now=now
    ):
        if one.error:
            log.info("attachment %s of %s: %s", one.url, one.feed, type(one.error).__name__)


def _verify(shift: Shift) -> None:
    with reading(shift.instance.engine) as session:
        flaw = next(flaws(session, shift.instance.store), None)
    if flaw is not None:
        raise flaw


def unmatched_bodies(shift: Shift) -> list[str]:
    """Where somebody accepted a promise since the last search: who did that waits for what it brings."""
    with reading(shift.instance.engine) as session:
        return links.unmatched(session)


def _link_new_promises(shift: Shift) -> None:
    for body in unmatched_bodies(shift):
        link_all(shift, body)


def link_all(shift: Shift, body: str | None = None) -> None:
    """Suggest what is new, of one body or all."""
    settings = shift.instance.settings
    budget = settings.review.suggestions_per_week
    link(shift.instance.engine, body=body, budget=budget, means=means(settings), now=shift.now)


def _report(shift: Shift, due: Due) -> None:
    month = date.fromisoformat(f"{due.period.key.rpartition(':')[2]}-01")
    publish.monthly(shift.instance, month, mail=True, now=shift.now)


@dataclass(frozen=True, slots=True)
class Tick:
    """What one look at the clock brought."""

    polled: tuple[Polled, ...]
    ran: tuple[Ran, ...]
    mail: outbox.Sent | None
    problems: tuple[TrackerError, ...]


def shift_at(instance: Instance, now: datetime, fetcher: Fetching | None = None) -> Shift:
    """Work at this moment; a day begins where the people of the instance live."""
    fetcher = fetcher or Fetcher(contact=instance.settings.fetch.contact, version=__version__)
    return Shift(instance, fetcher, now.astimezone(instance.zone))


def tick(instance: Instance, now: datetime, fetcher: Fetching | None = None) -> Tick:
    """Do everything that is due now: poll, link what is new, also of promises, run the jobs, send what waits.

    One part's failure never stops another: it is logged and told, and tried again at a later tick.
    """
    with signed(instance.roll) as roll:
        return _tick(shift_at(instance, now, fetcher), roll)


def _tick(shift: Shift, roll: Roll) -> Tick:
    instance = shift.instance
    problems: list[TrackerError] = []

    def attempt(part: Callable[[], object]) -> object:
        try:
            return part()
        except TrackerError as error:
            log.warning("%s: %s", type(error).__name__, error.subject)
            problems.append(error)
            return None

    polled: list[Polled] = []
    waiting: list[Due] = []
    # before anything happens: whether this follows a standstill cannot be told afterwards
    attempt(lambda: waiting.extend(whats_due(instance.engine, jobs(instance), now=shift.now, roll=roll)))
    attempt(lambda: _poll(shift, polled))
    if any(one.counts.new or one.counts.changed for one in polled):
        attempt(lambda: link_all(shift))
    attempt(lambda: _link_new_promises(shift))
    ran: list[object] = [
        attempt(partial(run_one, instance.engine, one, actions(shift), now=shift.now, roll=roll)) for one in waiting
    ]
    mail = attempt(lambda: send(shift))
    return Tick(
        tuple(polled),
        tuple(one for one in ran if isinstance(one, Ran)),
        mail if isinstance(mail, outbox.Sent) else None,
        tuple(problems),
    )


def due_sources(shift: Shift) -> list[FeedConfig]:
    """The sources of feeds.yaml to ask now, longest waiting first."""
    known = {feed.id: feed for feed in synced_feeds(shift.instance, now=shift.now).feeds}
    with reading(shift.instance.engine) as session:
        return [known[feed] for feed in due_feeds(session, shift.now) if feed in known]


def _poll(shift: Shift, polled: list[Polled]) -> None:
    """Poll what is due; each result joins `polled` as soon as it is stored."""
    polled.extend(poll_sources(shift, due_sources(shift)))  # what is stored counts, also where a later one raises


def poll_sources(shift: Shift, wanted: Sequence[FeedConfig]) -> Iterator[Polled]:
    """Ask these sources and store what they bring; each result as soon as it is stored."""
    for one in poll_feeds(shift.instance.engine, wanted, shift.fetcher, shift.instance.store, now=shift.now):
        if one.shown is FeedState.STALE:
            log.warning("feed %s is stale: no success for three intervals", one.feed)
        yield one


def send(shift: Shift) -> outbox.Sent:
    """At most one minute's worth of mail, so that a provider's limit holds."""
    settings = shift.instance.settings
    limit = settings.mail.per_minute
    return outbox.send_waiting(shift.instance.engine, publish.transport(settings), now=shift.now, limit=limit)
