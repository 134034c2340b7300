"""Pages that have to be read by OCR: which ones, by what program, and how far it is."""

import re
import shutil
import subprocess
from functools import cache

from tracker.documents.paper import Line, Paragraph, Sheet, Word
from tracker.domain.questionnaire import Origin
from tracker.errors import MissingToolError, key
from tracker.sandbox import Limits, run

LIMITS = Limits(cpu_seconds=40, wall_seconds=60, memory=512_000_000, output=8_000_000)
"""For one page: Tesseract needs 2 to 5 s; the largest photo takes 300 MB."""

_FEW_WORDS = 5
"""A page with no more words than a stamp or a page number has, under a picture, is a scan."""

_PICTURE, _OUTLINES = 0.3, 300
"""Share of the page under images, or drawn outlines (letters turned into shapes), that may be text."""

_LEAST_LEGIBLE = 0.75
"""Clean German text is letters to 95 %; layers without a letter table fall under 60 % or hold no common word."""

_COMMON = re.compile(
    r"\b(?:der|die|das|und|in|zu|den|für|fur|fiir|von|mit|ist|im|des|auf|wir|sich|eine?|sie|nicht|the|of|and|to)\b",
    re.IGNORECASE,
)
_ENOUGH_WORDS = 40
"""Forty German words hold ten of the most frequent ones; a page of names and numbers may be shorter."""


def needs_reading(words: list[Word], covered: float, shapes: int) -> bool:
    """Whether a page's image has to be read because its text layer is missing or garbage."""
    if len(words) <= _FEW_WORDS:
        return covered >= _PICTURE or shapes >= _OUTLINES
    return is_garbage(" ".join(word.text for word in words))


def is_garbage(text: str) -> bool:
    """Whether a text layer was made with letters that stand for others, as fonts without a letter table make it."""
    solid = [c for c in text if not c.isspace()]
    if not solid:
        return False
    legible = sum(c.isalnum() or c in ".,;:!?()-–„“\"'•/%€§" for c in solid) / len(solid)
    if legible < _LEAST_LEGIBLE or sum(c == "\ufffd" or "\ue000" <= c <= "\uf8ff" for c in solid) > 0.05 * len(solid):
        return True
    return len(re.findall(r"[^\W\d_]{2,}", text)) >= _ENOUGH_WORDS and not _COMMON.search(text)


def recognised(data: bytes, kind: str, number: int, name: str) -> Sheet:
    """Read one page (from 1). `kind`: "PDF" or the image's kind. Raises MissingToolError, UnreadableError."""
    program = tesseract(name)
    arguments = {"kind": kind, "number": number - 1, "program": program}
    found = run(
        "tracker.documents.foreign.ocr:recognise",
        data,
        limits=LIMITS,
        arguments=arguments,
        programs=[program],
        subject=name,
    )
    paragraphs: dict[tuple[int, int], list[Line]] = {}
    for block, paragraph, words in found["lines"]:
        paragraphs.setdefault((block, paragraph), []).append(Line.of([Word(*word) for word in words]))
    return Sheet(number, Origin.OCR, tuple(_paragraph(lines) for lines in paragraphs.values()))


def _paragraph(lines: list[Line]) -> Paragraph:
    return tuple(lines)


def tesseract(name: str) -> str:
    """Tesseract's path; `name` is the file to be read. Raises MissingToolError where it or its German is missing."""
    program = shutil.which("tesseract")
    if program is None or "deu" not in _languages(program):
        raise MissingToolError(
            key(
                "„{subject}“ ist ein Bild oder ein Scan; dafür fehlt die Texterkennung. Bitte installieren Sie sie "
                "mit „apt-get install "
                "tesseract-ocr tesseract-ocr-deu“ und versuchen Sie es noch einmal. Es wurde nichts gespeichert."
            ),
            subject=name,
        )
    return program


@cache
def _languages(program: str) -> frozenset[str]:
    listed = subprocess.run([program, "--list-langs"], capture_output=True, timeout=20, check=False)  # noqa: S603  # found on PATH
    return frozenset(listed.stdout.decode(errors="replace").split())
