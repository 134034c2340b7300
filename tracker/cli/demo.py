"""`tracker demo`: the main job on an invented town, with the commands that people type themselves.

A council plays on loopback in two states; everything else is the real program. Each step prints its command first.
"""

import shlex
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli.desk import Desk, LangOption, Language, now, sit
from tracker.cli.stage import prepare
from tracker.domain.link import Judgement
from tracker.errors import key

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from tracker.db import models

SAMPLE = files("tracker.cli") / "sample"
ADA, BO = "Ada Anker", "Bo Bugwelle"
COMING = timedelta(days=9)
"""The invented council meets again soon, whenever the demo runs."""


def demo(
    directory: Annotated[
        Path, typer.Argument(metavar=key("ORDNER"), help=key("Wohin die Vorführung schreibt."))
    ] = Path("demo"),
    term: Annotated[
        bool, typer.Option("--term", help=key("Spielt eine ganze Wahlperiode: sechzig Monate in wenigen Minuten."))
    ] = False,
    lang: LangOption = Language.DE,
) -> None:
    """Run the main job on invented sample material."""
    if term:
        from tracker.cli.term.show import play_term

        play_term(directory, lang)
        return
    prepare(directory)
    desk = sit(directory, lang)
    with _council(now().date() + COMING) as council:
        show = _Show(desk, directory)
        _sources(directory, council.server_port)
        show.run(key("Ein Arbeitsordner für die erfundene Stadt Musterhafen an der Ahse."), "init", str(directory))
        _read(show, directory)
        show.run(key("Der Rat wird zum ersten Mal abgefragt."), "poll")
        _accept(show)
        show.run(key("Welche Ratsvorgänge berühren die angenommenen Versprechen?"), "link")
        _judge(show)
        council.state = 2
        show.run(key("Am nächsten Tag: ein neuer Vorgang, ein neues Ergebnis, nichts doppelt."), "poll")
        show.run(key("Auch der neue Vorgang wird verglichen."), "link")
        _assess(show)
        _report(show)
    _summary(desk)


class _Council(ThreadingHTTPServer):
    """The invented council's feed, in the state that `state` names."""

    daemon_threads = True

    def __init__(self, coming: date) -> None:
        super().__init__(("127.0.0.1", 0), _Feed)
        self.coming = coming
        self.state = 1


class _Feed(BaseHTTPRequestHandler):
    server: _Council

    def do_GET(self) -> None:  # the name that the base class calls
        if self.path != "/rat.xml":
            self.send_error(404)
            return
        text = (SAMPLE / f"council_{self.server.state}.xml").read_text(encoding="utf-8")
        body = text.replace("COMING_DAY", f"{self.server.coming:%d.%m.%Y}").encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/rss+xml; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the base class's name for it
        """The demo's own output is enough."""


@contextmanager
def _council(coming: date) -> Iterator[_Council]:
    with _Council(coming) as council:
        threading.Thread(target=council.serve_forever, daemon=True).start()
        yield council
        council.shutdown()


class _Show:
    """Runs commands as a person would type them, and prints them first."""

    def __init__(self, desk: Desk, directory: Path) -> None:
        self.desk = desk
        self.directory = directory
        self.said = ""

    def run(self, why: str, *arguments: str) -> None:
        """Say why, print the command, run it; the first failure ends the demo."""
        from tracker.cli.main import main

        if why != self.said:
            self.desk.console.say()
            self.desk.console.say("▸ {why}", why=self.desk.wording.text(why))
        self.said = why
        self.desk.console.say("$ tracker {command}", command=shlex.join(arguments))
        place = [] if arguments[0] == "init" else ["--workspace", str(self.directory)]
        if code := main([*arguments, *place, "--lang", self.desk.wording.language]):
            raise typer.Exit(code)

    @contextmanager
    def looking(self) -> "Iterator[Session]":
        """A look into the database, to find what to type next."""
        from tracker.db.session import reading

        with reading(self.desk.engine) as session:
            yield session


def _sources(directory: Path, port: int) -> None:
    text = (SAMPLE / "feeds.yaml").read_text(encoding="utf-8")
    (directory / "feeds.yaml").write_text(text.replace("PORT", str(port)), encoding="utf-8")


