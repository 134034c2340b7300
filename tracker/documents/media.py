"""What kind of file it is, by its content; a file's name is never asked."""

import re

from tracker.errors import DocumentError, key

PDF = "application/pdf"
PNG, JPEG, TIFF = "image/png", "image/jpeg", "image/tiff"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
OPEN_DOCUMENT = "application/vnd.oasis.opendocument.text"
HTML = "text/html"
MAIL = "message/rfc822"
TEXT = "text/plain"

IMAGES = frozenset({PNG, JPEG, TIFF})

_HEAD = 4096
"""Bytes that are looked at; only office files are searched for the names of their parts."""

_MAGIC = (
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"\xff\xd8\xff", JPEG),
    (b"II*\x00", TIFF),
    (b"MM\x00*", TIFF),
    (b"II+\x00", TIFF),
    (b"MM\x00+", TIFF),
)

_HTML = re.compile(
    rb"(?:\s|<!--.*?-->|<\?xml[^>]*>)*<(?:!doctype\s+html|html|head|body|main|article)\b", re.IGNORECASE | re.DOTALL
)
_XML = re.compile(rb"\s*<\?xml\s")
_HEADER = re.compile(rb"(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)+", re.IGNORECASE)
_MAIL_FIELD = re.compile(
    rb"^(from|to|subject|date|mime-version|received|return-path|message-id|content-type|delivered-to):",
    re.IGNORECASE | re.MULTILINE,
)

_ARCHIVE = key("„{subject}“ ist ein Archiv. Bitte auspacken und die Dateien einzeln einreichen.")
_PROGRAM = key("„{subject}“ ist ein Programm und kein Dokument.")
_PICTURE = key("„{subject}“ hat ein Bildformat, das nicht gelesen wird. Bitte als PNG oder JPEG speichern.")

_REFUSED = (
    (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        key(
            "„{subject}“ ist eine alte Word-Datei (.doc) oder mit einem Kennwort geschützt. Bitte ohne Kennwort als "
            ".docx, .odt oder PDF speichern."
        ),
    ),
    (b"{\\rtf", key("„{subject}“ ist eine RTF-Datei. Bitte als .docx, .odt oder PDF speichern.")),
    (b"GIF8", _PICTURE),
    (b"BM", _PICTURE),
    (b"7z\xbc\xaf\x27\x1c", _ARCHIVE),
    (b"Rar!\x1a\x07", _ARCHIVE),
    (b"\x1f\x8b", _ARCHIVE),
    (b"\x7fELF", _PROGRAM),
    (b"MZ\x90\x00", _PROGRAM),
)


def media_type(data: bytes, name: str) -> str:
    """The media type; TEXT for whatever has no other mark. Raises DocumentError for kinds that are not read."""
    head = data[:_HEAD]
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    if b"%PDF-" in head[:1024]:
        return PDF
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zipped(data, name)
    for magic, sentence in _REFUSED:
        if head.startswith(magic) and not (magic == b"BM" and _is_text(head)):
            raise DocumentError(sentence, subject=name)
    if (head[:4] == b"RIFF" and head[8:12] == b"WEBP") or head[4:8] == b"ftyp":  # HEIC photos are such "films"
        raise DocumentError(_PICTURE, subject=name)
    return _by_words(head, name)


def _zipped(data: bytes, name: str) -> str:
    if data[30:].startswith(b"mimetype" + OPEN_DOCUMENT.encode()):
        return OPEN_DOCUMENT
    if b"word/document.xml" in data:
        return WORD
    if b"content.xml" in data and OPEN_DOCUMENT.encode() in data:
        return OPEN_DOCUMENT
    if b"xl/workbook" in data or b"opendocument.spreadsheet" in data[:_HEAD]:
        raise DocumentError(
            key("„{subject}“ ist eine Tabelle; sie wird nicht gelesen. Bitte als PDF oder .docx speichern."),
            subject=name,
        )
    if b"ppt/presentation" in data or b"opendocument.presentation" in data[:_HEAD]:
        raise DocumentError(
            key("„{subject}“ ist eine Präsentation; sie wird nicht gelesen. Bitte als PDF speichern."), subject=name
        )
    raise DocumentError(_ARCHIVE, subject=name)


def _by_words(head: bytes, name: str) -> str:
    words = _ascii(head)
    if _HTML.match(words):
        return HTML
    if _XML.match(words):
        raise DocumentError(
            key("„{subject}“ ist eine XML-Datei; sie wird nicht gelesen. Bitte als PDF, .docx oder .txt speichern."),
            subject=name,
        )
    header = _HEADER.match(words)
    if header and len({field.lower() for field in _MAIL_FIELD.findall(header[0])}) >= 2:
        return MAIL
    return TEXT


def _ascii(head: bytes) -> bytes:
    """The beginning without a byte order mark, two-byte encodings brought to one."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head[2:].replace(b"\x00", b"")
    return head.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n")


def _is_text(head: bytes) -> bool:
    return b"\x00" not in head
