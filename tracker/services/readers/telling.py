"""Rows of a promise become the moments of its story."""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import fields
from datetime import date, datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from tracker.db import models
from tracker.db.queries import story as queries
from tracker.domain.assessment import Assessment, AssessmentState, current
from tracker.domain.council import dated
from tracker.domain.promise import Criterion
from tracker.domain.signature import initials, signatures
from tracker.services.lines import votes
from tracker.services.readers.moments import (
    Accepted,
    Asked,
    Brought,
    Copy,
    Corrected,
    Due,
    Happened,
    Looked,
    Moment,
    Rated,
    Read,
    Replied,
    Reworded,
    Withdrawn,
)

AROUND = 240
"""Characters of a council paper shown around the passage that fits: about two sentences."""


class Teller:
    """Reads the rows of one promise once and tells them as moments."""

    def __init__(self, session: Session, promise: models.Promise, zone: ZoneInfo) -> None:
        self.session, self.promise, self.zone = session, promise, zone
        self.links = queries.evidence(session, promise)
        self.sources = queries.sources(session, promise)
        self.checks = queries.checks(session, promise)
        self.assessments = queries.assessments(session, promise)

    def day(self, moment: datetime) -> date:
        """The day on which something was recorded, as people there count days."""
        return moment.astimezone(self.zone).date()

    def initials_of(self, user_id: int | str) -> str:
        """How a person is named in public."""
        return self._signed.get(int(user_id), initials(""))

    @cached_property
    def _signed(self) -> Mapping[int, str]:
        return signatures(queries.names(self.session))

    @cached_property
    def document(self) -> Copy:
        """The stored document that the promise stands in."""
        row = self.promise.document
        return Copy(row.name, row.sha256, row.media_type, self.day(row.stored_at))

    def moments(self) -> list[Moment]:
        """All of them, in no order."""
        return [
            Read(self.document.stored, self.document),
            *self._from_events(),
            *self._happened(),
            *self._brought(),
            *(Looked(one.day, self.initials_of(one.by_id), one.finding, one.sources) for one in self.checks),
            *self._rated(),
            *self._replies(),
            *self._corrections(),
            *([Due(self.promise.due_on, self.promise.deadline_text)] if self.promise.due_on else []),
        ]

    def _from_events(self) -> Iterator[Moment]:
        """How the criterion came about and changed, and that the promise was withdrawn: the chain remembers."""
        before: Criterion | None = None
        for event in queries.told_events(self.session, self.promise.public_id):
            said = json.loads(event.payload)
            on, by = self.day(datetime.fromisoformat(event.at)), self.initials_of(event.actor.partition(":")[2] or 0)
            if event.kind == "promise.withdrawn":
                yield Withdrawn(on, by, said.get("note") or "")
                continue
            written = _from_payload(said.get("criterion"))
            if written is None:
                continue
            if before is None:
                yield Accepted(on, by, written)
            elif before != written:
                yield Reworded(on, by, before, written, said.get("note") or "")
            before = written

    def _happened(self) -> Iterator[Happened]:
        copies = self._copies()
        for link in self.links:
            item = link.item
            seen = link.history[-1].item_hash if link.history else item.content_hash
            yield Happened(
                on=dated(item.kind, item.item_date, item.published_at and self.day(item.published_at)),
                id=link.public_id,
                item_kind=item.kind,
                title=item.title,
                url=item.url,
                organization=item.organization.name if item.organization else "",
                reference=item.reference,
                result=item.result,
                direction=item.direction,
                stage=item.stage,
                votes=votes(item.votes),
                excerpt=_excerpt(link),
                judged_by=self.initials_of(link.judged_by_id) if link.judged_by_id else "",
                judged_on=self.day(link.judged_at or item.first_seen),
                seen_on=self.day(item.first_seen),
                content_hash=item.content_hash,
                changed=seen != item.content_hash,
                copies=tuple(copies[item.id]),
            )

    def _copies(self) -> Mapping[int, list[Copy]]:
        items = [link.item for link in self.links]
        stored = {(row.feed_id, row.download_url): row for row in queries.attached(self.session, items)}
        found: defaultdict[int, list[Copy]] = defaultdict(list)
        for item in items:
            for url in item.attachments:
                row = stored.get((item.feed_id, url))
                if row and row.sha256:
                    name = row.file_name or url.rpartition("/")[2]
                    found[item.id].append(Copy(name, row.sha256, row.mime_type, self.day(row.fetched_at)))
        return found

    def _brought(self) -> Iterator[Brought]:
        for row in self.sources:
            copy = Copy(row.title, row.sha256, "", self.day(row.added_at))
            yield Brought(row.day, row.public_id, row.title, row.url, row.kind, self.initials_of(row.added_by_id), copy)

    def _rated(self) -> Iterator[Rated]:
        links, sources = queries.grounds(self.session, [row.id for row in self.assessments])
        stands = current(_value(row) for row in self.assessments)
        for row in self.assessments:
            if row.published_at is None:  # a CHECK of the database says otherwise
                continue
            yield Rated(
                on=self.day(row.published_at),
                id=row.public_id,
                outcome=row.outcome,
                late=row.late,
                effort=row.effort,
                role=row.role,
                reason_code=row.reason_code,
                reason=row.reason,
                effective=row.effective,
                by=self.initials_of(row.proposed_by_id),
                confirmed_by=self.initials_of(row.confirmed_by_id) if row.confirmed_by_id else "",
                single_person=row.single_person,
                codebook=row.codebook,
                stands=stands is not None and stands.id == row.id,
                evidence=(*links.get(row.id, ()), *sources.get(row.id, ())),
            )

    def _replies(self) -> Iterator[Asked | Replied]:
        for row in queries.replies(self.session, self.promise):
            if row.replied_at is None:
                yield Asked(self.day(row.asked_at), row.due_on)
            else:
                yield Replied(self.day(row.replied_at), row.text, row.signed)

    def _corrections(self) -> Iterator[Corrected]:
        for row in queries.corrections(self.session, self.promise):
            yield Corrected(row.day, row.text, self.initials_of(row.by_id))


def criterion(row: models.Criterion) -> Criterion:
    """The stored criterion as a value."""
    return Criterion(row.fulfilled_if, row.partly_if, row.not_fulfilled_if, row.where_to_look, row.next_review)


def _from_payload(said: Mapping[str, str | None] | None) -> Criterion | None:
    """A criterion as it stands in an event; `next_review` is the only day in it."""
    if not said or not said.get("fulfilled_if"):
        return None
    texts = {f.name: said.get(f.name) or "" for f in fields(Criterion) if f.name != "next_review"}
    review = said.get("next_review")
    return Criterion(**texts, next_review=date.fromisoformat(review) if review else None)


def _excerpt(link: models.Link) -> tuple[str, str, str]:
    """The passage with about two sentences around it, where it stands in the item's own text."""
    place, text = link.passage or {}, link.item.text
    if place.get("field") != "text" or place["end"] > len(text):
        return ("", "", "")
    start, end = place["start"], place["end"]
    before, behind = text[max(0, start - AROUND) : start], text[end : end + AROUND]
    if start > AROUND:
        before = "… " + before.partition(" ")[2]
    if len(text) > end + AROUND:
        behind = behind.rpartition(" ")[0] + " …"
    return (before, text[start:end], behind)


def _value(row: models.Assessment) -> Assessment:
    """The row as it counted when it was published; the fold finds the one that stands."""
    return Assessment(row.id, "", row.outcome, row.effective, "", state=AssessmentState.PUBLISHED)
