"""The parent's side: start the child, feed it, listen no longer than allowed, and leave nothing of it behind.

A new child for every call: starting one costs some 40 ms, which a pool would save at the price of carrying one
document's damage into the next.
"""

import json
import logging
import os
import selectors
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from tracker.errors import UnreadableError, key
from tracker.sandbox.limits import Limits

logger = logging.getLogger(__name__)

Progress = Callable[[int, int], None]
"""Called with how many pages are done, and of how many."""

_START = "import sys; sys.path[:] = sys.argv[1:]; from tracker.sandbox.child import main; main()"

_CHUNK = 1 << 16

_USUAL = Limits()


class _OverLimitError(Exception):
    """The child took too long or said too much."""


def run(
    function_path: str,
    data: bytes,
    *,
    limits: Limits = _USUAL,
    arguments: Mapping[str, Any] | None = None,
    programs: Sequence[str] = (),
    subject: str = "",
    progress: Progress | None = None,
) -> Any:
    """Call `function_path` ("package.module:function") with foreign bytes in a child process; its result as JSON.

    The function takes the bytes and the arguments (JSON values) and returns a JSON value, or is a generator that
    yields (pages done, pages in all) and returns it. Refusals that it raises as a TrackerError are raised here.
    `programs` are absolute paths of what it may start, `subject` is the file's name for messages.

    Raises UnreadableError where a limit is met or the parser fails, RuntimeError where the parser cannot be imported.
    """
    answer: dict[str, Any] = {}
    limits = limits.patient(_waiting())
    request = _request(function_path, limits, arguments or {}, programs)
    process = _started()
    try:
        for message in _messages(process, request + data, limits):
            if "progress" in message and progress:
                progress(*message["progress"])
            answer |= message
    except _OverLimitError as error:
        raise _over_limit(str(error), limits, subject) from None
    finally:
        _end(process)
    if "result" in answer:
        return answer["result"]
    if "refused" in answer:
        raise UnreadableError(answer["refused"]["key"], subject=subject, **answer["refused"]["values"])
    if "held" not in answer:
        raise RuntimeError(f"the sandbox cannot run {function_path}: is the installation complete?")
    raise _failure(function_path, answer, process.returncode, limits, subject)


def _waiting() -> float:
    """How many processes wanted each core in the last minute, ours included; 0 where the system does not tell."""
    try:
        return (os.getloadavg()[0] + 1) / (os.cpu_count() or 1)
    except OSError:
        return 0.0


def barriers() -> dict[str, bool]:
    """Which barriers hold on this machine: `limits`, `network`, `files`, `hook` (see tracker.sandbox.barriers)."""
    process = _started()
    request = _request("tracker.sandbox.child:nothing", Limits(), {}, ())
    try:
        return next(message["held"] for message in _messages(process, request, Limits()) if "held" in message)
    finally:
        _end(process)


def _request(function_path: str, limits: Limits, arguments: Mapping[str, Any], programs: Sequence[str]) -> bytes:
    request = {
        "function": function_path,
        "limits": asdict(limits),
        "arguments": dict(arguments),
        "readable": _code_folders(function_path),
        "programs": list(programs),
    }
    return json.dumps(request).encode() + b"\n"


def _code_folders(function_path: str) -> list[str]:
    """Where the child may read: installed libraries, our own package and the function's; no folder beside them."""
    names = {"tracker", function_path.partition(".")[0]}
    ours = [folder for name in names if (spec := find_spec(name)) for folder in spec.submodule_search_locations or ()]
    return [sys.prefix, *ours, *(entry for entry in sys.path if entry.endswith("-packages"))]


def _started() -> subprocess.Popen[bytes]:
    """A fresh, isolated interpreter that leads its own session, with nothing of our environment but the module path."""
    path = [str(Path(entry).absolute()) for entry in sys.path]
    return subprocess.Popen(  # noqa: S603  # our own interpreter and code; the foreign bytes go through the pipe
        [sys.executable, "-I", "-S", "-c", _START, *path],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd="/",
        env={"LANG": "C.UTF-8", "PATH": "/usr/bin:/bin", "OMP_THREAD_LIMIT": "1"},
        start_new_session=True,
    )


