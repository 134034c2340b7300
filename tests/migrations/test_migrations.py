import enum
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError, IntegrityError

from tests.conftest import DATABASES, SCRIPTS
from tests.factories import NOW
from tracker.db.models import Base
from tracker.db.schema import check_schema, config, upgrade
from tracker.db.session import open_engine
from tracker.db.types import UtcDateTime
from tracker.errors import DatabaseError

TABLES = Base.metadata.sorted_tables
REVISIONS = [script.revision for script in reversed(list(ScriptDirectory(str(SCRIPTS)).walk_revisions()))]
CHECKS = sorted(
    (str(check.name), table.name)
    for table in TABLES
    for check in table.constraints
    if isinstance(check, sa.CheckConstraint) and isinstance(check.name, str)
)

# What a row must not say, by the CHECK that refuses it; those of enumerations need no entry.
BAD: dict[str, dict[str, Any]] = {
    "ck_answer_confidence": {"confidence": 1.5},
    "ck_answer_span": {"start": 9, "end": 3},
    "ck_assessment_confirmed_by_a_person": {"confirmed_by_id": None},
    "ck_assessment_not_testable_with_reason": {"outcome": "not_testable", "reason": ""},
    "ck_assessment_published_at_a_time": {"published_at": None},
    "ck_assessment_returned_with_reason": {"state": "returned", "return_reason": ""},
    "ck_assessment_says_what_stopped_it": {"outcome": "stalled", "reason_code": None},
    "ck_assessment_second_person": {"outcome": "fulfilled", "proposed_by_id": 1, "confirmed_by_id": 1},
    "ck_coding_settled_by_a_person": {"settled_by_id": None},
    "ck_coding_settled_with_words": {"settlement": ""},
    "ck_correction_says_something": {"text": ""},
    "ck_attempt_numbers_are_counted": {"number": 0},
    "ck_council_item_deletions_are_no_items": {"kind": "deletion"},
    "ck_council_item_seen_in_order": {"last_seen": NOW - timedelta(days=1)},
    "ck_feed_failures_are_counted": {"failures": -1},
    "ck_feed_run_counts_are_counted": {"vanished": -1},
    "ck_file_size": {"size": -1},
    "ck_file_text_has_its_bytes": {"sha256": None},
    "ck_file_tries_are_counted": {"tries": 0},
    "ck_job_run_attempts_are_counted": {"attempts": -1},
    "ck_legislative_term_starts_before_it_ends": {"end_date": date(1999, 1, 1)},
    "ck_link_judged_at_a_time": {"judged_at": None},
    "ck_link_judged_by_a_person": {"judgement": "unreviewed"},
    "ck_link_judgement_says_something": {"judgement": "unreviewed"},
    "ck_link_score": {"score": 1.01},
    "ck_outbox_attempts_are_counted": {"attempts": -1},
    "ck_outbox_claimed_before_sent": {"state": "sent", "claimed_at": None},
    "ck_promise_decided_by_a_person": {"decided_by_id": None},
    "ck_promise_merged_into_another": {"state": "merged", "merged_into_id": None},
    "ck_promise_rejected_with_reason": {"state": "rejected", "decision_note": ""},
    "ck_promise_span": {"start": 9, "end": 3},
    "ck_promise_title": {"title": ""},
    "ck_question_span": {"start": -1},
    "ck_reply_says_something": {"text": ""},
    "ck_subscription_ends_after_it_began": {"confirmed_at": None},
    "ck_statement_confidence": {"confidence": -0.1},
    "ck_statement_span": {"start": 9, "end": 3},
    "ck_tip_answered_by_a_person": {"answered_by_id": None},
    "ck_tip_answered_with_words": {"answer": ""},
}

