"""Read attachments, and know how often a source is to be polled.

Revision 0006, follows 0005.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("feed_id", sa.String(64), nullable=False),
        sa.Column("download_url", sa.Text(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("mime_type", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(64)),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("pages", sa.JSON(), nullable=False),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("fetched_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_file"),
        sa.ForeignKeyConstraint(["feed_id"], ["feed.id"], name="fk_file_feed_id"),
        sa.UniqueConstraint("feed_id", "download_url", name="uq_file_feed_id_download_url"),
        sa.CheckConstraint("size >= 0", name=op.f("ck_file_size")),
        sa.CheckConstraint("text = '' OR sha256 IS NOT NULL", name=op.f("ck_file_text_has_its_bytes")),
        sa.CheckConstraint("tries > 0", name=op.f("ck_file_tries_are_counted")),
    )
    op.create_index("ix_file_sha256", "file", ["sha256"])
    op.create_table(
        "tombstone",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("feed_id", sa.String(64), nullable=False),
        sa.Column("identity", sa.Text(), nullable=False),
        sa.Column("first_seen", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_tombstone"),
        sa.ForeignKeyConstraint(["feed_id"], ["feed.id"], name="fk_tombstone_feed_id"),
        sa.UniqueConstraint("feed_id", "identity", name="uq_tombstone_feed_id_identity"),
    )
    # no CHECK here: SQLite would have to rebuild the table, to which others point
    op.add_column("feed", sa.Column("every_minutes", sa.Integer(), nullable=False, server_default="360"))
    op.add_column("feed", sa.Column("revision", sa.Integer(), nullable=False, server_default="0"))


def downgrade() -> None:
    op.drop_column("feed", "revision")
    op.drop_column("feed", "every_minutes")
    op.drop_table("tombstone")
    op.drop_table("file")
