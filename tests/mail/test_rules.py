from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.delivery import DeliveryState
from tracker.mail import (
    AddressError,
    MailError,
    MailLoginError,
    MailRefusedError,
    MailUncertainError,
    MailUnreachableError,
    Next,
    after_crash,
    after_error,
    may_send,
)
from tracker.mail.rules import FIRST_PAUSE, LONGEST_PAUSE, MAX_ATTEMPTS, pause

SAFE = [
    MailUnreachableError("mail.example:25", "x"),
    MailLoginError("mail.example:25", "x"),
    MailRefusedError("ada@x.example", "450", permanent=False),
]


def test_a_crash_while_sending_leaves_uncertainty_and_touches_nothing_else():
    states = {state: after_crash(state) for state in DeliveryState}
    assert states.pop(DeliveryState.SENDING) is DeliveryState.UNCERTAIN
    assert all(before is after for before, after in states.items())


@pytest.mark.parametrize("state", DeliveryState)
def test_only_what_nobody_tried_is_sent(state):
    assert may_send(state) is (state is DeliveryState.TODO)


@pytest.mark.parametrize("state", DeliveryState)
def test_nothing_is_sent_after_a_crash_that_may_have_arrived(state):
    assert not (state is DeliveryState.SENDING and may_send(after_crash(state)))


@pytest.mark.parametrize("error", SAFE, ids=lambda e: type(e).__name__)
def test_what_certainly_did_not_arrive_is_tried_again_later_and_not_for_ever(error):
    assert after_error(error, 1) == Next(DeliveryState.TODO, FIRST_PAUSE)
    assert after_error(error, MAX_ATTEMPTS) == Next(DeliveryState.FAILED)


@pytest.mark.parametrize(
    "error",
    [MailRefusedError("ada@x.example", "550", permanent=True), AddressError("ada")],
    ids=["refused", "no address"],
)
def test_what_is_refused_for_good_has_failed(error):
    assert after_error(error, 1) == Next(DeliveryState.FAILED)


@pytest.mark.parametrize("error", [MailUncertainError("ada@x.example", "x"), MailError("Etwas Neues")])
def test_what_nobody_knows_is_uncertain_and_never_sent_again(error):
    after = after_error(error, 1)
    assert after == Next(DeliveryState.UNCERTAIN)
    assert not may_send(after.state)


@given(st.integers(1, 10_000))
def test_pauses_grow_and_end_at_a_day(attempts):
    assert FIRST_PAUSE <= pause(attempts) <= pause(attempts + 1) <= LONGEST_PAUSE


def test_the_last_try_comes_after_a_night():
    assert sum((pause(n) for n in range(1, MAX_ATTEMPTS)), timedelta()) > timedelta(hours=10)
