"""Polling with one, two and four worker processes on one PostgreSQL; each council answers after a realistic wait.

`TRACKER_TEST_POSTGRES` names the server. Time is taken from the first question that a council hears to the last answer
it gives, so that starting Python does not count.
"""

import os
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from contextlib import ExitStack
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import sqlalchemy as sa

from tracker.db.session import writing
from tracker.jobs.queue import set_up
from tracker.services import bodies
from tracker.services.instance import open_instance, read_feeds
from tracker.services.upgrading import upgrade
from tracker.settings import load

HOSTS, WAIT, ENTRIES = 24, 0.5, 50
ITEM = "<item><guid isPermaLink='false'>{name}-{n}</guid><title>Vorlage {n}: Radweg</title><link>https://rat.example/{n}</link></item>"


def serve(stack: ExitStack, heard: list[float]) -> int:
    """Start one council per loopback address; they note when they were asked and when they had answered."""
    port = 0
    for number in range(HOSTS):

        class Handler(BaseHTTPRequestHandler):
            name = f"rat-{number}"

            def do_GET(self) -> None:  # the library's name
                heard.append(time.monotonic())
                time.sleep(WAIT)
                items = "".join(ITEM.format(name=self.name, n=n) for n in range(ENTRIES))
                body = f"<rss version='2.0'><channel><title>x</title>{items}</channel></rss>".encode()
                self.send_response(404 if self.path == "/robots.txt" else 200)
                self.send_header("Content-Type", "application/rss+xml; charset=utf-8")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
                heard.append(time.monotonic())

            def log_message(self, *_arguments: object) -> None:
                """Stay quiet."""

        server = ThreadingHTTPServer((f"127.0.1.{number + 1}", port), Handler)
        port = server.server_port
        threading.Thread(target=server.serve_forever, daemon=True).start()
        stack.callback(server.shutdown)
    return port


def measured(workers: int, server: str) -> float:
    """Seconds for all councils with so many workers."""
    admin = sa.create_engine(server, isolation_level="AUTOCOMMIT")
    name = f"wortgehalten_bench_{uuid.uuid4().hex[:12]}"
    heard: list[float] = []
    with ExitStack() as stack, tempfile.TemporaryDirectory() as folder:
        with admin.connect() as connection:
            connection.exec_driver_sql(f"CREATE DATABASE {name}")
        port = serve(stack, heard)
        workspace = Path(folder)
        lines = [
            f"  - {{id: f{n}, body: stadt, kind: rss, allow_private_network: true, "
            f'url: "http://127.0.1.{n + 1}:{port}/rss"}}'
            for n in range(HOSTS)
        ]
        text = "\n".join(["version: 1", "bodies: [{id: stadt, name: Musterstadt}]", "feeds:", *lines, ""])
        (workspace / "feeds.yaml").write_text(text, encoding="utf-8")
        url = sa.make_url(server).set(database=name).render_as_string(hide_password=False)
        (workspace / "tracker.toml").write_text(
            f'[database]\nurl = "{url}"\n[schedule]\nworkers = true\n', encoding="utf-8"
        )
        now = datetime.now(UTC)  # noqa: TID251  # the workers ask the clock, too
        upgrade(load(workspace, {}), now=now)
        instance = open_instance(load(workspace, {}))
        set_up(instance.engine)
        with writing(instance.engine) as session:
            bodies.sync(session, read_feeds(instance.settings), now=now)
        command = [sys.executable, "-c", "from tracker.cli.main import main; main()", "worker", "--workspace", folder]
        running = [
            subprocess.Popen([*command, "--concurrency", "1", "--until-empty"], stdout=subprocess.DEVNULL)
            for _ in range(workers)
        ]
        for one in running:
            one.wait()
        instance.engine.dispose()
        with admin.connect() as connection:
            connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
    assert len(heard) >= 2 * HOSTS, "not every council was asked"
    return max(heard) - min(heard)


def main() -> None:
    """Print the table."""
    server = os.environ.get("TRACKER_TEST_POSTGRES")
    if not server:
        print("TRACKER_TEST_POSTGRES names no server; nothing measured")
        return
    first = 0.0
    print(f"{HOSTS} councils, each answers after {WAIT} s, {ENTRIES} entries; one source at a time per worker")
    print("workers  seconds  sources/s  speed-up")
    for workers in (1, 2, 4):
        seconds = measured(workers, server)
        first = first or seconds
        print(f"{workers:7}  {seconds:7.1f}  {HOSTS / seconds:9.2f}  {first / seconds:8.2f}")


if __name__ == "__main__":
    main()
