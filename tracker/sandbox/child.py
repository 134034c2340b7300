"""The child's side: read one request, shut the doors, parse, answer in JSON lines.

The request is one line of JSON and then the foreign bytes to the end of the input. The answer is a line
`{"held": {barrier: bool}}`, any number of `{"progress": […]}` and one of `{"result": …}`, `{"refused": {"key",
"values"}}` (the parser says in a sentence why not) or `{"failed": "memory" | "error", "detail": …}`.
"""

import importlib
import json
import os
import sys
from collections.abc import Generator
from typing import Any, BinaryIO

from tracker.errors import TrackerError
from tracker.sandbox.barriers import raise_barriers
from tracker.sandbox.limits import Limits


def main() -> None:
    """Serve the one request on standard input."""
    answers = os.fdopen(os.dup(1), "wb")
    with open(os.devnull, "wb") as nowhere:  # noqa: PTH123  # a parser's chatter must not mix with the answer
        os.dup2(nowhere.fileno(), 1)
    request = json.loads(sys.stdin.buffer.readline())
    module, _, name = request["function"].partition(":")
    parser = getattr(importlib.import_module(module), name)
    _say(answers, {"held": raise_barriers(Limits(**request["limits"]), request["readable"], request["programs"])})
    try:
        outcome = parser(sys.stdin.buffer.read(), **request["arguments"])
        answer = {"result": _followed(outcome, answers) if isinstance(outcome, Generator) else outcome}
    except TrackerError as error:
        values = {name: value for name, value in error.values.items() if name != "subject"}
        answer = {"refused": {"key": error.message_key, "values": values}}
    except MemoryError:
        answer = {"failed": "memory", "detail": ""}
    except Exception as error:  # noqa: BLE001  # whatever a parser raises on foreign bytes means: unreadable
        answer = {"failed": "error", "detail": f"{type(error).__name__}: {error}"[:500]}
    _say(answers, answer)
    os._exit(0)  # libraries need not tidy up: the process ends, and a hostile input may have broken their state


def _followed(steps: Generator[Any, None, Any], answers: BinaryIO) -> Any:
    """Run a parser that yields how far it is, and return what it returns."""
    while True:
        try:
            _say(answers, {"progress": next(steps)})
        except StopIteration as end:
            return end.value


def _say(answers: BinaryIO, answer: dict[str, Any]) -> None:
    answers.write(json.dumps(answer, ensure_ascii=True, separators=(",", ":"), default=str).encode() + b"\n")
    answers.flush()


def nothing(data: bytes) -> None:
    """The parser that finds nothing: for asking which barriers hold."""
    del data
