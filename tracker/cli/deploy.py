"""`tracker deploy`: the files for a server on which this instance runs for years."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from tracker.cli.desk import HERE, JsonOption, LangOption, Language, WorkspaceOption, sit
from tracker.errors import key


def deploy(
    folder: Annotated[
        Path, typer.Argument(metavar=key("ORDNER"), help=key("Wohin die Dateien geschrieben werden."))
    ] = Path("deploy"),
    port: Annotated[
        int, typer.Option("--port", metavar=key("ZAHL"), min=1, max=65535, help=key("Auf welchem Port."))
    ] = 8000,
    as_json: JsonOption = False,
    workspace: WorkspaceOption = HERE,
    lang: LangOption = Language.DE,
) -> None:
    """Write units, web server files and the call, filled in for this workspace; nothing is installed."""
    from tracker.services.deploying import Site, write

    desk = sit(workspace, lang, as_json=as_json)
    account, group = _owners(desk.settings.workspace)
    paths = write(desk.settings, Site(Path(sys.prefix), account, group, port), folder)
    desk.console.result({"files": [str(path) for path in paths]})
    for path in paths:
        desk.console.say("{path}", path=path)
    desk.console.say(
        key("Der Dienst läuft als {account} in {workspace}. Wohin jede Datei gehört, steht in ihr oben."),
        account=account,
        workspace=desk.settings.workspace.absolute(),
    )
    if not desk.settings.site.base_url:
        desk.console.say(key("In tracker.toml fehlt site.base_url: In den Dateien steht noch der Name des Beispiels."))


def _owners(workspace: Path) -> tuple[str, str]:
    """Whose folder it is: under that account the service runs."""
    try:
        return workspace.owner(), workspace.group()
    except (OSError, KeyError):  # not there, or nobody's
        return "wortgehalten", "wortgehalten"
