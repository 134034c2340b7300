"""What a poll read becomes rows: new items, new versions of changed ones, marks on those that vanished.

The decisions are `tracker.feeds.changes` and `identity`; here they are carried out.
"""

import hashlib
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row
from sqlalchemy.orm import Session

from tracker.db import models
from tracker.db.ids import item_id
from tracker.db.queries import council, items
from tracker.db.types import storable
from tracker.domain.council import CouncilItem, ItemKind, Votes
from tracker.feeds.adapter import Harvest, Payload
from tracker.feeds.changes import Change, ChangeKind, Known, compare
from tracker.feeds.decisions import decide
from tracker.feeds.identity import MatchedBy, canonical_url, match_known

ROWS: dict[ItemKind, type[models.CouncilItem]] = {
    ItemKind.MEETING: models.Meeting,
    ItemKind.AGENDA_ITEM: models.AgendaItem,
    ItemKind.PAPER: models.Paper,
    ItemKind.MINUTES: models.Minutes,
}


LONGEST_NAME = 500
"""Characters of what is unique: an index of PostgreSQL takes no more than 2,704 bytes."""


@dataclass(frozen=True, slots=True)
class Counts:
    """A poll in figures. `vanished` counts items that left the source or were deleted there."""

    fetched: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    vanished: int = 0


def cleaned(harvest: Harvest) -> Harvest:
    """The harvest as both databases can hold it, each identity once (the first of several)."""
    first = {item.identity: item for item in map(_storable, reversed(harvest.items))}
    return replace(harvest, items=tuple(reversed(first.values())))


def store(session: Session, feed: models.Feed, run: models.FeedRun, harvest: Harvest, *, now: datetime) -> Counts:
    """Store a cleaned harvest's items and payloads; storing it again changes nothing but the day each was last seen."""
    for payload in harvest.raw:
        _keep_payload(session, feed, run, payload, now)
    if not harvest.items and not harvest.complete:
        return Counts(fetched=harvest.fetched)
    shelf = _Shelf(session, feed, run, now)
    done = shelf.put(harvest.items)
    vanished = shelf.mark_vanished() if harvest.complete else 0
    session.flush()
    shelf.join_meetings()
    return Counts(
        fetched=harvest.fetched,
        new=done.count(ChangeKind.NEW),
        changed=done.count(ChangeKind.CHANGED),
        unchanged=done.count(ChangeKind.UNCHANGED) + done.count(ChangeKind.RETURNED),
        vanished=done.count(ChangeKind.DELETED) + vanished,
    )


