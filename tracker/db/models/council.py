"""Councils: bodies with their terms and respondents, sources, and what the sources told."""

from datetime import date, datetime, timedelta

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.db.types import Base, Id, Json, PublicId, Sha256
from tracker.domain.council import Direction, FeedState, ItemKind, Stage

KEY = String(64)
"""Ids that people choose in feeds.yaml."""


class Body(Base):
    """A municipality, named as in feeds.yaml; `listed` while it stands there."""

    __tablename__ = "body"

    id: Mapped[str] = mapped_column(KEY, primary_key=True)
    name: Mapped[str]
    ags: Mapped[str] = mapped_column(default="")
    listed: Mapped[bool] = mapped_column(default=True)

    terms: Mapped[list["LegislativeTerm"]] = relationship(back_populates="body", order_by="LegislativeTerm.start_date")
    respondents: Mapped[list["Respondent"]] = relationship(back_populates="body", order_by="Respondent.name")


class LegislativeTerm(Base):
    """A council term; `end_date` is inclusive. `election_date` is the day of its election, where stated."""

    __tablename__ = "legislative_term"
    __table_args__ = (
        UniqueConstraint("body_id", "key"),
        CheckConstraint("start_date <= end_date", name="starts_before_it_ends"),
    )

    id: Mapped[Id]
    body_id: Mapped[str] = mapped_column(ForeignKey("body.id"))
    key: Mapped[str] = mapped_column(KEY)
    name: Mapped[str]
    start_date: Mapped[date]
    end_date: Mapped[date]
    election_date: Mapped[date | None]

    body: Mapped[Body] = relationship(back_populates="terms")

    @property
    def evidence_from(self) -> date:
        """From when on items can be evidence for the promises of this term: its election, else its first day."""
        return self.election_date or self.start_date


class Respondent(Base):
    """Who replied: a party, list or candidate. `listed` ones stand in feeds.yaml, the others were met in a document.

    `majority` holds the periods in the council's majority as `{"from": day, "to": day | null}`.
    """

    __tablename__ = "respondent"
    __table_args__ = (UniqueConstraint("body_id", "key"),)

    id: Mapped[Id]
    body_id: Mapped[str] = mapped_column(ForeignKey("body.id"))
    key: Mapped[str] = mapped_column(KEY)
    name: Mapped[str]
    factions: Mapped[Json]
    majority: Mapped[Json]
    listed: Mapped[bool] = mapped_column(default=True)

    body: Mapped[Body] = relationship(back_populates="respondents")


class Organization(Base):
    """A committee, council or faction, by the name that its source gives."""

    __tablename__ = "organization"
    __table_args__ = (UniqueConstraint("body_id", "name"),)

    id: Mapped[Id]
    body_id: Mapped[str] = mapped_column(ForeignKey("body.id"))
    name: Mapped[str]


class Feed(Base):
    """A source and how far we have read it. `cursor` moves only together with the items that it stands for.

    `state` is that of the last poll; whether the source is stale is derived (`tracker.feeds.policy.shown_state`).
    `revision` counts what was stored of it: who decided on an older one decides anew.
    """

    __tablename__ = "feed"
    __table_args__ = (CheckConstraint("failures >= 0", name="failures_are_counted"),)

    id: Mapped[str] = mapped_column(KEY, primary_key=True)
    body_id: Mapped[str] = mapped_column(ForeignKey("body.id"), index=True)
    kind: Mapped[str] = mapped_column(String(16))
    url: Mapped[str]
    every_minutes: Mapped[int] = mapped_column(default=360, server_default="360")
    state: Mapped[FeedState] = mapped_column(default=FeedState.STALE)
    listed: Mapped[bool] = mapped_column(default=True)
    cursor: Mapped[Json]
    failures: Mapped[int] = mapped_column(default=0)
    revision: Mapped[int] = mapped_column(default=0, server_default="0")
    next_poll_at: Mapped[datetime | None] = mapped_column(index=True)
    last_success: Mapped[datetime | None]

    body: Mapped[Body] = relationship()

    @property
    def every(self) -> timedelta:
        """How often the source is to be polled."""
        return timedelta(minutes=self.every_minutes)


