"""The append-only, hash-chained record of every change."""

import hashlib
import json
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeAlias

FIRST_PREV = "0" * 64

Plain: TypeAlias = "str | int | bool | list[Plain] | dict[str, Plain] | None"
"""What an event's payload may hold: JSON without floats, so that equal values have equal bytes."""


@dataclass(frozen=True, slots=True)
class Event:
    """One link of the chain. `at` is ISO 8601 in UTC ending in Z; `payload` holds the full new values."""

    seq: int
    at: str
    actor: str
    kind: str
    subject: str
    payload: dict[str, Plain]
    prev: str
    hash: str


def canonical(value: Plain) -> bytes:
    """Canonical JSON: UTF-8, NFC, sorted keys, no blanks, no floats (TypeError)."""
    return json.dumps(_normal(value), ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _normal(value: Plain) -> Plain:
    match value:
        case float():
            raise TypeError(f"no floats in an event: {value!r}")
        case str():
            return unicodedata.normalize("NFC", value)
        case list():
            return [_normal(v) for v in value]
        case dict():
            return {unicodedata.normalize("NFC", k): _normal(v) for k, v in value.items()}
        case _:
            return value


def instant(moment: datetime) -> str:
    """A moment as it stands in an event: UTC, ISO 8601 with microseconds, ending in Z. Naive moments are refused."""
    if moment.tzinfo is None:
        raise ValueError("an event needs a moment with a time zone")
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def event_hash(event: Event) -> str:
    """sha256 of the previous hash and the canonical JSON of everything but both hashes, hexadecimal."""
    rest: dict[str, Plain] = {
        "seq": event.seq,
        "at": event.at,
        "actor": event.actor,
        "kind": event.kind,
        "subject": event.subject,
        "payload": event.payload,
    }
    return hashlib.sha256(event.prev.encode() + canonical(rest)).hexdigest()


def chained(prev: Event | None, *, at: str, actor: str, kind: str, subject: str, payload: dict[str, Plain]) -> Event:
    """The next event after `prev` (None: the first)."""
    draft = Event(
        seq=prev.seq + 1 if prev else 1,
        at=at,
        actor=actor,
        kind=kind,
        subject=subject,
        payload=payload,
        prev=prev.hash if prev else FIRST_PREV,
        hash="",
    )
    return Event(**{f: getattr(draft, f) for f in draft.__slots__ if f != "hash"}, hash=event_hash(draft))


def first_broken(events: Iterable[Event]) -> int | None:
    """The `seq` of the first event that does not follow from the one before, or None where the chain holds."""
    prev: Event | None = None
    for event in events:
        expected_prev = prev.hash if prev else FIRST_PREV
        expected_seq = prev.seq + 1 if prev else 1
        if event.seq != expected_seq or event.prev != expected_prev or event.hash != event_hash(event):
            return event.seq
        prev = event
    return None
