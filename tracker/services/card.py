"""One card of the review queue: the promise in its answer, the passage of the item with its hits, what was decided."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from tracker.db import models
from tracker.db.queries import files, links
from tracker.domain.council import Direction, ItemKind, Stage, Votes, dated
from tracker.domain.highlight import Piece, around, flowing, hit_pieces
from tracker.domain.link import Judgement
from tracker.domain.questionnaire import Span
from tracker.services.lines import votes
from tracker.services.promise_view import PromiseView, promise_view

AROUND = 500
"""Characters of the answer on either side of the quote: what people take in within ten seconds."""

CONTEXT = 280
"""Characters on either side of the passage: about two sentences."""

REASONS = 5
"""Terms that are named as reasons; more are no reason any more."""


@dataclass(frozen=True, slots=True)
class Said:
    """One judgement of the link, also one that was taken back."""

    judgement: Judgement
    by: str
    at: datetime
    note: str
    undone: bool


@dataclass(frozen=True, slots=True)
class ItemView:
    """The council item: what it is, where it came from, and what was decided. `sha256` is that of the stored copy."""

    id: str
    kind: ItemKind
    title: str
    url: str
    on: date | None
    organization: str
    number: str
    reference: str
    result: str
    direction: Direction
    stage: Stage
    votes: Votes
    seen_on: date
    sha256: str
    page: int | None


@dataclass(frozen=True, slots=True)
class Card:
    """Everything that a person needs to judge a link.

    `passage` is the stretch that fits best with its hits marked; `likeness` 3 is very alike, 1 a little.
    """

    link: str
    promise: PromiseView
    item: ItemView
    passage: tuple[Piece, ...]
    in_title: bool
    reasons: tuple[str, ...]
    likeness: int
    background: bool
    judgement: Judgement
    history: tuple[Said, ...]


def card(session: Session, link_id: str, zone: ZoneInfo) -> Card:
    """The card of a link. Raises NotFoundError."""
    link = links.whole(session, link_id)
    terms = tuple(str(reason["term"]) for reason in link.reasons[:REASONS])
    text = files.searched_texts(session, [link.item])[link.item_id]
    passage: dict[str, Any] = link.passage or {"field": "", "start": 0, "end": 0}
    found, in_title = Span(passage["start"], passage["end"]), passage["field"] == "title"
    centre = Span(0, 0) if in_title or found.end > len(text) else found
    shown = around(text, centre, Span(0, len(text)), CONTEXT)
    return Card(
        link=link.public_id,
        promise=promise_view(session, link.promise, zone, AROUND),
        item=_item(session, link.item, centre.start, zone),
        passage=flowing(hit_pieces(shown.of(text), terms)),
        in_title=in_title,
        reasons=terms,
        likeness=_likeness(link.score),
        background=link.background,
        judgement=link.judgement,
        history=tuple(
            Said(one.judgement, one.by.name, one.at.astimezone(zone), one.note, one.undone_at is not None)
            for one in link.history
        ),
    )


def title_pieces(one: Card) -> tuple[Piece, ...]:
    """The item's title with its hits marked."""
    return hit_pieces(one.item.title, one.reasons)


def _likeness(score: float) -> int:
    return 3 if score >= 0.6 else 2 if score >= 0.35 else 1


def _item(session: Session, row: models.CouncilItem, at: int, zone: ZoneInfo) -> ItemView:
    file, page = files.place(session, row, at)
    return ItemView(
        id=row.public_id,
        kind=row.kind,
        title=row.title,
        url=row.url,
        on=dated(row.kind, row.item_date, row.published_at and row.published_at.astimezone(zone).date()),
        organization=row.organization.name if row.organization else "",
        number=row.number if isinstance(row, models.AgendaItem) else "",
        reference=row.reference,
        result=row.result,
        direction=row.direction,
        stage=row.stage,
        votes=votes(row.votes),
        seen_on=row.last_seen.astimezone(zone).date(),
        sha256=(file.sha256 or "") if file else "",
        page=page,
    )
