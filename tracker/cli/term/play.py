"""Plays the term month by month: polls, links, judgements, findings, an edition and its mails."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from tracker import __version__
from tracker.cli.term.council import Council
from tracker.cli.term.plot import MONTHS, SAMPLE, Plot, month_start
from tracker.cli.term.volunteers import Volunteers
from tracker.db.session import writing
from tracker.feeds.fetch import Fetcher
from tracker.feeds.pace import Pacer
from tracker.services import outbox, publish
from tracker.services.ingest import Intake, Upload, ingest
from tracker.services.instance import Instance, synced_feeds
from tracker.services.link import link
from tracker.services.poll import poll_feeds

BODY, TERM = "musterhafen", "2020-2025"


@dataclass(frozen=True, slots=True)
class Month:
    """What a month brought."""

    first: date
    items_new: int
    items_changed: int
    links_new: int
    cards: int
    looks: int
    findings: int
    mails: int


@dataclass
class Play:
    """The instance, the council on loopback, and the people; `restart` opens the instance anew after a break."""

    instance: Instance
    council: Council
    plot: Plot

    def __post_init__(self) -> None:
        self.people = Volunteers(self.plot)

    def begin(self) -> int:
        """Before the first month: questionnaires, people, criteria; the number of accepted promises."""
        now = self._at(month_start(1), 9)
        synced_feeds(self.instance, now=now)
        for path in sorted(SAMPLE.iterdir(), key=lambda p: p.name):
            if path.name.startswith("questionnaire_"):
                upload = Upload(path.name, path.read_bytes())
                intake = Intake(body=BODY, term=TERM)
                ingest(self.instance.engine, self.instance.store, upload, intake, now=now)
        with writing(self.instance.engine) as session:
            self.people.arrive(session, now)
            return self.people.sort_promises(session, now)

    def months(self, interlude: Callable[[int], None]) -> Iterator[Month]:
        """Play all months; `interlude` happens before each of them."""
        for month in range(1, MONTHS + 1):
            interlude(month)
            yield self._month(month)

    def _month(self, month: int) -> Month:
        first, following = month_start(month), month_start(month + 1)
        polled = [self.poll(first + timedelta(days=5)), self.poll(following - timedelta(days=3))]
        evening = self._at(following - timedelta(days=2), 19)
        linked = link(self.instance.engine, now=evening)
        cards = 0
        if month < MONTHS:  # in the last month something stays undone, as always
            with writing(self.instance.engine) as session:
                cards = self.people.judge(session, evening)
        with writing(self.instance.engine) as session:
            looks = self.people.look(session, month, evening)
            findings = self.people.hear(session, evening) + self.people.assess(session, month, evening)
            self.people.look_again(session, month, evening)
        morning = self._at(following, 7)
        publish.monthly(self.instance, first, mail=True, now=morning)
        sent = outbox.send_waiting(self.instance.engine, publish.transport(self.instance.settings), now=morning)
        new, changed = (sum(counts) for counts in zip(*polled, strict=True))
        return Month(first, new, changed, linked.links_new, cards, looks, findings, sent.sent)

    def poll(self, day: date) -> tuple[int, int]:
        """Look at both sources as they are on that day: how much was new, how much changed."""
        self.council.today = day
        return poll(self.instance, day)

    def _at(self, day: date, hour: int) -> datetime:
        return at(self.instance, day, hour)


def poll(instance: Instance, day: date) -> tuple[int, int]:
    """Poll every source as on the morning of `day`: how much was new, how much changed."""
    now = at(instance, day, 6)
    # the town lies on this machine and belongs to us: no pause between two requests
    fetcher = Fetcher(contact="demo", version=__version__, pacer=Pacer(gap=0.0))
    feeds = synced_feeds(instance, now=now).feeds
    done = list(poll_feeds(instance.engine, feeds, fetcher, instance.store, now=now))
    return sum(p.counts.new for p in done), sum(p.counts.changed for p in done)


def at(instance: Instance, day: date, hour: int) -> datetime:
    """That hour of the day where the people of the instance live."""
    return datetime.combine(day, time(hour), instance.zone)
