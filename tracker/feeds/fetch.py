"""The one opener of outside sockets: feeds, OParl, attachments and robots.txt all go through here.

Limits: connect 5 s, silence 20 s, the whole 60 s, 15 MB unpacked, 5 redirects. Manners: robots.txt, one request at a
time and one a second per registered domain, a User-Agent with a contact. Certificates are always verified. Every
redirect is judged like a first address, on the address that the socket is connected to.
"""

import http.client
import logging
import ssl
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from pathlib import Path

import urllib3.exceptions
from urllib3 import BaseHTTPResponse

from tracker.feeds import address, answer, connection, robots
from tracker.feeds.address import AddressError, Target
from tracker.feeds.connection import Limits, RefusedAddressError, Resolve
from tracker.feeds.exchange import Access, Fetched, Validators
from tracker.feeds.failures import FetchError, Reason
from tracker.feeds.pace import Pacer
from tracker.feeds.robots import Robots

log = logging.getLogger(__name__)

ERROR_PAGE = 64 * 1024
ROBOTS_KEPT = 24 * 3600.0
ROBOTS_FAILURE_KEPT = 600.0
PERMANENT = frozenset({301, 308})
REDIRECT = frozenset({301, 302, 303, 307, 308})
BUSY = frozenset({429, 502, 503, 504})
_ROBOTS_UNREADABLE = frozenset({Reason.TOO_LARGE, Reason.REDIRECTS, Reason.DOWNGRADE, Reason.ENCODING})
_ROBOTS_BROKEN = frozenset({Reason.BROKEN_HTTP, Reason.CUT_OFF})


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes


