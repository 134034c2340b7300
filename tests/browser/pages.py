"""Every page that the table of routes knows, under real addresses found by following links: new pages join in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from re import Pattern
from urllib.parse import urlsplit

from starlette.routing import compile_path
from starlette.testclient import TestClient

from tracker.domain.person import Rank
from tracker.web.routes import TABLE
from tracker.web.routing import Row

ROWS = [row for row in TABLE if "GET" in row.methods]
PATTERNS: Mapping[str, Pattern[str]] = {row.path: compile_path(row.path)[0] for row in ROWS}
PER_ROW = 3
"""Addresses of one row that are kept: the first three promises look like the next hundred."""


@dataclass(frozen=True)
class Found:
    """One page: its address, the row it belongs to, and what it answered."""

    row: Row
    address: str
    status: int
    html: str | None
    links: tuple[str, ...]
    headers: Mapping[str, str]
    cookies: tuple[str, ...]


class Links(HTMLParser):
    """Addresses that a page links to, and those that its forms ask for with GET."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in {"a", "link"} and given.get("href"):
            self.found.append(given["href"] or "")
        if tag == "form" and given.get("method", "get") == "get" and given.get("action"):
            self.found.append(given["action"] or "")


def links(html: str, base: str) -> tuple[str, ...]:
    """Addresses on our own site, without fragments."""
    parser = Links()
    parser.feed(html)
    paths = []
    for href in parser.found:
        parts = urlsplit(href.replace(base, "") if href.startswith(base) else href)
        if not parts.scheme and not parts.netloc and parts.path.startswith("/"):
            paths.append(parts.path + (f"?{parts.query}" if parts.query else ""))
    return tuple(dict.fromkeys(paths))


def row_of(address: str) -> Row | None:
    """The first row that answers an address, as the router decides it."""
    path = urlsplit(address).path
    return next((row for row in ROWS if PATTERNS[row.path].match(path)), None)


def of_promise(promise: str) -> tuple[str, ...]:
    """The pages of one promise, which a page may not link to yet."""
    rows = [row.path for row in ROWS if "versprechen" in row.path or row.path.startswith(("/einbetten", "/bild"))]
    return tuple(path.replace("{id}", promise) for path in rows if path.count("{") == 1 and "{id}" in path)


def crawl(clients: Mapping[bool, TestClient], given: tuple[str, ...]) -> Iterator[Found]:
    """Follow every link from every page without gaps in its address; `clients` by whether somebody is signed in."""
    waiting = [*given, *(row.path for row in ROWS if "{" not in row.path)]
    seen: dict[str, int] = {}
    known: set[str] = set()
    while waiting:
        address = waiting.pop(0)
        row = row_of(address)
        if address in known or row is None or seen.get(row.path, 0) >= PER_ROW:
            continue
        known.add(address)
        seen[row.path] = seen.get(row.path, 0) + 1
        answer = clients[row.rank > Rank.READER].get(address)
        html = answer.text if "html" in answer.headers.get("content-type", "") else None
        further = links(html, "http://localhost:8000") if html else ()
        waiting += further
        cookies = tuple(answer.headers.get_list("set-cookie"))
        yield Found(row, address, answer.status_code, html, further, answer.headers, cookies)
