"""Where an address lies as a file, and how one file leads to another: relative, so that any folder will do."""

import posixpath
import re
from collections.abc import Callable
from urllib.parse import parse_qsl, quote, unquote, urlsplit

_ATTRIBUTE = re.compile(r'(\s(?:href|src|action))="(/[^"]*)"')
"""Addresses in our own pages; in the text of others every quotation mark is escaped."""

_PARTS = {"/versprechen": "seite", "/themen": "ort"}
"""Pages whose question makes another page; all other questions are answered by the script on the page."""


def place(address: str) -> str:
    """The file of an address without fragment, like "versprechen/p-1/index.html".

    Raises ValueError for an address that must not become a file.
    """
    parts = urlsplit(address)
    segments = [unquote(segment).replace(":", "-") for segment in parts.path.strip("/").split("/")]
    if parts.path == "/":
        return "index.html"
    if any(segment in {"", ".", ".."} or "/" in segment or "\x00" in segment for segment in segments):
        raise ValueError(f"no file for {address!r}")
    if segments[0] == "beleg":
        return f"{'/'.join(segments)}.bin"  # whatever it is, no host shall show it as a page
    if segments[-1] == "json" and segments[0] == "ausgaben":
        return "/".join([*segments[:-1], "ausgabe.json"])
    if segments[-1] == "pdf" and segments[0] == "ausgaben":
        return "/".join([*segments[:-1], "ausgabe.pdf"])
    if segments[0] in {"static", "atom", "kalender", "daten"} and len(segments) > 1:
        return "/".join(segments)
    return "/".join([*segments, *_further(parts.path, parts.query), "index.html"])


def _further(path: str, query: str) -> list[str]:
    wanted = _PARTS.get(path, "")
    return [f"{name}-{value}" for name, value in parse_qsl(query) if name == wanted and re.fullmatch(r"[\w-]+", value)]


def kept(address: str) -> str:
    """The address of which a file is made: a question that only the script answers is the page itself."""
    parts = urlsplit(address)
    return f"{parts.path}?{parts.query}" if _further(parts.path, parts.query) else parts.path


def relinked(html: str, own: str, exists: Callable[[str], bool]) -> str:
    """The page with addresses that lead from its own file to the files of others.

    Addresses of which there is no file lead to the first page rather than nowhere.
    """

    def turn(found: re.Match[str]) -> str:
        attribute, address = found.group(1), found.group(2).replace("&amp;", "&")
        parts = urlsplit(address)
        target = place(kept(address)) if exists(kept(address)) else "index.html"
        relative = posixpath.relpath(target, posixpath.dirname(own) or ".")
        query = f"?{parts.query.replace('&', '&amp;')}" if parts.query and not _further(parts.path, parts.query) else ""
        fragment = f"#{parts.fragment}" if parts.fragment else ""
        return f'{attribute}="{quote(relative)}{query}{fragment}"'

    return _ATTRIBUTE.sub(turn, html)


def linked(html: str) -> list[str]:
    """The addresses of our own that a page leads to, as those of which files are made."""
    return [kept(found.group(2).replace("&amp;", "&")) for found in _ATTRIBUTE.finditer(html)]
