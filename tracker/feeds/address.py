"""Which addresses may be asked: pure decisions about URLs and network addresses, without any look-up.

A URL is read by one parser only; what two parsers could read differently (backslash, control characters, user names)
is refused. A network address is judged on what it finally reaches: IPv4 hidden in IPv6 is unwrapped first, because
`ipaddress` alone calls a mapped carrier-grade or a 6to4 loopback address global.
"""

import re
from contextlib import suppress
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from tracker.feeds.failures import Reason

MAX_URL_LENGTH = 4000
LOWEST_FREE_PORT = 1024
WEB_PORTS = {"http": 80, "https": 443}

_FORBIDDEN = re.compile(r"[\x00-\x1f\x7f\\]|%00|%0[ad]", re.IGNORECASE)
_HOST = re.compile(r"[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?(?:\.[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?)*")
_MAPPED = ip_network("::ffff:0:0/96")
_TRANSLATED = (ip_network("64:ff9b::/96"), ip_network("64:ff9b:1::/48"), ip_network("::/96"))

_BLOCKED = tuple(
    ip_network(block)
    for block in (
        "0.0.0.0/8",  # this network
        "10.0.0.0/8",
        "100.64.0.0/10",  # carrier-grade NAT
        "127.0.0.0/8",
        "169.254.0.0/16",  # link-local, cloud metadata
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",  # documentation
        "192.88.99.0/24",  # 6to4 relays
        "192.168.0.0/16",
        "198.18.0.0/15",  # benchmarks
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",
        "::/128",
        "::1/128",
        "100::/64",
        "2001::/23",  # Teredo and other special purposes
        "2001:db8::/32",
        "5f00::/16",
        "fc00::/7",
        "fe80::/10",
        "fec0::/10",
        "ff00::/8",
    )
)

_INTERNAL = tuple(
    ip_network(block)
    for block in (
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "172.16.0.0/12",
        "192.168.0.0/16",
        "::1/128",
        "fc00::/7",
    )
)


class AddressError(ValueError):
    """A URL that is not asked; `reason` says why."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Target:
    """A URL taken apart: lower-case ASCII `host` without brackets, `path` with query as it is sent."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def authority(self) -> str:
        """Host and port as they stand in a Host header; the scheme's own port is left out."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == WEB_PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def origin(self) -> str:
        """Scheme, host and port: what a robots.txt speaks for."""
        return f"{self.scheme}://{self.authority}"

    @property
    def url(self) -> str:
        """The whole address as it is asked."""
        return f"{self.origin}{self.path}"


def parse(url: str) -> Target:
    """Take a URL apart or raise AddressError.

    The path stays as written (some council servers accept no re-encoded queries); only characters outside ASCII are
    percent-encoded. The fragment is dropped.
    """
    if not url or len(url) > MAX_URL_LENGTH or _FORBIDDEN.search(url):
        raise AddressError(Reason.BAD_URL)
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise AddressError(Reason.BAD_URL) from error
    scheme = parts.scheme.lower()
    if scheme not in WEB_PORTS:
        raise AddressError(Reason.SCHEME)
    if "@" in parts.netloc or "%" in parts.netloc:
        raise AddressError(Reason.BAD_URL)
    port = WEB_PORTS[scheme] if port is None else port
    if port < LOWEST_FREE_PORT and port not in WEB_PORTS.values():
        raise AddressError(Reason.PORT)
    return Target(scheme, _host(parts), port, _path(parts))


def joined(origin: Target, location: str) -> str:
    """The address that a Location header means, unchecked: `parse` judges it.

    Header bytes arrive as Latin-1 although servers write UTF-8; what only a lenient parser could read is kept as it is
    instead of being resolved, so that `parse` refuses it.
    """
    with suppress(UnicodeError):
        location = location.encode("latin-1").decode("utf-8")
    location = location.strip(" ")
    if not _FORBIDDEN.search(location):
        with suppress(ValueError):
            return urljoin(origin.url, location)
    return location


def _host(parts: SplitResult) -> str:
    raw = (parts.hostname or "").rstrip(".")
    if ":" in raw:
        try:
            return str(IPv6Address(raw))
        except ValueError as error:
            raise AddressError(Reason.BAD_URL) from error
    try:
        host = raw if raw.isascii() else raw.encode("idna").decode("ascii").lower()
    except UnicodeError as error:
        raise AddressError(Reason.BAD_URL) from error
    if len(host) > 253 or not _HOST.fullmatch(host):
        raise AddressError(Reason.BAD_URL)
    return host


def _path(parts: SplitResult) -> str:
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return path if path.isascii() else quote(path, safe="!#$%&'()*+,/:;=?@[]~-._")


def is_allowed(address: str, *, private: bool) -> bool:
    """Whether a numeric address may be connected to; `private` opens loopback and internal networks, nothing else.

    Link-local addresses (cloud metadata) and multicast stay closed even then.
    """
    if not private:
        return is_public(address)
    try:
        numeric = ip_address(address)
    except ValueError:
        return False
    hidden = _hidden_v4(numeric) if isinstance(numeric, IPv6Address) else None
    return is_public(address) or any(_contains(block, hidden or numeric) for block in _INTERNAL)


def is_public(address: str) -> bool:
    """Whether a numeric network address lies in the public internet; anything unreadable does not."""
    try:
        numeric = ip_address(address)
    except ValueError:
        return False
    if isinstance(numeric, IPv6Address) and numeric.scope_id is not None:
        return False
    hidden = _hidden_v4(numeric) if isinstance(numeric, IPv6Address) else None
    if hidden is not None:
        return is_public(str(hidden))
    return numeric.is_global and not any(_contains(block, numeric) for block in _BLOCKED)


def _contains(block: IPv4Network | IPv6Network, numeric: IPv4Address | IPv6Address) -> bool:
    return block.version == numeric.version and numeric in block


def _hidden_v4(numeric: IPv6Address) -> IPv4Address | None:
    """The IPv4 address that a mapped, translated (NAT64), compatible or 6to4 address stands for."""
    if numeric in _MAPPED or any(numeric in block for block in _TRANSLATED if int(numeric) > 1):
        return IPv4Address(int(numeric) & 0xFFFFFFFF)
    return numeric.sixtofour
