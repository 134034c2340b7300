"""EML: the text of an e-mail and the files attached to it."""

import re
from base64 import b64encode
from collections.abc import Iterator
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import PurePosixPath
from typing import Any

from tracker.errors import UnreadableError, key

MOST_PARTS = 50
_DEEPEST = 10
_LONGEST_NAME = 120


def parse(data: bytes) -> list[dict[str, Any]]:
    """The parts worth reading: `{"name", "html", "data"}`, the bytes in base64.

    The letter's own text comes first, with an empty name; of its plain and its HTML version the plain one. Pictures
    that the text shows inline (logos) are left out. Raises UnreadableError for too many parts.
    """
    message = BytesParser(policy=policy.default).parsebytes(data)
    parts = []
    for count, part in enumerate(_leaves(message, 0)):
        if count >= MOST_PARTS:
            raise UnreadableError(
                key(
                    "„{subject}“ ist unlesbar: Die E-Mail hat mehr als {limit} Teile. Bitte die Anhänge einzeln "
                    "einreichen."
                ),
                limit=MOST_PARTS,
            )
        parts.append(_read(part))
    body = message.get_body(preferencelist=("plain", "html"))
    texts = [_read(body) | {"name": ""}] if isinstance(body, EmailMessage) and not body.is_attachment() else []
    return texts + [part for part in parts if part["name"]]


def _leaves(message: EmailMessage, depth: int) -> Iterator[EmailMessage]:
    if message.get_content_maintype() == "multipart" and depth < _DEEPEST:
        for part in message.iter_parts():
            if isinstance(part, EmailMessage):
                yield from _leaves(part, depth + 1)
    else:
        yield message


def _read(part: EmailMessage) -> dict[str, Any]:
    if part.get_content_type() == "message/rfc822":
        return _forwarded(part)
    content = part.get_payload(decode=True)
    shown_inline = part.get_content_disposition() != "attachment" and part.get_content_maintype() == "image"
    name = "" if shown_inline else _plain_name(part.get_filename() or "")
    return {
        "name": name,
        "html": part.get_content_subtype() == "html",
        "data": b64encode(content if isinstance(content, bytes) else b"").decode(),
    }


def _forwarded(part: EmailMessage) -> dict[str, Any]:
    """A whole e-mail as an attachment."""
    inner = part.get_payload(0) if part.is_multipart() else None
    data = inner.as_bytes() if isinstance(inner, EmailMessage) else b""
    return {"name": _plain_name(part.get_filename() or "") or "E-Mail", "html": False, "data": b64encode(data).decode()}


def _plain_name(name: str) -> str:
    """A file's name for people: no folders, no control or direction marks, not endless."""
    last = PurePosixPath(name.replace("\\", "/")).name
    return re.sub(r"[\x00-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069]", "", last)[:_LONGEST_NAME]
