"""PDF: its words with their places, page by page, and pages as images for OCR."""

from collections.abc import Generator, Iterator
from ctypes import byref, c_double, c_int
from itertools import islice
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as api

from tracker.documents.foreign import refusals
from tracker.errors import UnreadableError, key

MOST_WORDS = 20_000
"""Per page. A full page of a newspaper has 5,000."""

SCALE = 10_000
"""Places are ten-thousandths of a page's width and height, from its top left corner."""

DPI = 300
"""Tesseract's models were trained on letters of about the size that body text has here."""

_POINTS_PER_INCH = 72
_MOST_PIXELS = 25_000_000
"""Of one page image; larger pages are drawn at less than 300 dpi. A3 at 300 dpi has 17 million."""

_GAP = 0.25
"""A gap wider than this part of the letters' height parts words, where the file has no blank."""

_HYPHENS = frozenset({0x02, 0xFFFE, 0x2010})
"""What stands for a hyphen at a line's end in PDFium's text."""


def words(data: bytes) -> Generator[tuple[int, int], None, dict[str, Any]]:
    """Every page's size and words; yields after each page how many are done.

    `{"pages": [{"width", "height" (points), "words": [[text, left, top, right, bottom]], "covered", "shapes"}]}`;
    `covered` is the share of the page under images, `shapes` counts drawn outlines. Raises UnreadableError.
    """
    document = _opened(data)
    count = len(document)
    pages = []
    for number in range(count):
        page = _page(document, number)
        pages.append(_words_of(page))
        page.close()
        yield number + 1, count
    return {"pages": pages}


def drawn(data: bytes, number: int) -> tuple[int, int, bytes]:
    """One page (from 0) as a grey image: width, height, a byte for each pixel. Raises UnreadableError."""
    page = _page(_opened(data), number)
    width, height = page.get_size()
    scale = DPI / _POINTS_PER_INCH
    scale *= min(1.0, (_MOST_PIXELS / max(1.0, width * height * scale * scale)) ** 0.5)
    bitmap = page.render(scale=scale, grayscale=True, may_draw_forms=False)
    raw = bytes(bitmap.buffer)
    rows = (raw[y * bitmap.stride : y * bitmap.stride + bitmap.width] for y in range(bitmap.height))
    return bitmap.width, bitmap.height, b"".join(rows)


def _opened(data: bytes) -> pdfium.PdfDocument:
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if getattr(error, "err_code", None) in {api.FPDF_ERR_PASSWORD, api.FPDF_ERR_SECURITY}:
            raise refusals.locked() from error
        raise refusals.damaged() from error
    if len(document) > refusals.MOST_PAGES:
        raise refusals.too_many_pages(len(document))
    if len(document) == 0:
        raise refusals.damaged()
    return document


def _page(document: pdfium.PdfDocument, number: int) -> pdfium.PdfPage:
    """A page with the contents of form fields drawn into it, as on paper."""
    try:
        page = document[number]
        if api.FPDFPage_GetAnnotCount(page) > 0:
            api.FPDFPage_Flatten(page, api.FLAT_NORMALDISPLAY)
            page.close()
            page = document[number]
    except pdfium.PdfiumError as error:
        raise refusals.damaged() from error
    return page


def _words_of(page: pdfium.PdfPage) -> dict[str, Any]:
    width, height = page.get_size()
    found = []
    runs = _runs(page.get_textpage())
    turned = _turned(page, runs)
    for text, box in runs:
        place = _placed(page, box, turned)
        if place[0] < SCALE and place[1] < SCALE and place[2] > 0 and place[3] > 0:
            found.append([text, *place])
        if len(found) > MOST_WORDS:
            raise UnreadableError(
                key(
                    "„{subject}“ ist unlesbar: Eine Seite enthält mehr als {limit} Wörter. Bitte die Datei neu "
                    "speichern."
                ),
                limit=MOST_WORDS,
            )
    covered, shapes = _pictures(page, width * height)
    if turned % 2:
        width, height = height, width
    return {"width": width, "height": height, "words": found, "covered": covered, "shapes": shapes}


_Box = tuple[float, float, float, float]
"""Left, bottom, right, top in the page's own coordinates."""


def _runs(text_page: pdfium.PdfTextPage) -> list[tuple[str, _Box]]:
    return list(islice(_letters_gathered(text_page), MOST_WORDS + 1))


def _letters_gathered(text_page: pdfium.PdfTextPage) -> Iterator[tuple[str, _Box]]:
    """Letters gathered into words: they end at blanks and where the next letter stands elsewhere."""
    letters: list[str] = []
    box: _Box = (0, 0, 0, 0)
    for index in range(text_page.count_chars()):
        code = api.FPDFText_GetUnicode(text_page, index)
        letter = (
            "-" if code in _HYPHENS else chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"
        )
        if letter.isspace() or (code < 0x20 and code not in _HYPHENS):
            if letters:
                yield "".join(letters), box
            letters = []
            continue
        place = text_page.get_charbox(index, loose=True)
        if letters and _elsewhere(box, place):
            yield "".join(letters), box
            letters = []
        box = (
            (min(box[0], place[0]), min(box[1], place[1]), max(box[2], place[2]), max(box[3], place[3]))
            if letters
            else place
        )
        letters.append(letter)
    if letters:
        yield "".join(letters), box


def _elsewhere(word: _Box, letter: _Box) -> bool:
    size = max(word[3] - word[1], letter[3] - letter[1], 1.0)
    apart = max(letter[0] - word[2], word[0] - letter[2])
    above = max(letter[1] - word[3], word[1] - letter[3])
    return (apart > _GAP * size and above > -0.5 * size) or above > 0 or apart > size


def _turned(page: pdfium.PdfPage, runs: list[tuple[str, _Box]]) -> int:
    """Quarter turns that set a page upright whose words run up or down as it is shown."""
    places = [_placed(page, box, 0) for text, box in runs[:200] if len(text) > 3]
    width, height = page.get_size()
    sideways = sum((right - left) * width < (bottom - top) * height for left, top, right, bottom in places)
    return (4 - page.get_rotation() // 90) % 4 if sideways * 2 > len(places) else 0


def _placed(page: pdfium.PdfPage, box: _Box, turned: int) -> tuple[int, int, int, int]:
    """The box as it is shown, whatever the page's rotation and crop: left, top, right, bottom."""
    corners = []
    for x, y in ((box[0], box[1]), (box[2], box[3])):
        across, down = c_int(), c_int()
        api.FPDF_PageToDevice(page, 0, 0, SCALE, SCALE, turned, c_double(x), c_double(y), byref(across), byref(down))
        corners.append((across.value, down.value))
    (x1, y1), (x2, y2) = corners
    return min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)


def _pictures(page: pdfium.PdfPage, area: float) -> tuple[float, int]:
    """The share of the page that images cover, and how many outlines are drawn on it."""
    covered, shapes = 0.0, 0
    for count, item in enumerate(page.get_objects(max_depth=4)):
        if count > MOST_WORDS:
            break
        if item.type == api.FPDF_PAGEOBJ_IMAGE:
            left, bottom, right, top = item.get_bounds()
            covered += max(0.0, right - left) * max(0.0, top - bottom)
        shapes += item.type == api.FPDF_PAGEOBJ_PATH
    return min(1.0, covered / area) if area else 0.0, shapes
