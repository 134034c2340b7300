"""Bodies, sources and what the sources told, as they go out and come in."""

from datetime import datetime
from typing import Any

from tracker.db import models
from tracker.domain.council import FeedState, ItemKind
from tracker.exchange.columns import Record
from tracker.services.open_data.noun import Field, Noun

BODIES = Noun(
    "bodies",
    "municipalities",
    models.Body,
    (
        Field("id", "id in feeds.yaml"),
        Field("name", "name for people"),
        Field("ags", "official municipality key; empty where unknown"),
    ),
    left_out=("listed",),  # whoever imports has a feeds.yaml of their own
)

TERMS = Noun(
    "terms",
    "council terms",
    models.LegislativeTerm,
    (
        Field("body", "whose council", of="body_id", refers="bodies"),
        Field("id", "id in feeds.yaml, unique within the body", of="key"),
        Field("name", "name for people"),
        Field("start", "first day", of="start_date"),
        Field("end", "last day", of="end_date"),
        Field("election", "day of the election; empty where it is not stated", of="election_date"),
    ),
    identity=("body", "id"),
    left_out=("id",),
)

RESPONDENTS = Noun(
    "respondents",
    "parties, lists and candidates who replied",
    models.Respondent,
    (
        Field("body", "where they stood for election", of="body_id", refers="bodies"),
        Field("id", "id in feeds.yaml, or one made from the name as written", of="key"),
        Field("name", "name for people"),
        Field("factions", "names of their groups in the council"),
        Field("majority", "periods in the majority, each with from and to"),
        Field("listed", "whether feeds.yaml names them; the others were met in a document"),
    ),
    identity=("body", "id"),
    left_out=("id",),
)

PEOPLE = Noun(
    "people",
    "who works with the tracker",
    models.User,
    (
        Field("number", "how events name the person: user:NUMBER", of="id"),
        Field("name", "name"),
        Field("since", "when the person was added", of="created_at"),
        Field("rank", "what the person may do"),
        Field("interests", "party membership and the like, as stated by the person"),
        Field("disabled_at", "since when the person no longer works with it"),
    ),
    identity=("name",),
    left_out=("email", "password_hash", "totp_secret", "totp_step", "recovery_hashes", "shortcuts"),
)

ORGANIZATIONS = Noun(
    "organizations",
    "committees, councils and groups",
    models.Organization,
    (
        Field("body", "whose council", of="body_id", refers="bodies"),
        Field("name", "name as the source gives it"),
    ),
    identity=("body", "name"),
    left_out=("id",),
)


def _polled_anew(record: Record, now: datetime) -> dict[str, Any]:
    """An imported source is read from the beginning; what it tells again is recognised."""
    paused = record["state"] == FeedState.PAUSED.value
    return {"cursor": {}, "next_poll_at": None if paused else now}


FEEDS = Noun(
    "feeds",
    "council sources",
    models.Feed,
    (
        Field("id", "id in feeds.yaml"),
        Field("body", "whose council", of="body_id", refers="bodies"),
        Field("kind", "how it is read"),
        Field("url", "address"),
        Field("every_minutes", "minutes between two polls"),
        Field("state", "state of the last poll"),
        Field("listed", "whether feeds.yaml still names it"),
        Field("failures", "failed polls since the last good one"),
        Field("last_success", "last good poll"),
    ),
    fresh=_polled_anew,
    left_out=("cursor", "revision", "next_poll_at"),
)

RUNS = Noun(
    "runs",
    "polls of the sources",
    models.FeedRun,
    (
        Field("feed", "which source", of="feed_id", refers="feeds"),
        Field("finished_at", "when it ended"),
        Field("number", "tells polls apart that ended at one moment", counted=("feed", "finished_at")),
        Field("started_at", "when it began"),
        Field("state", "how it went"),
        Field("fetched", "items read"),
        Field("new", "items never seen before"),
        Field("changed", "items that say something else"),
        Field("unchanged", "items as before"),
        Field("vanished", "items that the source no longer shows"),
        Field("error", "what went wrong, in German"),
    ),
    identity=("feed", "finished_at", "number"),
    left_out=("id",),
)

ITEMS = Noun(
    "items",
    "what the council sources told: meetings, agenda items, papers, minutes",
    models.CouncilItem,
    (
        Field("id", "public id", of="public_id"),
        Field("kind", "meeting, agenda_item, paper or minutes"),
        Field("feed", "which source", of="feed_id", refers="feeds"),
        Field("organization", "which committee", of="organization_id", refers="organizations"),
        Field("identity", "the source's own id"),
        Field("url", "address for people"),
        Field("canonical_url", "address as it is compared"),
        Field("title", "title"),
        Field("text", "text beyond the title"),
        Field("result", "result as worded by the source"),
        Field("reference", "number of the paper"),
        Field("source_body", "committee as the source names it"),
        Field("attachments", "addresses of attached documents"),
        Field("item_date", "date of the meeting or paper"),
        Field("published_at", "when the source says it published"),
        Field("direction", "normal form of the result"),
        Field("stage", "decisive or advisory"),
        Field("decision_rule", "the rule that read the result"),
        Field("votes", "votes as far as recorded"),
        Field("content_hash", "hash of what makes the item what it is"),
        Field("first_seen", "when we first read it"),
        Field("last_seen", "when we last read it"),
        Field("gone_since", "since when the source no longer shows it"),
        Field("deleted_at", "when the source said that it is deleted"),
        Field("submitters", "who asked for a paper"),
        Field("number", "number on the agenda"),
        Field("meeting_identity", "the source's id of the meeting"),
        Field("meeting", "the meeting, where we know it", of="meeting_id", refers="items"),
    ),
    kinds={
        ItemKind.MEETING: models.Meeting,
        ItemKind.PAPER: models.Paper,
        ItemKind.AGENDA_ITEM: models.AgendaItem,
        ItemKind.MINUTES: models.Minutes,
    },
    left_out=("id",),
)

VERSIONS = Noun(
    "versions",
    "what an item said from a moment on",
    models.ItemVersion,
    (
        Field("item", "which item", of="item_id", refers="items"),
        Field("number", "1, 2, 3 …"),
        Field("run", "the poll that read it", of="run_id", refers="runs"),
        Field("seen_at", "when it was read"),
        Field("content_hash", "hash of what it said"),
        Field("values", "everything but the searchable text"),
    ),
    identity=("item", "number"),
    follows="item",
    left_out=("id",),
)

ALIASES = Noun(
    "aliases",
    "other ids under which a source once named an item",
    models.ItemAlias,
    (
        Field("feed", "which source", of="feed_id", refers="feeds"),
        Field("identity", "the other id"),
        Field("item", "which item", of="item_id", refers="items"),
    ),
    identity=("feed", "identity"),
    left_out=("id",),
)

FILES = Noun(
    "files",
    "documents attached to items, with their text as read",
    models.File,
    (
        Field("feed", "which source", of="feed_id", refers="feeds"),
        Field("download_url", "where it was fetched"),
        Field("file_name", "name"),
        Field("mime_type", "kind of file"),
        Field("size", "bytes"),
        Field("sha256", "hash of the bytes"),
        Field("text", "text as read"),
        Field("pages", "stretches of the text, page by page"),
        Field("problem", "why it could not be read, in German"),
        Field("tries", "how often we tried"),
        Field("fetched_at", "when it was fetched"),
    ),
    identity=("feed", "download_url"),
    left_out=("id",),
)
