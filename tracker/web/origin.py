"""Which hosts we answer under, and whether a request comes from a page of our own."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from tracker.settings import SiteSettings

LOCAL = frozenset({"localhost", "127.0.0.1", "[::1]"})
"""Names of one's own machine: how people try the program out, before it has an address."""

WATCHED = ("/healthz", "/readyz", "/metrics")
"""What a supervisor asks for from the same machine, also where the site is public."""


@dataclass(frozen=True, slots=True)
class Origins:
    """The addresses under which this instance answers. Nothing is ever built from what a request says of itself."""

    base_url: str
    public: bool

    def knows_host(self, host: str, path: str) -> bool:
        """Whether a Host header names us."""
        name = host_name(host)
        if self.base_url and name == host_name(urlsplit(self.base_url).netloc):
            return True
        return name in LOCAL and (not self.public or path in WATCHED)

    def is_ours(self, headers: Mapping[str, str]) -> bool:
        """Whether an unsafe request was made by a page of our own, as far as the browser says.

        Browsers send Sec-Fetch-Site, older ones at least Origin; who sends neither is no browser and needs the
        session's token anyway.
        """
        if headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
            return False
        origin = headers.get("origin")
        if origin is None:
            return True
        return origin == self.base_url or (not self.public and self._is_local(origin, headers))

    def _is_local(self, origin: str, headers: Mapping[str, str]) -> bool:
        try:
            parts = urlsplit(origin)
        except ValueError:
            return False
        return parts.scheme == "http" and host_name(parts.netloc) in LOCAL and parts.netloc == headers.get("host")


def origins(site: SiteSettings) -> Origins:
    """What the settings say of our address."""
    return Origins(site.base_url.rstrip("/"), site.public)


def host_name(host: str) -> str:
    """The name in a Host header without its port, in small letters."""
    name, colon, port = host.strip().lower().rpartition(":")
    return name if colon and port.isdigit() else host.strip().lower()


def inside(path: str) -> str:
    """`path` where it leads to a page of our own, otherwise the start page.

    One slash, then anything but a slash or backslash; browsers read those, and control characters, as another site.
    """
    plain = path.startswith("/") and not path.startswith("//") and "\\" not in path
    return path if plain and all(ord(character) > 32 and ord(character) != 127 for character in path) else "/"