class FeedRun(Base):
    """One poll of a feed and what came of it."""

    __tablename__ = "feed_run"
    __table_args__ = (
        CheckConstraint(
            "fetched >= 0 AND new >= 0 AND changed >= 0 AND unchanged >= 0 AND vanished >= 0", name="counts_are_counted"
        ),
        Index("ix_feed_run_feed_id_finished_at", "feed_id", "finished_at"),
    )

    id: Mapped[Id]
    feed_id: Mapped[str] = mapped_column(ForeignKey("feed.id"))
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime]
    state: Mapped[FeedState]
    fetched: Mapped[int] = mapped_column(default=0)
    new: Mapped[int] = mapped_column(default=0)
    changed: Mapped[int] = mapped_column(default=0)
    unchanged: Mapped[int] = mapped_column(default=0)
    vanished: Mapped[int] = mapped_column(default=0)
    error: Mapped[str] = mapped_column(default="")

    feed: Mapped[Feed] = relationship()


class RawPayload(Base):
    """Bytes that a source sent; they lie in the file store under their sha256."""

    __tablename__ = "raw_payload"
    __table_args__ = (UniqueConstraint("feed_id", "sha256"),)

    id: Mapped[Id]
    feed_id: Mapped[str] = mapped_column(ForeignKey("feed.id"))
    run_id: Mapped[int] = mapped_column(ForeignKey("feed_run.id"), index=True)
    url: Mapped[str]
    sha256: Mapped[Sha256]
    size: Mapped[int]
    fetched_at: Mapped[datetime]


class CouncilItem(Base):
    """One thing that a council source told us: the common part of papers, agenda items, meetings and minutes.

    A link points here, whatever the kind. `decision_rule` says how direction and stage were read from `result`.
    Vanished items keep their row (`gone_since`), deleted ones too (`deleted_at`).
    """

    __tablename__ = "council_item"
    __table_args__ = (
        UniqueConstraint("feed_id", "identity"),
        Index("ix_council_item_feed_id_item_date", "feed_id", "item_date"),
        CheckConstraint("first_seen <= last_seen", name="seen_in_order"),
        CheckConstraint("kind <> 'deletion'", name="deletions_are_no_items"),
    )

    id: Mapped[Id]
    public_id: Mapped[PublicId]
    kind: Mapped[ItemKind]
    feed_id: Mapped[str] = mapped_column(ForeignKey("feed.id"))
    organization_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"), index=True)
    identity: Mapped[str]
    url: Mapped[str] = mapped_column(default="")
    canonical_url: Mapped[str] = mapped_column(default="")
    title: Mapped[str]
    text: Mapped[str] = mapped_column(default="")
    result: Mapped[str] = mapped_column(default="")
    reference: Mapped[str] = mapped_column(default="")
    source_body: Mapped[str] = mapped_column(default="")
    attachments: Mapped[Json]
    item_date: Mapped[date | None]
    published_at: Mapped[datetime | None]
    direction: Mapped[Direction] = mapped_column(default=Direction.UNKNOWN)
    stage: Mapped[Stage] = mapped_column(default=Stage.UNKNOWN)
    decision_rule: Mapped[str] = mapped_column(default="")
    votes: Mapped[Json | None]
    content_hash: Mapped[Sha256]
    first_seen: Mapped[datetime]
    last_seen: Mapped[datetime]
    gone_since: Mapped[datetime | None]
    deleted_at: Mapped[datetime | None]

    feed: Mapped[Feed] = relationship()
    organization: Mapped[Organization | None] = relationship()
    versions: Mapped[list["ItemVersion"]] = relationship(back_populates="item", order_by="ItemVersion.number")

    __mapper_args__ = {"polymorphic_on": "kind"}  # noqa: RUF012  # SQLAlchemy reads it from the class body


class Meeting(CouncilItem):
    """A meeting; agenda items and minutes hang on it."""

    __tablename__ = "meeting"
    __mapper_args__ = {"polymorphic_identity": ItemKind.MEETING}  # noqa: RUF012  # as above

    id: Mapped[int] = mapped_column(ForeignKey("council_item.id"), primary_key=True)


