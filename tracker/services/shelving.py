"""Carrying out what a poll read: new items, new versions of changed ones, marks on what was deleted or vanished.

A batch is worked out before the writer's lock is taken and stored with a handful of statements under it, so that a
first crawl of a whole city never keeps other writers waiting for long.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Table, insert
from sqlalchemy.orm import Session

from tracker.db import models
from tracker.db.ids import item_id
from tracker.db.queries import council, items
from tracker.domain.council import CouncilItem, ItemKind, Votes
from tracker.feeds.changes import ChangeKind
from tracker.feeds.decisions import decide
from tracker.feeds.identity import canonical_url
from tracker.services.readings import LONGEST_NAME, Plan, Step

BATCH = 1000
"""Readings stored in one transaction: a few tenths of a second."""

ROWS: dict[ItemKind, type[models.CouncilItem]] = {
    ItemKind.MEETING: models.Meeting,
    ItemKind.AGENDA_ITEM: models.AgendaItem,
    ItemKind.PAPER: models.Paper,
    ItemKind.MINUTES: models.Minutes,
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A step with the columns that it fills; `values` are empty where nothing but marks is written."""

    step: Step
    values: dict[str, Any]
    said: dict[str, Any]


def worked_out(steps: Iterable[Step]) -> list[Entry]:
    """The steps with everything that can be known without the database."""
    return [_entry(step) for step in steps]


def _entry(step: Step) -> Entry:
    if step.change.kind not in {ChangeKind.NEW, ChangeKind.CHANGED}:
        return Entry(step, {}, {})
    values = _values(step.item)
    decision = {"direction": values["direction"].value, "stage": values["stage"].value, "rule": values["decision_rule"]}
    return Entry(step, values, _said(step.item) | {"decision": decision, "votes": values["votes"]})


def _values(item: CouncilItem) -> dict[str, Any]:
    """The columns that all kinds share, but for those that only the database knows."""
    decision = decide(item.result, item.organization)
    return {
        "url": item.url,
        "canonical_url": canonical_url(item.url),
        "title": item.title,
        "text": item.text,
        "result": item.result,
        "reference": item.reference,
        "source_body": item.body,
        "attachments": list(item.attachments),
        "item_date": item.item_date,
        "published_at": item.published,
        "direction": decision.direction,
        "stage": decision.stage,
        "decision_rule": decision.rule,
        "votes": asdict(decision.votes) if decision.votes != Votes() else None,
        "content_hash": item.content_hash,
    }


def _own_values(kind: ItemKind, item: CouncilItem) -> dict[str, Any]:
    """The columns that a kind adds."""
    match kind:
        case ItemKind.PAPER:
            return {"submitters": list(item.submitters)}
        case ItemKind.AGENDA_ITEM:
            return {"number": item.number, "meeting_identity": item.meeting}
        case ItemKind.MINUTES:
            return {"meeting_identity": item.meeting}
        case _:
            return {}


_SAID = tuple(name for name in CouncilItem.__slots__ if name not in {"text", "kind", "item_date", "published"})


def _said(item: CouncilItem) -> dict[str, Any]:
    """Everything that an item says but its searchable text, as JSON."""
    return {name: getattr(item, name) for name in _SAID} | {
        "kind": item.kind.value,
        "item_date": item.item_date.isoformat() if item.item_date else None,
        "published": item.published.isoformat() if item.published else None,
    }


