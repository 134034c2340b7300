"""One questionnaire, as every kind of file that parties send: the same answers and the same promises."""

from collections.abc import Callable
from io import BytesIO

import pytest
from PIL import Image

from tests.documents.papers import Put, column, docx, mail, odt, pdf, picture_pdf
from tests.documents.test_formats_ocr import tesseract
from tracker.documents.foreign.pdf import drawn
from tracker.documents.read import read, read_all
from tracker.domain.edits import apply_edits
from tracker.domain.questionnaire import ByteRange, Document, Region
from tracker.extraction import extract

PARAGRAPHS = [
    "Wahlprüfsteine des Vereins Leises Musterstadt",
    "Frage 1: Was planen Sie für die Bücherei am Markt?",
    "Antwort: Wir werden die Öffnungszeiten bis Ende 2027 verlängern. Dafür stellen wir jährlich 40.000 Euro bereit.",
    "Frage 2: Wie stehen Sie zum Umbau des Grünen Rings?",
    "Antwort: Der Umbau ist überfällig. Wir wollen am Grünen Ring zwölf Bäume pflanzen und die Übergänge sichern.",
    "Frage 3: Was tun Sie gegen den Lärm am Hafen?",
    "Antwort: Wir setzen uns für eine Lärmschutzwand an der Südseite des Hafens ein. Nachtflüge lehnen wir ab.",
    "Frage 4: Wie geht es mit dem Schwimmbad weiter?",
    "Antwort: Vor zwei Jahren wurde das Becken erneuert. Wir werden das Schwimmbad nicht schließen.",
]


def promises(document: Document) -> list[str]:
    """What is promised, with single blanks, repaired."""
    return [" ".join(statement.text.split()) for statement in extract(document).commitments]


EXPECTED = promises(read("\n\n".join(PARAGRAPHS).encode(), "a.txt"))


def set_in(width: int) -> list[str]:
    """The paragraphs as lines of about so many letters; an empty one between paragraphs."""
    lines: list[str] = []
    for paragraph in PARAGRAPHS:
        line = ""
        for word in paragraph.split():
            if len(line) + len(word) >= width:
                lines.append(line)
                line = ""
            line = f"{line} {word}".strip()
        lines += [line, ""]
    return lines


def two_columns(cut: int = 14) -> bytes:
    """Two columns of so many lines on the first page, one on the second, with a running head and page numbers."""
    lines = set_in(42)
    first, second, third = lines[:cut], lines[cut : 2 * cut], lines[2 * cut :]
    head = Put("Leises Musterstadt: Antworten der Bürgerliste Blaue Brücke", 70, 40, 9)
    pages = [[*column(first, left=50), *column(second, left=320)], column(third, left=50)]
    return pdf([[head, *page, Put(f"Seite {n}", 280, 815, 9)] for n, page in enumerate(pages, start=1)])


def web_page() -> bytes:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    menu = "<nav><a href='/'>Start</a><a href='/wir'>Wir werden gewählt</a></nav>"
    return f"<html><body>{menu}<main>{body}</main><footer>Impressum</footer></body></html>".encode()


def scan() -> bytes:
    return picture_pdf([drawn(pdf([column(set_in(76), left=60)]), 0)])


def photo() -> bytes:
    width, height, pixels = drawn(pdf([column(set_in(76), left=60)]), 0)
    out = BytesIO()
    Image.frombytes("L", (width, height), pixels).save(out, "PNG")
    return out.getvalue()


FILES: dict[str, Callable[[], bytes]] = {
    "PDF of two columns": two_columns,
    "DOCX": lambda: docx(PARAGRAPHS),
    "ODT": lambda: odt("".join(f"<text:p>{paragraph}</text:p>" for paragraph in PARAGRAPHS)),
    "HTML": web_page,
    "text of CRLF lines": lambda: "\r\n\r\n".join(PARAGRAPHS).encode("cp1252"),
}
IMAGES: dict[str, Callable[[], bytes]] = {"scanned PDF": scan, "PNG": photo}


def test_there_are_promises_to_find() -> None:
    assert len(EXPECTED) >= 5
    assert not any("Becken" in promise or "überfällig" in promise for promise in EXPECTED)


@pytest.mark.parametrize("kind", FILES)
def test_every_file_gives_the_same_promises(kind: str) -> None:
    document = read(FILES[kind](), "antworten")
    assert promises(document) == EXPECTED
    assert len(extract(document).answers) == 4


@pytest.mark.parametrize("cut", range(8, 20))
def test_columns_are_read_one_after_the_other_wherever_they_break(cut: int) -> None:
    assert promises(read(two_columns(cut), "antworten")) == EXPECTED


@tesseract
@pytest.mark.parametrize("kind", IMAGES)
def test_an_image_gives_the_same_promises(kind: str) -> None:
    assert promises(read(IMAGES[kind](), "antworten")) == EXPECTED


@pytest.mark.parametrize("kind", FILES)
def test_an_attachment_gives_the_same_promises_as_the_file_alone(kind: str) -> None:
    letter = mail("Anbei unsere Antworten.\n", attachments=[("antworten", "application/octet-stream", FILES[kind]())])
    text, attached = read_all(letter, "brief.eml").read
    assert promises(text.document) == []
    assert promises(attached.document) == EXPECTED


@pytest.mark.parametrize("kind", FILES)
def test_every_promise_leads_back_to_its_place(kind: str) -> None:
    document = read(FILES[kind](), "antworten")
    for statement in extract(document).commitments:
        places = document.places(statement.span)
        assert places
        pages = {place.page for place in places if isinstance(place, Region)}
        assert pages <= {1, 2}
        assert all(isinstance(place, ByteRange) == (not document.pages) for place in places)


def test_a_letter_without_umlauts_gives_the_same_promises() -> None:
    marks = {"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss"}
    document = read("\n\n".join(PARAGRAPHS).translate(str.maketrans(marks)).encode(), "a.txt")
    assert [p.replace("ß", "ss") for p in promises(document)] == [p.replace("ß", "ss") for p in EXPECTED]
    assert "ü" not in document.text
    assert "Bücherei" in apply_edits(document.text, document.edits)
