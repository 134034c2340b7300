"""Every public page and file, made by following links from the first page."""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import compile_path

from tracker.domain.person import Rank
from tracker.errors import NotFoundError
from tracker.services.instance import Instance
from tracker.services.outlets.packages import REPLICATION
from tracker.services.readers.catalogue import Catalogue, catalogue
from tracker.web import outlets, public
from tracker.web.cookies import Tray
from tracker.web.files import FILES
from tracker.web.routing import Row
from tracker.web.site import Site
from tracker.web.still.places import linked, place, relinked
from tracker.web.visit import Visit

ON_DEMAND = ("/bild/", "/einbetten/", "/api", "/atom/versprechen/", "/kalender/versprechen/")
"""What only a program can offer: things by the thousand that few ask for, headers for frames, any question at all."""

DIRECTORY = "/static/verzeichnis.js"
"""What the search on the list reads."""

ROWS: tuple[Row, ...] = tuple(
    row
    for row in (*public.ROUTES, *outlets.ROUTES, *FILES)
    if "GET" in row.methods and row.rank is Rank.READER and not row.path.startswith(ON_DEMAND)
)


def made(instance: Instance, now: datetime) -> Iterator[tuple[str, bytes]]:
    """Every file of the site with its bytes, each once; the same state on the same day gives the same bytes."""
    known = catalogue(instance, now, current=True)
    maker = _Maker(instance, now)
    maker.answers[DIRECTORY] = Response(_directory(known, instance), media_type="text/javascript")
    yield from maker.files(["/", DIRECTORY, *_seeds(known)])


def _seeds(known: Catalogue) -> Iterator[str]:
    """What no page needs to lead to, but other programs ask for."""
    yield from ("/atom/alle.xml", "/kalender/alle.ics", f"/daten/{REPLICATION}")
    parties = dict.fromkeys(one.party.path for one in known.entries if one.party.path)
    topics = dict.fromkeys(f"/themen/{one.topic}" for one in known.entries if one.topic)
    for path in (*parties, *topics):
        yield f"/atom{path}.xml"
        yield f"/kalender{path}.ics"


class _Maker:
    """Answers addresses as the site would, without a network."""

    def __init__(self, instance: Instance, now: datetime) -> None:
        self.now = now.astimezone(instance.zone)
        self.site = Site(instance, lambda: self.now, frozenset(row.path for row in ROWS), still=True)
        self.patterns = [(compile_path(row.path)[0], row) for row in ROWS]
        self.answers: dict[str, Response | None] = {}

    def files(self, addresses: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        """The files of these addresses and of all that they lead to."""
        waiting, seen = list(addresses), set()
        pages: dict[str, str] = {}
        while waiting:
            address = waiting.pop()
            if address in seen:
                continue
            seen.add(address)
            response = self.answer(address)
            if response is None:
                continue
            if response.headers.get("content-type", "").startswith("text/html"):
                pages[address] = bytes(response.body).decode()
                waiting += linked(pages[address])
            else:
                yield place(address), bytes(response.body)
                self.answers[address] = Response()  # the bytes are out; that it exists is all that links ask
        for address, html in pages.items():
            own = place(address)
            yield own, relinked(html, own, self.exists).encode()

    def exists(self, address: str) -> bool:
        """Whether the site has a file for the address."""
        return self.answer(address) is not None

    def answer(self, address: str) -> Response | None:
        """What the site answers; None where it has no such page."""
        if address not in self.answers:
            self.answers[address] = self._made(address)
        return self.answers[address]

    def _made(self, address: str) -> Response | None:
        parts = urlsplit(address)
        for pattern, row in self.patterns:
            if found := pattern.match(parts.path):
                try:
                    place(address)
                    response = row.endpoint(self._visit(parts.path, parts.query, found.groupdict()))
                except (NotFoundError, ValueError):
                    return None
                return response if response.status_code == 200 else None
        return None

    def _visit(self, path: str, query: str, values: Mapping[str, str]) -> Visit:
        scope = {
            "type": "http",
            "method": "GET",
            "path": path,
            "path_params": dict(values),
            "query_string": query.encode(),
            "headers": [],
        }
        return Visit(Request(scope), self.site, None, self.now, Tray({}, secure=False))


def _directory(known: Catalogue, instance: Instance) -> bytes:
    """What the script searches: as text that is itself a script, because a page on a disk may not fetch."""
    label = instance.wording.label
    rows = [
        {
            "id": one.id,
            "title": one.title,
            "party": one.party.name,
            "place": one.party.place.name,
            "line": f"{label(one.outcome)} · {label(one.effort)} · {label(one.knowledge.state)}",
            "words": one.words.plain,
            "spelled": "" if one.words.spelled == one.words.plain else one.words.spelled,
            "facets": {
                "antwortende": f"{one.party.place.key}/{one.party.key}",
                "thema": one.topic or "none",
                "ergebnis": one.outcome,
                "einsatz": one.effort,
                "kenntnis": one.knowledge.state,
                "ort": one.party.place.key,
                "jahr": str(one.moved.year),
            },
        }
        for one in known.entries
    ]
    text = json.dumps(rows, ensure_ascii=True, separators=(",", ":"), sort_keys=True)
    return f"globalThis.verzeichnis={text};\n".encode()
