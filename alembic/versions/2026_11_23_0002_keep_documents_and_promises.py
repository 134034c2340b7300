"""Keep documents and promises.

Revision 0002, follows 0001.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _add_document()
    _add_question()
    _add_answer()
    _add_statement()
    _add_promise()
    _add_criterion()


def _add_document() -> None:
    op.create_table(
        "document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("body_id", sa.String(64), nullable=False),
        sa.Column("term_id", sa.Integer()),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("damaged", sa.Boolean(), nullable=False),
        sa.Column("umlaut_share", sa.Double(), nullable=False),
        sa.Column("letters", sa.Integer(), nullable=False),
        sa.Column("edits", sa.JSON(), nullable=False),
        sa.Column("stored_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_document"),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name="fk_document_body_id"),
        sa.ForeignKeyConstraint(["term_id"], ["legislative_term.id"], name="fk_document_term_id"),
        sa.UniqueConstraint("sha256", name="uq_document_sha256"),
    )
    op.create_index("ix_document_body_id", "document", ["body_id"])


def _add_question() -> None:
    op.create_table(
        "question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("number", sa.Text()),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_question"),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name="fk_question_document_id"),
        sa.UniqueConstraint("document_id", "start", "end", name="uq_question_document_id_start_end"),
        sa.CheckConstraint('0 <= start AND start <= "end"', name=op.f("ck_question_span")),
    )


def _add_answer() -> None:
    op.create_table(
        "answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(18), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer()),
        sa.Column("respondent_id", sa.Integer()),
        sa.Column("number", sa.Text()),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("confidence", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_answer"),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name="fk_answer_document_id"),
        sa.ForeignKeyConstraint(["question_id"], ["question.id"], name="fk_answer_question_id"),
        sa.ForeignKeyConstraint(["respondent_id"], ["respondent.id"], name="fk_answer_respondent_id"),
        sa.UniqueConstraint("document_id", "start", "end", name="uq_answer_document_id_start_end"),
        sa.UniqueConstraint("public_id", name="uq_answer_public_id"),
        sa.CheckConstraint("confidence BETWEEN 0 AND 1", name=op.f("ck_answer_confidence")),
        sa.CheckConstraint('0 <= start AND start <= "end"', name=op.f("ck_answer_span")),
    )
    op.create_index("ix_answer_question_id", "answer", ["question_id"])
    op.create_index("ix_answer_respondent_id", "answer", ["respondent_id"])


def _add_statement() -> None:
    op.create_table(
        "statement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("answer_id", sa.Integer(), nullable=False),
        sa.Column("act", sa.String(32), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("confidence", sa.Double(), nullable=False),
        sa.Column("triggers", sa.JSON(), nullable=False),
        sa.Column("lead_in", sa.JSON()),
        sa.Column("uncertain_readings", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_statement"),
        sa.ForeignKeyConstraint(["answer_id"], ["answer.id"], name="fk_statement_answer_id"),
        sa.UniqueConstraint("answer_id", "start", "end", name="uq_statement_answer_id_start_end"),
        sa.CheckConstraint(
            "act IN ('commitment', 'position', 'accomplishment', 'appeal', 'fact', 'ambiguous')",
            name=op.f("ck_statement_act"),
        ),
        sa.CheckConstraint("confidence BETWEEN 0 AND 1", name=op.f("ck_statement_confidence")),
        sa.CheckConstraint('0 <= start AND start <= "end"', name=op.f("ck_statement_span")),
    )


def _add_promise() -> None:
    op.create_table(
        "promise",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(18), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("statement_id", sa.Integer()),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.String(64), nullable=False),
        sa.Column("term_id", sa.Integer()),
        sa.Column("respondent_id", sa.Integer()),
        sa.Column("merged_into_id", sa.Integer()),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("strength", sa.String(32), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("testability", sa.String(32), nullable=False),
        sa.Column("level", sa.String(32), nullable=False),
        sa.Column("negated", sa.Boolean(), nullable=False),
        sa.Column("condition", sa.Text(), nullable=False),
        sa.Column("deadline_text", sa.Text(), nullable=False),
        sa.Column("deadline_date", sa.Date()),
        sa.Column("deadline_term", sa.String(32)),
        sa.Column("due_on", sa.Date()),
        sa.Column("numbers", sa.JSON(), nullable=False),
        sa.Column("bodies", sa.JSON(), nullable=False),
        sa.Column("beneficiaries", sa.JSON(), nullable=False),
        sa.Column("competence", sa.String(32), nullable=False),
        sa.Column("uncertain", sa.Boolean(), nullable=False),
        sa.Column("decision_note", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True)),
        sa.Column("decided_by_id", sa.Integer()),
        sa.PrimaryKeyConstraint("id", name="pk_promise"),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name="fk_promise_body_id"),
        sa.ForeignKeyConstraint(["decided_by_id"], ["user_account.id"], name="fk_promise_decided_by_id"),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name="fk_promise_document_id"),
        sa.ForeignKeyConstraint(["merged_into_id"], ["promise.id"], name="fk_promise_merged_into_id"),
        sa.ForeignKeyConstraint(["respondent_id"], ["respondent.id"], name="fk_promise_respondent_id"),
        sa.ForeignKeyConstraint(["statement_id"], ["statement.id"], name="fk_promise_statement_id"),
        sa.ForeignKeyConstraint(["term_id"], ["legislative_term.id"], name="fk_promise_term_id"),
        sa.UniqueConstraint("public_id", name="uq_promise_public_id"),
        sa.CheckConstraint(
            "competence IN ('municipal', 'shared', 'other_level', 'unclear')", name=op.f("ck_promise_competence")
        ),
        sa.CheckConstraint(
            "(state = 'proposed') = (decided_by_id IS NULL)", name=op.f("ck_promise_decided_by_a_person")
        ),
        sa.CheckConstraint("kind IN ('action', 'outcome', 'maintain', 'process')", name=op.f("ck_promise_kind")),
        sa.CheckConstraint("level IN ('municipality', 'state', 'federation', 'europe')", name=op.f("ck_promise_level")),
        sa.CheckConstraint(
            "(state = 'merged') = (merged_into_id IS NOT NULL)", name=op.f("ck_promise_merged_into_another")
        ),
        sa.CheckConstraint(
            "state IN ('proposed', 'accepted', 'rejected', 'merged', 'withdrawn')", name=op.f("ck_promise_promisestate")
        ),
        sa.CheckConstraint(
            "state <> 'rejected' OR length(decision_note) > 0", name=op.f("ck_promise_rejected_with_reason")
        ),
        sa.CheckConstraint('0 <= start AND start <= "end"', name=op.f("ck_promise_span")),
        sa.CheckConstraint("strength IN ('firm', 'intent', 'advocacy', 'support')", name=op.f("ck_promise_strength")),
        sa.CheckConstraint("deadline_term IN ('current', 'next')", name=op.f("ck_promise_termreference")),
        sa.CheckConstraint("testability IN ('clear', 'partial', 'vague')", name=op.f("ck_promise_testability")),
        sa.CheckConstraint("length(title) BETWEEN 1 AND 300", name=op.f("ck_promise_title")),
    )
    op.create_index("ix_promise_document_id", "promise", ["document_id"])
    op.create_index("ix_promise_due_on", "promise", ["due_on"])
    op.create_index("ix_promise_respondent_id", "promise", ["respondent_id"])
    op.create_index("ix_promise_statement_id", "promise", ["statement_id"])


def _add_criterion() -> None:
    op.create_table(
        "criterion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("promise_id", sa.Integer(), nullable=False),
        sa.Column("fulfilled_if", sa.Text(), nullable=False),
        sa.Column("partly_if", sa.Text(), nullable=False),
        sa.Column("not_fulfilled_if", sa.Text(), nullable=False),
        sa.Column("where_to_look", sa.Text(), nullable=False),
        sa.Column("next_review", sa.Date()),
        sa.Column("written_by_id", sa.Integer(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_criterion"),
        sa.ForeignKeyConstraint(["promise_id"], ["promise.id"], name="fk_criterion_promise_id"),
        sa.ForeignKeyConstraint(["written_by_id"], ["user_account.id"], name="fk_criterion_written_by_id"),
        sa.UniqueConstraint("promise_id", name="uq_criterion_promise_id"),
    )


def downgrade() -> None:
    op.drop_table("criterion")
    op.drop_table("promise")
    op.drop_table("statement")
    op.drop_table("answer")
    op.drop_table("question")
    op.drop_table("document")
