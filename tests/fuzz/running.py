"""Runs a target under atheris: strange bytes in, and no exception out but those that a target expects."""

import sys
from collections.abc import Callable


def fuzz(target: Callable[[bytes], None]) -> None:
    """Feed the target until the time is over; atheris exits with an error for the first surprise."""
    import atheris  # noqa: PLC0415  # not in the lock: only `make fuzz` has it

    def one(data: bytes) -> None:
        target(data)

    atheris.instrument_all()
    atheris.Setup(sys.argv, one)
    atheris.Fuzz()
