"""An edition becomes files: the page, the plain text and the edition's own JSON; and mails in the outbox."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from tracker import reporting
from tracker.errors import DatabaseError, key
from tracker.mail import FileTransport, SmtpTransport, Transport
from tracker.reporting import Edition, Report, edition_json
from tracker.services import editions, mailings
from tracker.services.instance import Instance
from tracker.settings import Settings, shipped


@dataclass(frozen=True, slots=True)
class Published:
    """What was written: the edition's key, its files, and how many mails were put into the outbox."""

    edition: str
    files: tuple[Path, ...]
    mails: int = 0


def monthly(
    instance: Instance, month: date, *, as_of: date | None = None, mail: bool = False, now: datetime
) -> Published:
    """Write the report of a month; with `mail` also queue it for everybody with an address, once per edition."""
    edition = editions.monthly(instance.engine, month, instance.frame, as_of=as_of, mailed=mail, now=now)
    files = _write(instance, edition, reporting.monthly(edition, instance.wording, shipped("reports")))
    return Published(edition.key, files, mailings.queue_report(instance, edition, now=now) if mail else 0)


def retrospective(instance: Instance, body: str, term: str, *, as_of: date | None = None, now: datetime) -> Published:
    """Write the account of a body's term."""
    edition = editions.retrospective(instance.engine, body, term, instance.frame, as_of=as_of, now=now)
    page = reporting.retrospective(edition, instance.wording, shipped("reports"))
    return Published(edition.key, _write(instance, edition, page))


def transport(settings: Settings) -> Transport:
    """How mail leaves this instance: as files under `out/mail`, or through a mail server."""
    mail = settings.mail
    if mail.transport == "file":
        return FileTransport(settings.out / "mail")
    return SmtpTransport(mail.host, mail.port, mail.user, mail.password, mail.security)


def _write(instance: Instance, edition: Edition, report: Report) -> tuple[Path, ...]:
    folder = instance.settings.out / edition.key.replace(":", "-")
    contents: Mapping[str, bytes] = {
        "index.html": report.html.encode(),
        "report.txt": report.text.encode(),
        "report.pdf": reporting.pdf(edition, instance.wording, shipped("reports")),
        "edition.json": edition_json(edition).encode(),
    }
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in contents.items():
            (folder / name).write_bytes(content)
    except OSError as error:
        raise DatabaseError(
            key("Der Ordner {subject} lässt sich nicht beschreiben ({detail}). Bitte Platz und Schreibrechte prüfen."),
            subject=str(folder),
            detail=error.strerror or str(error),
        ) from error
    return tuple(folder / name for name in contents)
