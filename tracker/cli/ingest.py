"""`tracker ingest`: questionnaires go in, proposed promises come out."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tracker.cli.desk import DONE, HERE, PARTLY_DONE, Desk, JsonOption, LangOption, Language, WorkspaceOption, sit
from tracker.cli.pages import Pages, page_bar
from tracker.cli.read import Reading
from tracker.errors import RuleError, TrackerError, key

if TYPE_CHECKING:
    from tracker.services.ingest import Ingested


_STAYS = key(
    "„{subject}“ war schon eingelesen und bleibt bei: {kept}. Wer wirklich geantwortet hat, berichtigt "
    "„tracker promise attribute {sum} NAME --by ICH“."
)


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
    synced_feeds(desk.instance, now=desk.now())
    intake = Intake(body=body, term=term, respondent=respondent, programme=reading is Reading.PROGRAMME)
    kept: list[Ingested] = []
    with page_bar(desk.console, len(files)) as turn:
        rows = [row for path in files for row in _rows(desk, path, intake, turn(path.name), kept)]
    desk.console.result({"documents": rows})
    desk.console.table(
        [key("Datei"), key("Antworten"), key("neue Versprechen"), key("bekannte"), key("Fehler")],
        ([Path(r["path"]).name, r["answers"], r["promises_new"], r["promises_known"], r["error"]] for r in rows),
    )
    for document in kept:
        names = ", ".join(name or desk.wording.text(key("niemandem")) for name in document.kept)
        desk.console.complain(RuleError(_STAYS, subject=document.name, kept=names, sum=document.sha256[:8]))
    if any(row["error"] is None and not row["answers"] for row in rows):
        desk.console.say(key("Fragen und Antworten sind darin nicht zu erkennen. Ein Programm liest --as programme."))
    if any(row["promises_new"] for row in rows):
        desk.console.say(key("Als Nächstes: „tracker promise list“ zeigt, was vorgeschlagen ist."))
    raise typer.Exit(_exit_code(rows))


def _rows(desk: Desk, path: Path, intake: Any, progress: Pages, kept: "list[Ingested]") -> list[dict[str, Any]]:
    """A row for each document of a file; what fails is told there and does not keep the others from being done.

    Documents whose answers stay with another name than the one given are added to `kept`.
    """
    from tracker.documents.read import read_bytes
    from tracker.services.ingest import Upload
    from tracker.services.ingest import ingest as store

    try:
        upload = Upload(path.name, read_bytes(path))
        done = store(desk.engine, desk.instance.store, upload, intake, now=desk.now(), progress=progress)
    except TrackerError as error:
        if error.exit_code != 1:
            raise  # wrong usage concerns every file
        return [_row(str(path), error=desk.wording.error(error))]
    kept += [document for document in done.documents if document.kept]
    read = [_row(_inside(path, d.name), **{name: getattr(d, name) for name in _COUNTED}) for d in done.documents]
    return read + [_row(_inside(path, e.subject), error=desk.wording.error(e)) for e in done.failures]


_COUNTED = ("sha256", "answers", "promises_new", "promises_known")


def _row(path: str, **found: Any) -> dict[str, Any]:
    return {"path": path, "sha256": None, "answers": 0, "promises_new": 0, "promises_known": 0, "error": None} | found


def _inside(path: Path, name: str) -> str:
    """The file's path, and in an e-mail the attachment's name behind it."""
    return str(path) + name.removeprefix(path.name)


def _exit_code(rows: list[dict[str, Any]]) -> int:
    failed = sum(row["error"] is not None for row in rows)
    if not failed:
        return DONE
    return 1 if failed == len(rows) else PARTLY_DONE
