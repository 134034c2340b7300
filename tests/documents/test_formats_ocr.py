"""Scans and photos: read by Tesseract, which these tests need; pages are drawn here, from invented text."""

import difflib
import os
import re
from io import BytesIO

import pytest
from PIL import Image, ImageDraw

from tests.documents.papers import column, pdf, picture_pdf
from tracker.documents import scans
from tracker.documents.foreign.pdf import drawn
from tracker.documents.read import read
from tracker.domain.questionnaire import Origin, Region, Span
from tracker.errors import MissingToolError, UnreadableError

TEXT = [
    "Frage 1: Was planen Sie für die Bücherei am Markt?",
    "",
    "Die Bürgerliste Blaue Brücke wird die Öffnungszeiten der Bücherei",
    "deutlich verlängern. Dafür stellen wir im Haushalt jährlich 40.000 €",
    "bereit und prüfen, ob größere Räume möglich sind. Außerdem wollen",
    "wir die Straßenbeleuchtung in Musterstadt-Ost erneuern und die",
    "Fußwege zwischen Hafen und Südbahnhof bis Ende 2027 ausbauen.",
    "",
    "Frage 2: Wie stehen Sie zum Umbau des Grünen Rings?",
    "",
    "Wir unterstützen den Umbau, fordern aber mehr Bäume, weniger Lärm",
    "und sichere Übergänge für Kinder. Über jeden Schritt müssen die",
    "Anwohnerinnen und Anwohner früh informiert werden. Höhere Gebühren",
    "lehnen wir ab; stattdessen möchten wir Fördermittel des Landes",
    "nutzen, die bisher ungenutzt blieben. Für die Jugend schaffen wir",
    "ein zusätzliches Angebot: Ein Schwimmkurs soll für alle Drittklässler",
    "kostenlos sein. Wir stärken die Vereine, die sich darum kümmern.",
]


def tesseract_is_missing():
    """Whether tests of OCR have to be skipped here; in CI they fail instead."""
    try:
        scans.tesseract("a.png")
    except MissingToolError:
        return "CI" not in os.environ
    return False


tesseract = pytest.mark.skipif(tesseract_is_missing(), reason="Tesseract or its German data is not installed")


@pytest.fixture(scope="module")
def page():
    """A page of text as a scanner sees it: (width, height, grey pixels) at 300 dpi."""
    return drawn(pdf([column(TEXT, pitch=18)]), 0)


def saved(pages, kind, **how):
    images = [Image.frombytes("L", (width, height), pixels) for width, height, pixels in pages]
    out = BytesIO()
    more = {"save_all": True, "append_images": images[1:]} if len(images) > 1 else {}
    images[0].save(out, kind, **more, **how)
    return out.getvalue()


def word_error(truth, text):
    """The share of words that differ."""
    wanted, found = (re.findall(r"[^\W_]+", t) for t in (truth, text))
    steps = difflib.SequenceMatcher(None, wanted, found, autojunk=False).get_opcodes()
    return sum(max(b - a, d - c) for kind, a, b, c, d in steps if kind != "equal") / len(wanted)


@tesseract
@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF"])
def test_an_image_of_a_page_is_read(page, kind):
    document = read(saved([page], kind), "foto")
    assert word_error("\n".join(TEXT), document.text) <= 0.005
    assert document.text.startswith("Frage 1: Was planen Sie für die Bücherei am Markt?\n\nDie Bürgerliste")
    assert [(p.number, p.origin) for p in document.pages] == [(1, Origin.OCR)]


@tesseract
def test_a_scanned_pdf_is_read_page_by_page_with_its_progress_told(page):
    told = []
    document = read(picture_pdf([page, page]), "scan.pdf", lambda done, total: told.append((done, total)))
    assert word_error("\n".join(TEXT * 2), document.text) <= 0.005
    assert told[-2:] == [(1, 2), (2, 2)]
    assert [p.origin for p in document.pages] == [Origin.OCR, Origin.OCR]
    at = document.text.rindex("Schwimmkurs")
    (place,) = document.places(Span(at, at + 5))
    assert isinstance(place, Region)
    assert place.page == 2
    assert abs(place.top / 10_000 * 842 - (80 + 15 * 18 - 10)) < 8  # points from the top of the drawn page


