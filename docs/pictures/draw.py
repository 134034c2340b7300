"""Draws the pictures: plays the invented term, opens every page that people see in a browser and keeps what it shows.

`make pictures` runs it and writes docs/pages.md, where all of them stand. It needs Debian's `chromium`. The pictures
change only where the pages do.
"""

import io
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pypdfium2
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright
from stage import SEEN_BY, Stage, dressed

from tracker.cli.desk import now
from tracker.domain.person import Rank
from tracker.services.dispatch import seen

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
FOLDER = ROOT / "demo-term"
SECRET = "nur-fuer-die-bilder"  # noqa: S105  # of an invented person
PORT = 8017
WIDE, NARROW, LETTER = (1200, 860), (390, 780), (680, 900)


@dataclass(frozen=True, slots=True)
class Shot:
    """A page to draw: the address as the table of routes writes it, where that is found, and the picture's name."""

    route: str
    name: str
    title: str
    rank: Rank = Rank.READER
    address: str = ""
    phone: bool = False

    def at(self, names: dict[str, str]) -> str:
        """The address to open."""
        return (self.address or self.route).format(**names)


READERS = (
    Shot("/", "start", "Startseite", phone=True),
    Shot("/versprechen", "versprechen", "Alle Versprechen"),
    Shot("/versprechen/{id}", "versprechen-eines", "Ein Versprechen", address="/versprechen/{promise}", phone=True),
    Shot("/versprechen/{id}/hinweis", "hinweis", "Hinweis geben", address="/versprechen/{promise}/hinweis"),
    Shot("/antwortende", "antwortende", "Antwortende"),
    Shot("/antwortende/{body}/{key}", "antwortende-eine", "Eine Gruppe", address="/antwortende/{party}"),
    Shot("/themen", "themen", "Themen"),
    Shot("/themen/{key}", "themen-eines", "Ein Thema", address="/themen/mobility"),
    Shot("/termine", "termine", "Termine"),
    Shot("/ausgaben", "ausgaben", "Ausgaben"),
    Shot("/ausgaben/{key}", "ausgabe", "Eine Ausgabe", address="/ausgaben/report:2023-04"),
    Shot("/korrekturen", "korrekturen", "Korrekturen"),
    Shot("/methodik", "methodik", "Methodik"),
    Shot("/daten", "daten", "Daten"),
    Shot("/api", "schnittstelle", "Schnittstelle"),
    Shot("/abo", "abo", "Abo bestellen"),
    Shot("/abo/{token}", "abo-bestaetigen", "Abo bestätigen", address="/abo/{confirm}"),
    Shot("/abbestellen/{token}", "abo-beenden", "Abo beenden", address="/abbestellen/{end}"),
    Shot("/stellungnahme/{token}", "stellungnahme", "Stellung nehmen", address="/stellungnahme/{reply}"),
    Shot("/einbetten/{id}", "einbetten", "Karte zum Einbetten", address="/einbetten/{promise}"),
    Shot("/impressum", "impressum", "Impressum"),
    Shot("/datenschutz", "datenschutz", "Datenschutz"),
    Shot("/anmelden", "anmelden", "Anmelden"),
    Shot("/passwort", "passwort", "Passwort vergessen"),
    Shot("/einladung/{token}", "einladung", "Einladung", address="/einladung/{invitation}"),
)
WORKSHOP = (
    Shot("/werkstatt", "werkstatt", "Arbeitsliste", Rank.VOLUNTEER),
    Shot("/werkstatt/einlesen", "einlesen", "Einlesen", Rank.VOLUNTEER),
    Shot("/werkstatt/einlesen/{sha256}", "einlesen-vorschau", "Vorschau", Rank.VOLUNTEER, "/werkstatt/einlesen/{file}"),
    Shot("/werkstatt/posteingang", "posteingang", "Posteingang", Rank.VOLUNTEER),
    Shot(
        "/werkstatt/versprechen/{id}",
        "posteingang-eines",
        "Ein Vorschlag",
        Rank.VOLUNTEER,
        "/werkstatt/versprechen/{proposed}",
        phone=True,
    ),
    Shot(
        "/werkstatt/versprechen/{id}",
        "werkstatt-versprechen",
        "Ein angenommenes Versprechen",
        Rank.VOLUNTEER,
        "/werkstatt/versprechen/{promise}",
    ),
    Shot("/werkstatt/treffer", "treffer", "Treffer", Rank.VOLUNTEER, phone=True),
    Shot("/werkstatt/bewertungen", "bewertungen", "Bewertungen", Rank.VOLUNTEER),
    Shot("/werkstatt/zweitkodierung", "zweitkodierung", "Zweitkodierung", Rank.VOLUNTEER),
    Shot("/werkstatt/meldungen", "meldungen", "Meldungen", Rank.EDITOR),
    Shot("/werkstatt/protokoll", "protokoll", "Protokoll", Rank.VOLUNTEER),
    Shot("/werkstatt/versand", "versand", "Versand", Rank.EDITOR),
    Shot("/werkstatt/versand/vorschau", "versand-vorschau", "Der nächste Bericht", Rank.EDITOR),
    Shot("/werkstatt/versand/vorschau/seite", "versand-vorschau-seite", "Seine Mail allein", Rank.EDITOR),
    Shot("/werkstatt/versand/{id}", "versand-eine", "Eine Mail", Rank.EDITOR, "/werkstatt/versand/{mail}"),
    Shot(
        "/werkstatt/versand/{id}/seite", "versand-seite", "Ihr Inhalt", Rank.EDITOR, "/werkstatt/versand/{mail}/seite"
    ),
    Shot("/werkstatt/personen", "personen", "Personen", Rank.OPERATOR),
    Shot("/konto", "konto", "Konto", Rank.VOLUNTEER),
    Shot("/konto/zweiter-faktor", "zweiter-faktor", "Zweiter Faktor", Rank.VOLUNTEER),
)
EDITIONS = (
    ("monat-1", "Der erste Monat, November 2020: die Seite"),
    ("monat-20", "Der zwanzigste, Juni 2022: die Mail"),
    ("monat-60", "Der letzte, Oktober 2025: das erste Blatt der PDF"),
    ("bilanz", "Die Bilanz der Wahlperiode: das erste Blatt der PDF"),
)