@dataclass(frozen=True, slots=True)
class Shelf:
    """A feed's rows during one run, inside a writing transaction."""

    session: Session
    feed: models.Feed
    run: models.FeedRun
    now: datetime

    def put(self, entries: Sequence[Entry]) -> None:
        """Store what these readings mean; storing it again changes nothing but the day each was last seen."""
        by_kind: dict[ChangeKind, list[Entry]] = {kind: [] for kind in ChangeKind}
        for entry in entries:
            by_kind[entry.step.change.kind].append(entry)
        self._add(by_kind[ChangeKind.NEW])
        self._change(by_kind[ChangeKind.CHANGED])
        self._delete(by_kind[ChangeKind.DELETED])
        living = [e for e in entries if e.step.row is not None and e.step.item.kind is not ItemKind.DELETION]
        items.mark_seen(self.session, [_row(entry) for entry in living], self.now)
        self._grow([entry for entry in living if not entry.values and entry.step.item.text])
        self._insert(
            models.ItemAlias,
            [
                {"feed_id": self.feed.id, "identity": e.step.item.identity, "item_id": e.step.row}
                for e in entries
                if e.step.renamed
            ],
        )
        self.session.flush()

    def finish(self, plan: Plan) -> None:
        """What can only be done after the last batch: mark what vanished, and join items to their meetings."""
        items.mark_gone(self.session, plan.vanished, self.now)
        if plan.steps:
            items.join_meetings(self.session, self.feed.id)

    def _add(self, entries: Sequence[Entry]) -> None:
        if not entries:
            return
        organizations = self._organizations(entries)
        shared = {"feed_id": self.feed.id, "first_seen": self.now, "last_seen": self.now}
        item = _table(models.CouncilItem)
        found = self.session.execute(
            insert(item).returning(item.c.identity, item.c.id),
            [
                entry.values
                | shared
                | {
                    "public_id": item_id(self.feed.id, entry.step.item.identity),
                    "kind": entry.step.item.kind,
                    "identity": entry.step.item.identity,
                    "organization_id": organizations.get(_organization(entry)),
                }
                for entry in entries
            ],
        )
        ids: dict[str, int] = dict(found.all())
        for kind, model in ROWS.items():
            own = [e.step.item for e in entries if e.step.item.kind is kind]
            self._insert(model, [{"id": ids[one.identity], **_own_values(kind, one)} for one in own])
        self._insert(models.ItemVersion, [self._version(ids[e.step.item.identity], 1, e) for e in entries])

    def _change(self, entries: Sequence[Entry]) -> None:
        if not entries:
            return
        organizations = self._organizations(entries)
        wanted = [_row(entry) for entry in entries]
        rows, versions = items.by_row(self.session, wanted), items.last_versions(self.session, wanted)
        for entry in entries:
            row = rows[_row(entry)]
            filled = entry.values | {
                "text": entry.values["text"] or row.text,
                "organization_id": organizations.get(_organization(entry)),
            }
            own = _own_values(row.kind, entry.step.item)
            if own.get("meeting_identity", "") != getattr(row, "meeting_identity", ""):
                own["meeting_id"] = None
            for name, value in (filled | own).items():
                setattr(row, name, value)
        self.session.flush()
        self._insert(models.ItemVersion, [self._version(_row(e), versions.get(_row(e), 0) + 1, e) for e in entries])

    def _delete(self, entries: Sequence[Entry]) -> None:
        items.mark_deleted(self.session, [e.step.row for e in entries if e.step.row is not None], self.now)
        unseen = [e.step.item.identity for e in entries if e.step.row is None]
        self._insert(
            models.Tombstone,
            [{"feed_id": self.feed.id, "identity": identity, "first_seen": self.now} for identity in unseen],
        )

    def _grow(self, entries: Sequence[Entry]) -> None:
        """The searchable text of items grows without news."""
        stored = items.texts(self.session, [_row(entry) for entry in entries])
        for entry in entries:
            if stored[_row(entry)] != entry.step.item.text:
                items.set_text(self.session, _row(entry), entry.step.item.text)

    def _version(self, row: int, number: int, entry: Entry) -> dict[str, Any]:
        return {
            "item_id": row,
            "run_id": self.run.id,
            "number": number,
            "seen_at": self.now,
            "content_hash": entry.values["content_hash"],
            "values": entry.said,
        }

    def _organizations(self, entries: Sequence[Entry]) -> dict[str, int]:
        """The rows of the committees by name, made where they are new."""
        wanted = dict.fromkeys(name for entry in entries if (name := _organization(entry)))
        known = council.organizations(self.session, self.feed.body_id, wanted)
        missing = [{"body_id": self.feed.body_id, "name": name} for name in wanted if name not in known]
        if missing:
            self._insert(models.Organization, missing)
            known = council.organizations(self.session, self.feed.body_id, wanted)
        return known

    def _insert(self, model: type[models.Base], rows: list[dict[str, Any]]) -> None:
        if rows:
            self.session.execute(insert(_table(model)), rows)


def _table(model: type[models.Base]) -> Table:
    return cast("Table", model.__table__)


def _row(entry: Entry) -> int:
    if entry.step.row is None:
        raise ValueError("only known items have a row")
    return entry.step.row


def _organization(entry: Entry) -> str:
    return entry.step.item.organization.strip()[:LONGEST_NAME]
