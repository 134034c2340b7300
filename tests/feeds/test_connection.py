"""Connecting to one of the addresses that a name has: in their order, judged, and within the time."""

import socket
from collections.abc import Iterator
from contextlib import closing

import pytest

from tracker.feeds.connection import RefusedAddressError, dial

HERE, THERE = "127.0.0.1", "127.0.0.2"


def anybody(_address: str, _port: int) -> bool:
    return True


@pytest.fixture
def port() -> Iterator[int]:
    """A port on which only THERE listens."""
    with closing(socket.create_server((THERE, 0))) as listening:
        yield listening.getsockname()[1]


def test_where_the_first_address_does_not_answer_the_next_is_asked(port: int) -> None:
    with closing(dial([HERE, THERE], port, judge=anybody, seconds=5)) as sock:
        assert sock.getpeername() == (THERE, port)


def test_an_address_that_is_not_allowed_is_not_tried(port: int) -> None:
    with pytest.raises(ConnectionRefusedError):
        dial([HERE, THERE], port, judge=lambda address, _port: address == HERE, seconds=5)
    with pytest.raises(RefusedAddressError):
        dial([HERE, THERE], port, judge=lambda _address, _port: False, seconds=5)


def test_where_none_answers_the_last_failure_is_told(port: int) -> None:
    with pytest.raises(ConnectionRefusedError):
        dial([HERE, "127.0.0.3"], port, judge=anybody, seconds=5)


def test_no_time_left_is_a_timeout(port: int) -> None:
    with pytest.raises(TimeoutError):
        dial([THERE], port, judge=anybody, seconds=0)
