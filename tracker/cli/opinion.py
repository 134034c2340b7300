"""`tracker opinion`: what a configured model thinks of the promises found in a document; it decides nothing."""

from collections.abc import Iterable
from typing import Annotated, Any

import typer

from tracker.cli.console import Console
from tracker.cli.desk import HERE, JsonOption, LangOption, Language, WorkspaceOption
from tracker.cli.read import FileArgument, Reading
from tracker.domain.questionnaire import Span
from tracker.errors import key
from tracker.wording import Wording


def opinion(
    file: FileArgument,
    respondent: Annotated[
        str | None, typer.Option("--respondent", metavar=key("NAME"), help=key("Wer geantwortet hat."))
    ] = None,
    reading: Annotated[
        Reading, typer.Option("--as", help=key("Wahlprüfsteine oder ein Programm ohne Fragen."), show_default=False)
    ] = Reading.QUESTIONNAIRE,
    as_json: JsonOption = False,
    workspace: WorkspaceOption = HERE,
    lang: LangOption = Language.DE,
) -> None:
    """Ask the configured model about one document, storing nothing."""
    from tracker import extraction, settings
    from tracker.documents.read import read_file
    from tracker.services.second_opinion import opinion_on

    console = Console(Wording(lang.value), as_json)
    found = extraction.extract(read_file(file), respondent=respondent, programme=reading is Reading.PROGRAMME)
    held = opinion_on(found, settings.load(workspace).opinion)
    console.result(
        {
            "model": held.model,
            "confirms": [_row(s.answer, s.span, s.quote) for s in held.confirms],
            "doubts": [_row(s.answer, s.span, s.quote) for s in held.doubts],
            "proposals": [_row(p.answer, p.span, p.quote) for p in held.proposals],
            "unread": list(held.unread),
        }
    )
    console.say(key("Zweitmeinung von {model}. Sie entscheidet nichts; bitte im Original nachlesen."), model=held.model)
    console.table([key("Bezweifelt"), key("Stelle")], _lines((s.quote, s.span) for s in held.doubts))
    console.table([key("Zusätzlich vorgeschlagen"), key("Stelle")], _lines((p.quote, p.span) for p in held.proposals))
    console.counted("{n} Zusage bestätigt.", "{n} Zusagen bestätigt.", len(held.confirms))
    if held.unread:
        console.counted("{n} Antwort blieb ohne Urteil.", "{n} Antworten blieben ohne Urteil.", len(held.unread))


def _row(answer: str, span: Span, quote: str) -> dict[str, Any]:
    return {"answer": answer, "start": span.start, "end": span.end, "quote": quote}


def _lines(found: Iterable[tuple[str, Span]]) -> list[tuple[str, int]]:
    return [(" ".join(quote.split()), span.start) for quote, span in found]