class _Shelf:
    """The stored items of one feed during one run. `ids` are their rows by identity, `seen` the identities read now."""

    def __init__(self, session: Session, feed: models.Feed, run: models.FeedRun, now: datetime) -> None:
        self.session, self.feed, self.run, self.now = session, feed, run, now
        aliases = items.aliases(session, feed.id)
        stored = items.of_feed(session, feed.id)
        self.known = [_known(row, aliases.get(row.id, ())) for row in stored]
        self.ids: dict[str, int] = {row.identity: row.id for row in stored}
        self.seen: set[str] = set()
        self.organizations: dict[str, int] = {}

    def put(self, found: tuple[CouncilItem, ...]) -> list[ChangeKind]:
        """Carry out what each item means; what was done."""
        recognised = match_known(found, self.known)
        self.seen = {one.known.identity for one in recognised if one.known}
        wanted = [self.ids[identity] for identity in self.seen]
        rows, versions = items.by_row(self.session, wanted), items.last_versions(self.session, wanted)
        done = []
        for one in recognised:
            change = compare(one.known, one.item)
            if one.known is None:
                done.append(self._add(change))
                continue
            row = rows[self.ids[one.known.identity]]
            if one.by in {MatchedBy.URL, MatchedBy.CONTENT}:
                alias = models.ItemAlias(feed_id=self.feed.id, identity=one.item.identity, item_id=row.id)
                self.session.add(alias)
            self._update(row, change, versions.get(row.id, 0) + 1)
            done.append(change.kind)
        return done

    def mark_vanished(self) -> int:
        """Mark what the source no longer shows; how many that were."""
        gone = [one.identity for one in self.known if one.identity not in self.seen and not (one.gone or one.deleted)]
        items.mark_gone(self.session, [self.ids[identity] for identity in gone], self.now)
        return len(gone)

    def join_meetings(self) -> None:
        """Let agenda items and minutes point at the row of their meeting, whichever came first."""
        waiting = items.without_meeting(self.session, self.feed.id)
        if waiting:
            meetings = items.meeting_rows(self.session, self.feed.id)
            for row in waiting:
                row.meeting_id = meetings.get(row.meeting_identity)
            self.session.flush()

    def _add(self, change: Change) -> ChangeKind:
        """A new item; the tombstone of something that we never saw is no item."""
        item = change.item
        if item.kind is ItemKind.DELETION:
            return ChangeKind.UNCHANGED
        row = ROWS[item.kind](
            public_id=item_id(self.feed.id, item.identity),
            feed_id=self.feed.id,
            identity=item.identity,
            first_seen=self.now,
            last_seen=self.now,
        )
        self._fill(row, item)
        self._add_version(row, item, 1)
        return change.kind

    def _update(self, row: models.CouncilItem, change: Change, number: int) -> None:
        """Store what a known item's reading means; `number` is that of its next version."""
        if change.item.kind is ItemKind.DELETION:
            row.deleted_at = row.deleted_at or self.now
            return
        row.last_seen = max(row.last_seen, self.now)
        row.gone_since = row.deleted_at = None
        if change.kind is ChangeKind.CHANGED:
            self._fill(row, change.item)
            self._add_version(row, change.item, number)
        elif change.item.text and change.item.text != row.text:
            row.text = change.item.text  # the searchable text grows without news

    def _fill(self, row: models.CouncilItem, item: CouncilItem) -> None:
        decision = decide(item.result)
        row.organization_id = self._organization(item.organization)
        row.url, row.canonical_url = item.url, canonical_url(item.url)
        row.title, row.result, row.reference = item.title, item.result, item.reference
        row.text = item.text or row.text or ""
        row.source_body = item.body
        row.attachments = list(item.attachments)
        row.item_date, row.published_at = item.item_date, item.published
        row.direction, row.stage, row.decision_rule = decision.direction, decision.stage, decision.rule
        row.votes = _votes(decision.votes)
        row.content_hash = item.content_hash
        if isinstance(row, models.Paper):
            row.submitters = list(item.submitters)
        if isinstance(row, models.AgendaItem):
            row.number = item.number
        if isinstance(row, models.AgendaItem | models.Minutes) and row.meeting_identity != item.meeting:
            row.meeting_identity, row.meeting_id = item.meeting, None

    def _add_version(self, row: models.CouncilItem, item: CouncilItem, number: int) -> None:
        decision = {"direction": row.direction.value, "stage": row.stage.value, "rule": row.decision_rule}
        self.session.add(
            models.ItemVersion(
                item=row,
                run_id=self.run.id,
                number=number,
                seen_at=self.now,
                content_hash=item.content_hash,
                values={**_plain(item), "decision": decision, "votes": row.votes},
            )
        )

    def _organization(self, name: str) -> int | None:
        """The row of a committee by its name, made where it is new."""
        name = name.strip()[:LONGEST_NAME]
        if name and name not in self.organizations:
            row = council.organization(self.session, self.feed.body_id, name)
            if row is None:
                row = models.Organization(body_id=self.feed.body_id, name=name)
                self.session.add(row)
                self.session.flush()
            self.organizations[name] = row.id
        return self.organizations.get(name)


def _known(row: Row[*tuple[Any, ...]], aliases: tuple[str, ...]) -> Known:
    return Known(
        identity=row.identity,
        kind=row.kind,
        title=row.title,
        content_hash=row.content_hash,
        url=row.canonical_url,
        result=row.result,
        reference=row.reference,
        organization=row.organization or row.source_body,
        item_date=row.item_date,
        gone=row.gone_since is not None,
        deleted=row.deleted_at is not None,
        aliases=aliases,
    )


def _storable(item: CouncilItem) -> CouncilItem:
    """The item as both databases can hold it, so that what is read again equals what was stored."""
    clean: dict[str, Any] = {}
    for field in fields(item):
        value = getattr(item, field.name)
        if isinstance(value, str) and not isinstance(value, ItemKind):
            clean[field.name] = storable(value)
        elif isinstance(value, tuple):
            clean[field.name] = tuple(storable(part) for part in value)
    return replace(item, **(clean | {"identity": _name(clean["identity"]), "meeting": _name(clean["meeting"])}))


def _name(identity: str) -> str:
    """The identity; of a monstrous one the beginning and a hash."""
    if len(identity) <= LONGEST_NAME:
        return identity
    return f"{identity[:LONGEST_NAME]} {hashlib.sha256(identity.encode()).hexdigest()}"


def _plain(item: CouncilItem) -> dict[str, Any]:
    """Everything that an item says but its searchable text, as JSON."""
    said = {name: value for name, value in asdict(item).items() if name != "text"}
    said["kind"] = item.kind.value
    said["item_date"] = item.item_date.isoformat() if item.item_date else None
    said["published"] = item.published.isoformat() if item.published else None
    return said


def _votes(votes: Votes) -> dict[str, Any] | None:
    return asdict(votes) if votes != Votes() else None


def _keep_payload(session: Session, feed: models.Feed, run: models.FeedRun, payload: Payload, now: datetime) -> None:
    """Note which bytes came from where; the bytes lie in the file store already."""
    digest = hashlib.sha256(payload.body).hexdigest()
    if council.payload(session, feed.id, digest) is None:
        session.add(
            models.RawPayload(
                feed_id=feed.id, run_id=run.id, url=payload.url, sha256=digest, size=len(payload.body), fetched_at=now
            )
        )
        session.flush()
