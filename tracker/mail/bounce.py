"""Reads what mail servers send back: delivery status notifications (RFC 3464), and nothing that only looks like one."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage, Message

_ADDRESS = re.compile(r"(?:rfc822|utf-8)\s*;\s*<?([^>\s]+)>?", re.IGNORECASE)
_STATUS = re.compile(r"([245])\.\d{1,3}\.\d{1,3}")
LONGEST = 200
"""Characters that we keep of what a server says."""


@dataclass(frozen=True, slots=True)
class Bounce:
    """A mail that did not arrive: to whom, which one, whether for good, and what the server says."""

    recipient: str
    message_id: str
    permanent: bool
    reason: str


def bounces(raw: bytes) -> tuple[Bounce, ...]:
    """What a stored mail says of failed deliveries; empty where it is no delivery status notification.

    The mail that came back is named by its Message-ID, which only our server and the receiving one have seen: a notice
    without it proves nothing and is left out.
    """
    message = message_from_bytes(raw, policy=policy.default)
    if message.get_content_type() != "multipart/report":
        return ()
    parts = list(message.walk())
    message_id = next((found for part in parts if (found := _original_id(part))), "")
    if not message_id:
        return ()
    return tuple(
        bounce
        for part in parts
        if part.get_content_type() == "message/delivery-status"
        for bounce in _failed(part, message_id)
    )


def _original_id(part: Message) -> str:
    """The Message-ID of the mail that came back, out of the copy or the headers that a notice brings along."""
    kind = part.get_content_type()
    if kind == "message/rfc822":
        inner = part.get_payload(0)
        return _clean(inner.get("Message-ID", "")) if isinstance(inner, Message) else ""
    if kind == "text/rfc822-headers" and isinstance(part, EmailMessage):
        headers = message_from_bytes(str(part.get_content()).encode("utf-8", "replace"), policy=policy.default)
        return _clean(headers.get("Message-ID", ""))
    return ""


def _failed(part: Message, message_id: str) -> Iterator[Bounce]:
    blocks = part.get_payload()
    for block in blocks if isinstance(blocks, list) else []:
        if not isinstance(block, Message) or str(block.get("Action", "")).strip().lower() != "failed":
            continue
        address = _ADDRESS.search(str(block.get("Original-Recipient") or block.get("Final-Recipient") or ""))
        status = _STATUS.search(str(block.get("Status", "")))
        if address:
            reason = " ".join(str(block.get("Diagnostic-Code") or block.get("Status") or "").split())
            yield Bounce(address[1], message_id, bool(status and status[1] == "5"), reason[:LONGEST])


def _clean(text: object) -> str:
    return " ".join(str(text).split())
