"""Hands a message over: to a mail server, or to a folder of .eml files that any mail program opens."""

import contextlib
import hashlib
import os
import re
import smtplib
import ssl
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from email.message import EmailMessage
from pathlib import Path
from typing import Literal, Protocol, TypeAlias

from tracker.mail.errors import (
    MailFileError,
    MailLoginError,
    MailRefusedError,
    MailTrustError,
    MailUncertainError,
    MailUnreachableError,
)
from tracker.mail.message import sendable

Security: TypeAlias = Literal["starttls", "tls", "none"]

TIMEOUT = 30.0
"""Seconds to wait for each answer of a server."""

_ACCEPTED = frozenset({250, 251})  # 251: accepted, will be forwarded
_GO_AHEAD = frozenset({354})


class Transport(Protocol):
    """Where messages go. `send` returns when the message is handed over and raises a MailError otherwise."""

    def send(self, message: EmailMessage, recipient: str) -> None:
        """Hand one message over for one recipient."""


@dataclass(frozen=True, slots=True)
class FileTransport:
    """Writes each message to `out_dir`; the same Message-ID to the same recipient is the same file."""

    out_dir: Path

    def send(self, message: EmailMessage, recipient: str) -> None:
        """Write the message whole or not at all. Raises MailFileError."""
        target = self.path(message, recipient)
        draft = target.with_suffix(".tmp")
        try:
            self.out_dir.mkdir(parents=True, exist_ok=True)
            with draft.open("wb") as handle:
                handle.write(message.as_bytes())
                handle.flush()
                os.fsync(handle.fileno())
            draft.replace(target)
        except OSError as error:
            raise MailFileError(str(target), error.strerror or str(error)) from error

    def path(self, message: EmailMessage, recipient: str) -> Path:
        """The file of this message, named so that a person recognises the recipient."""
        who = re.sub(r"[^a-z0-9]+", "-", recipient.lower()).strip("-")[:40]
        digest = hashlib.sha256(f"{message['Message-ID']}\x1f{recipient}".encode()).hexdigest()[:12]
        return self.out_dir / f"{who}-{digest}.eml"


@dataclass(frozen=True, slots=True)
class SmtpTransport:
    """Sends over one connection per message. `tls` replaces the system's certificate store (an own authority)."""

    host: str
    port: int
    user: str = ""
    password: str = field(default="", repr=False)
    security: Security = "starttls"
    timeout: float = TIMEOUT
    tls: ssl.SSLContext | None = None

    def send(self, message: EmailMessage, recipient: str) -> None:
        """Hand the message to the server.

        Raises MailUnreachableError, MailTrustError, MailLoginError or MailRefusedError where it certainly was not
        accepted, and MailUncertainError where the connection was lost after the content was sent; AddressError for no
        address.
        """
        connection = self._connected()
        try:
            self._envelope(connection, message, recipient)
            self._content(connection, message.as_bytes(), recipient)
        finally:
            with contextlib.suppress(OSError, smtplib.SMTPException):
                connection.quit()

    def greet(self, *, timeout: float) -> None:
        """Connect, encrypt and sign in as for a mail, and send none; raises what `send` does before."""
        connection = replace(self, timeout=timeout)._connected()  # noqa: SLF001  # it is ourselves
        with contextlib.suppress(OSError, smtplib.SMTPException):
            connection.quit()

    @property
    def _server(self) -> str:
        return f"{self.host}:{self.port}"

    def _connected(self) -> smtplib.SMTP:
        """A connection that is encrypted and signed in as the settings ask."""
        connection: smtplib.SMTP | None = None
        try:
            connection = self._opened()
            if self.security == "starttls":
                connection.starttls(context=self._context())
            if self.user:
                connection.login(self.user, self.password)
        except ssl.SSLCertVerificationError as error:
            _closed(connection)
            raise MailTrustError(self._server, error.verify_message) from error
        except (smtplib.SMTPAuthenticationError, smtplib.SMTPNotSupportedError, ssl.SSLError) as error:
            _closed(connection)
            raise MailLoginError(self._server, _reason(error)) from error
        except (OSError, smtplib.SMTPException) as error:
            _closed(connection)
            raise MailUnreachableError(self._server, _reason(error)) from error
        return connection

    def _opened(self) -> smtplib.SMTP:
        if self.security == "tls":
            return smtplib.SMTP_SSL(self.host, self.port, timeout=self.timeout, context=self._context())
        return smtplib.SMTP(self.host, self.port, timeout=self.timeout)

    def _context(self) -> ssl.SSLContext:
        return self.tls or ssl.create_default_context()

    def _envelope(self, connection: smtplib.SMTP, message: EmailMessage, recipient: str) -> None:
        """Everything before the content: as long as the server has not said 354, nothing can have been delivered."""
        sender, receiver = message["From"].addresses[0].addr_spec, sendable(recipient)
        steps: tuple[tuple[Callable[[], tuple[int, bytes]], frozenset[int]], ...] = (
            (lambda: connection.mail(sender), _ACCEPTED),
            (lambda: connection.rcpt(receiver), _ACCEPTED),
            (lambda: connection.docmd("DATA"), _GO_AHEAD),
        )
        try:
            connection.ehlo_or_helo_if_needed()
            for step, expected in steps:
                code, reply = step()
                if code not in expected:
                    raise _refused(recipient, code, reply)
        except (OSError, smtplib.SMTPException) as error:
            raise MailUnreachableError(self._server, _reason(error)) from error

    def _content(self, connection: smtplib.SMTP, content: bytes, recipient: str) -> None:
        """The content and the server's answer; where that does not come, nobody knows."""
        stuffed = re.sub(rb"(?m)^\.", b"..", content)  # RFC 5321, 4.5.2: a line of one dot would end the mail
        try:
            connection.send(stuffed.rstrip(b"\r\n") + b"\r\n.\r\n")
            code, reply = connection.getreply()
        except (OSError, smtplib.SMTPException) as error:
            raise MailUncertainError(recipient, _reason(error)) from error
        if code not in _ACCEPTED:
            raise _refused(recipient, code, reply)


def _closed(connection: smtplib.SMTP | None) -> None:
    if connection is not None:
        connection.close()


def _refused(recipient: str, code: int, reply: bytes) -> MailRefusedError:
    words = " ".join(reply.decode("utf-8", "replace").split())
    return MailRefusedError(recipient, f"{code} {words}".strip(), permanent=code >= 500)


def _reason(error: Exception) -> str:
    """A short reason for people, out of the library's many shapes of errors."""
    if isinstance(error, smtplib.SMTPResponseException):
        text = error.smtp_error.decode("utf-8", "replace") if isinstance(error.smtp_error, bytes) else error.smtp_error
        return f"{error.smtp_code} {' '.join(text.split())}"
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return " ".join(str(error).split()) or type(error).__name__
