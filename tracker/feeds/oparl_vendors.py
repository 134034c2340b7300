"""What council systems do differently from the OParl specification, and how each defect is borne.

| system | defect | borne by |
|---|---|---|
| STERNBERG SD.NET RIM | rows without `type`, deleted ones unfiltered | the list tells the kind, `deleted` suffices |
| | an empty update answers 404 "code 802" or `[]` | `says_nothing_new`, a bare list is a page |
| | `//rim` in addresses; the body list is one body; line breaks in titles | `fetch_form`, `objects`, `text` |
| CC e-gov ALLRIS | raw control characters in JSON; "N/A" as value; an object for a list | `parsed`, `text`, `objects` |
| | status 500 now and then (Somacos as well) | the client asks a second time |
| Somacos Session | no encoded query strings, no fractions of a second | `Dialect.encodes_queries`, whole seconds |
| more! rubin | status 200 with an Error object | `error_message` |
| | `modified_since` returns everything | the adapter tests the filter |
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final
from urllib.parse import quote, urlsplit

from tracker.feeds.html_lines import decoded

Object = Mapping[str, Any]
"""A JSON object whose fields may hold anything."""

_NOTHING: Final = frozenset({"", "n/a", "null", "none", "-", "."})
_EMPTY_UPDATE: Final = re.compile(rb"[\"']?code[\"']?\s*[:=]?\s*[\"']?802\b")
_DEEPEST_SLASHES: Final = re.compile(r"(?<!:)/{2,}")


@dataclass(frozen=True, slots=True)
class Dialect:
    """How one vendor wants to be asked."""

    name: str
    encodes_queries: bool = True


_DIALECTS: Final = (
    (re.compile(r"somacos|sessionnet|session\b", re.IGNORECASE), Dialect("somacos", encodes_queries=False)),
    (re.compile(r"sternberg|sd\.?net|ratsinfomanagement", re.IGNORECASE), Dialect("sternberg")),
    (re.compile(r"cc ?e-?gov|allris", re.IGNORECASE), Dialect("allris")),
    (re.compile(r"more!? ?rubin|gremien\.info", re.IGNORECASE), Dialect("rubin")),
)
STANDARD: Final = Dialect("standard")


def dialect_of(system: Object) -> Dialect:
    """The vendor by what the system object says of itself and by its address."""
    said = " ".join(str(system.get(name, "")) for name in ("vendor", "product", "contactName", "website", "id"))
    return next((dialect for cue, dialect in _DIALECTS if cue.search(said)), STANDARD)


def updates_url(list_url: str, since: datetime, dialect: Dialect) -> str:
    """The address of a list restricted to what changed since then, in whole seconds of UTC."""
    moment = since.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    value = quote(moment, safe="") if dialect.encodes_queries else moment
    return f"{list_url}{'&' if urlsplit(list_url).query else '?'}modified_since={value}"


def fetch_form(url: str) -> str:
    """The address without doubled slashes in its path; identities keep theirs."""
    head, mark, query = url.partition("?")
    return _DEEPEST_SLASHES.sub("/", head) + mark + query


def parsed(body: bytes) -> Any:
    """The JSON value of an answer; raw control characters are borne. Raises ValueError where it is no JSON."""
    try:
        return json.loads(decoded(body), strict=False)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error


def says_nothing_new(body: bytes) -> bool:
    """Whether an error page is SD.NET's way of saying that nothing changed."""
    return _EMPTY_UPDATE.search(body) is not None


def error_message(value: Any) -> str:
    """What an error object in a successful answer says; empty where the answer is none."""
    if not isinstance(value, dict):
        return ""
    kind = str(value.get("type", ""))
    if (
        kind.rstrip("/").endswith("/Error")
        or kind == "Error"
        or ("error" in value and "data" not in value and "id" not in value)
    ):
        return " ".join(str(value.get("message") or value.get("error") or kind).split())[:200]
    return ""


def text(thing: Object, name: str) -> str:
    """A field as one line; "N/A" and blanks are nothing, numbers are written out."""
    value = thing.get(name)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        value = str(value)
    line = " ".join(value.split()) if isinstance(value, str) else ""
    return "" if line.casefold() in _NOTHING else line


def objects(thing: Object, name: str) -> Iterator[Object]:
    """The embedded objects of a field, whether it holds a list or one of them; addresses are left out."""
    value = thing.get(name)
    for element in value if isinstance(value, list) else [value]:
        if isinstance(element, dict):
            yield element


def addresses(thing: Object, name: str) -> Iterator[str]:
    """The identities that a field names, as addresses or as embedded objects."""
    value = thing.get(name)
    for element in value if isinstance(value, list) else [value]:
        found = element.get("id") if isinstance(element, dict) else element
        if isinstance(found, str) and found.strip():
            yield found.strip()
