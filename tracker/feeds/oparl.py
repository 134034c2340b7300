"""OParl 1.0 and 1.1: bodies, papers, meetings and agenda items of a council information system.

Between weekly full crawls only what changed is asked for, from a day before the last start on. The server's `modified`
is a hint and no more: changes of embedded objects move it rarely, some servers move all of them daily, some ignore
the filter; the full crawl is what makes the picture true. Persons and memberships are never fetched.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final

from tracker.domain.council import CouncilItem, FeedState, ItemKind
from tracker.errors import FeedError
from tracker.feeds import oparl_objects, oparl_vendors
from tracker.feeds.adapter import Cursor, Harvest, stored_moment
from tracker.feeds.config import FeedConfig
from tracker.feeds.exchange import Fetching
from tracker.feeds.failures import Doubt, FetchError, NotAskedError, SuspiciousError
from tracker.feeds.oparl_client import OparlClient
from tracker.feeds.oparl_objects import Occasion, Register
from tracker.feeds.oparl_vendors import Object, addresses, text

RECONCILE_EVERY: Final = timedelta(days=7)
RECONCILE_WITHOUT_FILTER: Final = timedelta(hours=12)
"""Where the server ignores `modified_since`, each update would be a full crawl: two a day are enough, or one at every
other poll of a source that is wanted more often."""

OVERLAP: Final = timedelta(days=1)
MOST_LOOKUPS: Final = 500
"""Single objects asked for in one poll beyond the lists."""


class OparlAdapter:
    """Polls OParl systems; keeps nothing between polls."""

    def poll(self, feed: FeedConfig, fetcher: Fetching, cursor: Cursor, now: datetime) -> Harvest:
        """A full crawl or an update. Raises FetchError where the system or a list cannot be reached at its beginning.

        A list that ends early makes the harvest suspicious: its items are true, but the cursor stays, so the next poll
        asks for the same again.
        """
        before = cursor.for_url(feed.url)
        client = OparlClient(feed, fetcher)
        try:
            crawl = _Crawl.begin(client, before, now)
            if crawl.mode is _Mode.WAIT:
                waiting = NotAskedError(feed=feed.id, hours=_pause_of(feed) // timedelta(hours=1))
                return Harvest((), FeedState.UNCHANGED, before, complete=False, fetched=0, problem=waiting)
            crawl.run()
        except SuspiciousError as doubt:
            return _doubted(before, client, (), doubt)
        if crawl.problem:
            return _doubted(before, client, crawl.found(feed), crawl.problem)
        return _accepted(crawl, before, now)


class _Mode:
    FULL: Final = "full"
    UPDATE: Final = "update"
    WAIT: Final = "wait"


@dataclass(slots=True)
class _Crawl:
    """One pass over a system's bodies."""

    client: OparlClient
    system: Object
    mode: str
    since: datetime | None
    register: Register
    items: dict[str, CouncilItem] = field(default_factory=dict)
    problem: FeedError | None = None
    filters: bool = True

    @classmethod
    def begin(cls, client: OparlClient, cursor: Cursor, now: datetime) -> "_Crawl":
        """Ask for the system and decide between full crawl, update and waiting."""
        system = client.value(client.feed.url)
        if not isinstance(system, dict):
            raise SuspiciousError(Doubt.NO_FEED, feed=client.feed.id, url=client.feed.url)
        filters = cursor.mark("filter") != "ignored"
        age = cursor.since_full(now)
        since = stored_moment(cursor.modified_since)
        if since is None or age >= (RECONCILE_EVERY if filters else _pause_of(client.feed)):
            mode, since = _Mode.FULL, None
        else:
            mode = _Mode.UPDATE if filters else _Mode.WAIT
        register = Register(now, _limited(client.lookup))
        return cls(client, system, mode, since, register, filters=filters)

    def run(self) -> None:
        """Read the lists of every body until one breaks off.

        Organizations come first for their names, papers before the agenda items that treat them: what follows a broken
        list would lose names and references that are known, and look changed.
        """
        try:
            for body in self._bodies():
                self._read_body(body)
        except (SuspiciousError, FetchError) as error:
            if not self.items:
                raise
            self.problem = error

    def _read_body(self, body: Object) -> None:
        names = text(body, "organization")
        if names:
            self.register.organizations |= oparl_objects.organizations(self.client.rows(names))
        self._read(body, "paper", oparl_objects.paper)
        if self.register.papers and not self.register.paper_of:
            self._read(body, "consultation", oparl_objects.consultation)  # some name them instead of embedding them
        self._read(body, "meeting", oparl_objects.meeting)
        agenda_items = any(item.kind is ItemKind.AGENDA_ITEM for item in self.items.values())
        if self.mode == _Mode.UPDATE or not agenda_items:
            self._read(body, "agendaItem", self._single_agenda_item)
        if self.mode == _Mode.FULL and text(body, "paper"):
            self.filters = self.filters and self._heeds_filter(text(body, "paper"))

    def found(self, feed: FeedConfig) -> tuple[CouncilItem, ...]:
        """The items read, without those older than the feed is wanted from."""
        since = feed.since
        return tuple(item for item in self.items.values() if not (since and item.item_date and item.item_date < since))

    def _bodies(self) -> Iterator[Object]:
        """The system's bodies; the configured address may also name one body directly."""
        if text(self.system, "paper") or text(self.system, "meeting"):
            yield self.system
            return
        listed = self.system.get("body")
        if isinstance(listed, str):
            yield from self.client.rows(listed)
            return
        embedded = list(oparl_vendors.objects(self.system, "body"))
        yield from embedded
        for address in set(addresses(self.system, "body")) - {text(body, "id") for body in embedded}:
            yield from self.client.rows(address)
        if not listed:
            raise SuspiciousError(Doubt.NO_FEED, feed=self.client.feed.id, url=self.client.feed.url)

    def _read(self, body: Object, name: str, items_of: Callable[[Object, Register], Iterator[CouncilItem]]) -> None:
        url = text(body, name)
        if not url:
            return
        if self.since:
            url = oparl_vendors.updates_url(url, self.since, oparl_vendors.dialect_of(self.system))
        for row in self.client.rows(url):
            gone = oparl_objects.deletion(row)
            for item in (gone,) if gone else items_of(row, self.register):
                self.items[item.identity] = item

    def _single_agenda_item(self, row: Object, register: Register) -> Iterator[CouncilItem]:
        """An agenda item from its own list, with the meeting it names."""
        if text(row, "id") in self.items:
            return
        named = next(addresses(row, "meeting"), "")
        if named and named not in register.occasions:
            meeting = register.lookup(named)
            register.occasions[named] = Occasion.of(meeting, register) if meeting else Occasion(named)
        yield from oparl_objects.agenda_item(row, register.occasions.get(named, Occasion("")), register)

    def _heeds_filter(self, list_url: str) -> bool:
        """Whether nothing has changed after tomorrow: a server that returns something ignores the filter."""
        future = self.register.now + OVERLAP
        url = oparl_vendors.updates_url(list_url, future, oparl_vendors.dialect_of(self.system))
        try:
            return next(self.client.rows(url), None) is None
        except FeedError:
            return True


