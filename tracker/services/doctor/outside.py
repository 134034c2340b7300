"""What the program needs from outside: the mail server, and the text recognition of the operating system."""

from collections.abc import Iterator

from tracker.documents.scans import tesseract
from tracker.errors import MissingToolError, key
from tracker.mail import SmtpTransport
from tracker.services.doctor.finding import Finding, hint, well
from tracker.services.publish import transport
from tracker.settings import Settings

PATIENCE = 10.0
"""Seconds for each answer of the mail server."""


def text_recognition(_settings: Settings) -> Iterator[Finding]:
    """Whether scans can be read. Everything else works without."""
    about = key("Texterkennung")
    try:
        yield well(about, key("Tesseract mit Deutsch ist da: {path}"), path=tesseract("-"))
    except MissingToolError:
        yield hint(
            about, key("Scans und Fotos lassen sich nicht lesen: apt-get install tesseract-ocr tesseract-ocr-deu")
        )


def mail_server(settings: Settings) -> Iterator[Finding]:
    """Whether the server takes us; no mail is sent. Raises a MailError that says what to mend."""
    about = key("Mailserver")
    way = transport(settings)
    if not isinstance(way, SmtpTransport):
        yield well(
            about, key("Mails werden als Dateien in {folder} abgelegt, nicht verschickt."), folder=settings.out / "mail"
        )
        return
    way.greet(timeout=PATIENCE)
    yield well(about, key("{host} nimmt uns an."), host=f"{settings.mail.host}:{settings.mail.port}")