# What a valid row says where "some value of the column's type" would not do.
GOOD: dict[str, dict[str, Any]] = {
    "council_item": {"kind": "meeting"},
    "promise": {"state": "accepted", "merged_into_id": None},
    "assessment": {"state": "published", "single_person": False, "proposed_by_id": 1, "confirmed_by_id": 2},
    "link": {"judgement": "relevant"},
    "link_judgement": {"judgement": "relevant"},
}


VALUES = (
    (UtcDateTime, NOW),
    (sa.JSON, [{"start": 1, "end": 2}]),
    (sa.Boolean, False),
    (sa.Float, 0.5),
    (sa.Date, date(2026, 3, 14)),
    (sa.LargeBinary, b"bytes"),
)


def some_value(column: sa.Column[Any], number: int) -> Any:
    """A value that fits the column's type; references point at row 1, texts differ between rows."""
    if column.foreign_keys:
        return some_value(next(iter(column.foreign_keys)).column, 1)
    if isinstance(column.type, sa.Enum):
        return column.type.enums[-1]
    if isinstance(column.type, sa.Integer):
        return number
    word = f"{column.name} {number}"[: getattr(column.type, "length", None) or 99]
    return next((value for kind, value in VALUES if isinstance(column.type, kind)), word)


def fill(connection: Connection) -> None:
    """Two users, and one row in every other table."""
    for table in TABLES:
        for number in (1, 2) if table.name == "user_account" else (1,):
            row = {column.name: some_value(column, number) for column in table.columns}
            if "start" in row and "end" in row:
                row |= {"start": 3, "end": 9}
            connection.execute(raw(table).insert().values(row | GOOD.get(table.name, {})))


def raw(table: sa.Table) -> sa.Table:
    """The table without our enumerations, so that wrong words reach the database."""
    plain = sa.Table(table.name, sa.MetaData())
    for column in table.columns:
        kind = sa.String() if isinstance(column.type, sa.Enum) else column.type
        plain.append_column(sa.Column(column.name, kind))
    return plain