def tracker(*arguments: str) -> str:
    """Run the program as people do; what it said."""
    command = [str(Path(sys.executable).parent / "tracker"), *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT).stdout


@contextmanager
def served() -> Iterator[str]:
    """The played term, at the same address each time: pages cite themselves."""
    command = [str(Path(sys.executable).parent / "tracker"), "serve", "--workspace", str(FOLDER)]
    with subprocess.Popen([*command, "--port", str(PORT), "--no-schedule"], stdout=subprocess.DEVNULL) as server:
        try:
            _await(PORT)
            yield f"http://127.0.0.1:{PORT}"
        finally:
            server.terminate()


def _await(port: int) -> None:
    for _ in range(600):
        with socket.socket() as knock:
            if knock.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise TimeoutError(port)


def let_in(browser: Browser, base: str) -> Page:
    """Set a password by the link that the command prints, and sign in with it."""
    said = tracker("user", "reset-password", SEEN_BY, "--workspace", str(FOLDER))
    (path,) = re.findall(r"https?://[^/\s]+(/einladung/\S+)", said)
    page = browser.new_context(locale="de-DE").new_page()
    page.goto(base + path)
    for field in page.locator("input[type=password]").all():
        field.fill(SECRET)
    page.locator("main form button").first.click()
    page.wait_for_url("**/werkstatt")
    return page


def draw(page: Page, base: str, shots: Sequence[Shot], names: dict[str, str]) -> None:
    """Keep what each page shows at first sight, wide and, of some, as a phone shows it."""
    for shot in shots:
        for (width, height), suffix in ((WIDE, ""), (NARROW, "-telefon")):
            if suffix and not shot.phone:
                continue
            page.set_viewport_size({"width": width, "height": height})
            answer = page.goto(base + shot.at(names))
            if answer is None or not answer.ok:
                sys.exit(f"{shot.route}: {answer and answer.status}")
            _settled(page)
            keep(page.screenshot(), HERE / f"{shot.name}{suffix}.png")


