"""Images read by Tesseract. Foreign images are decoded here; Tesseract only ever sees plain grey pixels."""

import subprocess
import warnings
from io import BytesIO
from typing import Any

from PIL import Image, ImageOps

from tracker.documents.foreign import pdf, refusals
from tracker.errors import UnreadableError, key

MOST_PIXELS = 64_000_000
"""A phone takes photos of 12 to 50 million, a page at 600 dpi has 35."""

_BEST_WIDTH, _LEAST_WIDTH = 2_600, 1_500
"""Pixels across: a page at 300 dpi has 2,480. Larger images only cost time, smaller ones are enlarged."""

_LEAST_CONFIDENCE = 30.0
"""Per cent. Below are specks, lines and faces that look like letters; words of a legible scan have 80 to 97."""

_SECONDS = 60

_Grey = tuple[int, int, bytes]
"""Width, height, a byte for each pixel."""


def count(data: bytes, kind: str) -> int:
    """How many pages an image file has. Raises UnreadableError for more than MOST_PAGES."""
    with _opened(data, kind) as image:
        pages = int(getattr(image, "n_frames", 1)) if kind == "TIFF" else 1
    if pages > refusals.MOST_PAGES:
        raise refusals.too_many_pages(pages)
    return pages


def recognise(data: bytes, kind: str, number: int, program: str, mode: int = 3) -> dict[str, Any]:
    """Read page `number` (from 0) of an image file, or of a PDF where `kind` is "PDF".

    `{"width", "height" (pixels), "lines": [[block, paragraph, [[text, left, top, right, bottom]…]]…]}`: lines in
    reading order, places in ten-thousandths of the page. Raises UnreadableError.
    """
    grey = pdf.drawn(data, number) if kind == "PDF" else _decoded(data, kind, number)
    width, height, _ = grey
    return {"width": width, "height": height, "lines": _lines(_tesseract(grey, program, mode), width, height)}


def _opened(data: bytes, kind: str) -> Image.Image:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            image = Image.open(BytesIO(data), formats=[kind])
    except Image.DecompressionBombError:
        raise _too_large() from None
    except (OSError, SyntaxError, ValueError) as error:
        raise refusals.damaged() from error
    if image.width * image.height > MOST_PIXELS:
        raise _too_large()
    return image


def _decoded(data: bytes, kind: str, number: int) -> _Grey:
    """One page of an image file as it is shown: upright, on white, in grey, at a size that reads well."""
    try:
        with _opened(data, kind) as image:
            image.seek(number)
            if image.width * image.height > MOST_PIXELS:
                raise _too_large()
            image.draft("L", (_BEST_WIDTH, _BEST_WIDTH))
            grey = _on_white(image)
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        raise refusals.damaged() from error
    ImageOps.exif_transpose(grey, in_place=True)
    across = min(grey.width, grey.height)
    factor = _BEST_WIDTH / across if across > _BEST_WIDTH else 2 if across < _LEAST_WIDTH else 1
    if factor != 1:
        grey = grey.resize(
            (max(1, round(grey.width * factor)), max(1, round(grey.height * factor))), Image.Resampling.LANCZOS
        )
    return grey.width, grey.height, grey.tobytes()


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode.startswith("I;16"):
        return image.point(lambda value: value / 256).convert("L")
    if image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info:
        layered = image.convert("RGBA")
        ground = Image.new("RGBA", layered.size, "white")
        return Image.alpha_composite(ground, layered).convert("L")
    return image.convert("L")


def _tesseract(grey: _Grey, program: str, mode: int) -> str:
    width, height, pixels = grey
    command = [program, "stdin", "stdout", "-l", "deu", "--psm", str(mode), "--dpi", str(pdf.DPI), "tsv"]
    done = subprocess.run(  # noqa: S603  # a program that the parent found and allowed
        command,
        input=b"P5 %d %d 255\n" % (width, height) + pixels,
        stdout=subprocess.PIPE,
        timeout=_SECONDS,
        check=False,
    )
    if done.returncode:
        raise UnreadableError(
            key(
                "„{subject}“ ist unlesbar: Die Texterkennung kam mit einer Seite nicht zurecht. Bitte die Seite neu "
                "einscannen."
            )
        )
    return done.stdout.decode("utf-8", errors="replace")


def _lines(table: str, width: int, height: int) -> list[list[Any]]:
    """Tesseract's words by line. Columns: level, page, block, paragraph, line, word, place (4), confidence, text."""
    lines: dict[tuple[str, str, str], list[list[Any]]] = {}
    for row in table.splitlines()[1:]:
        cells = row.split("\t")
        if len(cells) < 12 or cells[0] != "5" or not cells[11].strip() or float(cells[10]) < _LEAST_CONFIDENCE:
            continue
        left, top, across, down = map(int, cells[6:10])
        place = [left, top, left + across, top + down]
        size = (width, height, width, height)
        word = [cells[11].strip(), *(round(at * pdf.SCALE / of) for at, of in zip(place, size, strict=True))]
        lines.setdefault((cells[2], cells[3], cells[4]), []).append(word)
    return [[int(block), int(paragraph), words] for (block, paragraph, _), words in lines.items()]


def _too_large() -> UnreadableError:
    return UnreadableError(
        key(
            "„{subject}“ ist unlesbar: Das Bild hat mehr als {megapixels} Millionen Bildpunkte. Bitte mit höchstens "
            "600 dpi einscannen."
        ),
        megapixels=MOST_PIXELS // 1_000_000,
    )
