"""Review links, record checks and sources, assess promises.

Revision 0004, follows 0003.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _add_link()
    _add_link_judgement()
    _add_promise_check()
    _add_source()
    _add_assessment()
    _add_assessment_link()
    _add_assessment_source()


def _add_link() -> None:
    op.create_table(
        "link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(18), nullable=False),
        sa.Column("promise_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("score", sa.Double(), nullable=False),
        sa.Column("model", sa.String(64), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("passage", sa.JSON()),
        sa.Column("background", sa.Boolean(), nullable=False),
        sa.Column("judgement", sa.String(32), nullable=False),
        sa.Column("judged_by_id", sa.Integer()),
        sa.Column("judged_at", sa.DateTime(timezone=True)),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_link"),
        sa.ForeignKeyConstraint(["item_id"], ["council_item.id"], name="fk_link_item_id"),
        sa.ForeignKeyConstraint(["judged_by_id"], ["user_account.id"], name="fk_link_judged_by_id"),
        sa.ForeignKeyConstraint(["promise_id"], ["promise.id"], name="fk_link_promise_id"),
        sa.UniqueConstraint("promise_id", "item_id", name="uq_link_promise_id_item_id"),
        sa.UniqueConstraint("public_id", name="uq_link_public_id"),
        sa.CheckConstraint("(judged_by_id IS NULL) = (judged_at IS NULL)", name=op.f("ck_link_judged_at_a_time")),
        sa.CheckConstraint(
            "(judgement = 'unreviewed') = (judged_by_id IS NULL)", name=op.f("ck_link_judged_by_a_person")
        ),
        sa.CheckConstraint(
            "judgement IN ('unreviewed', 'relevant', 'irrelevant', 'unsure')", name=op.f("ck_link_judgement")
        ),
        sa.CheckConstraint("score BETWEEN 0 AND 1", name=op.f("ck_link_score")),
    )
    op.create_index("ix_link_item_id", "link", ["item_id"])
    op.create_index("ix_link_judgement_score", "link", ["judgement", "score"])


def _add_link_judgement() -> None:
    op.create_table(
        "link_judgement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("link_id", sa.Integer(), nullable=False),
        sa.Column("judgement", sa.String(32), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("item_hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_link_judgement"),
        sa.ForeignKeyConstraint(["by_id"], ["user_account.id"], name="fk_link_judgement_by_id"),
        sa.ForeignKeyConstraint(["link_id"], ["link.id"], name="fk_link_judgement_link_id"),
        sa.CheckConstraint(
            "judgement IN ('unreviewed', 'relevant', 'irrelevant', 'unsure')", name=op.f("ck_link_judgement_judgement")
        ),
        sa.CheckConstraint("judgement <> 'unreviewed'", name=op.f("ck_link_judgement_says_something")),
    )
    op.create_index("ix_link_judgement_link_id", "link_judgement", ["link_id"])


def _add_promise_check() -> None:
    op.create_table(
        "promise_check",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(18), nullable=False),
        sa.Column("promise_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("finding", sa.String(32), nullable=False),
        sa.Column("sources", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_promise_check"),
        sa.ForeignKeyConstraint(["by_id"], ["user_account.id"], name="fk_promise_check_by_id"),
        sa.ForeignKeyConstraint(["promise_id"], ["promise.id"], name="fk_promise_check_promise_id"),
        sa.UniqueConstraint("public_id", name="uq_promise_check_public_id"),
        sa.CheckConstraint("finding IN ('nothing', 'evidence')", name=op.f("ck_promise_check_checkfinding")),
    )
    op.create_index("ix_promise_check_promise_id", "promise_check", ["promise_id"])


def _add_source() -> None:
    op.create_table(
        "source",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(18), nullable=False),
        sa.Column("promise_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_source"),
        sa.ForeignKeyConstraint(["added_by_id"], ["user_account.id"], name="fk_source_added_by_id"),
        sa.ForeignKeyConstraint(["promise_id"], ["promise.id"], name="fk_source_promise_id"),
        sa.UniqueConstraint("promise_id", "sha256", name="uq_source_promise_id_sha256"),
        sa.UniqueConstraint("public_id", name="uq_source_public_id"),
        sa.CheckConstraint(
            "kind IN ('announcement', 'press', 'administration', 'budget', 'decision')",
            name=op.f("ck_source_evidencerank"),
        ),
    )


def _add_assessment() -> None:
    op.create_table(
        "assessment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(18), nullable=False),
        sa.Column("promise_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("outcome", sa.String(32), nullable=False),
        sa.Column("effort", sa.String(32), nullable=False),
        sa.Column("role", sa.String(32), nullable=False),
        sa.Column("reason_code", sa.String(32)),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("effective", sa.Date(), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_by_id", sa.Integer()),
        sa.Column("confirmed_at", sa.DateTime(timezone=True)),
        sa.Column("published_at", sa.DateTime(timezone=True)),
        sa.Column("single_person", sa.Boolean(), nullable=False),
        sa.Column("returned_by_id", sa.Integer()),
        sa.Column("return_reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_assessment"),
        sa.ForeignKeyConstraint(["confirmed_by_id"], ["user_account.id"], name="fk_assessment_confirmed_by_id"),
        sa.ForeignKeyConstraint(["promise_id"], ["promise.id"], name="fk_assessment_promise_id"),
        sa.ForeignKeyConstraint(["proposed_by_id"], ["user_account.id"], name="fk_assessment_proposed_by_id"),
        sa.ForeignKeyConstraint(["returned_by_id"], ["user_account.id"], name="fk_assessment_returned_by_id"),
        sa.UniqueConstraint("public_id", name="uq_assessment_public_id"),
        sa.CheckConstraint(
            "state IN ('proposed', 'confirmed', 'published', 'superseded', 'returned')",
            name=op.f("ck_assessment_assessmentstate"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('confirmed', 'published', 'superseded') OR confirmed_by_id IS NOT NULL",
            name=op.f("ck_assessment_confirmed_by_a_person"),
        ),
        sa.CheckConstraint(
            "effort IN ('none_known', 'proposed', 'supported', 'abstained', 'opposed')",
            name=op.f("ck_assessment_effort"),
        ),
        sa.CheckConstraint(
            "outcome <> 'not_testable' OR length(reason) > 0", name=op.f("ck_assessment_not_testable_with_reason")
        ),
        sa.CheckConstraint(
            "outcome IN ('not_yet_rated', 'in_progress', 'stalled', 'kept_so_far', 'fulfilled', "
            "'partly_fulfilled', 'not_fulfilled', 'not_testable')",
            name=op.f("ck_assessment_outcome"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('published', 'superseded') OR published_at IS NOT NULL",
            name=op.f("ck_assessment_published_at_a_time"),
        ),
        sa.CheckConstraint(
            "reason_code IN ('no_majority', 'not_pursued', 'acted_against', 'no_competence', 'no_money', "
            "'overtaken', 'unknown')",
            name=op.f("ck_assessment_reasoncode"),
        ),
        sa.CheckConstraint(
            "state <> 'returned' OR length(return_reason) > 0", name=op.f("ck_assessment_returned_with_reason")
        ),
        sa.CheckConstraint("role IN ('majority', 'opposition', 'unknown')", name=op.f("ck_assessment_role")),
        sa.CheckConstraint(
            "outcome NOT IN ('stalled', 'not_fulfilled') OR reason_code IS NOT NULL",
            name=op.f("ck_assessment_says_what_stopped_it"),
        ),
        sa.CheckConstraint(
            "confirmed_by_id IS NULL OR confirmed_by_id <> proposed_by_id OR single_person "
            "OR outcome NOT IN ('fulfilled', 'not_fulfilled', 'not_testable', 'partly_fulfilled')",
            name=op.f("ck_assessment_second_person"),
        ),
    )
    op.create_index("ix_assessment_promise_id", "assessment", ["promise_id"])
    op.create_index("ix_assessment_published_at", "assessment", ["published_at"])


def _add_assessment_link() -> None:
    op.create_table(
        "assessment_link",
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("link_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("assessment_id", "link_id", name="pk_assessment_link"),
        sa.ForeignKeyConstraint(["assessment_id"], ["assessment.id"], name="fk_assessment_link_assessment_id"),
        sa.ForeignKeyConstraint(["link_id"], ["link.id"], name="fk_assessment_link_link_id"),
    )


def _add_assessment_source() -> None:
    op.create_table(
        "assessment_source",
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("assessment_id", "source_id", name="pk_assessment_source"),
        sa.ForeignKeyConstraint(["assessment_id"], ["assessment.id"], name="fk_assessment_source_assessment_id"),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name="fk_assessment_source_source_id"),
    )


def downgrade() -> None:
    op.drop_table("assessment_source")
    op.drop_table("assessment_link")
    op.drop_table("assessment")
    op.drop_table("source")
    op.drop_table("promise_check")
    op.drop_table("link_judgement")
    op.drop_table("link")