def _settled(page: Page) -> None:
    """Cards dealt, files read."""
    deal = page.get_by_role("button", name="Karten austeilen")
    if deal.count():
        deal.click()
    page.locator("main progress:not([hidden])").wait_for(state="detached", timeout=60_000)


def draw_editions(page: Page, base: str, stage: Stage) -> None:
    """An edition as a page, as a mail and on paper, and the account of the term."""
    page.set_viewport_size({"width": WIDE[0], "height": WIDE[1]})
    page.goto(f"{base}/ausgaben/report:2020-11")
    keep(page.screenshot(), HERE / "monat-1.png")
    (mail,) = (m for m in _mails() if "Juni 2022" in str(m["Subject"]) and "ada@" in str(m["To"]))
    page.goto("about:blank")  # a mail is no page of ours: its styles stand in its elements
    page.set_viewport_size({"width": LETTER[0], "height": LETTER[1]})
    page.set_content(seen(mail).html)
    keep(page.screenshot(), HERE / "monat-20.png")
    for name, edition in (("monat-60", "report:2025-10"), ("bilanz", "retrospective:musterhafen:2020-2025")):
        (found,) = (stage.instance.settings.out / edition.replace(":", "-")).glob("*.pdf")
        with pypdfium2.PdfDocument(found) as paper:
            first = paper[0].render(scale=1.2).to_pil()
        with io.BytesIO() as png:
            first.save(png, "PNG")
            keep(png.getvalue(), HERE / f"{name}.png")


def _mails() -> Iterator[EmailMessage]:
    for path in sorted((FOLDER / "out" / "mail").glob("*.eml")):
        yield message_from_bytes(path.read_bytes(), policy=default)


COLOURS = 48
"""Our pages have few colours: so many keep every shade of letters, in a fifth of the bytes."""


def keep(picture: bytes, path: Path) -> None:
    """Write a picture small enough to live in the repository."""
    with Image.open(io.BytesIO(picture)) as opened:
        opened.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)


def album() -> str:
    """docs/pages.md: every page with its address, who sees it, and its picture."""
    lines = [
        "# Alle Seiten",
        "",
        "Was Menschen zu sehen bekommen, mit den Daten der erfundenen Stadt Musterhafen. `make pictures` zeichnet die",
        "Bilder und schreibt diese Seite; wer eine neue Seite baut, trägt sie in `docs/pictures/draw.py` ein.",
    ]
    for heading, shots in (("Für alle", READERS), ("Für die, die mitarbeiten", WORKSHOP)):
        lines += ["", f"## {heading}", "", "| Seite | Adresse | Bild |", "|---|---|---|"]
        lines += [f"| {one.title} | `{one.route}` | {_pictures(one)} |" for one in shots]
    lines += ["", "## Berichte", ""]
    for name, title in EDITIONS:
        lines += [f"{title}.", "", f"![{title}](pictures/{name}.png)", ""]
    return "\n".join(lines).rstrip("\n") + "\n"


def _pictures(shot: Shot) -> str:
    wide = f"![{shot.title}](pictures/{shot.name}.png)"
    return f"{wide} ![{shot.title} auf dem Telefon](pictures/{shot.name}-telefon.png)" if shot.phone else wide


def main() -> None:
    """Play, dress, serve, look, keep."""
    if "--keep" not in sys.argv:
        tracker("demo", str(FOLDER), "--term")
    chromium = shutil.which("chromium")
    if chromium is None:
        sys.exit("chromium is missing: apt-get install chromium")
    stage = dressed(FOLDER, now())
    with served() as base, sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        reader = browser.new_context(locale="de-DE").new_page()
        draw(reader, base, READERS, stage.names)
        draw_editions(reader, base, stage)
        draw(let_in(browser, base), base, WORKSHOP, stage.names)
        browser.close()
    (ROOT / "docs" / "pages.md").write_text(album(), encoding="utf-8")


if __name__ == "__main__":
    main()
