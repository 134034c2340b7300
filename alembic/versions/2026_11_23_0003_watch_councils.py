"""Watch councils: sources, runs, and what they told.

Revision 0003, follows 0002.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _add_organization()
    _add_feed()
    _add_feed_run()
    _add_raw_payload()
    _add_council_item()
    _add_meeting()
    _add_paper()
    _add_agenda_item()
    _add_minutes()
    _add_item_alias()
    _add_item_version()


def _add_organization() -> None:
    op.create_table(
        "organization",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.String(64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_organization"),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name="fk_organization_body_id"),
        sa.UniqueConstraint("body_id", "name", name="uq_organization_body_id_name"),
    )


def _add_feed() -> None:
    op.create_table(
        "feed",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("body_id", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("listed", sa.Boolean(), nullable=False),
        sa.Column("cursor", sa.JSON(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("next_poll_at", sa.DateTime(timezone=True)),
        sa.Column("last_success", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("id", name="pk_feed"),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name="fk_feed_body_id"),
        sa.CheckConstraint("failures >= 0", name=op.f("ck_feed_failures_are_counted")),
        sa.CheckConstraint(
            "state IN ('ok', 'unchanged', 'suspicious', 'failing', 'gone', 'paused', 'stale')",
            name=op.f("ck_feed_feedstate"),
        ),
    )
    op.create_index("ix_feed_body_id", "feed", ["body_id"])
    op.create_index("ix_feed_next_poll_at", "feed", ["next_poll_at"])


def _add_feed_run() -> None:
    op.create_table(
        "feed_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("feed_id", sa.String(64), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("fetched", sa.Integer(), nullable=False),
        sa.Column("new", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("unchanged", sa.Integer(), nullable=False),
        sa.Column("vanished", sa.Integer(), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_feed_run"),
        sa.ForeignKeyConstraint(["feed_id"], ["feed.id"], name="fk_feed_run_feed_id"),
        sa.CheckConstraint(
            "fetched >= 0 AND new >= 0 AND changed >= 0 AND unchanged >= 0 AND vanished >= 0",
            name=op.f("ck_feed_run_counts_are_counted"),
        ),
        sa.CheckConstraint(
            "state IN ('ok', 'unchanged', 'suspicious', 'failing', 'gone', 'paused', 'stale')",
            name=op.f("ck_feed_run_feedstate"),
        ),
    )
    op.create_index("ix_feed_run_feed_id_finished_at", "feed_run", ["feed_id", "finished_at"])


def _add_raw_payload() -> None:
    op.create_table(
        "raw_payload",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("feed_id", sa.String(64), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("fetched_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_raw_payload"),
        sa.ForeignKeyConstraint(["feed_id"], ["feed.id"], name="fk_raw_payload_feed_id"),
        sa.ForeignKeyConstraint(["run_id"], ["feed_run.id"], name="fk_raw_payload_run_id"),
        sa.UniqueConstraint("feed_id", "sha256", name="uq_raw_payload_feed_id_sha256"),
    )
    op.create_index("ix_raw_payload_run_id", "raw_payload", ["run_id"])


def _add_council_item() -> None:
    op.create_table(
        "council_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(18), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("feed_id", sa.String(64), nullable=False),
        sa.Column("organization_id", sa.Integer()),
        sa.Column("identity", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("canonical_url", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("source_body", sa.Text(), nullable=False),
        sa.Column("attachments", sa.JSON(), nullable=False),
        sa.Column("item_date", sa.Date()),
        sa.Column("published_at", sa.DateTime(timezone=True)),
        sa.Column("direction", sa.String(32), nullable=False),
        sa.Column("stage", sa.String(32), nullable=False),
        sa.Column("decision_rule", sa.Text(), nullable=False),
        sa.Column("votes", sa.JSON()),
        sa.Column("content_hash", sa.String(64), nullable=False),
        sa.Column("first_seen", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen", sa.DateTime(timezone=True), nullable=False),
        sa.Column("gone_since", sa.DateTime(timezone=True)),
        sa.Column("deleted_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("id", name="pk_council_item"),
        sa.ForeignKeyConstraint(["feed_id"], ["feed.id"], name="fk_council_item_feed_id"),
        sa.ForeignKeyConstraint(["organization_id"], ["organization.id"], name="fk_council_item_organization_id"),
        sa.UniqueConstraint("feed_id", "identity", name="uq_council_item_feed_id_identity"),
        sa.UniqueConstraint("public_id", name="uq_council_item_public_id"),
        sa.CheckConstraint("kind <> 'deletion'", name=op.f("ck_council_item_deletions_are_no_items")),
        sa.CheckConstraint(
            "direction IN ('adopted', 'rejected', 'amended', 'referred', 'postponed', 'withdrawn', 'noted', "
            "'none', 'unknown')",
            name=op.f("ck_council_item_direction"),
        ),
        sa.CheckConstraint(
            "kind IN ('meeting', 'agenda_item', 'paper', 'minutes', 'deletion')", name=op.f("ck_council_item_itemkind")
        ),
        sa.CheckConstraint("first_seen <= last_seen", name=op.f("ck_council_item_seen_in_order")),
        sa.CheckConstraint("stage IN ('decisive', 'advisory', 'unknown')", name=op.f("ck_council_item_stage")),
    )
    op.create_index("ix_council_item_feed_id_item_date", "council_item", ["feed_id", "item_date"])
    op.create_index("ix_council_item_organization_id", "council_item", ["organization_id"])


def _add_meeting() -> None:
    op.create_table(
        "meeting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_meeting"),
        sa.ForeignKeyConstraint(["id"], ["council_item.id"], name="fk_meeting_id"),
    )


def _add_paper() -> None:
    op.create_table(
        "paper",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("submitters", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_paper"),
        sa.ForeignKeyConstraint(["id"], ["council_item.id"], name="fk_paper_id"),
    )


def _add_agenda_item() -> None:
    op.create_table(
        "agenda_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("meeting_identity", sa.Text(), nullable=False),
        sa.Column("meeting_id", sa.Integer()),
        sa.PrimaryKeyConstraint("id", name="pk_agenda_item"),
        sa.ForeignKeyConstraint(["id"], ["council_item.id"], name="fk_agenda_item_id"),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name="fk_agenda_item_meeting_id"),
    )
    op.create_index("ix_agenda_item_meeting_id", "agenda_item", ["meeting_id"])


def _add_minutes() -> None:
    op.create_table(
        "minutes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_identity", sa.Text(), nullable=False),
        sa.Column("meeting_id", sa.Integer()),
        sa.PrimaryKeyConstraint("id", name="pk_minutes"),
        sa.ForeignKeyConstraint(["id"], ["council_item.id"], name="fk_minutes_id"),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name="fk_minutes_meeting_id"),
    )
    op.create_index("ix_minutes_meeting_id", "minutes", ["meeting_id"])


def _add_item_alias() -> None:
    op.create_table(
        "item_alias",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("feed_id", sa.String(64), nullable=False),
        sa.Column("identity", sa.Text(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_item_alias"),
        sa.ForeignKeyConstraint(["feed_id"], ["feed.id"], name="fk_item_alias_feed_id"),
        sa.ForeignKeyConstraint(["item_id"], ["council_item.id"], name="fk_item_alias_item_id"),
        sa.UniqueConstraint("feed_id", "identity", name="uq_item_alias_feed_id_identity"),
    )
    op.create_index("ix_item_alias_item_id", "item_alias", ["item_id"])


def _add_item_version() -> None:
    op.create_table(
        "item_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("content_hash", sa.String(64), nullable=False),
        sa.Column("values", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_item_version"),
        sa.ForeignKeyConstraint(["item_id"], ["council_item.id"], name="fk_item_version_item_id"),
        sa.ForeignKeyConstraint(["run_id"], ["feed_run.id"], name="fk_item_version_run_id"),
        sa.UniqueConstraint("item_id", "number", name="uq_item_version_item_id_number"),
    )
    op.create_index("ix_item_version_run_id", "item_version", ["run_id"])


def downgrade() -> None:
    op.drop_table("item_version")
    op.drop_table("item_alias")
    op.drop_table("minutes")
    op.drop_table("agenda_item")
    op.drop_table("paper")
    op.drop_table("meeting")
    op.drop_table("council_item")
    op.drop_table("raw_payload")
    op.drop_table("feed_run")
    op.drop_table("feed")
    op.drop_table("organization")
