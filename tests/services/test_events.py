import json

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from tests.factories import NOW
from tracker.db.queries import events as queries
from tracker.db.session import reading, writing
from tracker.domain.audit import FIRST_PREV
from tracker.services import events

PAYLOADS = st.dictionaries(
    st.text(max_size=5),
    st.recursive(
        st.none() | st.booleans() | st.integers(-(2**63), 2**63) | st.text(max_size=10),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
        max_leaves=5,
    ),
    max_size=4,
)


def record(engine: Engine, **payload) -> None:
    with writing(engine) as session:
        events.record(session, "test.happened", "promise:p-1", payload, actor="user:1", now=NOW)


def tamper(engine: Engine, statement: str) -> None:
    """What only somebody with access to the database itself can do."""
    with engine.begin() as connection:
        if engine.dialect.name == "sqlite":
            connection.execute(sa.text("DROP TRIGGER event_refuses_update"))
            connection.execute(sa.text("DROP TRIGGER event_refuses_delete"))
        else:
            connection.execute(sa.text("ALTER TABLE event DISABLE TRIGGER USER"))
        connection.exec_driver_sql(statement)


def broken_at(engine: Engine) -> int | None:
    with reading(engine) as session:
        return events.verify(session)


def test_a_chain_without_events_holds_and_begins_with_zeros(engine: Engine):
    with reading(engine) as session:
        assert events.verify(session) is None
        assert events.head_hash(session) == FIRST_PREV


def test_each_event_follows_from_the_one_before(engine: Engine):
    for n in range(5):
        record(engine, n=n)
    with reading(engine) as session:
        chain = list(queries.chain(session))
        assert events.head_hash(session) == chain[-1].hash
    assert [event.seq for event in chain] == [1, 2, 3, 4, 5]
    assert [event.prev for event in chain[1:]] == [event.hash for event in chain[:-1]]
    assert broken_at(engine) is None


@given(payload=PAYLOADS)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=15, deadline=None)
def test_whatever_an_event_holds_the_chain_is_proven_from_what_is_stored(engine: Engine, payload):
    with writing(engine) as session:
        events.record(session, "test.happened", "promise:p-1", payload, actor="user:1", now=NOW)
    assert broken_at(engine) is None


def test_what_a_database_cannot_hold_does_not_break_the_chain(engine: Engine):
    record(engine, title="Rad\0weg \ud800", nested=[{"k\0": "v\0"}])
    assert broken_at(engine) is None


@pytest.mark.parametrize(
    ("statement", "seq"),
    [
        ("UPDATE event SET payload = replace(payload, '2', '7') WHERE seq = 2", 2),
        ("UPDATE event SET payload = '{broken' WHERE seq = 3", 3),
        ("UPDATE event SET payload = '{\"n\": 2}' WHERE seq = 2", 2),
        ("UPDATE event SET actor = 'user:2' WHERE seq = 1", 1),
        ("UPDATE event SET at = '2026-03-14T09:30:00.000001Z' WHERE seq = 4", 4),
        ("UPDATE event SET hash = 'ab' WHERE seq = 2", 2),
        ("DELETE FROM event WHERE seq = 2", 3),
        ("DELETE FROM event WHERE seq = 1", 2),
    ],
)
def test_tampering_is_named_by_its_first_row(engine: Engine, statement, seq):
    for n in range(1, 5):
        record(engine, n=n)
    tamper(engine, statement)
    assert broken_at(engine) == seq


def test_an_event_without_its_transaction_never_happened(engine: Engine):
    def stop_half_way() -> None:
        with writing(engine) as session:
            events.record(session, "test.happened", "promise:p-1", {}, actor="user:1", now=NOW)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        stop_half_way()
    with reading(engine) as session:
        assert queries.head(session) is None


def test_floats_have_no_place_in_an_event(engine: Engine):
    with pytest.raises(TypeError), writing(engine) as session:
        events.record(session, "test.happened", "x", {"score": 0.5}, actor="user:1", now=NOW)


def test_the_story_of_one_thing_is_told_in_order(engine: Engine):
    record(engine, step=1)
    record(engine, step=2)
    with reading(engine) as session:
        assert [event.payload["step"] for event in queries.about(session, "promise:p-1")] == [1, 2]


def test_payloads_are_stored_as_canonical_json(engine: Engine):
    record(engine, b="ü", a=1)
    with engine.connect() as connection:
        stored = connection.scalar(sa.text("SELECT payload FROM event"))
    assert stored == '{"a":1,"b":"ü"}'
    assert json.loads(stored) == {"a": 1, "b": "ü"}
