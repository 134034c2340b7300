"""Write to subscribers: addresses, what they asked for and agreed to, links in mails, notices before meetings.

Revision 0010, follows 0012.
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "subscriber",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("unreachable_since", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("id", name="pk_subscriber"),
        sa.UniqueConstraint("email", name="uq_subscriber_email"),
    )
    _subscription()
    _mail_token()
    op.create_table(
        "meeting_notice",
        sa.Column("subscriber_id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("promise_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("subscriber_id", "meeting_id", "promise_id", name="pk_meeting_notice"),
        sa.ForeignKeyConstraint(["subscriber_id"], ["subscriber.id"], name="fk_meeting_notice_subscriber_id"),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name="fk_meeting_notice_meeting_id"),
        sa.ForeignKeyConstraint(["promise_id"], ["promise.id"], name="fk_meeting_notice_promise_id"),
    )


def _subscription() -> None:
    op.create_table(
        "subscription",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subscriber_id", sa.Integer(), nullable=False),
        sa.Column("occasion", sa.String(32), nullable=False),
        sa.Column("scope", sa.String(32), nullable=False),
        sa.Column("subject", sa.String(160), nullable=False),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("consent", sa.String(16), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True)),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("id", name="pk_subscription"),
        sa.ForeignKeyConstraint(["subscriber_id"], ["subscriber.id"], name="fk_subscription_subscriber_id"),
        sa.UniqueConstraint(
            "subscriber_id", "occasion", "scope", "subject", name="uq_subscription_subscriber_id_occasion_scope_subject"
        ),
        sa.CheckConstraint("occasion IN ('report', 'meeting')", name=op.f("ck_subscription_occasion")),
        sa.CheckConstraint("scope IN ('body', 'topic', 'respondent', 'promise')", name=op.f("ck_subscription_scope")),
        sa.CheckConstraint(
            "ended_at IS NULL OR confirmed_at IS NOT NULL", name=op.f("ck_subscription_ends_after_it_began")
        ),
    )
    op.create_index("ix_subscription_subscriber_id", "subscription", ["subscriber_id"])


def _mail_token() -> None:
    op.create_table(
        "mail_token",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_sha256", sa.String(64), nullable=False),
        sa.Column("subscriber_id", sa.Integer(), nullable=False),
        sa.Column("confirms", sa.Boolean(), nullable=False),
        sa.Column("subscriptions", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True)),
        sa.Column("used_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("id", name="pk_mail_token"),
        sa.ForeignKeyConstraint(["subscriber_id"], ["subscriber.id"], name="fk_mail_token_subscriber_id"),
        sa.UniqueConstraint("token_sha256", name="uq_mail_token_token_sha256"),
    )
    op.create_index("ix_mail_token_subscriber_id", "mail_token", ["subscriber_id"])


def downgrade() -> None:
    for table in ("meeting_notice", "mail_token", "subscription", "subscriber"):
        op.drop_table(table)
