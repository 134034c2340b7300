import contextlib
import io
import json
import os
import shutil
import sqlite3
import subprocess
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tracker.cli.desk import now
from tracker.cli.main import main
from tracker.services.instance import open_instance, synced_feeds
from tracker.settings import load

FEEDS = """
version: 1
bodies:
  - id: musterhafen
    name: Stadt Musterhafen
    terms: [{{id: 2025-2030, name: Wahlperiode, start: 2025-11-01, end: 2030-10-31}}]
    respondents: [{{id: blau, name: "Bürgerliste Blaue Brücke"}}]
feeds:
  - {{id: rat, body: musterhafen, kind: rss, url: "{rat}", allow_private_network: true}}
  - {{id: ausschuss, body: musterhafen, kind: rss, url: "{ausschuss}", allow_private_network: true, paused: true}}
"""
QUESTIONNAIRE = """Frage 1: Was planen Sie für den Radverkehr in Musterhafen?

Antwort: Wir werden an der Hafenstraße einen Radweg bauen. Der Hafen ist uns wichtig. Wir wollen die Bücherei am
Fischmarkt sonntags öffnen.
"""
ENTRY = """<item><guid isPermaLink="false">{guid}</guid><title>{title}</title><link>https://rat.example/{guid}</link>
<description><![CDATA[Gremium: Rat<br>Datum: 01.09.2026<br>Ergebnis: {result}]]></description></item>"""


@dataclass(frozen=True)
class Ran:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def json(self):
        return json.loads(self.out)

    @property
    def json_lines(self):
        return [json.loads(line) for line in self.out.splitlines()]


INSTALLED = os.environ.get("TRACKER_PROGRAM")
"""Where an installed program is to be tested instead of this checkout."""


@pytest.fixture
def tracker(capsys, monkeypatch, tmp_path):
    """Run the command line in this process, or an installed program, in a workspace of its own."""
    monkeypatch.setenv("TRACKER_WORKSPACE", str(tmp_path))
    monkeypatch.setenv("COLUMNS", "200")

    def run(*arguments):
        if INSTALLED:
            command = [INSTALLED, *(str(a) for a in arguments)]
            ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=120)
            return Ran(ran.returncode, ran.stdout, ran.stderr)
        code = main([str(a) for a in arguments])
        said = capsys.readouterr()
        return Ran(code, said.out, said.err)

    return run


@dataclass
class Council:
    """A council's web server on loopback whose answers a test sets."""

    port: int
    answers: dict = field(default_factory=dict)

    def feed(self, name, *entries):
        items = "".join(ENTRY.format(guid=g, title=t, result=r) for g, t, r in entries)
        self.answers[f"/{name}"] = (200, f'<rss version="2.0"><channel><title>x</title>{items}</channel></rss>')

    def url(self, name):
        return f"http://127.0.0.1:{self.port}/{name}"


@pytest.fixture
def council():
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            status, body = self.server.council.answers.get(self.path, (404, ""))
            self.send_response(status)
            self.send_header("Content-Type", "application/rss+xml; charset=utf-8")
            self.send_header("Content-Length", str(len(body.encode())))
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *_arguments):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.council = Council(server.server_port)
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server.council
        server.shutdown()
        thread.join()


def settle(folder: Path, *commands: tuple[str, ...]) -> None:
    """Run commands in a workspace that tests will take copies of, and leave its database in one file."""
    with pytest.MonkeyPatch.context() as patch, contextlib.redirect_stdout(io.StringIO()):
        patch.setenv("TRACKER_WORKSPACE", str(folder))
        for command in commands:
            assert main(command) == 0
    with contextlib.closing(sqlite3.connect(folder / "data" / "tracker.sqlite")) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")


@pytest.fixture(scope="session")
def settled(tmp_path_factory) -> Path:
    """A workspace with one body, two sources (one paused) and two volunteers, made once as people make it."""
    folder = tmp_path_factory.mktemp("settled")
    nowhere = "http://127.0.0.1:60000"
    (folder / "feeds.yaml").write_text(FEEDS.format(rat=f"{nowhere}/rat", ausschuss=f"{nowhere}/a"), encoding="utf-8")
    ada = ("user", "add", "Ada", "--email", "ada@musterhafen.example")
    settle(folder, ("init", str(folder)), ada, ("user", "add", "Bo"))
    return folder


@pytest.fixture(scope="session")
def with_promises(settled, tmp_path_factory) -> Path:
    """The same with the two promises of the questionnaire, proposed."""
    folder = tmp_path_factory.mktemp("with-promises") / "workspace"
    shutil.copytree(settled, folder, ignore=JOURNALS)
    path = folder.parent / "frage.txt"
    path.write_text(QUESTIONNAIRE, encoding="utf-8")
    settle(folder, ("ingest", str(path), "--respondent", "Bürgerliste Blaue Brücke"))
    return folder


JOURNALS = shutil.ignore_patterns("*-wal", "*-shm")


def moved_in(template: Path, folder: Path, council: Council) -> None:
    """Make `folder` a workspace like the template, whose sources are this council's."""
    shutil.rmtree(folder / "data", ignore_errors=True)
    shutil.copytree(template, folder, dirs_exist_ok=True, ignore=JOURNALS)
    text = FEEDS.format(rat=council.url("rat"), ausschuss=council.url("ausschuss"))
    (folder / "feeds.yaml").write_text(text, encoding="utf-8")
    instance = open_instance(load(folder, {}))
    synced_feeds(instance, now=now())
    instance.engine.dispose()


@pytest.fixture
def workspace(tracker, settled, tmp_path, council):
    """A workspace with one body, two sources (one paused) and two volunteers."""
    moved_in(settled, tmp_path, council)
    return tmp_path


@pytest.fixture
def questionnaire(tmp_path):
    path = tmp_path / "frage.txt"
    path.write_text(QUESTIONNAIRE, encoding="utf-8")
    return path


@pytest.fixture
def promises(tracker, with_promises, workspace, council, questionnaire):
    """Public ids of the two promises of the questionnaire, proposed."""
    moved_in(with_promises, workspace, council)
    listed = tracker("promise", "list").out
    ids = [word for word in listed.split() if word.startswith("p-")]
    assert len(ids) == 2
    return ids
