"""Plain text (TXT, MD): which encoding it has, and its characters, unchanged.

Offsets count the decoded characters. A byte order mark names the encoding and is no part of the text; line ends stay as
they are, so that CRLF counts two. Without a mark the bytes are UTF-8 if they are valid UTF-8, UTF-16 if every other
byte is zero, and Windows-1252 otherwise.
"""

import codecs
import re

from tracker.errors import DocumentError, key

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark begins the same
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_NOT_TEXT = (b"%PDF-", b"{\\rtf", b"PK\x03\x04", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\xd0\xcf\x11\xe0", b"\x1f\x8b")
"""First bytes of formats that people take for text or that may pass for it."""

_SAMPLE = 1 << 16
_MOST_CONTROLS = 0.002
"""Share of control characters above which decoded bytes are no text."""

_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\x80-\x9f\ufffe\uffff]")
_UTF8_SEQUENCE = re.compile(rb"[\xc3-\xc5][\x80-\xbf]|\xe2[\x80-\x84][\x80-\xbf]")
"""Umlauts, other Latin letters, dashes, quotation marks and the euro sign; letters in Windows-1252 seldom look so."""


def is_plain(data: bytes) -> bool:
    """Whether the bytes look like plain text in an encoding that `read_plain` knows."""
    if data.startswith(_NOT_TEXT):
        return False
    mark, encoding = encoding_of(data)
    start = data[mark : mark + _SAMPLE].decode(encoding, errors="replace")
    return len(_CONTROL.findall(start)) <= len(start) * _MOST_CONTROLS


def read_plain(data: bytes, name: str) -> str:
    """The text. Raises DocumentError where bytes do not belong to the encoding that the rest has."""
    mark, encoding = encoding_of(data)
    try:
        return data[mark:].decode(encoding)
    except UnicodeDecodeError as error:
        raise DocumentError(
            key(
                "In „{subject}“ ist das Byte an Stelle {position} kein gültiges {encoding}. "
                "Bitte die Datei in einem Textprogramm öffnen und als UTF-8 neu speichern."
            ),
            subject=name,
            position=mark + error.start + 1,
            encoding=encoding.upper().removesuffix("-LE").removesuffix("-BE"),
        ) from None


def encoding_of(data: bytes) -> tuple[int, str]:
    """Length of the byte order mark, and the encoding."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return len(mark), encoding
    if utf16 := _unmarked_utf16(data[:_SAMPLE]):
        return 0, utf16
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        # Umlauts in valid UTF-8 before the fault: the file is damaged, not written in another encoding.
        broken = _UTF8_SEQUENCE.search(data[: error.start]) is not None
        return 0, "utf-8" if broken else "cp1252"
    return 0, "utf-8"


def _unmarked_utf16(start: bytes) -> str | None:
    """UTF-16 without a mark: in European text nearly every second byte is zero."""
    half = len(start) // 2
    for offset, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        if half > 1 and start[offset::2].count(0) > 0.7 * half and start[1 - offset :: 2].count(0) == 0:
            return encoding
    return None
