"""Every kind of file that is read, and how its bytes become text with its origin."""

from base64 import b64decode
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from tracker.documents import media, scans
from tracker.documents.columns import paragraphs
from tracker.documents.composition import Composed, compose
from tracker.documents.damage import gauge
from tracker.documents.paper import Sheet, Word
from tracker.documents.plain import encoding_of, is_plain, read_plain
from tracker.domain.questionnaire import ByteRange, Fragment, Origin, Page, Span
from tracker.errors import MissingToolError, UnreadableError, key
from tracker.sandbox import Limits, Progress, run

_QUICK = Limits(cpu_seconds=8, wall_seconds=15)
"""For everything but PDF and images: 5 MB of it are read in a second."""

_SCANNED = 0.5
"""Share of the page under an image from which on its text layer is the work of an OCR engine."""

_KINDS = {media.PNG: "PNG", media.JPEG: "JPEG", media.TIFF: "TIFF"}


@dataclass(frozen=True, slots=True)
class Content:
    """What was read from a file."""

    text: str
    pages: tuple[Page, ...] = ()
    fragments: tuple[Fragment, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A file inside an e-mail, or its own text, whose name is empty."""

    name: str
    data: bytes
    html: bool


Reader = Callable[[bytes, str, Progress], Content]
"""Bytes, the file's name for messages, and whom to tell how many pages are done. Raises DocumentError."""


def read_pdf(data: bytes, name: str, progress: Progress) -> Content:
    """The text layer, page by page; pages without a usable one are read by OCR.

    Where the layer lost its umlauts to an engine without German, on all pages or on this one, a scanned page is read
    anew if Tesseract is there.
    """
    found = run("tracker.documents.foreign.pdf:words", data, subject=name, progress=progress)["pages"]
    pages = [[Word(*word) for word in page["words"]] for page in found]
    damaged = _is_damaged(word for words in pages for word in words)
    sheets = []
    for number, (page, words) in enumerate(zip(found, pages, strict=True), start=1):
        sheet = None
        if scans.needs_reading(words, page["covered"], page["shapes"]):
            sheet = scans.recognised(data, "PDF", number, name)
        elif page["covered"] >= _SCANNED and (damaged or _is_damaged(words)):
            sheet = _reread(data, number, name)
        if sheet:
            progress(number, len(found))
        sheets.append(sheet or Sheet(number, Origin.TEXT_LAYER, paragraphs(words, _aspect(page))))
    return _composed(sheets, name)


def _is_damaged(words: Iterable[Word]) -> bool:
    return gauge(" ".join(word.text for word in words)).damaged


def _aspect(page: dict[str, Any]) -> float:
    return page["height"] / page["width"] if page["width"] else 1.0


def _reread(data: bytes, number: int, name: str) -> Sheet | None:
    try:
        return scans.recognised(data, "PDF", number, name)
    except MissingToolError:  # the damaged layer can be repaired
        return None


def read_image(data: bytes, name: str, progress: Progress) -> Content:
    """All pages of an image file, by OCR."""
    kind = _KINDS[media.media_type(data, name)]
    scans.tesseract(name)
    count = run("tracker.documents.foreign.ocr:count", data, arguments={"kind": kind}, subject=name)
    sheets = []
    for number in range(1, count + 1):
        sheets.append(scans.recognised(data, kind, number, name))
        progress(number, count)
    return _composed(sheets, name)


def _composed(sheets: Sequence[Sheet], name: str) -> Content:
    composed: Composed = compose(sheets)
    if not any(map(str.isalpha, composed.text)):
        raise _without_text(name)
    return Content(composed.text, composed.pages, composed.fragments)


def read_word(data: bytes, name: str, progress: Progress) -> Content:
    """The text of a DOCX file."""
    del progress
    return _spelled(run("tracker.documents.foreign.word:parse", data, limits=_QUICK, subject=name), name)


def read_open_document(data: bytes, name: str, progress: Progress) -> Content:
    """The text of an ODT file."""
    del progress
    return _spelled(run("tracker.documents.foreign.opendocument:parse", data, limits=_QUICK, subject=name), name)


def read_webpage(data: bytes, name: str, progress: Progress) -> Content:
    """The main content of a web page."""
    del progress
    return _spelled(run("tracker.documents.foreign.webpage:parse", data, limits=_QUICK, subject=name), name)


def _spelled(found: dict[str, Any], name: str) -> Content:
    if not found["text"].strip():
        raise _without_text(name)
    fragments = (
        Fragment(Span(start, end), ByteRange(found["part"], first, behind, found["encoding"] if spelled else ""))
        for start, end, first, behind, spelled in found["pieces"]
    )
    return Content(found["text"], (), tuple(fragments))


def _without_text(name: str) -> UnreadableError:
    return UnreadableError(
        key(
            "„{subject}“: kein Text gefunden. Bitte prüfen, ob es die richtige Datei ist; ein Foto bitte schärfer oder "
            "größer aufnehmen."
        ),
        subject=name,
    )


def mail_parts(data: bytes, name: str) -> list[Part]:
    """The text of an e-mail and its attachments."""
    found = run("tracker.documents.foreign.message:parse", data, limits=_QUICK, subject=name)
    return [Part(part["name"], b64decode(part["data"]), part["html"]) for part in found]


def read_text(data: bytes, name: str, progress: Progress) -> Content:
    """Plain text, exactly as its bytes spell it."""
    del progress
    if not is_plain(data):
        raise UnreadableError(
            key(
                "„{subject}“ ist kein Dokument, das gelesen werden kann. Bitte als PDF, .docx, .odt oder .txt "
                "speichern."
            ),
            subject=name,
        )
    text = read_plain(data, name)
    mark, encoding = encoding_of(data)
    return Content(text, (), (Fragment(Span(0, len(text)), ByteRange("", mark, len(data), encoding)),))


READERS: dict[str, Reader] = {
    media.PDF: read_pdf,
    **dict.fromkeys(media.IMAGES, read_image),
    media.WORD: read_word,
    media.OPEN_DOCUMENT: read_open_document,
    media.HTML: read_webpage,
    media.TEXT: read_text,
}
