"""From nothing to the first report in a mailbox: real commands, a council and a mail server on loopback."""

import os
import re
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.policy import default
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx2

from tests.mail.conftest import LoopbackController, Post

MOST_COMMANDS, LONGEST = 6, 300.0
PASSWORD = "korrekt pferd batterie heftklammer"
QUESTIONNAIRE = """Frage 1: Was planen Sie für den Radverkehr in Musterhafen?

Antwort: Wir werden an der Hafenstraße einen Radweg bauen.
"""
FEED = """<rss version="2.0"><channel><title>Rat</title><item><guid isPermaLink="false">1</guid>
<title>Radweg an der Hafenstraße: Bau</title><link>https://rat.example/1</link>
<description><![CDATA[Gremium: Rat<br>Datum: {day}<br>Ergebnis: einstimmig beschlossen]]></description>
</item></channel></rss>
"""
FEEDS = """version: 1
bodies:
  - id: musterhafen
    name: Stadt Musterhafen
    terms: [{{id: 2025-2030, name: Wahlperiode, start: 2025-11-01, end: 2030-10-31}}]
    respondents: [{{id: blau, name: "Bürgerliste Blaue Brücke"}}]
feeds:
  - {{id: rat, body: musterhafen, kind: rss, url: "{url}", allow_private_network: true}}
"""
MAIL = """
[mail]
transport = "smtp"
host = "127.0.0.1"
port = {port}
security = "none"
"""
ACCEPTED = {
    "tat": "annehmen", "version": "1", "weiter": "ja", "titel": "Radweg an der Hafenstraße", "art": "commitment",
    "staerke": "firm", "was": "action", "pruefbar": "clear", "zustaendig": "municipal", "thema": "mobility",
    "von": "blau", "umgesetzt": "Der Radweg ist gebaut.", "wo": "Niederschriften", "wieder": "2027-09-01",
}  # fmt: skip


def first_run(program: Path, folder: Path) -> list[str]:
    """Walk the whole way in an empty folder; the commands that it took. An assertion says where it ended."""
    walk = Walk(program, folder)
    walk.run("init", "stadt")
    (folder / "rat").mkdir()
    (folder / "rat" / "feed.xml").write_text(FEED.format(day=time.strftime("%d.%m.%Y")), encoding="utf-8")
    with council(folder / "rat") as url, mailbox() as (port, post):
        (folder / "stadt" / "feeds.yaml").write_text(FEEDS.format(url=url), encoding="utf-8")
        settings = folder / "stadt" / "tracker.toml"
        written = re.sub(r"\[mail\]\n(#.*\n)*", MAIL.format(port=port), settings.read_text(encoding="utf-8"))
        settings.write_text(written, encoding="utf-8")
        told = walk.run("user", "add", "Ada Anker", "--email", "ada@musterhafen.example")
        assert "✘" not in walk.run("doctor")
        with walk.serving() as address:
            judge_the_first_link(Page(address), re.search(r"/einladung/\S+", told).group())
        walk.run("report", "monthly", "--mail")
        walk.run("send")
        letters = [message_from_bytes(one.original_content, policy=default) for one in post.received]
    (report,) = [one for one in letters if "Radweg an der Hafenstraße" in one.get_body(("plain",)).get_content()]
    assert report["To"] == "ada@musterhafen.example"
    return walk.commands


def judge_the_first_link(page: "Page", invitation: str) -> None:
    """What a person does in the browser: a password, the questionnaire, the promise, its first card."""
    page.get(invitation)
    page.post(invitation, {"passwort": PASSWORD, "wiederholung": PASSWORD})
    page.get("/werkstatt/einlesen")
    page.post("/werkstatt/einlesen", {}, files={"datei": ("antworten.txt", QUESTIONNAIRE.encode(), "text/plain")})
    page.wait("Radweg", at=page.address)
    page.post(page.address.split("?")[0], {})
    promise = re.search(r"/werkstatt/versprechen/p-\w+", page.text).group()
    page.get(promise)
    page.post(promise, ACCEPTED)
    for _ in range(90):  # the schedule looks every minute
        page.get("/werkstatt/treffer")
        page.post("/werkstatt/treffer", {"tat": "austeilen"})
        if card := re.search(r'name="karte" value="([^"]+)"', page.text):
            break
        time.sleep(1)
    assert card, page.text
    judged = {"tat": "urteilen", "karte": card.group(1), "urteil": "relevant", "gesehen": "unreviewed"}
    page.post("/werkstatt/treffer", judged)
    page.get("/versprechen")
    assert "Radweg an der Hafenstraße" in page.text


class Walk:
    """The installed program, run in a folder and with nothing of our environment."""

    def __init__(self, program: Path, folder: Path) -> None:
        self.program, self.folder, self.commands = program, folder, []
        self.environment = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "TRACKER_WORKSPACE": str(folder / "stadt")}

    def run(self, *arguments: str) -> str:
        """Run one command to its end; what it said."""
        self.commands.append(" ".join(arguments))
        ran = subprocess.run(
            [self.program, *arguments],
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert ran.returncode == 0, ran.stdout + ran.stderr
        return ran.stdout

    @contextmanager
    def serving(self) -> Iterator[str]:
        """The pages and the schedule beside them, as long as they are needed."""
        self.commands.append("serve")
        command = [self.program, "serve", "--port", "0"]
        environment = self.environment | {"PYTHONUNBUFFERED": "1"}
        with subprocess.Popen(command, cwd=self.folder, env=environment, stdout=subprocess.PIPE, text=True) as process:
            address = re.search(r"http://127\.0\.0\.1:\d+", process.stdout.readline()).group()
            try:
                yield address
            finally:
                process.terminate()
                process.wait(30)


class Page:
    """A browser without JavaScript: follows redirects, keeps cookies and sends each form's token."""

    def __init__(self, address: str) -> None:
        self.client = httpx2.Client(base_url=address, follow_redirects=True, timeout=60)
        self.text = self.address = ""

    def get(self, path: str) -> None:
        """Open a page."""
        self._shown(self.client.get(path))

    def post(self, path: str, data: dict[str, str], **more: Any) -> None:
        """Send the form of the page that is open."""
        token = re.search(r'name="csrf" value="([^"]+)"', self.text).group(1)
        self._shown(self.client.post(path, data={"csrf": token} | data, **more))

    def wait(self, word: str, at: str) -> None:
        """Open a page until it says a word."""
        for _ in range(120):
            if word in self.text:
                return
            time.sleep(0.5)
            self.get(at)
        raise AssertionError(self.text)

    def _shown(self, answer: httpx2.Response) -> None:
        assert answer.status_code == 200, answer.text
        self.text, self.address = answer.text, answer.url.raw_path.decode()


@contextmanager
def council(folder: Path) -> Iterator[str]:
    """A council's web server on loopback."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_arguments: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=os.fspath(folder))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/feed.xml"
        server.shutdown()


@contextmanager
def mailbox() -> Iterator[tuple[int, Post]]:
    """A mail server on loopback that keeps what it gets."""
    post = Post()
    controller = LoopbackController(post, hostname="127.0.0.1", port=0)
    controller.start()
    try:
        yield controller.port, post
    finally:
        controller.stop()
