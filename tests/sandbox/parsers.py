"""Parsers that misbehave, for the child process to run."""

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from tracker.errors import UnreadableError, key


def echo(data, **arguments):
    return {"length": len(data), "arguments": arguments}


def count_pages(data):
    for page in range(len(data)):
        yield page + 1, len(data)
    return "done"


def refuse(data):
    raise UnreadableError(key("„{subject}“ hat {legs} Beine. Bitte nachzählen."), legs=len(data))


def fail(data):
    raise ValueError("bad bytes")


def sleep(data):
    time.sleep(60)


def spin(data):
    while True:
        pass


def grow(data):
    return len(bytearray(2_000_000_000))


def grow_slowly(data):
    kept = []
    while True:
        kept.append("x" * 10_000_000)


def chatter(data):
    return "x" * 50_000_000


def print_much(data):
    print("nothing to read here")  # noqa: T201
    os.write(1, b"nor here\n")
    return "quiet"


def crash(data):
    os.abort()


def kill_itself(data):
    os.kill(os.getpid(), signal.SIGKILL)


def read_file(data):
    return Path(data.decode()).read_text(encoding="utf-8")


def write_file(data):
    Path(data.decode()).write_text("was here", encoding="utf-8")


def list_folder(data):
    return [path.name for path in Path(data.decode()).iterdir()]


def connect(data):
    with socket.create_connection(("127.0.0.1", int(data)), timeout=2):
        return "connected"


def start_program(data, program):
    return subprocess.run([program, "-c", "echo started"], stdout=subprocess.PIPE, check=False).stdout.decode()


def leave_a_child(data, program, flag):
    """Start a program that would outlive its parent."""
    subprocess.Popen([program, "-c", "sleep 300"])
    time.sleep(60)


def recurse(data):
    return recurse(data)


def environment(data):
    return {"names": sorted(os.environ), "folder": str(Path.cwd()), "flags": sys.flags.isolated}


def read_file_past_python(data):
    """What code could do that took over the process."""
    handle = ctypes.CDLL(None).open(data, os.O_RDONLY)
    return os.read(handle, 100).decode() if handle >= 0 else "refused"


def connect_past_python(data):
    libc = ctypes.CDLL(None)
    port = int(data)
    address = b"\x02\x00" + port.to_bytes(2, "big") + bytes([127, 0, 0, 1]) + bytes(8)
    return libc.connect(libc.socket(2, 1, 0), address, len(address))