def _messages(process: subprocess.Popen[bytes], sent: bytes, limits: Limits) -> Iterator[dict[str, Any]]:
    """The child's lines as they come. Raises _OverLimitError "time" or "output"."""
    feeder = threading.Thread(target=_feed, args=(process, sent), daemon=True)
    feeder.start()
    deadline, heard, line = time.monotonic() + limits.wall_seconds, 0, bytearray()
    stdout = process.stdout
    assert stdout is not None  # noqa: S101  # it was opened as a pipe
    with selectors.DefaultSelector() as ready:
        ready.register(stdout, selectors.EVENT_READ)
        while True:
            if not ready.select(max(0.0, deadline - time.monotonic())):
                raise _OverLimitError("time")
            chunk = os.read(stdout.fileno(), _CHUNK)
            if not chunk:
                break
            heard += len(chunk)
            if heard > limits.output:
                raise _OverLimitError("output")
            *ended, rest = chunk.split(b"\n")
            for end in ended:
                yield json.loads(line + end)
                line.clear()
            line += rest
    try:
        process.wait(max(0.0, deadline - time.monotonic()))
    except subprocess.TimeoutExpired:
        raise _OverLimitError("time") from None


def _feed(process: subprocess.Popen[bytes], sent: bytes) -> None:
    assert process.stdin is not None  # noqa: S101  # it was opened as a pipe
    with suppress(OSError), process.stdin as pipe:  # the child may end before it has read everything
        pipe.write(sent)


def _end(process: subprocess.Popen[bytes]) -> None:
    """Kill whatever is left of the child's session; it may have started programs."""
    with suppress(ProcessLookupError, PermissionError):  # nobody left, or only a corpse (macOS)
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    if process.stdout:
        process.stdout.close()


def _over_limit(what: str, limits: Limits, subject: str) -> UnreadableError:
    if what == "time":
        return UnreadableError(
            key(
                "„{subject}“ ist unlesbar: Das Lesen dauerte länger als {seconds} Sekunden und wurde abgebrochen. "
                "Bitte "
                "die Datei neu speichern oder den Text als .txt einreichen."
            ),
            subject=subject,
            seconds=round(limits.wall_seconds),
        )
    return UnreadableError(
        key(
            "„{subject}“ ist unlesbar: Die Datei enthält mehr als {megabytes} MB Text und Aufbau. Bitte nur den "
            "Teil mit "
            "den Antworten einreichen."
        ),
        subject=subject,
        megabytes=limits.output // 1_000_000,
    )


def _failure(function_path: str, answer: dict[str, Any], code: int, limits: Limits, subject: str) -> UnreadableError:
    """What a child without a result died of: its own word, or the signal that ended it."""
    logger.info("%s could not read %r: exit code %s %s", function_path, subject, code, answer.get("detail", ""))
    if answer.get("failed") == "memory":
        return UnreadableError(
            key(
                "„{subject}“ ist unlesbar: Das Lesen brauchte mehr als {megabytes} MB Arbeitsspeicher und wurde "
                "abgebrochen. Bitte die Datei neu speichern oder den Text als .txt einreichen."
            ),
            subject=subject,
            megabytes=limits.memory // 1_000_000,
        )
    if code in {-signal.SIGXCPU, -signal.SIGKILL}:
        return UnreadableError(
            key(
                "„{subject}“ ist unlesbar: Das Lesen brauchte mehr als {seconds} Sekunden Rechenzeit und wurde "
                "abgebrochen. Bitte die Datei neu speichern oder den Text als .txt einreichen."
            ),
            subject=subject,
            seconds=limits.cpu_seconds,
        )
    return UnreadableError(
        key(
            "„{subject}“ ist unlesbar: Die Datei ist beschädigt. Bitte die Datei noch einmal besorgen oder den Text "
            "als "
            ".txt einreichen."
        ),
        subject=subject,
    )