def _pause_of(feed: FeedConfig) -> timedelta:
    """How long a server without updates is left alone; short enough that it never counts as stale in between."""
    return min(RECONCILE_WITHOUT_FILTER, 2 * feed.every)


def _accepted(crawl: _Crawl, before: Cursor, now: datetime) -> Harvest:
    """The harvest of a pass without a break, unless a full crawl brought far fewer objects than the last one."""
    items = crawl.found(crawl.client.feed)
    client = crawl.client
    full = crawl.mode == _Mode.FULL
    if (full and before.shrunk(len(items))) or (full and not crawl.items and not before.count):
        doubt = Doubt.FEW_ENTRIES if items else Doubt.NO_ENTRIES
        problem = SuspiciousError(
            doubt, feed=client.feed.id, url=client.feed.url, before=before.count or 0, now=len(items)
        )
        return _doubted(replace(before, doubted=before.doubted + 1), client, items, problem)
    after = replace(before, modified_since=(now - OVERLAP).isoformat(), doubted=0, url=client.feed.url)
    if full:
        after = replace(after, full_at=now.isoformat(), count=len(items)).with_marks(
            filter="" if crawl.filters else "ignored"
        )
    return Harvest(items, FeedState.OK, after, complete=full, fetched=client.fetched, raw=tuple(client.raw))


def _doubted(cursor: Cursor, client: OparlClient, items: tuple[CouncilItem, ...], problem: FeedError) -> Harvest:
    return Harvest(
        items,
        FeedState.SUSPICIOUS,
        replace(cursor, url=client.feed.url),
        complete=False,
        fetched=client.fetched,
        raw=tuple(client.raw),
        problem=problem,
    )


def _limited(lookup: Callable[[str], Object | None]) -> Callable[[str], Object | None]:
    """At most `MOST_LOOKUPS` single objects a poll: a hostile or broken server must not keep us busy for days."""
    asked: set[str] = set()

    def ask(url: str) -> Object | None:
        if url not in asked and len(asked) >= MOST_LOOKUPS:
            return None
        asked.add(url)
        return lookup(url)

    return ask
