"""`tracker serve` as people run it: a process of its own, on loopback."""

import os
import platform
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request

import httpx2
import pytest

from tracker.cli.desk import now
from tracker.db.session import writing
from tracker.services import sign_in, tokens
from tracker.services.instance import open_instance
from tracker.services.users import acting
from tracker.settings import load
from tracker.web.cookies import SESSION


@pytest.fixture
def serve(workspace):
    """Start the server in a process; returns it and the address that it tells."""
    started = []

    def start(*options):
        command = [sys.executable, "-c", "import sys; from tracker.cli.main import main; sys.exit(main())"]
        process = subprocess.Popen(
            [*command, "serve", "--port", "0", "--workspace", str(workspace), *options],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=os.environ | {"PYTHONUNBUFFERED": "1"},
        )
        started.append(process)
        line = process.stdout.readline()
        return process, re.search(r"http://127\.0\.0\.1:\d+/", line)

    yield start
    for process in started:
        if process.poll() is None:
            process.kill()
        process.communicate()


@pytest.mark.parametrize("options", [("--no-schedule",), ()])
def test_it_answers_and_stops_when_asked(serve, options):
    process, address = serve(*options)
    with urllib.request.urlopen(address.group()) as answer:  # noqa: S310  # our own server
        assert "Stadt Musterhafen" in answer.read().decode()
    process.send_signal(signal.SIGTERM)
    out, err = process.communicate()
    assert (process.returncode, err) == (0, "")
    assert "Beendet." in out


def test_two_processes_on_one_instance_share_who_is_signed_in_files_and_previews(serve, workspace):
    addresses = [serve("--no-schedule")[1].group().rstrip("/") for _ in range(2)]
    instance = open_instance(load(workspace, {}))
    with writing(instance.engine) as session:
        token = sign_in.open_session(session, acting(session, "Ada"), now=now()).token
    instance.engine.dispose()
    one, other = (httpx2.Client(base_url=a, cookies={SESSION: token}, timeout=60) for a in addresses)
    with one, other:
        form = {"csrf": tokens.form_token(token)}
        text = "Frage 1: Was tun Sie?\n\nAntwort: Wir werden an der Hafenstraße einen Radweg bauen.\n"
        sent = one.post("/werkstatt/einlesen", data=form, files={"datei": ("a.txt", text.encode(), "text/plain")})
        place = sent.headers["location"]
        for _ in range(120):
            page = other.get(place)
            if "Wird gelesen" not in page.text:
                break
            time.sleep(0.25)
        assert "Hafenstraße einen Radweg bauen" in page.text
        assert other.post(place.split("?")[0], data=form).headers["location"] == "/werkstatt/posteingang"
        assert "Hafenstraße" in one.get("/werkstatt/posteingang").text


ARENAS = """
import ctypes, sys, threading
from tracker.cli.serve import share_memory
if "shared" in sys.argv:
    share_memory()
libc = ctypes.CDLL(None)
libc.malloc.restype = ctypes.c_void_p
meet = threading.Barrier(8)
def take():
    meet.wait()
    libc.malloc(5000)
    meet.wait()
threads = [threading.Thread(target=take) for _ in range(8)]
for thread in threads: thread.start()
for thread in threads: thread.join()
libc.malloc_info(0, ctypes.c_void_p.in_dll(libc, "stdout"))
libc.fflush(None)
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc gives each thread memory of its own")
def test_threads_share_their_memory():
    def places(*arguments: str) -> int:
        ran = subprocess.run([sys.executable, "-c", ARENAS, *arguments], check=True, capture_output=True, text=True)
        return ran.stdout.count("<heap nr=")

    assert places() > 2
    assert places("shared") <= 2


def test_a_busy_port_is_told_with_the_mend(tracker, workspace):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        ran = tracker("serve", "--port", port, "--no-schedule")
    assert ran.code == 1
    assert f"Auf Port {port} läuft schon ein Programm" in ran.err
    assert f"tracker serve --port {port + 1}" in ran.err


@pytest.mark.parametrize("option", [("--host", "192.0.2.1"), ("--host", "nirgends.invalid"), ("--port", "99999")])
def test_where_it_cannot_listen_it_says_so(tracker, workspace, option):
    ran = tracker("serve", "--no-schedule", *option)
    assert ran.code == 1
    assert "lässt sich nicht lauschen" in ran.err


def test_a_public_site_without_an_imprint_does_not_start(tracker, workspace):
    (workspace / "tracker.toml").write_text('[site]\npublic = true\nbase_url = "https://wort.example"\n')
    ran = tracker("serve", "--no-schedule", "--port", "0")
    assert ran.code == 2
    assert "braucht noch: impressum.name, impressum.address, impressum.email, impressum.responsible." in ran.err
