"""Public ids: short, stable, made from what a record is, never from when it was stored.

Two instances that read the same document give its promises the same ids, so export and import meet the same records.
Lengths follow how many there can be: a promise has ten hexadecimal digits because people type it, a link twelve, an
item sixteen (there are tens of millions of items in the country, and two of them must never meet).
"""

import hashlib
from datetime import datetime

from tracker.domain.audit import instant
from tracker.domain.questionnaire import Span


def _short(prefix: str, digits: int, *parts: str) -> str:
    digest = hashlib.sha256("\x1f".join(parts).encode()).hexdigest()
    return f"{prefix}-{digest[:digits]}"


def answer_id(document_sha256: str, span: Span) -> str:
    """An answer: its document's bytes and its stretch."""
    return _short("a", 10, document_sha256, f"{span.start}-{span.end}")


def promise_id(document_sha256: str, span: Span) -> str:
    """A promise: its document's bytes and its stretch."""
    return _short("p", 10, document_sha256, f"{span.start}-{span.end}")


def item_id(feed: str, identity: str) -> str:
    """A council item: its feed and the source's own id."""
    return _short("i", 16, feed, identity)


def link_id(promise: str, item: str) -> str:
    """A link: the public ids of its promise and its item."""
    return _short("l", 12, promise, item)


def check_id(promise: str, by: str, finding: str, sources: str, on: str) -> str:
    """A check: who looked for which promise, where, on which day, with what result."""
    return _short("c", 12, promise, by, finding, sources, on)


def source_id(promise: str, sha256: str) -> str:
    """A source: its promise and the bytes that were stored."""
    return _short("s", 12, promise, sha256)


def assessment_id(promise: str, by: str, at: datetime) -> str:
    """An assessment: its promise, who proposed it and when."""
    return _short("b", 10, promise, by, instant(at))


def reply_id(assessment: str) -> str:
    """A reply: the assessment that it answers."""
    return _short("r", 10, assessment)


def correction_id(promise: str, by: str, at: datetime) -> str:
    """A correction: its promise, who made it public and when."""
    return _short("k", 10, promise, by, instant(at))


def tip_id(promise: str, text: str, at: datetime) -> str:
    """A tip: its promise, what it says and when it came."""
    return _short("h", 12, promise, text, instant(at))


def coding_id(promise: str, by: str) -> str:
    """A second coding: its promise and who looked again."""
    return _short("z", 12, promise, by)
