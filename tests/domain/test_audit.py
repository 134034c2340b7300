import dataclasses
import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.audit import FIRST_PREV, canonical, chained, event_hash, first_broken, instant

AT = instant(datetime(2026, 10, 1, 7, 0, tzinfo=UTC))
plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
payloads = st.dictionaries(st.text(), plain, max_size=4)


def chain(payloads):
    events, prev = [], None
    for payload in payloads:
        prev = chained(prev, at=AT, actor="user:ada", kind="promise.accepted", subject="promise:p-1", payload=payload)
        events.append(prev)
    return events


def test_the_first_event_follows_sixty_four_zeros():
    (first,) = chain([{}])
    assert (first.seq, first.prev) == (1, FIRST_PREV)


def test_canonical_json_is_utf8_nfc_sorted_and_without_blanks():
    assert canonical({"z": "u\u0308", "a": [1, None, True]}) == '{"a":[1,null,true],"z":"ü"}'.encode()


def test_floats_are_refused_because_equal_values_may_have_unequal_digits():
    with pytest.raises(TypeError):
        canonical({"score": 0.1})


def test_a_moment_without_time_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        instant(datetime(2026, 10, 1))  # noqa: DTZ001  # the point


@given(st.lists(payloads, max_size=5))
def test_an_untouched_chain_holds(payloads):
    assert first_broken(chain(payloads)) is None


@given(payloads)
def test_canonical_json_reads_back_equal_and_is_stable(payload):
    once = canonical(payload)
    assert canonical(json.loads(once)) == once


@given(st.lists(payloads, min_size=2, max_size=5), st.data())
def test_a_changed_payload_is_named(payloads, data):
    events = chain(payloads)
    at = data.draw(st.integers(0, len(events) - 1))
    events[at] = dataclasses.replace(events[at], payload={"changed": "afterwards", "was": str(events[at].payload)})
    assert first_broken(events) == events[at].seq


@given(st.lists(payloads, min_size=3, max_size=6), st.data())
def test_a_removed_event_is_noticed_at_its_follower(payloads, data):
    events = chain(payloads)
    at = data.draw(st.integers(0, len(events) - 2))
    follower = events[at + 1]
    del events[at]
    assert first_broken(events) == follower.seq


def test_a_rehashed_forgery_breaks_the_chain_at_its_follower():
    events = chain([{"n": 1}, {"n": 2}])
    forged = dataclasses.replace(events[0], payload={"n": 9})
    events[0] = dataclasses.replace(forged, hash=event_hash(forged))
    assert first_broken(events) == 2
