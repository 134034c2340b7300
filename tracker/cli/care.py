"""`tracker backup`, `restore`, `db upgrade` and `db move`: that nothing is lost."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli.desk import DONE, HERE, PARTLY_DONE, Desk, JsonOption, LangOption, Language, WorkspaceOption, now, sit
from tracker.errors import key

if TYPE_CHECKING:
    from tracker.services.backup import BackedUp


def backup(
    file: Annotated[
        Path | None,
        typer.Argument(metavar=key("DATEI"), help=key("Wohin (Vorgabe: eine neue Datei im Ordner der Sicherungen).")),
    ] = None,
    as_json: JsonOption = False,
    workspace: WorkspaceOption = HERE,
    lang: LangOption = Language.DE,
) -> None:
    """Write a backup: everything into one file, or a nightly one into the backup folder."""
    from tracker.services.backup import back_up, back_up_nightly

    desk = sit(workspace, lang, as_json=as_json)
    done = back_up(desk.instance, file, now=desk.now()) if file else back_up_nightly(desk.instance, now=desk.now())
    desk.console.result(
        {
            "path": str(done.path),
            "rows": done.rows,
            "files": done.files,
            "size": done.size,
            "damaged": list(done.damaged),
        }
    )
    _tell_backup(desk, done)
    raise typer.Exit(PARTLY_DONE if done.damaged else DONE)


def _tell_backup(desk: Desk, done: "BackedUp") -> None:
    desk.console.say(
        key("Gesichert in {path}: {rows} Datensätze, {files} Dateien, {size} MB."),
        path=done.path,
        rows=desk.wording.number(done.rows),
        files=desk.wording.number(done.files),
        size=desk.wording.number(round(done.size / 1e6, 1)),
    )
    for digest in done.damaged:
        desk.console.say(
            key("Nicht gesichert, weil beschädigt: {digest}. „tracker audit verify“ nennt, was davon abhängt."),
            digest=digest,
        )


def restore(
    file: Annotated[Path, typer.Argument(metavar=key("DATEI"), help=key("Die Sicherung."))],
    to: Annotated[Path, typer.Option("--to", metavar=key("ORDNER"), help=key("Der neue Arbeitsordner."))],
    database: Annotated[
        str,
        typer.Option("--database", metavar="URL", help=key("Eine leere PostgreSQL-Datenbank statt der SQLite-Datei.")),
    ] = "",
    as_json: JsonOption = False,
    lang: LangOption = Language.DE,
) -> None:
    """Make a workspace from a backup; its mail waits until a person lets it go."""
    from tracker.cli.console import Console
    from tracker.services.restore import restore as make
    from tracker.wording import Wording

    console = Console(Wording(lang.value), as_json)
    done = make(file, to, url=database, now=now())
    console.result({"directory": str(done.directory), "made_at": done.made_at, "rows": done.rows, "files": done.files})
    console.say(
        key("Wiederhergestellt in {directory}: Stand {made_at}, {rows} Datensätze, {files} Dateien."),
        directory=done.directory,
        made_at=done.made_at,
        rows=console.wording.number(done.rows),
        files=console.wording.number(done.files),
    )
    console.say(key("Passwörter stehen nicht in Sicherungen: bitte in tracker.toml wieder eintragen."))
    console.say(key("Mails sind angehalten. „tracker send --resume --by NAME“ gibt sie frei, wenn alles stimmt."))


def db_upgrade(workspace: WorkspaceOption = HERE, lang: LangOption = Language.DE) -> None:
    """Bring the database's tables to the version of this program; what is there is backed up first."""
    from tracker.services.upgrading import upgrade

    desk = sit(workspace, lang)
    saved = upgrade(desk.settings, now=now())
    if desk.settings.database_url.startswith("postgresql"):
        from tracker.db.session import open_engine
        from tracker.jobs.queue import set_up

        set_up(open_engine(desk.settings.database_url))
    if saved:
        _tell_backup(desk, saved)
    desk.console.say(key("Die Datenbank ist auf dem Stand dieses Programms."))


def db_move(
    url: Annotated[str, typer.Argument(metavar="URL", help=key("postgresql+psycopg://NAME@RECHNER/DATENBANK, leer."))],
    as_json: JsonOption = False,
    workspace: WorkspaceOption = HERE,
    lang: LangOption = Language.DE,
) -> None:
    """Copy the database into an empty one and prove that both hold the same."""
    from tracker.services.moving import move

    desk = sit(workspace, lang, as_json=as_json)
    done = move(desk.engine, url)
    tables = {name: {"rows": one.rows, "digest": one.digest} for name, one in done.tables.items()}
    desk.console.result({"tables": tables})
    desk.console.table(
        [key("Tabelle"), key("Zeilen"), key("Prüfsumme")],
        ((name, desk.wording.number(one.rows), one.digest[:16]) for name, one in done.tables.items()),
    )
    desk.console.say(
        key("Alle {rows} Zeilen sind gleich. Tragen Sie die Adresse jetzt in tracker.toml unter [database] url ein."),
        rows=desk.wording.number(done.rows),
    )


def doctor(as_json: JsonOption = False, workspace: WorkspaceOption = HERE, lang: LangOption = Language.DE) -> None:
    """Look at everything an operator answers for, and say how to mend what is not in order."""
    from tracker.cli.console import Console
    from tracker.services.doctor import Health, examine
    from tracker.wording import Wording

    console = Console(Wording(lang.value), as_json)
    found = []
    for one in examine(workspace, now()):
        found.append(one)
        console.say(
            "{sign} {about}: {message}",
            sign={Health.WELL: "✔", Health.HINT: "!", Health.ILL: "✘"}[one.health],
            about=console.wording.text(one.about),
            message=console.wording.text(one.message, **one.values),
        )
    ill = sum(one.health is Health.ILL for one in found)
    console.result(
        {
            "healthy": not ill,
            "findings": [
                {
                    "about": console.wording.text(one.about),
                    "health": one.health.value,
                    "message": console.wording.text(one.message, **one.values),
                }
                for one in found
            ],
        }
    )
    if ill:
        console.counted("{n} Sache braucht Pflege.", "{n} Sachen brauchen Pflege.", ill)
    else:
        console.say(key("Alles Nötige ist in Ordnung."))
    raise typer.Exit(1 if ill else DONE)