@tesseract
def test_a_tiff_of_several_pages_is_read_to_its_end(page):
    document = read(saved([page, page], "TIFF", compression="tiff_deflate"), "scan.tif")
    assert len(document.pages) == 2
    assert document.text.count("Schwimmkurs") == 2


@tesseract
def test_a_text_layer_made_without_german_is_read_anew(page):
    layer = "\n".join(TEXT).translate(str.maketrans("äöüßÄÖÜ€", "aouBAOUe"))
    document = read(picture_pdf([page], words=layer), "scan.pdf")
    assert word_error("\n".join(TEXT), document.text) <= 0.005
    assert not document.damage.damaged


@tesseract
def test_a_text_layer_that_is_garbage_is_read_from_the_image(page):
    layer = "\n".join("".join(chr(33 + ord(c) % 14) if c.isalpha() else c for c in line) for line in TEXT)
    document = read(picture_pdf([page], words=layer), "scan.pdf")
    assert word_error("\n".join(TEXT), document.text) <= 0.005


@tesseract
def test_a_photo_that_lies_on_its_side_is_turned(page):
    upright = Image.frombytes("L", page[:2], page[2])
    exif = Image.Exif()
    exif[0x0112] = 8  # "turn left to show": the camera was held upright
    out = BytesIO()
    upright.rotate(-90, expand=True).save(out, "JPEG", exif=exif)
    assert word_error("\n".join(TEXT), read(out.getvalue(), "foto.jpg").text) <= 0.005


@tesseract
def test_an_image_without_text_says_so():
    picture = Image.new("L", (1200, 900), 200)
    draw = ImageDraw.Draw(picture)
    for step in range(40):
        draw.ellipse((100 + 9 * step, 80 + 7 * step, 700 + 9 * step, 500 + 7 * step), fill=60 + 4 * step)
    with pytest.raises(UnreadableError, match=r"„foto\.png“: kein Text gefunden"):
        read(saved([(1200, 900, picture.tobytes())], "PNG"), "foto.png")


@pytest.mark.parametrize("languages", ["", "List of available languages (1):\neng\n"])
def test_without_tesseract_or_its_german_the_command_is_named(page, languages, tmp_path, monkeypatch):
    if languages:
        program = tmp_path / "tesseract"
        program.write_text(f"#!/bin/sh\nprintf '{languages}'\n", encoding="ascii")
        program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    for data in (saved([page], "PNG"), picture_pdf([page])):
        with pytest.raises(MissingToolError, match="apt-get install tesseract-ocr tesseract-ocr-deu"):
            read(data, "scan")


def test_without_tesseract_a_layer_without_umlauts_is_kept_for_repair(page, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    layer = "\n".join(TEXT).translate(str.maketrans("äöüßÄÖÜ€", "aouBAOUe"))
    document = read(picture_pdf([page], words=layer), "scan.pdf")
    assert document.damage.damaged
    assert document.edits


@pytest.mark.parametrize(
    ("text", "garbage"),
    [
        (" ".join(TEXT), False),
        ("Liste: " + "Meier, Schulze, Yılmaz, Nowak, 12.03.1961, Platz 4; " * 3, False),
        ("\ue001\ue002\ue003 " * 30, True),
        ("$%& '()* +,-. /!" * 30, True),
        ("Xjs xfsefo ejf Cýdifsfj bn Nbslu bvtcbvfo voe ejf Csýdlf tbojfsfo " * 5, True),
    ],
)
def test_garbage_is_told_from_german_and_from_lists(text, garbage):
    assert scans.is_garbage(text) is garbage
