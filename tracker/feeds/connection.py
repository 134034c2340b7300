"""The socket to a foreign server: connects to a judged address only, and every read has a deadline.

The name is looked up once; the connection goes to one of the addresses found, never to the name again, so a second
look-up cannot smuggle in another address. What the socket is really connected to is judged once more. TLS verifies the
certificate against the name.
"""

import socket
import ssl
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from urllib3.connection import HTTPConnection, HTTPSConnection

from tracker.feeds.address import Target

Resolve: TypeAlias = Callable[[str, int], Sequence[str]]
"""From host and port to numeric addresses; raises OSError or UnicodeError where there are none."""
Judge: TypeAlias = Callable[[str, int], bool]
"""Whether a numeric address and port may be connected to."""


SILENCE = 20.0


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds for connecting, for one silent stretch, and for the whole; decoded bytes; redirects."""

    connect: float = 5.0
    read: float = SILENCE
    total: float = 60.0
    body: int = 15 * 1024 * 1024
    redirects: int = 5


class RefusedAddressError(Exception):
    """The name leads only to addresses that must not be connected to."""


def resolve(host: str, port: int) -> Sequence[str]:
    """The addresses of a host in the system's order. How long that may take is the system resolver's own setting."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def _left(deadline: float, patience: float) -> float:
    """Seconds that the next read may take; TimeoutError where none are left."""
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError("the answer as a whole took too long")
    return min(left, patience)


class _PlainSocket(socket.socket):
    """A socket whose reads end at their own limit or at the deadline of the whole, whichever comes first."""

    deadline = float("inf")
    patience = SILENCE

    def recv_into(self, buffer: Any, nbytes: int = 0, flags: int = 0) -> int:
        self.settimeout(_left(self.deadline, self.patience))
        return super().recv_into(buffer, nbytes, flags)


class _TlsSocket(ssl.SSLSocket):
    """The same for an encrypted socket."""

    deadline = float("inf")
    patience = SILENCE

    def recv_into(self, buffer: Any, nbytes: int | None = None, flags: int = 0) -> int:
        self.settimeout(_left(self.deadline, self.patience))
        return super().recv_into(buffer, nbytes, flags)


def tls_context(ca_file: Path | None) -> ssl.SSLContext:
    """The system's trust, and `ca_file` beside it. Raises OSError or ssl.SSLError where the file is no certificate."""
    context = ssl.create_default_context()
    context.sslsocket_class = _TlsSocket
    if ca_file is not None:
        context.load_verify_locations(ca_file)
    return context


def dial(addresses: Sequence[str], port: int, *, judge: Judge, seconds: float) -> socket.socket:
    """Connect to the first address that is allowed and answers.

    Raises RefusedAddressError where none is allowed, else the last OSError.
    """
    allowed = [address for address in addresses if judge(address, port)]
    if not allowed:
        raise RefusedAddressError
    end = time.monotonic() + seconds
    for address in allowed[:-1]:
        with suppress(OSError):
            return _connected(address, port, judge, _left(end, seconds))
    return _connected(allowed[-1], port, judge, _left(end, seconds))


def _connected(address: str, port: int, judge: Judge, seconds: float) -> socket.socket:
    sock = _PlainSocket(socket.AF_INET6 if ":" in address else socket.AF_INET, socket.SOCK_STREAM)
    try:
        sock.settimeout(seconds)
        sock.connect((address, port))
        peer = str(sock.getpeername()[0])
    except OSError:
        sock.close()
        raise
    if not judge(peer, port):
        sock.close()
        raise RefusedAddressError
    return sock


class _Dialled:
    """What both connection classes share: the socket comes from `dial` instead of from the name."""

    def __init__(self, sock: socket.socket, **options: Any) -> None:
        super().__init__(**options)
        self._dialled = sock

    def _new_conn(self) -> socket.socket:
        return self._dialled


class _PlainConnection(_Dialled, HTTPConnection):
    pass


class _TlsConnection(_Dialled, HTTPSConnection):
    pass


def connect(target: Target, sock: socket.socket, context: ssl.SSLContext | None, limits: Limits) -> HTTPConnection:
    """An HTTP connection over a dialled socket, encrypted for https; name indication and certificate use the name.

    Raises ssl.SSLError or OSError. The deadline of the whole begins now.
    """
    deadline = time.monotonic() + limits.total
    options: dict[str, Any] = {"host": target.host, "port": target.port, "timeout": limits.connect}
    connection: HTTPConnection
    if context is None:
        connection = _PlainConnection(sock, **options)
    else:
        connection = _TlsConnection(sock, ssl_context=context, **options)
    try:
        connection.connect()
    except BaseException:
        sock.close()
        raise
    wrapped = connection.sock
    assert isinstance(wrapped, _PlainSocket | _TlsSocket)  # noqa: S101  # a socket without a deadline would hang
    wrapped.deadline, wrapped.patience = deadline, limits.read
    return connection
