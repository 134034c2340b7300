"""What the program needs from outside: the mail server, and the text recognition of the operating system."""

from collections.abc import Iterator

from tracker.documents.scans import tesseract
from tracker.errors import MissingToolError, key
from tracker.mail import SmtpTransport
from tracker.sandbox import barriers
from tracker.services.doctor.finding import Finding, hint, ill, well
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


def shut_in(_settings: Settings) -> Iterator[Finding]:
    """Whether what reads foreign files is shut in. Not every machine can; limits and Python's own guard always hold."""
    about = key("Schutz beim Lesen")
    held = barriers()
    missing = [
        word for barrier, word in (("files", "Landlock"), ("network", "user namespaces")) if not held.get(barrier)
    ]
    if missing:
        yield hint(
            about,
            key(
                "Das Lesen fremder Dateien läuft ohne diese Sperren des Kernels: {missing}. Manche Behälter und ältere "
                "Kernel haben sie nicht."
            ),
            missing=", ".join(missing),
        )
    else:
        yield well(about, key("Was fremde Dateien liest, kommt weder an andere Dateien noch ins Netz."))


def mail_server(settings: Settings) -> Iterator[Finding]:
    """Whether the server takes us; no mail is sent. Raises a MailError that says what to mend."""
    about = key("Mailserver")
    way = transport(settings)
    if not isinstance(way, SmtpTransport):
        yield well(
            about, key("Mails werden als Dateien in {folder} abgelegt, nicht verschickt."), folder=settings.out / "mail"
        )
        return
    if settings.mail.user and not settings.mail.password:
        yield ill(
            about,
            key(
                "Unter [mail] steht user, aber kein Passwort. Bitte in tracker.toml password_file nennen: die Datei, "
                "in der es steht."
            ),
        )
        return
    way.greet(timeout=PATIENCE)
    yield well(about, key("{host} nimmt uns an."), host=f"{settings.mail.host}:{settings.mail.port}")
