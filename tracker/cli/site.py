"""`tracker export site`: the public pages as plain files."""

from pathlib import Path
from typing import Annotated

import typer

from tracker.cli.desk import HERE, JsonOption, LangOption, Language, WorkspaceOption, sit
from tracker.errors import key


def export_site(
    folder: Annotated[Path, typer.Argument(metavar=key("ORDNER"), help=key("Wohin geschrieben wird."))],
    as_json: JsonOption = False,
    workspace: WorkspaceOption = HERE,
    lang: LangOption = Language.DE,
) -> None:
    """Write the public pages, feeds and data as files that any web host can serve."""
    from tracker.services.site import write_site
    from tracker.web.still import made

    desk = sit(workspace, lang, as_json=as_json)
    written = write_site(folder, made(desk.instance, desk.now()))
    desk.console.result({"files": written.files, "bytes": written.size, "folder": str(folder)})
    desk.console.counted(
        "{n} Datei liegt in {folder}.", "{n} Dateien liegen in {folder}.", written.files, folder=str(folder)
    )
    desk.console.say(key("Hochladen lässt sich der Ordner, wie er ist; alle Verweise darin sind relativ."))
