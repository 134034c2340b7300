"""What becomes of a delivery: pure decisions over the states of an outbox row.

A row is claimed (sending) before its mail is handed over, so that a crash
leaves it in `sending`: then nobody knows, and a report is rather missed than doubled.
"""

from dataclasses import dataclass
from datetime import timedelta

from tracker.domain.delivery import DeliveryState
from tracker.mail.errors import (
    AddressError,
    MailError,
    MailFileError,
    MailLoginError,
    MailRefusedError,
    MailUnreachableError,
)

MAX_ATTEMPTS = 8
"""With `pause` below the last try comes after about ten hours: longer than greylisting and a night's outage."""

FIRST_PAUSE = timedelta(minutes=5)
LONGEST_PAUSE = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Next:
    """The state after a failed try, and how long to wait where there is another one."""

    state: DeliveryState
    wait: timedelta | None = None


def may_send(state: DeliveryState) -> bool:
    """Whether a row may be claimed: only what nobody has tried or what certainly did not arrive."""
    return state is DeliveryState.TODO


def after_crash(state: DeliveryState) -> DeliveryState:
    """The state of a row that a killed process left behind; all but claimed rows stay as they are."""
    return DeliveryState.UNCERTAIN if state is DeliveryState.SENDING else state


def after_error(error: MailError, attempts: int) -> Next:
    """What follows from an error at the `attempts`-th try (the first is 1).

    Certainly not delivered and worth another try: wait and try again, at most `MAX_ATTEMPTS` times. Refused for
    good or no address: failed. Everything else, also what we do not know: uncertain.
    """
    match error:
        case AddressError() | MailRefusedError(permanent=True):
            return Next(DeliveryState.FAILED)
        case MailRefusedError() | MailUnreachableError() | MailLoginError() | MailFileError():
            if attempts >= MAX_ATTEMPTS:
                return Next(DeliveryState.FAILED)
            return Next(DeliveryState.TODO, pause(attempts))
        case _:
            return Next(DeliveryState.UNCERTAIN)


def pause(attempts: int) -> timedelta:
    """The wait after the `attempts`-th failed try: 5 minutes, doubled each time, at most a day."""
    doublings = min(attempts - 1, 16)  # beyond that the longest pause is reached anyway
    return min(FIRST_PAUSE * (1 << doublings), LONGEST_PAUSE)
