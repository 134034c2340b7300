"""`tracker init`, `user add` and `audit verify`: the ground on which the others stand."""

from pathlib import Path
from typing import Annotated

import typer

from tracker.cli.care import db_upgrade
from tracker.cli.desk import HERE, LangOption, Language, WorkspaceOption, sit
from tracker.errors import TrackerError, key
from tracker.settings import shipped
from tracker.wording import Wording

TOML = key(
    """\
# Einstellungen von Wortgehalten. Jede Zeile ist freiwillig; ein # davor heißt: es gilt die Vorgabe.

[site]
# name = "Wortgehalten Musterstadt"
# base_url = "https://wortgehalten.example"
licence = "CC BY 4.0"            # die Lizenz Ihrer Daten und Bewertungen; eine unbekannte braucht licence_url

[fetch]
# Wer fragt hier ab? Die Betreiber der Ratsinformationssysteme sollen Sie erreichen können.
# contact = "name@verein.example"

[mail]
# transport = "smtp"             # Vorgabe: "file", Mails liegen dann als Dateien in out/mail
# host = "mail.verein.example"
# user = "bericht"
# password_file = "mail-password"    # die Datei mit dem Passwort, nur für dieses Konto lesbar
# from = "bericht@verein.example"

[review]
# two_persons = true             # endgültige Bewertungen bestätigt eine zweite Person
"""
)


def init(
    directory: Annotated[Path, typer.Argument(metavar=key("ORDNER"), help=key("Der neue Arbeitsordner."))] = HERE,
    lang: LangOption = Language.DE,
) -> None:
    """Make a workspace; what is already there stays as it is."""
    from tracker.services.instance import synced_feeds

    try:
        directory.parent.mkdir(parents=True, exist_ok=True)
        directory.mkdir(mode=0o700, exist_ok=True)  # addresses of subscribers are nobody else's business
        for folder in (directory / "data", directory / "out"):
            folder.mkdir(exist_ok=True)
        _write_once(directory / "tracker.toml", Wording(lang.value).text(TOML))
        _write_once(directory / "feeds.yaml", shipped("feeds.yaml").read_text(encoding="utf-8"))
    except OSError as error:
        raise TrackerError(
            key("Der Ordner {subject} lässt sich nicht anlegen ({detail}). Bitte einen anderen wählen."),
            subject=str(directory),
            detail=error.strerror or str(error),
        ) from error
    db_upgrade(directory, lang)
    desk = sit(directory, lang)
    synced_feeds(desk.instance, now=desk.now())
    desk.console.say(key("Der Arbeitsordner {directory} ist bereit."), directory=directory)
    desk.console.say(key("Als Nächstes: feeds.yaml ansehen, „tracker user add NAME“, „tracker ingest DATEI“."))


def _write_once(path: Path, text: str) -> None:
    if not path.exists():
        path.write_text(text, encoding="utf-8")


def audit_verify(workspace: WorkspaceOption = HERE, lang: LangOption = Language.DE) -> None:
    """Prove the chain of events, the editions and the stored bytes, or name everything that does not fit."""
    from tracker.db.session import reading
    from tracker.services import events
    from tracker.services.proof import flaws

    desk = sit(workspace, lang)
    with reading(desk.engine) as session:
        found, head = list(flaws(session, desk.instance.store)), events.head_hash(session)
    for flaw in found:
        desk.console.complain(flaw)
    if found:
        raise typer.Exit(1)
    desk.console.say(key("Die Ereigniskette ist unversehrt. Ihr Ende: {head}"), head=head)
