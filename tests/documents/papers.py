"""Documents for tests, built byte by byte from invented text."""

import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from io import BytesIO
from xml.sax.saxutils import escape

A4 = (595, 842)


@dataclass(frozen=True)
class Put:
    """One line of text on a page: points from the left and from the top."""

    text: str
    left: float
    top: float
    size: float = 11


def column(lines: Sequence[str], left: float = 70, top: float = 80, pitch: float = 14, size: float = 11) -> list[Put]:
    """Lines below each other; an empty one leaves its place free."""
    return [Put(line, left, top + n * pitch, size) for n, line in enumerate(lines) if line]


def pdf(
    pages: Sequence[Sequence[Put]],
    *,
    rotate: int = 0,
    font: bytes = b"/Encoding /WinAnsiEncoding",
    trailer: bytes = b"",
    catalogue: bytes = b"",
    extra: Sequence[bytes] = (),
    size: tuple[float, float] = A4,
) -> bytes:
    """A PDF with these pages in Helvetica.

    `extra` are further objects behind them, `trailer` and `catalogue` further entries there.
    """
    objects = [
        b"<</Type/Catalog/Pages 2 0 R" + catalogue + b">>",
        b"",
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica " + font + b">>",
    ]
    kids = []
    for page in pages:
        content = b"\n".join(_drawn(put, size[1]) for put in page)
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(content), content))
        box = b"/MediaBox[0 0 %g %g]/Rotate %d" % (*size, rotate)
        resources = b"/Resources<</Font<</F 3 0 R>>>>"
        objects.append(b"<</Type/Page/Parent 2 0 R%s%s/Contents %d 0 R>>" % (box, resources, len(objects)))
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<</Type/Pages/Kids[%s]/Count %d>>" % (b" ".join(kids), len(kids))
    return pdf_of([*objects, *extra], trailer)


def _drawn(put: Put, height: float) -> bytes:
    text = put.text.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
    return b"BT /F %g Tf %g %g Td (%s) Tj ET" % (put.size, put.left, height - put.top, text)


def pdf_of(objects: Sequence[bytes], trailer: bytes = b"") -> bytes:
    """A PDF of these objects, numbered from 1; the first is the catalogue."""
    out, places = b"%PDF-1.6\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, trailer, len(out))
    return out + b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + table + end


def picture_pdf(pages: Sequence[tuple[int, int, bytes]], words: str = "") -> bytes:
    """A scan: each page one grey image (width, height, pixels); `words` lie invisibly under the first."""
    import zlib  # noqa: PLC0415

    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"",
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    ]
    kids = []
    for number, (width, height, pixels) in enumerate(pages):
        packed = zlib.compress(pixels)
        image = b"/Type/XObject/Subtype/Image/ColorSpace/DeviceGray/BitsPerComponent 8/Filter/FlateDecode"
        objects.append(
            b"<<%s/Width %d/Height %d/Length %d>>stream\n%s\nendstream" % (image, width, height, len(packed), packed)
        )
        content = b"q 595 0 0 842 0 0 cm /I Do Q"
        if words and not number:
            lines = b" ".join(b"(%s) Tj T*" % line.encode("cp1252") for line in words.split("\n"))
            content += b" BT 3 Tr /F 11 Tf 14 TL 70 760 Td %s ET" % lines
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(content), content))
        resources = b"/Resources<</XObject<</I %d 0 R>>/Font<</F 3 0 R>>>>" % (len(objects) - 1)
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]%s/Contents %d 0 R>>" % (resources, len(objects))
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<</Type/Pages/Kids[%s]/Count %d>>" % (b" ".join(kids), len(kids))
    return pdf_of(objects)


def zipped(parts: dict[str, str | bytes]) -> bytes:
    """A zip file of these parts, in order."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def docx(paragraphs: Sequence[str], *, numbering: str = "", raw: bool = False, **parts: str | bytes) -> bytes:
    """A DOCX file. `raw` paragraphs are XML already."""
    body = "".join(
        p if raw else f'<w:p><w:r><w:t xml:space="preserve">{escape(p)}</w:t></w:r></w:p>' for p in paragraphs
    )
    content = f'<?xml version="1.0" encoding="UTF-8"?><w:document {WORD}><w:body>{body}</w:body></w:document>'
    lists = {"word/numbering.xml": f"<w:numbering {WORD}>{numbering}</w:numbering>"} if numbering else {}
    return zipped({"[Content_Types].xml": "<Types/>", "word/document.xml": content, **lists, **parts})


ODT_SPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{prefix}:1.0"'
    for prefix in ("office", "text", "table", "style")
)


def odt(body: str, *, styles: str = "", **parts: str | bytes) -> bytes:
    """An ODT file with this XML as its text."""
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {ODT_SPACES}><office:automatic-styles>{styles}'
        f"</office:automatic-styles><office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        for name, part in {"content.xml": content, **parts}.items():
            archive.writestr(name, part, compress_type=zipfile.ZIP_DEFLATED)
    return out.getvalue()


def mail(text: str = "", html: str = "", attachments: Sequence[tuple[str, str, bytes]] = ()) -> bytes:
    """An e-mail; attachments are (name, media type, bytes)."""
    message = EmailMessage()
    message["From"] = "Bürgerliste Blaue Brücke <liste@example.org>"
    message["To"] = "verein@example.org"
    message["Subject"] = "Antworten auf Ihre Wahlprüfsteine"
    if text:
        message.set_content(text)
    if html:
        if text:
            message.add_alternative(html, subtype="html")
        else:
            message.set_content(html, subtype="html")
    for name, kind, data in attachments:
        main, _, sub = kind.partition("/")
        message.add_attachment(data, maintype=main, subtype=sub, filename=name)
    return message.as_bytes()
