"""Files that were built to hurt, or broke on the way; each is made here, none is real."""

import random
import struct
import zipfile
import zlib
from collections.abc import Callable
from io import BytesIO

from PIL import Image

from tests.documents.papers import Put, column, docx, mail, odt, pdf, pdf_of, zipped

Builder = Callable[[str], bytes]
"""Gets the path of a secret file that must never be read."""

PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<<%s/Font<</F 3 0 R>>>>/Contents %d 0 R>>"
FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"


def one_page(content: bytes, *more: bytes, resources: bytes = b"", stream: bytes = b"") -> bytes:
    """A PDF of one page: objects 1 catalogue, 2 pages, 3 font, 4 page, 5 its content, then `more`."""
    head = b"<</Length %d%s>>" % (len(content), stream)
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[4 0 R]/Count 1>>",
        FONT,
        PAGE % (resources, 5),
        head + b"stream\n" + content + b"\nendstream",
    ]
    return pdf_of([*objects, *more])


def lying_sizes(data: bytes, declared: int) -> bytes:
    """The same zip file, whose table of contents claims another unpacked size for its largest part."""
    out, at = bytearray(data), data.index(b"PK\x01\x02")
    with zipfile.ZipFile(BytesIO(data)) as archive:
        largest = max(archive.infolist(), key=lambda entry: entry.file_size).filename.encode()
    while largest not in out[at + 46 : at + 46 + len(largest)]:
        at = data.index(b"PK\x01\x02", at + 4)
    out[at + 24 : at + 28] = struct.pack("<I", declared)
    return bytes(out)


def flagged_encrypted(data: bytes) -> bytes:
    """The same zip file, with every part marked as encrypted."""
    out, at = bytearray(data), 0
    while (at := data.find(b"PK\x01\x02", at)) >= 0:
        out[at + 8] |= 1
        at += 4
    return bytes(out)


def word_xml(content: str) -> bytes:
    """A DOCX file with this text part as it is."""
    return zipped({"word/document.xml": content})


def hard_to_pack(size: int) -> str:
    """Letters that a packer shortens little, the same every time."""
    return "".join(random.Random(1).choices("abcdefghijklmnopqrstuvwxyz ", k=size))


