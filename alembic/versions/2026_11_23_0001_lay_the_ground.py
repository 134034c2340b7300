"""Lay the ground: bodies with terms and respondents, users, events, job runs.

Revision 0001, follows nothing.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# Whoever rebuilds the event table (batch mode on SQLite does) must create these again.
REFUSALS = {
    "sqlite": [
        f"CREATE TRIGGER event_refuses_{act.lower()} BEFORE {act} ON event "
        f"BEGIN SELECT RAISE(ABORT, 'events are append-only'); END"
        for act in ("UPDATE", "DELETE")
    ],
    "postgresql": [
        """CREATE FUNCTION refuse_event_change() RETURNS trigger LANGUAGE plpgsql AS $$
           BEGIN RAISE EXCEPTION 'events are append-only' USING ERRCODE = 'integrity_constraint_violation'; END $$""",
        """CREATE TRIGGER event_refuses_change BEFORE UPDATE OR DELETE ON event
           FOR EACH ROW EXECUTE FUNCTION refuse_event_change()""",
        """CREATE TRIGGER event_refuses_truncate BEFORE TRUNCATE ON event
           FOR EACH STATEMENT EXECUTE FUNCTION refuse_event_change()""",
    ],
}


def upgrade() -> None:
    _add_body()
    _add_legislative_term()
    _add_respondent()
    _add_user_account()
    _add_event()
    _add_job_run()
    for statement in REFUSALS[op.get_bind().dialect.name]:
        op.execute(statement)


def _add_body() -> None:
    op.create_table(
        "body",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("ags", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_body"),
    )


def _add_legislative_term() -> None:
    op.create_table(
        "legislative_term",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.String(64), nullable=False),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("start_date", sa.Date(), nullable=False),
        sa.Column("end_date", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_legislative_term"),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name="fk_legislative_term_body_id"),
        sa.UniqueConstraint("body_id", "key", name="uq_legislative_term_body_id_key"),
        sa.CheckConstraint("start_date <= end_date", name=op.f("ck_legislative_term_starts_before_it_ends")),
    )


def _add_respondent() -> None:
    op.create_table(
        "respondent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.String(64), nullable=False),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("factions", sa.JSON(), nullable=False),
        sa.Column("majority", sa.JSON(), nullable=False),
        sa.Column("listed", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_respondent"),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name="fk_respondent_body_id"),
        sa.UniqueConstraint("body_id", "key", name="uq_respondent_body_id_key"),
    )


def _add_user_account() -> None:
    op.create_table(
        "user_account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("email", sa.Text()),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_user_account"),
        sa.UniqueConstraint("email", name="uq_user_account_email"),
        sa.UniqueConstraint("name", name="uq_user_account_name"),
    )


def _add_event() -> None:
    op.create_table(
        "event",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.String(27), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(64), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("prev", sa.String(64), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_event"),
        sa.UniqueConstraint("hash", name="uq_event_hash"),
    )
    op.create_index("ix_event_kind", "event", ["kind"])
    op.create_index("ix_event_subject_seq", "event", ["subject", "seq"])


def _add_job_run() -> None:
    op.create_table(
        "job_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("job", sa.String(32), nullable=False),
        sa.Column("period", sa.String(96), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True)),
        sa.Column("error", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_job_run"),
        sa.UniqueConstraint("job", "period", name="uq_job_run_job_period"),
        sa.CheckConstraint("attempts >= 0", name=op.f("ck_job_run_attempts_are_counted")),
        sa.CheckConstraint("state IN ('running', 'done', 'failed', 'held')", name=op.f("ck_job_run_runstate")),
    )


def downgrade() -> None:
    op.drop_table("job_run")
    op.drop_table("event")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_event_change()")
    op.drop_table("user_account")
    op.drop_table("respondent")
    op.drop_table("legislative_term")
    op.drop_table("body")
