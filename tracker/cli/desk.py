"""What every command starts from: the workspace, its settings, the language, the console and the clock."""

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tracker import settings as settings_room
from tracker.cli.console import Console
from tracker.errors import key
from tracker.settings import Settings
from tracker.wording import Wording

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from tracker.services.instance import Instance


class Language(StrEnum):
    """The languages that commands speak."""

    DE = "de"
    EN = "en"


WorkspaceOption = Annotated[
    Path,
    typer.Option(
        "--workspace",
        envvar="TRACKER_WORKSPACE",
        show_envvar=False,
        show_default=False,
        metavar=key("ORDNER"),
        help=key("Arbeitsordner (Vorgabe: der aktuelle oder $TRACKER_WORKSPACE)."),
    ),
]
LangOption = Annotated[
    Language, typer.Option("--lang", show_default=False, help=key("Sprache der Ausgabe: de oder en."))
]
JsonOption = Annotated[bool, typer.Option("--json", help=key("Gibt nur ein maschinenlesbares Ergebnis aus."))]
ByOption = Annotated[
    str, typer.Option("--by", metavar=key("NAME"), help=key("Wer das entscheidet (siehe tracker user add)."))
]
HERE = Path()
DONE, PARTLY_DONE = 0, 3


def now() -> datetime:
    """The clock; the only place besides the schedule that asks it."""
    return datetime.now(UTC)  # noqa: TID251  # the edge


@dataclass(frozen=True)
class Desk:
    """A workspace and a console: everything a command passes down."""

    settings: Settings
    console: Console

    @property
    def wording(self) -> Wording:
        """The language in which this command speaks."""
        return self.console.wording

    @cached_property
    def instance(self) -> "Instance":
        """The opened instance. Raises DatabaseError with the mend where its database is not ready."""
        from tracker.services.instance import open_instance

        return open_instance(self.settings)

    def now(self) -> datetime:
        """The clock in the instance's time zone, so that a day begins where its people live."""
        return now().astimezone(self.instance.zone)

    @property
    def engine(self) -> "Engine":
        """The instance's database."""
        return self.instance.engine


def sit(workspace: Path, lang: Language, *, as_json: bool = False) -> Desk:
    """Sit down at a workspace for one command."""
    return Desk(settings_room.load(workspace), Console(Wording(lang.value), as_json))
