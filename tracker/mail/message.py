"""One letter to one recipient as an e-mail: text first, HTML with inline styles, headers that nobody can inject."""

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime
from functools import cache
from urllib.parse import quote, urlsplit

from css_inline import CSSInliner

from tracker.mail.errors import AddressError

_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LOCAL = re.compile(rf"{_ATOM}(?:\.{_ATOM})*")
"""RFC 5322's dot-atom: its other forms nobody uses, and lists and injections are made of them."""
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?"
_HOST = re.compile(rf"(?:{_LABEL}\.)+{_LABEL}|localhost")


class _Policy(EmailPolicy):
    """SMTP's rules, but the unsubscribe header is not folded: that would encode a long address beyond recognition."""

    def fold_binary(self, name: str, value: str) -> bytes:
        """The header as it is sent."""
        if name.lower() == "list-unsubscribe":
            return f"{name}: {value}{self.linesep}".encode("ascii")
        return super().fold_binary(name, value)


_POLICY = _Policy(linesep="\r\n")


@dataclass(frozen=True, slots=True)
class Letter:
    """What is to be said, before it has a recipient. `html` is a whole page with its styles in the head.

    `images` are PNG pictures by the names under which the page shows them (`cid:name`).
    """

    subject: str
    text: str
    html: str
    language: str = "de"
    images: tuple[tuple[str, bytes], ...] = ()


def compose(
    letter: Letter, *, sender: str, recipient: str, message_id: str, sent_at: datetime, unsubscribe_url: str = ""
) -> EmailMessage:
    """The letter as multipart/alternative; equal arguments give equal bytes.

    `sender` is "Name <address>" or an address; `message_id` comes from `stable_message_id`. With an https address to
    unsubscribe, mail programs offer one click (RFC 8058). Raises AddressError.
    """
    message = EmailMessage(policy=_POLICY)
    message["From"] = _address(sender)
    message["To"] = _address(recipient)
    message["Subject"] = one_line(letter.subject)
    message["Date"] = format_datetime(sent_at)
    message["Message-ID"] = one_line(message_id)
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: holiday notes stay quiet
    if unsubscribe_url:
        message["List-Unsubscribe"] = f"<{_header_url(unsubscribe_url)}>"
        if urlsplit(unsubscribe_url).scheme == "https":
            message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(letter.text, cte="quoted-printable")
    message.add_alternative(inlined(letter.html), subtype="html", cte="quoted-printable")
    for part in (message, *message.iter_parts()):
        part["Content-Language"] = letter.language
    page = list(message.iter_parts())[1]
    for name, png in letter.images:
        page.add_related(
            png, "image", "png", cid=f"<{name}>", disposition="inline", filename=f"{name.split('@')[0]}.png"
        )
    for number, part in enumerate(part for part in message.walk() if part.is_multipart()):
        part.set_boundary(f"=_{hashlib.sha256(f'{number} {message_id}'.encode()).hexdigest()[:32]}")
    return message


def stable_message_id(domain: str, *parts: str) -> str:
    """A Message-ID that is the same whenever the parts (kind, period, recipient) are, so that doubles fold into one."""
    digest = hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:40]
    return f"<{digest}@{re.sub(r'[^A-Za-z0-9.-]', '', domain) or 'localhost'}>"


def inlined(html: str) -> str:
    """The page with its rules written into the elements, as mail programs want it; @media rules stay in the head.

    Nothing is loaded from anywhere.
    """
    return str(_inliner().inline(html))


@cache
def _inliner() -> CSSInliner:
    return CSSInliner(load_remote_stylesheets=False, keep_at_rules=True, remove_inlined_selectors=True)


def one_line(text: str) -> str:
    """Text that cannot leave its header: line breaks and control characters become blanks."""
    kept = "".join(" " if unicodedata.category(c) in {"Cc", "Cs", "Zl", "Zp"} else c for c in text)
    return " ".join(kept.split())


def sendable(address: str) -> str:
    """The address as a mail server takes it: its domain in ASCII. Raises AddressError, also for "Name <address>"."""
    local, _, domain = address.strip().rpartition("@")
    try:
        host = domain.encode("idna").decode("ascii")
    except UnicodeError as error:
        raise AddressError(one_line(address)) from error
    if not _LOCAL.fullmatch(local) or not _HOST.fullmatch(host):
        raise AddressError(one_line(address))
    return f"{local}@{host}"


def _address(text: str) -> Address:
    name, bracket, spec = text.rpartition("<")
    address = sendable(spec.removesuffix(">") if bracket else text)
    return Address(one_line(name).strip(' "'), addr_spec=address)


def _header_url(url: str) -> str:
    """The address with everything encoded that could end the header's angle brackets or its line."""
    return quote(url, safe="/:?&=%#@+,;~!$*'()[]-._")
