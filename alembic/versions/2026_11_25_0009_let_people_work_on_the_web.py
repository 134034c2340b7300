"""Let people work on the web: topics, claims, replies, corrections, tips, second coding.

Revision 0009, follows 0007.
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0007"
branch_labels = None
depends_on = None

ACTS = "'commitment', 'position', 'accomplishment', 'appeal', 'fact', 'ambiguous'"
TOPICS = (
    "'mobility', 'housing', 'climate', 'nature', 'school', 'family', 'social', 'health', 'migration', 'inclusion', "
    "'equality', 'culture', 'sport', 'economy', 'safety', 'administration', 'finance', 'democracy', 'other'"
)


def upgrade() -> None:
    _widen()
    _add_tables()


def _widen() -> None:
    op.add_column(
        "promise",
        sa.Column("topic", sa.String(32), sa.CheckConstraint(f"topic IN ({TOPICS})", name=op.f("ck_promise_topic"))),
    )
    op.add_column(
        "promise",
        sa.Column(
            "act",
            sa.String(32),
            sa.CheckConstraint(f"act IN ({ACTS})", name=op.f("ck_promise_act")),
            nullable=False,
            server_default="commitment",
        ),
    )
    op.add_column("promise", sa.Column("edited_at", sa.DateTime(timezone=True)))
    op.create_index("ix_promise_topic", "promise", ["topic"])
    op.add_column("link_judgement", sa.Column("undone_at", sa.DateTime(timezone=True)))
    op.create_index("ix_link_judgement_by_id", "link_judgement", ["by_id"])
    op.add_column("assessment", sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
    op.add_column("assessment", sa.Column("returned_at", sa.DateTime(timezone=True)))
    op.add_column("assessment", sa.Column("codebook", sa.String(16), nullable=False, server_default=""))


def _add_tables() -> None:
    _add_promise_split()
    _add_claim()
    _add_reply()
    _add_correction()
    _add_tip()
    _add_coding()
    _add_received_file()


def _add_promise_split() -> None:
    op.create_table(
        "promise_split",
        sa.Column("part_id", sa.Integer(), nullable=False),
        sa.Column("whole_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("part_id", name="pk_promise_split"),
        sa.ForeignKeyConstraint(["part_id"], ["promise.id"], name="fk_promise_split_part_id"),
        sa.ForeignKeyConstraint(["whole_id"], ["promise.id"], name="fk_promise_split_whole_id"),
    )
    op.create_index("ix_promise_split_whole_id", "promise_split", ["whole_id"])


def _add_claim() -> None:
    op.create_table(
        "claim",
        sa.Column("link_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("later", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("link_id", "by_id", name="pk_claim"),
        sa.ForeignKeyConstraint(["by_id"], ["user_account.id"], name="fk_claim_by_id"),
        sa.ForeignKeyConstraint(["link_id"], ["link.id"], name="fk_claim_link_id"),
    )


def _add_reply() -> None:
    op.create_table(
        "reply",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(18), nullable=False),
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("sent_to", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("signed", sa.Text(), nullable=False),
        sa.Column("replied_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("id", name="pk_reply"),
        sa.ForeignKeyConstraint(["asked_by_id"], ["user_account.id"], name="fk_reply_asked_by_id"),
        sa.ForeignKeyConstraint(["assessment_id"], ["assessment.id"], name="fk_reply_assessment_id"),
        sa.UniqueConstraint("assessment_id", name="uq_reply_assessment_id"),
        sa.UniqueConstraint("public_id", name="uq_reply_public_id"),
        sa.UniqueConstraint("token_hash", name="uq_reply_token_hash"),
        sa.CheckConstraint("(replied_at IS NULL) = (length(text) = 0)", name=op.f("ck_reply_says_something")),
    )


def _add_correction() -> None:
    op.create_table(
        "correction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(18), nullable=False),
        sa.Column("promise_id", sa.Integer(), nullable=False),
        sa.Column("assessment_id", sa.Integer()),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_correction"),
        sa.ForeignKeyConstraint(["assessment_id"], ["assessment.id"], name="fk_correction_assessment_id"),
        sa.ForeignKeyConstraint(["by_id"], ["user_account.id"], name="fk_correction_by_id"),
        sa.ForeignKeyConstraint(["promise_id"], ["promise.id"], name="fk_correction_promise_id"),
        sa.UniqueConstraint("public_id", name="uq_correction_public_id"),
        sa.CheckConstraint("length(text) > 0", name=op.f("ck_correction_says_something")),
    )
    op.create_index("ix_correction_promise_id", "correction", ["promise_id"])


def _add_tip() -> None:
    op.create_table(
        "tip",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(18), nullable=False),
        sa.Column("promise_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("contact", sa.Text(), nullable=False),
        sa.Column("sender", sa.String(64), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_by_id", sa.Integer()),
        sa.Column("answered_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("id", name="pk_tip"),
        sa.ForeignKeyConstraint(["answered_by_id"], ["user_account.id"], name="fk_tip_answered_by_id"),
        sa.ForeignKeyConstraint(["promise_id"], ["promise.id"], name="fk_tip_promise_id"),
        sa.UniqueConstraint("public_id", name="uq_tip_public_id"),
        sa.CheckConstraint("(state = 'open') = (answered_by_id IS NULL)", name=op.f("ck_tip_answered_by_a_person")),
        sa.CheckConstraint("state = 'open' OR length(answer) > 0", name=op.f("ck_tip_answered_with_words")),
        sa.CheckConstraint("kind IN ('source', 'error')", name=op.f("ck_tip_tipkind")),
        sa.CheckConstraint("state IN ('open', 'used', 'declined')", name=op.f("ck_tip_tipstate")),
    )
    op.create_index("ix_tip_promise_id", "tip", ["promise_id"])
    op.create_index("ix_tip_sender", "tip", ["sender"])
    op.create_index("ix_tip_state_received_at", "tip", ["state", "received_at"])


def _add_coding() -> None:
    op.create_table(
        "coding",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(18), nullable=False),
        sa.Column("promise_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("act", sa.String(32), nullable=False),
        sa.Column("testability", sa.String(32), nullable=False),
        sa.Column("outcome", sa.String(32)),
        sa.Column("codebook", sa.String(16), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("settled_by_id", sa.Integer()),
        sa.Column("settled_at", sa.DateTime(timezone=True)),
        sa.Column("settlement", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_coding"),
        sa.ForeignKeyConstraint(["by_id"], ["user_account.id"], name="fk_coding_by_id"),
        sa.ForeignKeyConstraint(["promise_id"], ["promise.id"], name="fk_coding_promise_id"),
        sa.ForeignKeyConstraint(["settled_by_id"], ["user_account.id"], name="fk_coding_settled_by_id"),
        sa.UniqueConstraint("promise_id", "by_id", name="uq_coding_promise_id_by_id"),
        sa.UniqueConstraint("public_id", name="uq_coding_public_id"),
        sa.CheckConstraint(
            "act IN ('commitment', 'position', 'accomplishment', 'appeal', 'fact', 'ambiguous')",
            name=op.f("ck_coding_act"),
        ),
        sa.CheckConstraint(
            "outcome IN ('not_yet_rated', 'in_progress', 'stalled', 'kept_so_far', 'fulfilled', "
            "'partly_fulfilled', 'not_fulfilled', 'not_testable')",
            name=op.f("ck_coding_outcome"),
        ),
        sa.CheckConstraint(
            "(settled_at IS NULL) = (settled_by_id IS NULL)", name=op.f("ck_coding_settled_by_a_person")
        ),
        sa.CheckConstraint(
            "(settled_at IS NULL) = (length(settlement) = 0)", name=op.f("ck_coding_settled_with_words")
        ),
        sa.CheckConstraint("testability IN ('clear', 'partial', 'vague')", name=op.f("ck_coding_testability")),
    )


def _add_received_file() -> None:
    op.create_table(
        "received_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_received_file"),
        sa.ForeignKeyConstraint(["by_id"], ["user_account.id"], name="fk_received_file_by_id"),
        sa.UniqueConstraint("sha256", name="uq_received_file_sha256"),
    )


def downgrade() -> None:
    for table in ("received_file", "coding", "tip", "correction", "reply", "claim", "promise_split"):
        op.drop_table(table)
    for column in ("codebook", "returned_at", "version"):
        op.drop_column("assessment", column)
    op.drop_index("ix_link_judgement_by_id", "link_judgement")
    op.drop_column("link_judgement", "undone_at")
    op.drop_index("ix_promise_topic", "promise")
    for column in ("edited_at", "act", "topic"):
        op.drop_column("promise", column)