@pytest.fixture(scope="module", params=DATABASES)
def filled_engine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """A database with rows in every table, for tests that take back what they do."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path_factory.mktemp('filled') / 'tracker.sqlite'}"
    else:
        url = request.getfixturevalue("postgres").make()
    engine = open_engine(url)
    upgrade(engine, SCRIPTS)
    with engine.begin() as connection:
        fill(connection)
    yield engine
    engine.dispose()


@pytest.fixture
def filled(filled_engine: Engine) -> Iterator[Connection]:
    with filled_engine.connect() as connection:
        yield connection
        connection.rollback()


def downgrade(engine: Engine, revision: str) -> None:
    with engine.begin() as connection:
        command.downgrade(config(SCRIPTS, connection), revision)


def tables(engine: Engine) -> set[str]:
    with engine.connect() as connection:
        return set(sa.inspect(connection).get_table_names()) - {"alembic_version"}


def test_migrations_are_one_line_from_base_to_head():
    assert len(list(ScriptDirectory(str(SCRIPTS)).get_heads())) == 1
    assert len(set(REVISIONS)) == len(REVISIONS)


def test_migrating_up_gives_exactly_the_tables_of_the_models(empty_url, capsys):
    engine = open_engine(empty_url)
    upgrade(engine, SCRIPTS)
    check_schema(engine, SCRIPTS)
    with engine.begin() as connection:
        command.check(config(SCRIPTS, connection))
    assert tables(engine) == {table.name for table in TABLES}
    engine.dispose()


def test_migrating_down_works_with_rows_in_every_table_and_leaves_nothing(empty_url):
    engine = open_engine(empty_url)
    upgrade(engine, SCRIPTS)
    with engine.begin() as connection:
        fill(connection)
    downgrade(engine, "base")
    assert tables(engine) == set()
    upgrade(engine, SCRIPTS)
    check_schema(engine, SCRIPTS)
    engine.dispose()


@pytest.mark.parametrize("revision", REVISIONS)
def test_each_step_goes_down_and_up_again(empty_url, revision):
    engine = open_engine(empty_url)
    upgrade(engine, SCRIPTS, revision)
    there = tables(engine)
    downgrade(engine, "-1")
    upgrade(engine, SCRIPTS, revision)
    assert tables(engine) == there
    engine.dispose()


def test_upgrading_twice_keeps_the_rows(engine: Engine):
    with engine.begin() as connection:
        fill(connection)
    upgrade(engine, SCRIPTS)
    with engine.connect() as connection:
        counts = [connection.scalar(sa.select(sa.func.count()).select_from(table)) for table in TABLES]
    assert all(counts)


@pytest.mark.parametrize(("check", "table"), CHECKS)
def test_each_check_refuses_a_bad_row(filled: Connection, check, table):
    bad = BAD.get(check) or {enumeration_column(check, table): "nonsense"}
    with pytest.raises(IntegrityError, match=check):
        filled.execute(raw(Base.metadata.tables[table]).update().values(bad))


def enumeration_column(check: str, table: str) -> str:
    """The column whose words this CHECK lists: it is named after the enumeration."""
    word = check.removeprefix(f"ck_{table}_")
    for column in Base.metadata.tables[table].columns:
        if isinstance(column.type, sa.Enum) and column.type.name == word:
            return column.name
    raise AssertionError(f"no bad row for {check}: add one to BAD")


def test_every_bad_row_belongs_to_a_check():
    assert BAD.keys() <= {check for check, _ in CHECKS}


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE event SET actor = 'user:2'",
        "DELETE FROM event",
        "INSERT OR REPLACE INTO event SELECT seq, at, 'user:2', kind, subject, payload, prev, hash FROM event",
        "INSERT INTO event SELECT * FROM event WHERE true ON CONFLICT (seq) DO UPDATE SET actor = 'user:2'",
        "TRUNCATE event",
    ],
)
def test_what_happened_cannot_be_changed_or_removed(filled: Connection, statement):
    with pytest.raises(DBAPIError) as refused:
        filled.execute(sa.text(statement))
    dialects = {"INSERT OR REPLACE": "sqlite", "TRUNCATE": "postgresql"}
    only = next((dialect for start, dialect in dialects.items() if statement.startswith(start)), filled.dialect.name)
    assert filled.dialect.name != only or "append-only" in str(refused.value)


def test_a_database_without_tables_says_how_to_make_them(empty_url):
    engine = open_engine(empty_url)
    with pytest.raises(DatabaseError, match=r"noch nicht eingerichtet.*tracker db upgrade"):
        check_schema(engine, SCRIPTS)
    engine.dispose()


def test_asking_for_a_missing_file_does_not_make_it(tmp_path):
    path = tmp_path / "tracker.sqlite"
    with pytest.raises(DatabaseError, match="noch nicht eingerichtet"):
        check_schema(open_engine(f"sqlite:///{path}"), SCRIPTS)
    assert not path.exists()


def test_an_older_database_says_how_to_bring_it_up(empty_url):
    engine = open_engine(empty_url)
    upgrade(engine, SCRIPTS, REVISIONS[0])
    with pytest.raises(DatabaseError, match=r"älter als dieses Programm.*tracker db upgrade"):
        check_schema(engine, SCRIPTS)
    engine.dispose()


def test_a_newer_database_is_left_alone(empty_url: str):
    engine = open_engine(empty_url)
    upgrade(engine, SCRIPTS)
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    for act in (check_schema, upgrade):
        with pytest.raises(DatabaseError, match="neueren Version"):
            act(engine, SCRIPTS)
    engine.dispose()


def test_enumerations_are_all_stored_with_a_check():
    enumerations = [c for table in TABLES for c in table.columns if isinstance(c.type, sa.Enum)]
    assert len(enumerations) > 20
    assert all(issubclass(c.type.enum_class, enum.Enum) and c.type.create_constraint for c in enumerations)
