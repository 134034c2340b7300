"""Good manners: one request at a time and at most one a second per registered domain."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from ipaddress import ip_address

GAP = 1.0

_LONG_SUFFIXES = frozenset(
    {
        *("co.at", "gv.at", "or.at", "ac.at"),
        *("co.uk", "gov.uk", "org.uk", "ac.uk"),
        *("com.au", "gov.au", "co.nz", "com.br", "co.jp", "com.tr", "com.pl", "gov.pl"),
    }
)
"""Public suffixes of two labels that a German council source could plausibly meet. The full list is a moving data file;
missing one here only makes us more patient, because unrelated hosts then share one pace."""


def registered_domain(host: str) -> str:
    """The part of a host name that one owner registered: its last two labels (three below a long suffix).

    Many cities share one vendor's domain and its one server, so pace is kept by this, not by host. An address in
    digits stands for itself.
    """
    try:
        return str(ip_address(host))
    except ValueError:
        labels = host.rstrip(".").split(".")
        keep = 3 if ".".join(labels[-2:]) in _LONG_SUFFIXES else 2
        return ".".join(labels[-keep:])


@dataclass
class _Queue:
    lock: threading.Lock = field(default_factory=threading.Lock)
    free_at: float = float("-inf")


class Pacer:
    """Hands out turns; safe between threads. `clock` and `sleep` count seconds."""

    def __init__(
        self,
        *,
        gap: float = GAP,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._gap = gap
        self._clock = clock
        self._sleep = sleep
        self._lock = threading.Lock()
        self._queues: dict[str, _Queue] = {}

    @contextmanager
    def turn(self, host: str, *, gap: float = 0.0) -> Iterator[None]:
        """Wait for this domain's turn and hold it; the next starts `gap` seconds (at least one) after this one."""
        with self._lock:
            queue = self._queues.setdefault(registered_domain(host), _Queue())
        with queue.lock:
            wait = queue.free_at - self._clock()
            if wait > 0:
                self._sleep(wait)
            queue.free_at = self._clock() + max(self._gap, gap)
            yield