def png(width: int, height: int, pixels: bytes, depth: int = 8) -> bytes:
    """A grey PNG whose header says these sizes, whatever the pixels are."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", width, height, depth, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def packed_zeros(size: int) -> bytes:
    """Zeros, packed a thousandfold."""
    packer = zlib.compressobj(9)
    return b"".join(packer.compress(bytes(1_000_000)) for _ in range(size // 1_000_000)) + packer.flush()


def tiff_of_frames(count: int) -> bytes:
    """A TIFF with that many tiny pages."""
    out = bytearray(b"II*\x00" + struct.pack("<I", 8))
    for number in range(count):
        start = len(out)
        entries = [
            (256, 4, 1, 1),
            (257, 4, 1, 1),
            (258, 3, 1, 8),
            (259, 3, 1, 1),
            (262, 3, 1, 1),
            (273, 4, 1, 0),
            (279, 4, 1, 1),
        ]
        out += struct.pack("<H", len(entries)) + b"".join(struct.pack("<HHII", *entry) for entry in entries)
        out += struct.pack("<I", 0 if number + 1 == count else start + 2 + 12 * len(entries) + 4)
    return bytes(out)


def tiff_loop() -> bytes:
    """A TIFF whose first page says that it is followed by itself."""
    data = bytearray(tiff_of_frames(1))
    data[-4:] = struct.pack("<I", 8)
    return bytes(data)


def jpeg(cut: int = 0) -> bytes:
    """A grey JPEG, without its last bytes."""
    out = BytesIO()
    Image.effect_noise((600, 800), 90).save(out, "JPEG")
    return out.getvalue()[: len(out.getvalue()) - cut]


def xref_loop() -> bytes:
    """A PDF whose table of objects refers to itself as the older one, and whose catalogue is nowhere."""
    body = b"%PDF-1.6\n"
    table = b"xref\n0 1\n0000000000 65535 f \n"
    return body + table + b"trailer<</Size 1/Root 1 0 R/Prev %d>>\nstartxref\n%d\n%%%%EOF" % (len(body), len(body))


def page_tree_loop() -> bytes:
    """A PDF whose page tree contains itself."""
    return pdf_of([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 400>>", FONT])


def drawing_laughs(levels: int = 12) -> bytes:
    """A PDF page that draws a form ten times, which draws another ten times, and so on."""
    forms = []
    for level in range(levels):
        last = level + 1 == levels
        content = b"BT /F 9 Tf (ha) Tj ET" if last else b"/X Do " * 10
        inner = b"/Font<</F 3 0 R>>" if last else b"/XObject<</X %d 0 R>>" % (7 + level)
        head = b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<<%s>>/Length %d>>" % (inner, len(content))
        forms.append(head + b"stream\n" + content + b"\nendstream")
    return one_page(b"/X Do", *forms, resources=b"/XObject<</X 6 0 R>>")


def drawing_itself() -> bytes:
    """A PDF page with a form that draws itself."""
    content = b"/X Do"
    head = b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 6 0 R>>>>/Length 5>>"
    form = head + b"stream\n/X Do\nendstream"
    return one_page(content, form, resources=b"/XObject<</X 6 0 R>>")


def many_pages(count: int) -> bytes:
    """A PDF with that many references to one page."""
    kids = b"4 0 R " * count
    return pdf_of(
        [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, count), FONT, PAGE % (b"", 3)]
    )


def locked_pdf() -> bytes:
    """A PDF that asks for a password."""
    lock = b"/Encrypt<</Filter/Standard/V 1/R 2/O(%s)/U(%s)/P -4>>/ID[(a)(a)]" % (b"o" * 32, b"u" * 32)
    return pdf([column(["geheim"])], trailer=lock)


def stream_from_file(secret: str) -> bytes:
    """A PDF whose page content is said to lie in another file."""
    return one_page(b"BT /F 11 Tf 70 700 Td (Wir bauen.) Tj ET", stream=b"/F(%s)" % secret.encode())


def filters_in_filters() -> bytes:
    """A stream packed three times."""
    inner = zlib.compress(zlib.compress(packed_zeros(200_000_000), 9), 9)
    return one_page(inner, stream=b"/Filter[/FlateDecode/FlateDecode/FlateDecode]")


def laughs() -> str:
    """The billion laughs."""
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return f'<!DOCTYPE w [<!ENTITY l0 "ha">{entities}]><w>&l9;</w>'


def quadratic() -> str:
    """One long entity, used often."""
    return f'<!DOCTYPE w [<!ENTITY a "{"x" * 50_000}">]><w>{"&a;" * 50_000}</w>'


def letter_of_letters(depth: int) -> bytes:
    """An e-mail with parts inside parts."""
    text = "From: a@example.org\nTo: b@example.org\nMIME-Version: 1.0\n"
    for level in range(depth):
        text += f'Content-Type: multipart/mixed; boundary="b{level}"\n\n--b{level}\n'
    ends = "".join(f"--b{level}--\n" for level in reversed(range(depth)))
    return (text + "Content-Type: text/plain\n\nHallo\n\n" + ends).encode()


def letter_of_parts(count: int) -> bytes:
    """An e-mail with that many attachments."""
    part = b'--b\nContent-Type: text/plain\nContent-Disposition: attachment; filename="a.txt"\n\nHallo\n'
    return (
        b'From: a@example.org\nTo: b@example.org\nContent-Type: multipart/mixed; boundary="b"\n\n'
        + part * count
        + b"--b--\n"
    )


def pdf_with_script_and_file(secret: str) -> bytes:
    """A PDF that runs a script when it opens, sends a form away, and has a program attached."""
    script = b"<</S/JavaScript/JS(app.launchURL\\('file://%s'\\))>>" % secret.encode()
    form = b"<</S/SubmitForm/F<</FS/URL/F(http://127.0.0.1:9/)>>>>"
    attached = b"<</Type/EmbeddedFile/Length 4>>stream\n\x7fELF\nendstream"
    entries = (
        b"/OpenAction 6 0 R/AA<</WC%s>>/Names<</JavaScript<</Names[(a)6 0 R]>>/EmbeddedFiles<</Names[(a)8 0 R]>>>>"
    )
    filespec = b"<</Type/Filespec/F(a.exe)/EF<</F 7 0 R>>>>"
    return pdf([column(["Wir bauen."])], catalogue=entries % form, extra=[script, attached, filespec])


REMOTE_TEMPLATE = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate" '
    'Target="http://127.0.0.1:9/vorlage.dotm" TargetMode="External"/></Relationships>'
)

DAMAGED = "beschädigt"
NO_TEXT = "kein Text gefunden"

REFUSED: dict[str, tuple[Builder, str]] = {
    "zip bomb": (lambda _: docx([" " * 50_000_000]), "mehr als 50-mal so groß"),
    "zip bomb that claims to be small": (lambda _: lying_sizes(docx(["x" * 40_000_000]), 1000), DAMAGED),
    "zip that claims four gigabytes": (lambda _: lying_sizes(docx(["Hallo"]), 0xFFFFFFF0), "größer als 64 MB"),
    "zip in a zip": (lambda _: zipped({"innen.zip": docx(["Hallo"]), "word/document.xml.bak": ""}), "fehlt der Text"),
    "zip with paths that lead out": (lambda _: docx(["a"], **{"../../etc/cron.d/x": "evil"}), "aus ihr hinausführen"),
    "zip with an absolute path": (lambda _: docx(["a"], **{"/etc/cron.d/x": "evil"}), "aus ihr hinausführen"),
    "zip of 2,001 parts": (lambda _: docx(["a"], **{f"p{n}": "" for n in range(2001)}), "mehr als 2000 Teile"),
    "zip cut in half": (lambda _: docx([hard_to_pack(50_000)])[:20_000] + b"word/document.xml", DAMAGED),
    "zip with a broken part": (lambda _: docx([hard_to_pack(9_000)]).replace(b"a", b"b"), DAMAGED),
    "locked word file": (lambda _: flagged_encrypted(docx(["geheim"])), "mit einem Kennwort geschützt"),
    "word file without text": (lambda _: zipped({"word/document.xml.rels": "<a/>"}), "fehlt der Text"),
    "word file without letters": (lambda _: docx(["", " ", "\t"]), NO_TEXT),
    "word file of no paragraphs": (
        lambda _: docx(["<w:p/><!--" + hard_to_pack(99) + "-->"] * 60_000, raw=True),
        "50-mal|" + NO_TEXT,
    ),
    "billion laughs": (lambda _: word_xml(laughs()), "DOCTYPE"),
    "quadratic entities": (lambda _: word_xml(quadratic()), "DOCTYPE|50-mal"),
    "entity from a file": (
        lambda secret: word_xml(f'<!DOCTYPE w [<!ENTITY s SYSTEM "file://{secret}">]><w>&s;</w>'),
        "DOCTYPE",
    ),
    "rules from the network": (lambda _: word_xml('<!DOCTYPE w SYSTEM "http://127.0.0.1:9/x.dtd"><w/>'), "DOCTYPE"),
    "xml 100,000 deep": (lambda _: word_xml("<a>" * 100_000 + hard_to_pack(40_000)), "verschachtelt"),
    "xml cut off": (lambda _: word_xml("<w><a>"), DAMAGED),
    "xml in another encoding": (lambda _: word_xml('<?xml version="1.0" encoding="UTF-7"?><w/>'), DAMAGED),
    "locked libreoffice file": (
        lambda _: odt("", **{"META-INF/manifest.xml": "<manifest:encryption-data/>"}),
        "mit einem Kennwort geschützt",
    ),
    "libreoffice file of laughs": (
        lambda _: zipped({"mimetype": "application/vnd.oasis.opendocument.text"})[:0] + odt(laughs()),
        DAMAGED + "|DOCTYPE",
    ),
    "pdf whose table loops": (lambda _: xref_loop(), DAMAGED),
    "pdf whose pages loop": (lambda _: page_tree_loop(), DAMAGED + "|" + NO_TEXT),
    "pdf of 100,000 pages": (lambda _: many_pages(100_000), r"100000 Seiten \(höchstens 500\)"),
    "pdf cut off": (lambda _: b"%PDF-1.7\n1 0 obj\n<</Type", DAMAGED),
    "locked pdf": (lambda _: locked_pdf(), "mit einem Kennwort geschützt"),
    "pdf that unpacks to two gigabytes": (
        lambda _: one_page(packed_zeros(2_000_000_000), stream=b"/Filter/FlateDecode"),
        "Arbeitsspeicher|beschädigt|Sekunden|" + NO_TEXT,
    ),
    "pdf packed three times": (lambda _: filters_in_filters(), "Arbeitsspeicher|beschädigt|Sekunden|" + NO_TEXT),
    "pdf of brackets": (lambda _: one_page(b"[" * 3_000_000), DAMAGED + "|" + NO_TEXT),
    "pdf that draws itself": (lambda _: drawing_itself(), NO_TEXT),
    "pdf that laughs": (lambda _: drawing_laughs(), "Sekunden|Wörter|Arbeitsspeicher|beschädigt|" + NO_TEXT),
    "pdf with 30,000 words on a page": (
        lambda _: pdf([[Put("ab " * 90, 10, 20 + 2 * n, 2) for n in range(390)]]),
        "mehr als 20000 Wörter",
    ),
    "pdf of an empty page": (lambda _: pdf([[]]), NO_TEXT),
    "png of 3,600 million pixels": (
        lambda _: png(60_000, 60_000, packed_zeros(1_000_000)),
        "mehr als 64 Millionen Bildpunkte",
    ),
    "png cut off": (lambda _: png(800, 600, packed_zeros(1_000_000))[:120], DAMAGED),
    "png of noise": (lambda _: b"\x89PNG\r\n\x1a\n" + random.Random(2).randbytes(5000), DAMAGED),
    "jpeg cut off": (lambda _: jpeg(cut=20_000), DAMAGED + "|" + NO_TEXT),
    "jpeg of two bytes": (lambda _: b"\xff\xd8\xff\xe0", DAMAGED),
    "tiff of 10,000 pages": (lambda _: tiff_of_frames(10_000), r"10000 Seiten \(höchstens 500\)"),
    "tiff that loops": (lambda _: tiff_loop(), NO_TEXT + "|" + DAMAGED),
    "tiff cut off": (lambda _: tiff_of_frames(1)[:30], DAMAGED),
    "web page of nothing": (lambda _: b"<html><body><script>alert(1)</script></body></html>", NO_TEXT),
    "web page of 20 MB of tags inside tags": (
        lambda _: b"<html><body>" + b"<b><i>" * 3_300_000,
        "Sekunden|Arbeitsspeicher|" + NO_TEXT,
    ),
    "web page of 15 MB of text": (
        lambda _: b"<html><body><p>" + b"Wir bauen. " * 1_400_000,
        "Millionen Zeichen|Arbeitsspeicher|MB Text",
    ),
    "damaged text of 20 MB": (lambda _: b"Das ist fiir uns. " * 1_111_000, "20 Millionen Zeichen"),
    "web page of open comments": (lambda _: b"<html><body>" + b"<!--" * 200_000, "Sekunden"),
    "web page of open tags": (lambda _: b"<html><body>" + b"<a b='" * 200_000, "Sekunden"),
    "e-mail of 10,000 parts": (lambda _: letter_of_parts(10_000), "mehr als 50 Teile"),
    "e-mail 2,000 parts deep": (lambda _: letter_of_letters(2_000), DAMAGED + "|keinen Text"),
    "e-mail of nothing but a bomb": (
        lambda _: mail(" ", attachments=[("a.docx", "application/zip", docx([" " * 20_000_000]))]),
        "mehr als 50-mal so groß",
    ),
    "program named pdf": (lambda _: b"\x7fELF\x02\x01\x01" + bytes(500), "Programm"),
    "nothing": (lambda _: b"", "enthält keinen Text"),
    "zeros": (lambda _: bytes(1_000_000), "kein Dokument"),
    "too large": (lambda _: b"a" * 20_000_001, "zu groß"),
}
"""What each file is, how it is built, and words of the sentence that refuses it."""

READ: dict[str, tuple[Builder, str]] = {
    "xml with a broken list": (
        lambda _: docx(["Wir bauen."], numbering="<w:num w:numId='x'><w:lvl w:ilvl='-5'/></w:num>"),
        "Wir bauen.",
    ),
    "libreoffice file of a billion blanks": (
        lambda _: odt("<text:p>Wir<text:s text:c='999999999'/>bauen.</text:p>"),
        "Wir" + " " * 100 + "bauen.",
    ),
    "pdf whose words lie in another file": (stream_from_file, "Wir bauen."),
    "pdf that wants to start a program": (
        lambda _: pdf([column(["Wir bauen."])], trailer=b"/OpenAction<</S/Launch/F(/bin/sh)>>"),
        "Wir bauen.",
    ),
    "pdf with a script and a file inside": (pdf_with_script_and_file, "Wir bauen."),
    "word file with a template from the network": (
        lambda _: docx(["Wir bauen."], **{"word/_rels/settings.xml.rels": REMOTE_TEMPLATE}),
        "Wir bauen.",
    ),
    "word file that includes another": (
        lambda secret: docx(
            [f'<w:altChunk r:id="{secret}"/><w:p><w:r><w:t>Wir bauen.</w:t></w:r></w:p>'.replace("r:id", "w:id")],
            raw=True,
        ),
        "Wir bauen.",
    ),
    "pdf without its table": (lambda _: pdf([column(["Wir bauen."])]).replace(b"xref\n0", b"nonsense"), "Wir bauen."),
    "pdf of a page as large as a town": (
        lambda _: pdf([[Put("Wir bauen.", 70, 80, 11)]], size=(14_000_000, 14_000_000)),
        "Wir bauen.",
    ),
    "web page 200,000 deep": (lambda _: b"<html><body>" + b"<div>" * 200_000 + b"Wir bauen.", "Wir bauen."),
    "web page that includes a file": (
        lambda secret: (
            f"<html><body><iframe src='file://{secret}'></iframe><object data='{secret}'></object>Wir bauen.".encode()
        ),
        "Wir bauen.",
    ),
    "web page of a million entities": (lambda _: b"<html><body><p>Wir bauen." + b"&shy;" * 1_000_000, "Wir bauen."),
    "web page of 100,000 open lists": (
        lambda _: b"<html><body>" + b"<ul><li>" * 100_000 + b"Wir bauen.",
        "Wir bauen.",
    ),
    "web page with a foreign encoding": (
        lambda _: b"<html><meta charset='punycode'><body><p>Wir bauen Br\xc3\xbccken.",
        "Wir bauen Brücken.",
    ),
    "e-mail nine parts deep": (lambda _: letter_of_letters(9), "Hallo\n"),
    "e-mail whose attachment is named like a path": (
        lambda secret: mail("Wir bauen.\n", attachments=[(f"../../..{secret}", "text/plain", b"Anlage")]),
        "Wir bauen.\n",
    ),
    "picture that is also a web page": (lambda _: b"<html><!-- \x89PNG --><body>Wir bauen.", "Wir bauen."),
}
"""Files with traps that are read all the same, past the trap."""