class Paper(CouncilItem):
    """A paper (Drucksache); its number is the item's `reference`."""

    __tablename__ = "paper"
    __mapper_args__ = {"polymorphic_identity": ItemKind.PAPER}  # noqa: RUF012  # as above

    id: Mapped[int] = mapped_column(ForeignKey("council_item.id"), primary_key=True)
    submitters: Mapped[Json]


class AgendaItem(CouncilItem):
    """A point of a meeting's agenda. `meeting_identity` is the source's word, `meeting_id` the row once it is known."""

    __tablename__ = "agenda_item"
    __mapper_args__ = {"polymorphic_identity": ItemKind.AGENDA_ITEM}  # noqa: RUF012  # as above

    id: Mapped[int] = mapped_column(ForeignKey("council_item.id"), primary_key=True)
    number: Mapped[str] = mapped_column(default="")
    meeting_identity: Mapped[str] = mapped_column(default="")
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id"), index=True)


class Minutes(CouncilItem):
    """The minutes of a meeting; their text is the item's `text`."""

    __tablename__ = "minutes"
    __mapper_args__ = {"polymorphic_identity": ItemKind.MINUTES}  # noqa: RUF012  # as above

    id: Mapped[int] = mapped_column(ForeignKey("council_item.id"), primary_key=True)
    meeting_identity: Mapped[str] = mapped_column(default="")
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id"), index=True)


class ItemAlias(Base):
    """Another identity under which a source once named an item; polling finds the item by it again."""

    __tablename__ = "item_alias"
    __table_args__ = (UniqueConstraint("feed_id", "identity"),)

    id: Mapped[Id]
    feed_id: Mapped[str] = mapped_column(ForeignKey("feed.id"))
    identity: Mapped[str]
    item_id: Mapped[int] = mapped_column(ForeignKey("council_item.id"), index=True)


class Tombstone(Base):
    """The source's word that something is deleted which we never saw; what we saw keeps its row with `deleted_at`."""

    __tablename__ = "tombstone"
    __table_args__ = (UniqueConstraint("feed_id", "identity"),)

    id: Mapped[Id]
    feed_id: Mapped[str] = mapped_column(ForeignKey("feed.id"))
    identity: Mapped[str]
    first_seen: Mapped[datetime]


class File(Base):
    """A document attached to council items, in OParl's terms; items name it by `download_url` in `attachments`.

    Its bytes lie in the file store under `sha256`. `text` is the text as read, `pages` the stretches `[start, end)` of
    it, page by page (empty where the kind of file has none). Where nothing could be fetched or read, `problem` says
    why, in German, and `text` is empty; `tries` counts.
    """

    __tablename__ = "file"
    __table_args__ = (
        UniqueConstraint("feed_id", "download_url"),
        CheckConstraint("size >= 0", name="size"),
        CheckConstraint("tries > 0", name="tries_are_counted"),
        CheckConstraint("text = '' OR sha256 IS NOT NULL", name="text_has_its_bytes"),
    )

    id: Mapped[Id]
    feed_id: Mapped[str] = mapped_column(ForeignKey("feed.id"))
    download_url: Mapped[str]
    file_name: Mapped[str] = mapped_column(default="")
    mime_type: Mapped[str] = mapped_column(default="")
    size: Mapped[int] = mapped_column(default=0)
    sha256: Mapped[str | None] = mapped_column(String(64), index=True)
    text: Mapped[str] = mapped_column(default="")
    pages: Mapped[Json]
    problem: Mapped[str] = mapped_column(default="")
    tries: Mapped[int]
    fetched_at: Mapped[datetime]


class ItemVersion(Base):
    """What an item said from `seen_at` on; a new number for every new content hash.

    `values` holds everything but the searchable text, which is not part of the hash; the bytes themselves are kept as
    raw payloads.
    """

    __tablename__ = "item_version"
    __table_args__ = (UniqueConstraint("item_id", "number"),)

    id: Mapped[Id]
    item_id: Mapped[int] = mapped_column(ForeignKey("council_item.id"))
    run_id: Mapped[int] = mapped_column(ForeignKey("feed_run.id"), index=True)
    number: Mapped[int]
    seen_at: Mapped[datetime]
    content_hash: Mapped[Sha256]
    values: Mapped[Json]

    item: Mapped[CouncilItem] = relationship(back_populates="versions")
