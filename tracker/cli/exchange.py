"""`tracker export data` and `tracker import`: everything goes out in the open format and comes in again."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli.desk import DONE, HERE, PARTLY_DONE, Desk, JsonOption, LangOption, Language, WorkspaceOption, sit
from tracker.errors import key

if TYPE_CHECKING:
    from tracker.services.open_data.given_promises import TakenRows
    from tracker.services.open_data.load import Loaded


def export_data(
    folder: Annotated[Path, typer.Argument(metavar=key("ORDNER"), help=key("Wohin geschrieben wird."))],
    as_json: JsonOption = False,
    workspace: WorkspaceOption = HERE,
    lang: LangOption = Language.DE,
) -> None:
    """Write all data as JSON lines and tables, without passwords, addresses and mails."""
    from tracker.services.open_data.export import export

    desk = sit(workspace, lang, as_json=as_json)
    files = export(desk.instance, folder)
    desk.console.result({"files": [str(path) for path in files]})
    desk.console.counted(
        "{n} Datei liegt in {folder}.", "{n} Dateien liegen in {folder}.", len(files), folder=str(folder)
    )
    desk.console.say(key("Einlesen lassen sie sich mit: tracker import {folder}"), folder=str(folder))


def import_(
    path: Annotated[
        Path,
        typer.Argument(metavar=key("PFAD"), help=key("Ein Ordner von „tracker export data“ oder eine promises.csv.")),
    ],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=key("Zeigt nur, was geschehen würde; nichts wird gespeichert."))
    ] = False,
    body: Annotated[
        str, typer.Option("--body", metavar=key("KENNUNG"), help=key("Um welche Körperschaft es geht (feeds.yaml)."))
    ] = "",
    term: Annotated[
        str, typer.Option("--term", metavar=key("KENNUNG"), help=key("Für welche Wahlperiode (feeds.yaml)."))
    ] = "",
    as_json: JsonOption = False,
    workspace: WorkspaceOption = HERE,
    lang: LangOption = Language.DE,
) -> None:
    """Take in an export or a table of promises; nobody's judgement is overwritten."""
    desk = sit(workspace, lang, as_json=as_json)
    if path.is_dir():
        from tracker.services.open_data.load import load

        loaded = load(desk.engine, desk.instance.store, path, rehearse=dry_run, now=desk.now())
        raise typer.Exit(_tell(desk, loaded, rehearsed=dry_run))
    raise typer.Exit(_tell_rows(desk, _take_table(desk, path, body, term, rehearse=dry_run), rehearsed=dry_run))


def _take_table(desk: Desk, path: Path, body: str, term: str, *, rehearse: bool) -> "TakenRows":
    from tracker.documents.read import read_bytes
    from tracker.services.ingest import Intake, Upload
    from tracker.services.instance import synced_feeds
    from tracker.services.open_data.given_promises import take_in

    synced_feeds(desk.instance, now=desk.now())
    upload, intake = Upload(path.name, read_bytes(path)), Intake(body=body, term=term)
    return take_in(desk.engine, desk.instance.store, upload, intake, rehearse=rehearse, now=desk.now())


def _tell(desk: Desk, loaded: "Loaded", *, rehearsed: bool) -> int:
    from tracker.exchange.verdicts import Verdict

    new, taken, known, kept = (loaded.sum(v) for v in (Verdict.NEW, Verdict.TAKEN, Verdict.KNOWN, Verdict.KEPT))
    conflicts = [{"noun": c.noun, "id": c.id, "columns": list(c.columns)} for c in loaded.conflicts]
    desk.console.result({"new": new, "taken": taken, "known": known, "kept": kept, "conflicts": conflicts})
    _tell_rehearsal(desk, rehearsed=rehearsed)
    desk.console.say(
        key("Neu: {new} · übernommen: {taken} · schon bekannt: {known} · anders, unseres bleibt: {kept}"),
        new=desk.wording.number(new),
        taken=desk.wording.number(taken),
        known=desk.wording.number(known),
        kept=desk.wording.number(kept),
    )
    if not loaded.conflicts:
        return DONE
    desk.console.counted(
        "{n} Eintrag wurde hier und dort verschieden entschieden. Unserer bleibt; bitte ansehen:",
        "{n} Einträge wurden hier und dort verschieden entschieden. Unsere bleiben; bitte ansehen:",
        len(loaded.conflicts),
    )
    rows = ([c.noun, c.id, ", ".join(c.columns)] for c in loaded.conflicts)
    desk.console.table([key("Art"), key("Kennung"), key("verschieden")], rows)
    return PARTLY_DONE


def _tell_rows(desk: Desk, taken: "TakenRows", *, rehearsed: bool) -> int:
    bad = [{"line": row.number, "column": row.column} for row in taken.bad]
    desk.console.result({"new": taken.new, "known": taken.known, "bad": bad})
    _tell_rehearsal(desk, rehearsed=rehearsed)
    desk.console.say(
        key("Vorgeschlagen: {new} · schon bekannt: {known}"),
        new=desk.wording.number(len(taken.new)),
        known=desk.wording.number(len(taken.known)),
    )
    for row in taken.bad:
        desk.console.say(
            key("Zeile {line}: Mit „{column}“ stimmt etwas nicht, sie bleibt draußen."),
            line=row.number,
            column=row.column,
        )
    return PARTLY_DONE if taken.bad else DONE


def _tell_rehearsal(desk: Desk, *, rehearsed: bool) -> None:
    if rehearsed:
        desk.console.say(key("Nur eine Probe: Nichts wurde gespeichert."))
