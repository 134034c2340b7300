"""The console script `tracker`: one language, one kind of error message, the design's exit codes."""

import logging
import os
import sys
import traceback
from collections.abc import Sequence

import typer
from typer.exceptions import TyperException

from tracker.cli.commands import program
from tracker.cli.speech import usage_sentence
from tracker.errors import TrackerError, key
from tracker.wording import LANGUAGES, Wording

app = program()


def _language(arguments: Sequence[str]) -> Wording:
    """The language is needed before the arguments are parsed: wrong usage, too, is explained in it."""
    for here, following in zip(arguments, [*arguments, ""][1:], strict=True):
        given = following if here == "--lang" else here.removeprefix("--lang=")
        if here.startswith("--lang") and given in LANGUAGES:
            return Wording(given)
    return Wording()


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0 done, 1 failed, 2 wrong usage, 3 partly done."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    wording = _language(given)
    _set_up_logs()
    try:
        code = app(given, prog_name="tracker", standalone_mode=False, obj=wording)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # the reader left: nothing more to say
        return 0
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001  # no traceback reaches a user
        return _explained(error, wording)
    return code if isinstance(code, int) else 0


def _set_up_logs() -> None:
    """Logs are for operators who ask for them; what people must know, commands say themselves."""
    if _debugging():
        logging.basicConfig(level=logging.DEBUG, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    else:
        logging.getLogger().addHandler(logging.NullHandler())


def _debugging() -> bool:
    return bool(os.environ.get("TRACKER_DEBUG"))


def _explained(error: BaseException, wording: Wording) -> int:
    """Say in the user's language what happened, and return the exit code for it."""
    match error:
        case TrackerError():
            _complain(wording.error(error))
            return error.exit_code
        case TyperException():
            message = usage_sentence(error.format_message(), wording)
            hint = wording.text(key("Hilfe: tracker BEFEHL --help"))
            _complain(*([message, hint] if "\n" not in message else [message]))  # a group alone answers with its help
            return getattr(error, "exit_code", 2)
        case typer.Abort() | KeyboardInterrupt():
            _complain(wording.text(key("Abgebrochen. Was schon gespeichert war, bleibt gespeichert.")))
            return 130
        case OSError(strerror=str(reason)):
            place = error.filename or ""
            sentence = key("Auf {place} lässt sich nicht zugreifen ({detail}). Bitte Ort, Platz und Rechte prüfen.")
            _complain(wording.text(sentence, place=place, detail=reason))
            return 1
    if _debugging():
        traceback.print_exception(error)
    sentence = key("Unerwarteter Fehler ({kind}: {detail}). TRACKER_DEBUG=1 zeigt die Stelle; bitte melden Sie sie.")
    detail = next(iter(str(error).splitlines()), "")
    _complain(wording.text(sentence, kind=type(error).__name__, detail=detail))
    return 1


def _complain(*sentences: str) -> None:
    for sentence in sentences:
        print(sentence, file=sys.stderr)  # noqa: T201  # the way out
