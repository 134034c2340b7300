"""Every page that people see has its picture in docs/pages.md, and the pictures stay small."""

import re
from pathlib import Path

import pytest
from PIL import Image

ROOT = Path(__file__).parent.parent
ALBUM = ROOT / "docs" / "pages.md"
PICTURES = ROOT / "docs" / "pictures"
FOR_PROGRAMS = ("/atom/", "/kalender/", "/static/", "/daten/", "/healthz", "/readyz", "/metrics", "/bild/", "/beleg/")
"""Addresses of feeds, files and probes: nobody looks at them as at a page."""
MOST_BYTES = 6_000_000


def routes() -> list[str]:
    """The pages of the table of routes."""
    lines = (ROOT / "tests" / "web" / "routes.txt").read_text(encoding="utf-8").splitlines()
    paths = [line.split()[1] for line in lines if line.startswith("GET ")]
    return [path for path in paths if not path.startswith(FOR_PROGRAMS) and not path.endswith("/json")]


def album() -> dict[str, list[str]]:
    """The pictures of each route, as docs/pages.md lists them."""
    rows = re.findall(r"^\| [^|]+ \| `([^`]+)` \| (.+) \|$", ALBUM.read_text(encoding="utf-8"), re.MULTILINE)
    found: dict[str, list[str]] = {}
    for route, cell in rows:
        found.setdefault(route, []).extend(re.findall(r"\]\((pictures/[^)]+)\)", cell))
    return found


@pytest.mark.parametrize("route", routes())
def test_a_page_that_people_see_has_its_picture(route):
    shown = album().get(route, [])
    assert shown, f"docs/pictures/draw.py does not draw {route}; `make pictures` writes docs/pages.md"
    assert all((ROOT / "docs" / picture).is_file() for picture in shown)


def test_only_pages_that_exist_are_listed():
    assert set(album()) <= set(routes())


def test_every_picture_is_shown_somewhere():
    documents = [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]
    told = " ".join(document.read_text(encoding="utf-8") for document in documents)
    assert [one.name for one in PICTURES.glob("*.png") if f"pictures/{one.name}" not in told] == []


def test_the_pictures_stay_small_enough_for_the_repository():
    assert sum(one.stat().st_size for one in PICTURES.glob("*.png")) < MOST_BYTES


@pytest.mark.parametrize("picture", sorted(PICTURES.glob("*.png")), ids=lambda one: one.stem)
def test_a_picture_shows_something(picture):
    with Image.open(picture) as opened:
        assert len(opened.convert("RGB").getcolors(maxcolors=100_000) or ()) > 3