class Fetcher:
    """Fetches from outside with limits and manners; safe to share between threads.

    `contact` is the operator's address in the User-Agent. `pacer`, `resolve` and `clock` (seconds) are replaced in
    tests; `trusted` are endpoints (address, port) that may be reached whatever their network: the tests' own server.
    """

    def __init__(  # the edges of the world that tests replace
        self,
        *,
        contact: str = "",
        version: str = "",
        limits: Limits | None = None,
        pacer: Pacer | None = None,
        resolve: Resolve = connection.resolve,
        clock: Callable[[], float] = time.monotonic,
        trusted: frozenset[tuple[str, int]] = frozenset(),
    ) -> None:
        self._agent = user_agent(contact, version)
        self._limits = limits or Limits()
        self._pacer = pacer or Pacer()
        self._resolve = resolve
        self._clock = clock
        self._trusted = trusted
        self._lock = threading.Lock()
        self._contexts: dict[Path | None, ssl.SSLContext] = {}
        self._robots: dict[str, tuple[float, Robots | None]] = {}

    def get(self, url: str, *, access: Access, validators: Validators | None = None) -> Fetched:
        """Fetch `url`: status 200, or 304 where `validators` were given and still hold.

        Raises FetchError (with `reason`, `status`, `retry_after`, `body`) and nothing else.
        """
        request = _Request(url, access)
        headers = _conditions(validators)
        target, answered, permanent = self._follow(request, headers, check_robots=True)
        if answered.status == 304 and headers:
            answered = replace(answered, body=b"")
        elif not 200 <= answered.status < 300 or answered.status == 206:
            raise request.refused(answered)
        moved = target.url if permanent and target.url != request.target.url else ""
        return Fetched(url, target.url, answered.status, answered.body, answered.headers, moved)

    def _follow(
        self, request: "_Request", headers: Mapping[str, str], *, check_robots: bool
    ) -> tuple[Target, _Answer, bool]:
        """The answer behind all redirects, where it came from, and whether every redirect was permanent."""
        target, permanent, seen = request.target, True, set[str]()
        left = self._limits.total
        for _ in range(self._limits.redirects + 1):
            delay = self._ask_robots(target, request) if check_robots else 0.0
            with self._pacer.turn(target.host, gap=delay):
                began = time.monotonic()
                answered = self._exchange(target, request, headers, left)
                left -= time.monotonic() - began
            location = answered.headers.get("location", "")
            if answered.status not in REDIRECT or not location:
                return target, answered, permanent
            permanent = permanent and answered.status in PERMANENT
            seen.add(target.url)
            target = request.redirected(target, location)
            if target.url in seen:
                break
        raise request.error(Reason.REDIRECTS)

    def _ask_robots(self, target: Target, request: "_Request") -> float:
        """The server's wished delay; FetchError where it forbids the path or cannot be asked.

        After RFC 9309: no robots.txt (4xx, or none that can be made out) allows all; a server that fails to answer
        (5xx, 429, broken off) forbids all for now. Answers are kept a day, failures ten minutes.
        """
        kept_until, rules = self._robots.get(target.origin, (float("-inf"), None))
        if self._clock() >= kept_until:
            rules = self._fetch_robots(target, request)
            kept = ROBOTS_KEPT if rules is not None else ROBOTS_FAILURE_KEPT
            self._robots[target.origin] = (self._clock() + kept, rules)
        if rules is None:
            raise request.error(Reason.ROBOTS_UNREACHABLE)
        if not rules.allows(target.path):
            raise request.error(Reason.ROBOTS)
        return rules.delay

    def _fetch_robots(self, target: Target, request: "_Request") -> Robots | None:
        """The rules of a server; None where it could not be asked. What concerns us all (address, name) is raised."""
        asked = _Request(f"{target.origin}/robots.txt", request.access, named=request.url)
        try:
            _, answered, _ = self._follow(asked, {}, check_robots=False)
        except FetchError as error:
            if error.reason in _ROBOTS_UNREADABLE:
                return Robots()
            if error.reason in _ROBOTS_BROKEN:
                return None
            raise
        if answered.status == 429 or answered.status >= 500:
            return None
        return robots.parse(answered.body) if answered.status == 200 else Robots()

    def _exchange(self, target: Target, request: "_Request", headers: Mapping[str, str], seconds: float) -> _Answer:
        """One request and its answer, all low-level failures turned into FetchError."""
        try:
            return self._ask(target, request, headers, seconds)
        except RefusedAddressError as error:
            raise request.error(Reason.PRIVATE_ADDRESS) from error
        except (answer.TooLargeError, answer.UnknownEncodingError, answer.CutOffError) as error:
            raise request.error(_BODY_FAULTS[type(error)], limit=self._limits.body // 2**20) from error
        except (TimeoutError, urllib3.exceptions.TimeoutError) as error:
            raise request.error(Reason.TIMEOUT) from error
        except (ssl.SSLError, urllib3.exceptions.SSLError) as error:
            raise request.error(Reason.TLS) from error
        except (http.client.RemoteDisconnected, ConnectionError) as error:
            raise request.error(Reason.UNREACHABLE) from error
        except (http.client.IncompleteRead, urllib3.exceptions.ProtocolError) as error:
            raise request.error(Reason.CUT_OFF) from error
        except (http.client.HTTPException, urllib3.exceptions.HTTPError, ValueError) as error:
            raise request.error(Reason.BROKEN_HTTP) from error
        except OSError as error:
            raise request.error(Reason.UNREACHABLE) from error

    def _ask(self, target: Target, request: "_Request", headers: Mapping[str, str], seconds: float) -> _Answer:
        limits = replace(self._limits, total=seconds)
        context = self._context(request) if target.scheme == "https" else None
        sock = connection.dial(
            self._addresses(target, request),
            target.port,
            judge=self._judge(request.access),
            seconds=min(limits.connect, seconds),
        )
        with closing(connection.connect(target, sock, context, limits)) as link:
            link.request(
                "GET",
                target.path,
                headers={
                    "Host": target.authority,
                    "User-Agent": self._agent,
                    "Accept": "*/*",
                    "Accept-Encoding": "gzip",
                    "Connection": "close",
                    **headers,
                },
                preload_content=False,
                decode_content=False,
            )
            return _read(link.getresponse(), limits.body)

    def _addresses(self, target: Target, request: "_Request") -> list[str]:
        try:
            return list(self._resolve(target.host, target.port))
        except (OSError, UnicodeError) as error:
            raise request.error(Reason.UNKNOWN_HOST) from error

    def _judge(self, access: Access) -> connection.Judge:
        def allowed(numeric: str, port: int) -> bool:
            if (numeric, port) in self._trusted:
                return True
            return address.is_allowed(numeric, private=access.allow_private_network)

        return allowed

    def _context(self, request: "_Request") -> ssl.SSLContext:
        ca_file = request.access.ca_file
        with self._lock:
            if ca_file not in self._contexts:
                try:
                    self._contexts[ca_file] = connection.tls_context(ca_file)
                except OSError as error:
                    raise request.error(Reason.CA_FILE, ca_file=ca_file) from error
            return self._contexts[ca_file]


_BODY_FAULTS = {
    answer.TooLargeError: Reason.TOO_LARGE,
    answer.UnknownEncodingError: Reason.ENCODING,
    answer.CutOffError: Reason.CUT_OFF,
}


class _Request:
    """What was asked for and on whose behalf; makes the errors. `named` is the address that people know it by."""

    def __init__(self, url: str, access: Access, *, named: str = "") -> None:
        self.access = access
        self.url = named or url
        self.target = self._parsed(url)

    def error(self, reason: Reason, **values: object) -> FetchError:
        log.info("feed %s: %s for %s", self.access.feed, reason, self.url)
        return FetchError(reason, feed=self.access.feed, url=self.url, **values)  # type: ignore[arg-type]  # values are placeholders

    def refused(self, answered: _Answer) -> FetchError:
        """The error of a status that is no success."""
        return FetchError(
            reason_of(answered.status),
            feed=self.access.feed,
            url=self.url,
            status=answered.status,
            retry_after=answered.headers.get("retry-after", ""),
            body=answered.body,
        )

    def redirected(self, origin: Target, location: str) -> Target:
        """Where a redirect leads; from encrypted to plain is refused, because anybody on the way could have said so."""
        target = self._parsed(address.joined(origin, location))
        if origin.scheme == "https" and target.scheme == "http":
            raise self.error(Reason.DOWNGRADE)
        return target

    def _parsed(self, url: str) -> Target:
        try:
            return address.parse(url)
        except AddressError as error:
            raise self.error(error.reason) from error


def reason_of(status: int) -> Reason:
    """The reason code of an HTTP status that is no success."""
    named = {404: Reason.NOT_FOUND, 401: Reason.FORBIDDEN, 403: Reason.FORBIDDEN, 410: Reason.GONE}
    return Reason.BUSY if status in BUSY else named.get(status, Reason.STATUS)


def user_agent(contact: str, version: str) -> str:
    """Who we are to a server's operator; anything that could break the header is left out."""
    name = f"Wortgehalten/{version}" if version else "Wortgehalten"
    shown = "".join(c for c in contact if c.isascii() and c.isprintable() and c not in "()")
    return f"{name} (+{shown})" if shown else name


def _conditions(validators: Validators | None) -> dict[str, str]:
    given = {
        "If-None-Match": validators.etag if validators else "",
        "If-Modified-Since": validators.last_modified if validators else "",
    }
    return {name: value for name, value in given.items() if value and value.isascii() and value.isprintable()}


def _read(response: BaseHTTPResponse, limit: int) -> _Answer:
    """Status, headers and body; an error page is read only so far, a redirect's or 304's body not at all."""
    headers = {name.lower(): value for name, value in response.headers.items()}
    if response.status == 304 or (response.status in REDIRECT and headers.get("location")):
        return _Answer(response.status, headers, b"")
    chunks = response.stream(answer.CHUNK, decode_content=False)
    encoding = headers.get("content-encoding", "")
    if 200 <= response.status < 300:
        return _Answer(response.status, headers, answer.unpacked(chunks, encoding, limit))
    page = b""
    with suppress(
        answer.TooLargeError, answer.UnknownEncodingError, answer.CutOffError, OSError, urllib3.exceptions.HTTPError
    ):
        page = answer.unpacked(chunks, encoding, ERROR_PAGE)
    return _Answer(response.status, headers, page)
