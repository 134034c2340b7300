"""Draws the pictures of the guides: plays the invented term, opens its pages in a browser and keeps what they show.

`make pictures` runs it. It needs Debian's `chromium`. The pictures change only where the pages do.
"""

import io
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from tracker import settings
from tracker.db.queries import promises
from tracker.db.session import reading, writing
from tracker.domain.person import Rank
from tracker.domain.promise import PromiseState
from tracker.services.instance import open_instance
from tracker.services.users import acting

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
STAGE = ROOT / "demo-term"
SEEN_BY, SECRET = "Ada Anker", "nur-fuer-die-bilder"
WIDE, NARROW = (1200, 860), (390, 780)

READERS = {
    "start": "/",
    "versprechen": "/versprechen",
    "versprechen-eines": "/versprechen/{promise}",
    "antwortende": "/antwortende",
    "themen": "/themen",
    "termine": "/termine",
    "ausgabe": "/ausgaben/report:2023-04",
    "methodik": "/methodik",
    "korrekturen": "/korrekturen",
    "daten": "/daten",
    "abo": "/abo",
}
WORKSHOP = {
    "werkstatt": "/werkstatt",
    "posteingang": "/werkstatt/posteingang",
    "posteingang-eines": "/werkstatt/versprechen/{proposed}",
    "treffer": "/werkstatt/treffer",
    "bewertungen": "/werkstatt/bewertungen",
    "einlesen": "/werkstatt/einlesen",
    "konto": "/konto",
}
PHONE = ("start", "versprechen-eines", "treffer", "posteingang-eines")


def tracker(*arguments: str) -> str:
    """Run the program as people do; what it said."""
    command = [str(Path(sys.executable).parent / "tracker"), *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT).stdout


@contextmanager
def served() -> Iterator[str]:
    """The played term on a free port of this machine."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [str(Path(sys.executable).parent / "tracker"), "serve", "--workspace", str(STAGE)]
    with subprocess.Popen([*command, "--port", str(port), "--no-schedule"], stdout=subprocess.DEVNULL) as server:
        try:
            _await(port)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()


def _await(port: int) -> None:
    for _ in range(300):
        with socket.socket() as knock:
            if knock.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise TimeoutError(port)


def let_in(browser: Browser, base: str) -> Page:
    """Set a password by the link that the command prints, and sign in with it."""
    instance = open_instance(settings.load(STAGE))
    with writing(instance.engine) as session:
        acting(session, SEEN_BY).rank = Rank.OPERATOR
    said = tracker("user", "reset-password", SEEN_BY, "--workspace", str(STAGE))
    (path,) = re.findall(r"https?://[^/\s]+(/einladung/\S+)", said)
    page = browser.new_context(viewport={"width": WIDE[0], "height": WIDE[1]}, locale="de-DE").new_page()
    page.goto(base + path)
    for field in page.locator("input[type=password]").all():
        field.fill(SECRET)
    page.locator("main form button").first.click()
    if "/anmelden" in page.url:
        page.locator("main input[type=text], main input[type=email]").first.fill(SEEN_BY)
        page.locator("main input[type=password]").fill(SECRET)
        page.locator("main form button").first.click()
    return page


def subjects() -> dict[str, str]:
    """The promise whose pages are drawn: one with a whole story, and one that waits."""
    with reading(open_instance(settings.load(STAGE)).engine) as session:
        told = next(p for p in promises.listing(session) if "Baumschutzsatzung" in p.text)
        (waiting, *_) = promises.listing(session, states=(PromiseState.PROPOSED,))
        return {"promise": told.public_id, "proposed": waiting.public_id}


def draw(page: Page, base: str, addresses: dict[str, str], names: dict[str, str]) -> None:
    """Keep what each page shows at first sight, wide and, of some, as a phone shows it."""
    for name, address in addresses.items():
        for (width, height), suffix in ((WIDE, ""), (NARROW, "-telefon")):
            if suffix and name not in PHONE:
                continue
            page.set_viewport_size({"width": width, "height": height})
            page.goto(base + address.format(**names))
            deal = page.get_by_role("button", name="Karten austeilen")
            if deal.count():
                deal.click()
            keep(page.screenshot(), HERE / f"{name}{suffix}.png")


COLOURS = 48
"""Our pages have few colours: so many keep every shade of letters, in a fifth of the bytes."""


def keep(picture: bytes, path: Path) -> None:
    """Write a picture small enough to live in the repository."""
    with Image.open(io.BytesIO(picture)) as opened:
        opened.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)


def main() -> None:
    """Play, serve, look, keep."""
    if "--keep" not in sys.argv:
        tracker("demo", str(STAGE), "--term")
    chromium = shutil.which("chromium")
    if chromium is None:
        sys.exit("chromium is missing: apt-get install chromium")
    with served() as base, sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        names = subjects()
        reader = browser.new_context(locale="de-DE").new_page()
        draw(reader, base, READERS, names)
        draw(let_in(browser, base), base, WORKSHOP, names)
        browser.close()


if __name__ == "__main__":
    main()
