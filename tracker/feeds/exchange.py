"""What is asked of a foreign server and what it answered: plain values without any socket.

`Fetching` is the one door to the outside; `tracker.feeds.fetch.Fetcher` stands behind it, fakes fit as well.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Access:
    """What one source may do: `feed` names it in errors; `ca_file` is trusted beside the system's authorities."""

    feed: str
    allow_private_network: bool = False
    ca_file: Path | None = None


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server gave for asking again "only if changed"; empty strings where it gave nothing."""

    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer with status 200 or 304, decoded and complete.

    `url` is the address that was asked, `final_url` the one that answered after redirects. `moved_to` is set where
    every redirect on the way was permanent (301, 308). `headers` have lower-case names. A 304 has an empty body.
    """

    url: str
    final_url: str
    status: int
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)
    moved_to: str = ""

    @property
    def not_modified(self) -> bool:
        """Whether the server says that nothing changed since the validators were given."""
        return self.status == 304

    @property
    def media_type(self) -> str:
        """The declared media type in lower case without parameters; empty where none is declared."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def charset(self) -> str:
        """The declared charset as written; empty where none is declared."""
        declared = re.search(r"charset=[\"']?([^\"';,\s]+)", self.headers.get("content-type", ""), re.IGNORECASE)
        return declared[1] if declared else ""

    @property
    def validators(self) -> Validators:
        """What to send next time. Store it only after everything that came with it is committed."""
        return Validators(self.headers.get("etag", ""), self.headers.get("last-modified", ""))


class Fetching(Protocol):
    """Fetches one address from outside."""

    def get(self, url: str, *, access: Access, validators: Validators | None = None) -> Fetched:
        """Fetch `url`; with `validators` the answer may be a 304. Raises FetchError and nothing else."""
        ...
