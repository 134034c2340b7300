"""`tracker ingest`: questionnaires go in, proposed promises come out."""

from pathlib import Path
from typing import Annotated, Any

import typer

from tracker.cli.desk import DONE, HERE, PARTLY_DONE, Desk, JsonOption, LangOption, Language, WorkspaceOption, now, sit
from tracker.cli.read import Reading
from tracker.errors import TrackerError, key


def ingest(
    files: Annotated[list[Path], typer.Argument(metavar=key("DATEI"), help=key("Eine oder mehrere Dateien."))],
    respondent: Annotated[
        str | None, typer.Option("--respondent", metavar=key("NAME"), help=key("Wer geantwortet hat."))
    ] = None,
    body: Annotated[
        str, typer.Option("--body", metavar=key("KENNUNG"), help=key("Um welche Körperschaft es geht (feeds.yaml)."))
    ] = "",
    term: Annotated[
        str, typer.Option("--term", metavar=key("KENNUNG"), help=key("Für welche Wahlperiode (feeds.yaml)."))
    ] = "",
    reading: Annotated[
        Reading, typer.Option("--as", help=key("Wahlprüfsteine oder ein Programm ohne Fragen."), show_default=False)
    ] = Reading.QUESTIONNAIRE,
    as_json: JsonOption = False,
    workspace: WorkspaceOption = HERE,
    lang: LangOption = Language.DE,
) -> None:
    """Read questionnaires, store them, and propose their commitments as promises."""
    from tracker.services.ingest import Intake
    from tracker.services.instance import synced_feeds

    desk = sit(workspace, lang, as_json=as_json)
    synced_feeds(desk.instance, now=now())
    intake = Intake(body=body, term=term, respondent=respondent, programme=reading is Reading.PROGRAMME)
    with desk.console.progress(key("Lesen"), len(files)) as step:
        rows = [_one(desk, path, intake, step) for path in files]
    desk.console.result({"documents": rows})
    desk.console.table(
        [key("Datei"), key("Antworten"), key("neue Versprechen"), key("bekannte"), key("Fehler")],
        ([Path(r["path"]).name, r["answers"], r["promises_new"], r["promises_known"], r["error"]] for r in rows),
    )
    if any(row["promises_new"] for row in rows):
        desk.console.say(key("Als Nächstes: „tracker promise list“ zeigt, was vorgeschlagen ist."))
    raise typer.Exit(_exit_code(rows))


def _one(desk: Desk, path: Path, intake: Any, step: Any) -> dict[str, Any]:
    """One file's row; what fails is told there and does not keep the others from being done."""
    from tracker.documents.read import read_bytes
    from tracker.services.ingest import Upload
    from tracker.services.ingest import ingest as store

    step(path.name)
    row: dict[str, Any] = {"path": str(path), "sha256": None, "answers": 0, "promises_new": 0, "promises_known": 0}
    try:
        done = store(desk.engine, desk.instance.store, Upload(path.name, read_bytes(path)), intake, now=now())
    except TrackerError as error:
        if error.exit_code != 1:
            raise  # wrong usage concerns every file
        return row | {"error": desk.wording.error(error)}
    return row | {
        "sha256": done.sha256,
        "answers": done.answers,
        "promises_new": done.promises_new,
        "promises_known": done.promises_known,
        "error": None,
    }


def _exit_code(rows: list[dict[str, Any]]) -> int:
    failed = sum(row["error"] is not None for row in rows)
    if not failed:
        return DONE
    return 1 if failed == len(rows) else PARTLY_DONE
