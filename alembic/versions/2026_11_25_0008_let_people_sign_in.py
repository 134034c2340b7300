"""Let people sign in: ranks, passwords, second factors, sessions, invitations, and how often something was tried.

Revision 0008, follows 0011.
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0011"
branch_labels = None
depends_on = None

RANK = """
ALTER TABLE user_account ADD COLUMN rank VARCHAR(32) DEFAULT 'volunteer' NOT NULL
CONSTRAINT ck_user_account_rank CHECK (rank IN ('reader', 'volunteer', 'editor', 'operator'))
"""
"""In SQL, because SQLite adds a column together with its CHECK only in this form; both databases take it."""

FIRST_IS_OPERATOR = """
UPDATE user_account SET rank = 'operator' WHERE id = (SELECT min(id) FROM user_account)
"""


def upgrade() -> None:
    op.execute(RANK)
    op.execute(FIRST_IS_OPERATOR)
    op.add_column("user_account", sa.Column("password_hash", sa.Text()))
    op.add_column("user_account", sa.Column("totp_secret", sa.Text()))
    op.add_column("user_account", sa.Column("totp_step", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("user_account", sa.Column("recovery_hashes", sa.JSON(), nullable=False, server_default="[]"))
    op.add_column("user_account", sa.Column("disabled_at", sa.DateTime(timezone=True)))
    op.add_column("user_account", sa.Column("interests", sa.Text(), nullable=False, server_default=""))
    op.add_column("user_account", sa.Column("shortcuts", sa.Boolean(), nullable=False, server_default=sa.true()))
    _sign_in()
    _invitation()
    _attempt()


def _sign_in() -> None:
    op.create_table(
        "sign_in",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_sha256", sa.String(64), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("complete", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_sign_in"),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name="fk_sign_in_user_id"),
        sa.UniqueConstraint("token_sha256", name="uq_sign_in_token_sha256"),
    )
    op.create_index("ix_sign_in_user_id", "sign_in", ["user_id"])


def _invitation() -> None:
    op.create_table(
        "invitation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_sha256", sa.String(64), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("id", name="pk_invitation"),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name="fk_invitation_user_id"),
        sa.UniqueConstraint("token_sha256", name="uq_invitation_token_sha256"),
    )
    op.create_index("ix_invitation_user_id", "invitation", ["user_id"])


def _attempt() -> None:
    op.create_table(
        "attempt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(32), nullable=False),
        sa.Column("subject_sha256", sa.String(64), nullable=False),
        sa.Column("window_start", sa.DateTime(timezone=True), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_attempt"),
        sa.UniqueConstraint(
            "action", "subject_sha256", "window_start", name="uq_attempt_action_subject_sha256_window_start"
        ),
        sa.CheckConstraint("number > 0", name=op.f("ck_attempt_numbers_are_counted")),
    )


def downgrade() -> None:
    op.drop_table("attempt")
    op.drop_table("invitation")
    op.drop_table("sign_in")
    for column in (
        "shortcuts",
        "interests",
        "disabled_at",
        "recovery_hashes",
        "totp_step",
        "totp_secret",
        "password_hash",
        "rank",
    ):
        op.drop_column("user_account", column)
