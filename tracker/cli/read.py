"""`tracker extract` and `tracker repair`: read one document, without a database."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli.console import Console
from tracker.cli.desk import HERE, JsonOption, LangOption, Language, WorkspaceOption
from tracker.cli.pages import page_bar
from tracker.errors import key
from tracker.wording import Wording

if TYPE_CHECKING:
    from tracker.domain.questionnaire import Document

FileArgument = Annotated[Path, typer.Argument(metavar=key("DATEI"), help=key("Das Dokument."))]


class Reading(StrEnum):
    """How a document is read."""

    QUESTIONNAIRE = "questionnaire"
    PROGRAMME = "programme"


def _read(console: Console, file: Path) -> "Document":
    """Read the file, with progress by page on a terminal."""
    from tracker.documents.read import read, read_bytes

    with page_bar(console, 1) as turn:
        return read(read_bytes(file), file.name, turn(file.name))


def extract(
    file: FileArgument,
    respondent: Annotated[
        str | None, typer.Option("--respondent", metavar=key("NAME"), help=key("Wer geantwortet hat."))
    ] = None,
    reading: Annotated[
        Reading, typer.Option("--as", help=key("Wahlprüfsteine oder ein Programm ohne Fragen."), show_default=False)
    ] = Reading.QUESTIONNAIRE,
    text_out: Annotated[
        Path | None, typer.Option("--text-out", metavar=key("DATEI"), help=key("Schreibt den gelesenen Text dorthin."))
    ] = None,
    as_json: JsonOption = False,
    workspace: WorkspaceOption = HERE,
    lang: LangOption = Language.DE,
) -> None:
    """Find answers and commitments in one document, storing nothing."""
    from tracker import extraction

    del workspace
    console = Console(Wording(lang.value), as_json)
    document = _read(console, file)
    if text_out is not None:
        text_out.write_bytes(document.text.encode())
    found = extraction.extract(document, respondent=respondent, programme=reading is Reading.PROGRAMME)
    console.result(extraction.as_json(found))
    respondents = {answer.id: answer.respondent or "" for answer in found.answers}
    console.table(
        [key("Von"), key("Zusage"), key("Wortlaut"), key("Stelle")],
        (
            (respondents[s.answer], s.commitment.title, " ".join(s.text.split()), s.span.start)
            for s in found.commitments
            if s.commitment
        ),
    )
    console.counted("{n} Antwort gefunden.", "{n} Antworten gefunden.", len(found.answers))
    console.counted("{n} Zusage gefunden.", "{n} Zusagen gefunden.", len(found.commitments))
    if not found.answers:
        console.say(key("Fragen und Antworten sind darin nicht zu erkennen. Ein Programm liest --as programme."))


def repair(
    file: FileArgument,
    as_json: JsonOption = False,
    workspace: WorkspaceOption = HERE,
    lang: LangOption = Language.DE,
) -> None:
    """Print a document's text with OCR damage repaired, or the edits as JSON."""
    from tracker.domain.edits import apply_edits

    del workspace
    console = Console(Wording(lang.value), as_json)
    document = _read(console, file)
    if not as_json:
        console.raw(apply_edits(document.text, document.edits))
        return
    console.result(
        {
            "edits": [
                {
                    "start": edit.span.start,
                    "end": edit.span.end,
                    "from": edit.original,
                    "to": edit.replacement,
                    "rule": edit.rule,
                    "confidence": edit.confidence,
                }
                for edit in document.edits
            ]
        }
    )
