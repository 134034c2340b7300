"""Messages to SMTP or files; pure rules say what becomes of a delivery."""

from tracker.mail.errors import (
    AddressError,
    MailError,
    MailFileError,
    MailLoginError,
    MailRefusedError,
    MailTrustError,
    MailUncertainError,
    MailUnreachableError,
)
from tracker.mail.message import Letter, compose, sendable, stable_message_id
from tracker.mail.rules import Next, after_crash, after_error, may_send
from tracker.mail.transport import FileTransport, Security, SmtpTransport, Transport

__all__ = [
    "AddressError",
    "FileTransport",
    "Letter",
    "MailError",
    "MailFileError",
    "MailLoginError",
    "MailRefusedError",
    "MailTrustError",
    "MailUncertainError",
    "MailUnreachableError",
    "Next",
    "Security",
    "SmtpTransport",
    "Transport",
    "after_crash",
    "after_error",
    "compose",
    "may_send",
    "sendable",
    "stable_message_id",
]
