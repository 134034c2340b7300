"""Parsers of foreign bytes run apart: whatever they do, the parent lives and says why."""

import resource
import shutil
import socket
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

import pytest

from tracker.errors import UnreadableError
from tracker.sandbox import Limits, barriers, run
from tracker.sandbox.limits import MOST_PATIENCE

PARSERS = "tests.sandbox.parsers:"
SMALL = Limits(cpu_seconds=1, wall_seconds=4, memory=300_000_000, output=1_000_000)
SHELL = shutil.which("sh")


def parse(name, data=b"", **keywords):
    return run(PARSERS + name, data, **{"limits": SMALL, "subject": "antworten.pdf", **keywords})


def test_a_parser_gets_the_bytes_and_its_arguments_and_returns_json():
    found = parse("echo", b"\x00\xff" * 500_000, arguments={"charset": "utf-8", "pages": [1, 2]})
    assert found == {"length": 1_000_000, "arguments": {"charset": "utf-8", "pages": [1, 2]}}


def test_a_parser_tells_how_many_pages_are_done():
    told = []
    assert parse("count_pages", b"xxx", progress=lambda done, total: told.append((done, total))) == "done"
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_a_parser_may_refuse_in_a_sentence_of_its_own():
    with pytest.raises(UnreadableError) as refused:
        parse("refuse", b"xxx")
    assert str(refused.value) == "„antworten.pdf“ hat 3 Beine. Bitte nachzählen."
    assert refused.value.subject == "antworten.pdf"


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("fail", "Die Datei ist beschädigt"),
        ("crash", "Die Datei ist beschädigt"),
        ("recurse", "Die Datei ist beschädigt"),
        ("grow", "mehr als 300 MB Arbeitsspeicher"),
        ("grow_slowly", "mehr als 300 MB Arbeitsspeicher"),
        ("spin", "mehr als 1 Sekunden Rechenzeit"),
        ("sleep", r"länger als \d+ Sekunden"),
        ("chatter", "mehr als 1 MB Text"),
    ],
)
def test_whatever_a_parser_does_it_ends_as_unreadable_with_its_reason(name, reason):
    started = time.monotonic()
    with pytest.raises(UnreadableError, match=f"„antworten.pdf“ ist unlesbar: .*{reason}.* Bitte "):
        parse(name)
    assert time.monotonic() - started < SMALL.wall_seconds * MOST_PATIENCE + 15


def test_a_busy_machine_gets_more_time_on_the_clock_but_no_more_to_compute():
    limits = Limits(cpu_seconds=8, wall_seconds=15)
    assert limits.patient(0.2) == limits
    assert limits.patient(5.5) == Limits(cpu_seconds=8, wall_seconds=82.5)
    assert limits.patient(400).wall_seconds == 15 * MOST_PATIENCE


def test_what_a_parser_prints_is_no_answer():
    assert parse("print_much") == "quiet"


def test_a_parser_that_is_missing_is_no_fault_of_the_file():
    with pytest.raises(RuntimeError, match="is the installation complete"):
        run("tracker.sandbox.nowhere:parse", b"")


def test_a_parser_reads_no_file_of_ours(tmp_path):
    secret = tmp_path / "tracker.toml"
    secret.write_text("sentinel", encoding="utf-8")
    with pytest.raises(UnreadableError):
        parse("read_file", str(secret).encode())
    with pytest.raises(UnreadableError):
        parse("read_file", str(Path(__file__).parents[2] / "pyproject.toml").encode())
    with pytest.raises(UnreadableError):
        parse("list_folder", str(tmp_path).encode())


def test_a_parser_writes_nothing(tmp_path):
    with pytest.raises(UnreadableError):
        parse("write_file", str(tmp_path / "new").encode())
    assert list(tmp_path.iterdir()) == []


def test_a_parser_has_no_network():
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        server.settimeout(0.5)
        with pytest.raises(UnreadableError):
            parse("connect", str(server.getsockname()[1]).encode())
        with pytest.raises(TimeoutError):
            server.accept()


def test_a_parser_starts_nothing_but_what_it_was_allowed():
    with pytest.raises(UnreadableError):
        parse("start_program", arguments={"program": SHELL})
    assert parse("start_program", arguments={"program": SHELL}, programs=[SHELL]) == "started\n"


def test_a_parser_sees_nothing_of_our_environment(monkeypatch):
    monkeypatch.setenv("TRACKER_MAIL__PASSWORD", "geheim")
    found = parse("environment")
    assert "TRACKER_MAIL__PASSWORD" not in found["names"]
    assert found["folder"] == "/"
    assert found["flags"] == 1


def test_nothing_that_a_parser_started_outlives_it(tmp_path):
    before = _sleepers()
    with pytest.raises(UnreadableError):
        parse("leave_a_child", arguments={"program": SHELL, "flag": ""}, programs=[SHELL])
    time.sleep(0.2)
    assert _sleepers() <= before


def _sleepers():
    listed = (folder / "cmdline" for folder in Path("/proc").iterdir() if folder.name.isdecimal())
    return {path.parent.name for path in listed if path.exists() and b"sleep\x00300" in _content(path)}


def _content(path):
    try:
        return path.read_bytes()
    except OSError:
        return b""


def test_many_parsers_run_beside_each_other():
    found = []
    threads = [threading.Thread(target=lambda n=n: found.append(parse("echo", b"x" * n)["length"])) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == [0, 1, 2, 3, 4, 5]


def test_no_pipe_and_no_child_is_left_behind():
    parse("echo")
    before = len(list(Path("/proc/self/fd").iterdir()))
    for name in ("echo", "fail", "chatter"):
        with suppress(UnreadableError):
            parse(name)
    assert len(list(Path("/proc/self/fd").iterdir())) == before
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] == resource.RLIM_INFINITY


def test_the_barriers_that_hold_are_told():
    held = barriers()
    assert set(held) == {"limits", "network", "files", "hook"}
    assert held["limits"]
    assert held["hook"]


def test_the_kernel_keeps_files_from_code_that_took_over_the_process(tmp_path):
    if not barriers()["files"]:
        pytest.skip("this kernel has no Landlock (Linux 5.13)")
    secret = tmp_path / "secret"
    secret.write_text("sentinel", encoding="utf-8")
    assert parse("read_file_past_python", str(secret).encode()) == "refused"


def test_the_kernel_keeps_the_network_from_code_that_took_over_the_process():
    if not barriers()["network"]:
        pytest.skip("this machine allows no user name spaces")
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        assert parse("connect_past_python", str(server.getsockname()[1]).encode()) == -1


@pytest.mark.parametrize("attack", ["open('{}').read()", "__import__('socket').socket()", "__import__('os').fork()"])
def test_the_hook_alone_stops_python_code_where_the_kernel_does_not_help(attack, tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("sentinel", encoding="utf-8")
    code = (
        "import socket, sys\nfrom tracker.sandbox.barriers import _Hook\n"
        f"sys.addaudithook(_Hook([sys.prefix, sys.base_prefix], sys.path, []))\nprint({attack.format(secret)})"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False, cwd=Path(__file__).parents[2])
    assert done.returncode != 0
    assert b"ForbiddenError" in done.stderr
    assert b"sentinel" not in done.stdout
