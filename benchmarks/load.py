"""Thirty requests a second on public pages, in a mix, while the instance polls and writes reports; all on loopback.

Prints how long `tracker serve` takes to be ready, latencies from the moment at which each request was due, and the
server's memory at the beginning and at the end. `LOAD_SECONDS` (30) says for how long.
"""

import os
import random
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from benchmarks.town import build
from tracker.db import models
from tracker.db.session import reading
from tracker.settings import load

RATE = 30
PROMISES, ITEMS = 150, 5_000
TRACKER = [sys.executable, "-c", "from tracker.cli.main import main; raise SystemExit(main())"]
TOML = """
[site]
public = true
base_url = "http://127.0.0.1:{port}"
[impressum]
name = "Verein"
address = "Weg 1"
email = "a@verein.example"
responsible = "Ada"
"""


def council(changes: Iterator[int] | None = None) -> int:
    """A source with fifty entries; its port. With `changes`, five titles carry the next of them at each request."""

    def feed() -> bytes:
        said = f" ({next(changes)}. Fassung)" if changes else ""
        items = "".join(
            f"<item><guid isPermaLink='false'>{n}</guid><title>Vorlage {n}: Radweg an der Lindenallee"
            f"{said if n < 5 else ''}</title><link>https://rat.example/{n}</link></item>"
            for n in range(50)
        )
        return f"<rss version='2.0'><channel><title>x</title>{items}</channel></rss>".encode()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:  # the library's name
            body = feed()
            self.send_response(200 if self.path != "/robots.txt" else 404)
            self.send_header("Content-Type", "application/rss+xml; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_arguments: object) -> None:
            """Stay quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server.server_port


def workspace_in(folder: Path, port: int, changes: Iterator[int] | None = None) -> list[str]:
    """A large town in a workspace, and the paths that readers ask for."""
    (folder / "data").mkdir()
    (folder / "tracker.toml").write_text(TOML.format(port=port), encoding="utf-8")
    instance = build(load(folder, {}), promises=PROMISES, items=ITEMS)
    with reading(instance.engine) as session:
        promises = [row.public_id for row in session.query(models.Promise).limit(40)]
        body = session.query(models.Body).first()
        assert body is not None
        url = f"http://127.0.0.1:{council(changes)}/"
        feed = f'{{id: last, body: {body.id}, kind: rss, allow_private_network: true, url: "{url}"}}'
        named = f"bodies: [{{id: {body.id}, name: {body.name}}}]"
    instance.engine.dispose()
    (folder / "feeds.yaml").write_text(f"version: 1\n{named}\nfeeds:\n  - {feed}\n", encoding="utf-8")
    pages = ["/", "/versprechen", "/versprechen?q=Radweg", "/methodik", "/termine", "/ausgaben", "/api/promises"]
    return [*pages * 4, *(f"/versprechen/{promise}" for promise in promises)]


def resident(pid: int) -> float:
    """Megabytes of memory that a process holds."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmRSS"))


def processor(pid: int) -> float:
    """Seconds of processor that a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def busy(folder: Path, stop: threading.Event, pause: float = 0.0) -> int:
    """Poll and report in turn, with a pause of so many seconds between, until told to stop; how often."""
    rounds = 0
    while not stop.is_set():
        for command in (["poll"], ["report", "monthly", "--month", "2026-10"]):
            subprocess.run([*TRACKER, *command, "--workspace", folder], capture_output=True, check=False)
            rounds += 1
            stop.wait(pause)
    return rounds


def asked(port: int, paths: list[str], seconds: int, rate: int = RATE) -> tuple[list[float], Counter[str]]:
    """Latencies in seconds of so many requests a second, and what went wrong how often (a status, or an error)."""
    luck, begun, wrong = random.Random(1), time.monotonic(), Counter[str]()  # noqa: S311  # repeatable
    latencies: list[float] = []

    def ask(path: str, due: float) -> None:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=20) as answer:
                answer.read()
        except OSError as error:
            wrong[str(getattr(error, "code", None) or getattr(error, "reason", None) or error)] += 1
        latencies.append(time.monotonic() - due)

    with ThreadPoolExecutor(64) as pool:
        for number in range(rate * seconds):
            due = begun + number / rate
            time.sleep(max(0.0, due - time.monotonic()))
            pool.submit(ask, luck.choice(paths), due)
    return sorted(latencies), wrong


def ready_after(port: int) -> float:
    """Seconds until the server says that it is ready."""
    begun = time.monotonic()
    while time.monotonic() - begun < 60:
        with suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5) as answer:
            if answer.status == 200:
                return time.monotonic() - begun
        time.sleep(0.02)
    raise TimeoutError("the server did not get ready")


def main() -> None:
    """Print the figures."""
    seconds = int(os.environ.get("LOAD_SECONDS", "30"))
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        paths = workspace_in(folder, port)
        command = [*TRACKER, "serve", "--no-schedule", "--port", str(port), "--workspace", name]
        server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            print(f"ready after {ready_after(port):.2f} s")
            asked(port, paths, 3)  # templates are compiled once
            stop, first, worked = threading.Event(), resident(server.pid), processor(server.pid)
            with ThreadPoolExecutor(1) as beside:
                rounds = beside.submit(busy, folder, stop)
                latencies, wrong = asked(port, paths, seconds)
                stop.set()
            beside_it = f"beside {rounds.result()} polls and reports"
            print(f"{len(latencies)} requests at {RATE} a second {beside_it}, {wrong.total()} failed")
            print(f"{1000 * (processor(server.pid) - worked) / len(latencies):.1f} ms of processor a request")
            for share in (50, 95, 99):
                print(f"p{share} {1000 * latencies[min(len(latencies) - 1, len(latencies) * share // 100)]:.0f} ms")
            print(f"memory {first:.0f} MB, at the end {resident(server.pid):.0f} MB")
        finally:
            server.terminate()
            server.wait()


if __name__ == "__main__":
    main()
