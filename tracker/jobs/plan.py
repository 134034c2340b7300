"""What runs regularly: each job is one line that calls a service and is also a command."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from tracker import __version__
from tracker.db.session import reading
from tracker.domain.council import FeedState
from tracker.errors import TrackerError
from tracker.feeds.exchange import Fetching
from tracker.feeds.fetch import Fetcher
from tracker.services import outbox, publish
from tracker.services.attachments import fetch_attachments
from tracker.services.instance import Instance, synced_feeds
from tracker.services.link import link
from tracker.services.matching import means
from tracker.services.poll import Polled, due_feeds, poll_feeds
from tracker.services.proof import flaws
from tracker.services.schedule import Due, Job, Ran, daily, monthly, run_due
from tracker.settings import ScheduleSettings

log = logging.getLogger(__name__)

QUIET_HOUR = 4
"""Hour of the day at which upkeep runs: nobody works, and no council publishes."""


@dataclass(frozen=True, slots=True)
class Tick:
    """What one look at the clock brought."""

    polled: tuple[Polled, ...]
    ran: tuple[Ran, ...]
    mail: outbox.Sent | None
    problems: tuple[TrackerError, ...]


def jobs(settings: ScheduleSettings, instance: Instance) -> tuple[Job, ...]:
    """The jobs that have periods; polling and mail have rows of their own that say what is due."""
    return (
        daily("attachments", hour=QUIET_HOUR - 1, zone=instance.zone),
        daily("verify", hour=QUIET_HOUR, zone=instance.zone),
        daily("link", hour=QUIET_HOUR + 1, zone=instance.zone),
        monthly("report", "report", day=settings.report_day, hour=settings.report_hour, zone=instance.zone),
    )


def actions(instance: Instance, fetcher: Fetching, now: datetime) -> Mapping[str, Callable[[Due], None]]:
    """What each job does; doing it again after a kill does nothing twice."""

    def attachments(_due: Due) -> None:
        feeds = synced_feeds(instance, now=now).feeds
        for one in fetch_attachments(instance.engine, feeds, fetcher, instance.store, now=now):
            if one.error:
                log.info("attachment %s of %s: %s", one.url, one.feed, type(one.error).__name__)

    def verify(_due: Due) -> None:
        with reading(instance.engine) as session:
            flaw = next(flaws(session, instance.store), None)
        if flaw is not None:
            raise flaw

    return {
        "attachments": attachments,
        "verify": verify,
        "link": lambda _due: _link(instance, now),
        "report": lambda due: _report(instance, due, now),
    }


def _link(instance: Instance, now: datetime) -> None:
    settings = instance.settings
    link(instance.engine, budget=settings.review.suggestions_per_week, means=means(settings), now=now)


def _report(instance: Instance, due: Due, now: datetime) -> None:
    month = date.fromisoformat(f"{due.period.key.rpartition(':')[2]}-01")
    publish.monthly(instance, month, mail=True, now=now)


def tick(instance: Instance, now: datetime, fetcher: Fetching | None = None) -> Tick:
    """Do everything that is due now: poll, link what is new, run the jobs, send what waits.

    One part's failure never stops another: it is logged and told, and tried again at a later tick.
    """
    now = now.astimezone(instance.zone)  # a day begins where the people of the instance live
    problems: list[TrackerError] = []

    def attempt(part: Callable[[], object]) -> object:
        try:
            return part()
        except TrackerError as error:
            log.warning("%s: %s", type(error).__name__, error.subject)
            problems.append(error)
            return None

    fetcher = fetcher or Fetcher(contact=instance.settings.fetch.contact, version=__version__)
    polled: list[Polled] = []
    attempt(lambda: _poll(instance, fetcher, now, polled))
    if any(one.counts.new or one.counts.changed for one in polled):
        attempt(lambda: _link(instance, now))
    ran: list[Ran] = []
    plan = jobs(instance.settings.schedule, instance)
    attempt(lambda: ran.extend(run_due(instance.engine, plan, actions(instance, fetcher, now), now=now)))
    mail = attempt(lambda: _send(instance, now))
    return Tick(tuple(polled), tuple(ran), mail if isinstance(mail, outbox.Sent) else None, tuple(problems))


def _poll(instance: Instance, fetcher: Fetching, now: datetime, polled: list[Polled]) -> None:
    """Poll what is due; each result joins `polled` as soon as it is stored."""
    known = {feed.id: feed for feed in synced_feeds(instance, now=now).feeds}
    with reading(instance.engine) as session:
        wanted = [known[feed] for feed in due_feeds(session, now) if feed in known]
    for one in poll_feeds(instance.engine, wanted, fetcher, instance.store, now=now):
        polled.append(one)  # what is stored counts, also where a later one raises
        if one.shown is FeedState.STALE:
            log.warning("feed %s is stale: no success for three intervals", one.feed)


def _send(instance: Instance, now: datetime) -> outbox.Sent:
    """At most one minute's worth of mail, so that a provider's limit holds."""
    mail = publish.transport(instance.settings)
    return outbox.send_waiting(instance.engine, mail, now=now, limit=instance.settings.mail.per_minute)