def _read(show: _Show, directory: Path) -> None:
    for name in ("questionnaire_clean.txt", "questionnaire_damaged.txt"):
        (directory / name).write_bytes((SAMPLE / name).read_bytes())
    clean, damaged = str(directory / "questionnaire_clean.txt"), str(directory / "questionnaire_damaged.txt")
    show.run(key("Zwei Listen haben geantwortet."), "ingest", clean)
    show.run(
        key("Eine dritte Antwort kam als Scan, den die Texterkennung beschädigt hat."),
        *("ingest", damaged, "--respondent", "Forum Hafenlicht"),
    )
    for name in (ADA, BO):
        show.run(
            key("Zwei Freiwillige arbeiten mit."),
            "user",
            "add",
            name,
            "--email",
            f"{name.split()[0].lower()}@musterhafen.example",
        )


CRITERIA = {
    "Nachtfähre": "Der Rat hat die Nachtfähre beschlossen und sie verkehrt bis Ende 2027",
    "sonntags": "Die Stadtbücherei hat an jedem Sonntag geöffnet",
    "Toilette": "Am Leuchtturmplatz steht eine öffentliche Toilette",
}
"""A word of a sample promise's quote, and when that promise counts as fulfilled."""


def _accept(show: _Show) -> None:
    for word, criterion in CRITERIA.items():
        with show.looking() as session:
            promise = _promise(session, word).public_id
        show.run(
            key("Eine Freiwillige nimmt ein Versprechen an und hält fest, wann es umgesetzt ist."),
            *(
                "promise",
                "accept",
                promise,
                "--by",
                ADA,
                "--fulfilled-if",
                criterion,
                "--where",
                "Ratsinformationssystem",
            ),
        )


def _judge(show: _Show) -> None:
    for word, judgement in (("Nachtfähre", Judgement.RELEVANT), ("sonntags", Judgement.RELEVANT)):
        with show.looking() as session:
            link = _best_link(session, word).public_id
        show.run(key("Ein Mensch entscheidet, ob ein Treffer passt."), "judge", link, judgement.value, "--by", BO)
    with show.looking() as session:
        promise = _promise(session, "Toilette").public_id
    show.run(
        key("Nachgesehen und nichts gefunden: Auch das ist Wissen."),
        *("check", promise, "--by", ADA, "--sources", "Haushaltsplan 2027"),
    )


def _assess(show: _Show) -> None:
    from tracker.db.queries import assessments

    with show.looking() as session:
        promise = _promise(session, "sonntags").public_id
    show.run(
        key("Eine schlägt vor, was daraus geworden ist …"),
        *("assess", "propose", promise, "partly_fulfilled", "--by", ADA, "--effort", "supported", "--role", "majority"),
        *("--reason", "Beschlossen ist ein Sonntag im Monat, versprochen waren alle."),
    )
    with show.looking() as session:
        (assessment,) = (a.public_id for a in assessments.of_promise(session, _promise(session, "sonntags")))
    show.run(key("… ein anderer bestätigt es."), "assess", "confirm", assessment, "--by", BO)


def _report(show: _Show) -> None:
    month = f"{show.desk.now():%Y-%m}"
    show.run(key("Der Monatsbericht."), "report", "monthly", "--month", month, "--mail")
    show.run(key("Die Mail dazu liegt als Datei bereit, solange kein Mailserver eingestellt ist."), "send")


def _promise(session: "Session", word: str) -> "models.Promise":
    from tracker.db.queries import promises

    (found,) = (p for p in promises.listing(session) if word in p.text)
    return found


def _best_link(session: "Session", word: str) -> "models.Link":
    from tracker.db.queries import links

    return links.of_promise(session, _promise(session, word))[0]


def _summary(desk: Desk) -> None:
    from tracker.db.session import reading
    from tracker.services.overview import overview

    with reading(desk.engine) as session:
        found = overview(session)
    promises = ", ".join(f"{name}: {count}" for name, count in found.promises)
    rows: Sequence[tuple[str, object]] = (
        (key("Dokumente"), found.documents),
        (key("Antworten"), found.answers),
        (key("Versprechen"), promises),
        (key("Ratsvorgänge"), found.items),
        (key("Treffer vorgeschlagen"), found.links),
        (key("davon beurteilt"), found.judged),
        (key("Bericht"), next(desk.settings.out.glob("report-*/index.html"))),
        (key("Mails"), desk.settings.out / "mail"),
    )
    desk.console.say()
    desk.console.table(["", ""], ((desk.wording.text(label), value) for label, value in rows), key("Was jetzt da ist"))
    desk.console.say(key("Als Nächstes: den Bericht im Browser öffnen, dann mit eigenen Wahlprüfsteinen beginnen:"))
    desk.console.say("  tracker init {place}", place=desk.wording.text(key("meine-stadt")))
