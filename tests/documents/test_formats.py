"""Word, LibreOffice, web pages and e-mails: what a person reads in them, with the bytes it came from."""

import html
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.documents.papers import column, docx, mail, odt, pdf
from tracker.documents.foreign import opendocument, webpage, word
from tracker.documents.read import read, read_all
from tracker.domain.questionnaire import ByteRange, Span
from tracker.errors import DocumentError

ANSWERS = ["Frage 1: Was planen Sie für den Markt & die Schule?", "Wir werden den Markt umbauen.", "Größe: 5 m²"]


def test_a_word_file_gives_its_paragraphs():
    document = read(docx(ANSWERS), "antworten.docx")
    assert document.text == "\n\n".join(ANSWERS)
    assert document.media_type.endswith("wordprocessingml.document")


def paragraph(text, number=None, depth=0):
    listed = f'<w:pPr><w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr></w:pPr>' if number else ""
    return f"<w:p>{listed}<w:r><w:t>{text}</w:t></w:r></w:p>"


NUMBERING = (
    '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
    '<w:lvlText w:val="Frage %1:"/></w:lvl><w:lvl w:ilvl="1"><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%1.%2)"/>'
    '</w:lvl></w:abstractNum><w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/>'
    '<w:lvlText w:val="·"/></w:lvl></w:abstractNum><w:num w:numId="4"><w:abstractNumId w:val="0"/></w:num>'
    '<w:num w:numId="5"><w:abstractNumId w:val="1"/></w:num>'
)


def test_numbers_and_bullets_that_word_sets_itself_are_read():
    body = [
        paragraph("Mehr Radwege?", 4),
        paragraph("Ja, nämlich:"),
        paragraph("am Ring", 5),
        paragraph("am Hafen", 5),
        paragraph("Mehr Busse?", 4),
        paragraph("Auch nachts?", 4, 1),
    ]
    assert read(docx(body, numbering=NUMBERING, raw=True), "a.docx").text == (
        "Frage 1: Mehr Radwege?\n\nJa, nämlich:\n\n• am Ring\n• am Hafen\n\nFrage 2: Mehr Busse?\n2.a) Auch nachts?"
    )


def test_what_was_deleted_in_word_is_not_read_and_breaks_are():
    body = (
        "<w:p><w:r><w:t>Wir bauen</w:t></w:r><w:del><w:r><w:delText> nicht</w:delText></w:r></w:del>"
        '<w:ins><w:r><w:t xml:space="preserve"> bald</w:t></w:r></w:ins>'
        "<w:r><w:br/><w:t>Rad\u00adwege.</w:t></w:r></w:p>"
    )
    assert read(docx([body], raw=True), "a.docx").text == "Wir bauen bald\nRadwege."


def test_a_short_row_of_a_word_table_stays_one_line_and_a_long_cell_becomes_a_paragraph():
    def row(*cells):
        return "<w:tr>" + "".join(f"<w:tc><w:p><w:r><w:t>{c}</w:t></w:r></w:p></w:tc>" for c in cells) + "</w:tr>"

    long = "Wir werden die Zweigstelle der Bücherei bis zum Jahr 2027 barrierefrei umbauen und erweitern."
    body = [f"<w:tbl>{row('Jahr', 'Summe')}{row('2025', '10')}{row('Und die Bücherei?', long)}</w:tbl>"]
    assert read(docx(body, raw=True), "a.docx").text == f"Jahr\tSumme\n2025\t10\n\nUnd die Bücherei?\n\n{long}"


def test_a_libreoffice_file_gives_paragraphs_lists_and_tables():
    styles = (
        '<text:list-style style:name="L1"><text:list-level-style-number text:level="1" style:num-suffix="." '
        'style:num-format="1"/></text:list-style><text:list-style style:name="L2">'
        '<text:list-level-style-bullet text:level="1" text:bullet-char="•"/></text:list-style>'
    )

    def entries(style, *texts):
        return (
            f'<text:list text:style-name="{style}">'
            + "".join(f"<text:list-item><text:p>{t}</text:p></text:list-item>" for t in texts)
            + "</text:list>"
        )

    body = (
        "<text:h>Wahlprüfsteine</text:h>"
        + entries("L1", "Mehr Radwege?", "Mehr Busse?")
        + "<text:p>Wir<text:s text:c='2'/>wollen<text:line-break/>beides:<office:annotation><text:p>intern</text:p>"
        "</office:annotation></text:p>"
        + entries("L2", "Ring", "Hafen")
        + "<table:table><table:table-row><table:table-cell><text:p>2025</text:p></table:table-cell><table:table-cell>"
        "<text:p>10</text:p></table:table-cell></table:table-row></table:table>"
    )
    assert read(odt(body, styles=styles), "a.odt").text == (
        "Wahlprüfsteine\n\n1. Mehr Radwege?\n2. Mehr Busse?\n\nWir  wollen\nbeides:\n\n• Ring\n• Hafen\n\n2025\t10"
    )


PAGE = """<!DOCTYPE html><html><head><meta charset="{charset}"><title>Bürgerliste</title><style>p {{}}</style></head>
<body>
<nav><ul><li><a href="/">Start</a></li><li><a href="/k">Kontakt</a></li></ul></nav>
<div class="cookie-banner">Wir verwenden Cookies. Bitte stimmen Sie zu.</div>
<div id="content"><h1>Unsere Antworten</h1>
<p>Wir   werden die B&uuml;cherei <b>am
Markt</b> ausbauen.<br>Versprochen: 5&nbsp;&euro; &amp; mehr.<p>Zweiter Absatz – für alle.
<ul><li>Ring<li>Hafen</ul><ol><li>Erst planen</li><li>Dann bauen</li></ol>
<table><tr><th>Jahr<th>Summe<tr><td>2025<td>10</table></div>
<ul class="links"><li><a href="a">Weitere Meldungen lesen</a></li><li><a href="b">Alle Termine</a></li></ul>
<footer>Impressum und Datenschutz</footer><script>var x = "<p>nie</p>";</script></body></html>"""

PAGE_TEXT = (
    "Unsere Antworten\n\nWir werden die Bücherei am Markt ausbauen.\nVersprochen: 5\u00a0€ & mehr.\n\n"
    "Zweiter Absatz – für alle.\n\n• Ring\n• Hafen\n\n1. Erst planen\n2. Dann bauen\n\nJahr\tSumme\n2025\t10"
)


@pytest.mark.parametrize("charset", ["utf-8", "windows-1252", "iso-8859-1"])
def test_a_web_page_gives_its_main_content_in_every_usual_encoding(charset):
    encoding = "cp1252" if charset == "iso-8859-1" else charset  # what browsers take it for
    document = read(PAGE.format(charset=charset).encode(encoding), "seite.pdf")
    assert document.text == PAGE_TEXT
    assert document.media_type == "text/html"


def test_main_content_that_the_page_declares_is_believed():
    page = "<html><body><div>Willkommen bei uns</div><main><p>Wir bauen die Brücke.</p></main><p>Folgen Sie uns</p>"
    assert read(page.encode(), "a").text == "Wir bauen die Brücke."


def test_a_page_wrapped_in_an_element_called_navigation_is_read_all_the_same():
    page = "<html><body class='nav-open'><div id='navigation'><p>Wir bauen die Brücke am Hafen.</p></div></body></html>"
    assert read(page.encode(), "a").text == "Wir bauen die Brücke am Hafen."


def test_an_email_is_its_text_and_its_attachments():
    word_file = docx(ANSWERS)
    letter = mail(
        "Guten Tag,\n\nanbei unsere Antworten.\n",
        "<p>Guten Tag</p>",
        [
            ("Antworten.docx", "application/octet-stream", word_file),
            ("../../etc/\u202epasswd.pdf", "application/pdf", pdf([column(["Wir bauen die Brücke."])])),
            ("leer.pdf", "application/pdf", b"%PDF-1.4 kaputt"),
        ],
    )
    sources = read_all(letter, "mail.eml")
    texts = {source.document.name: source.document.text for source in sources.read}
    assert texts == {
        "mail.eml": "Guten Tag,\n\nanbei unsere Antworten.\n",
        "mail.eml: Antworten.docx": "\n\n".join(ANSWERS),
        "mail.eml: passwd.pdf": "Wir bauen die Brücke.",
    }
    assert sources.read[1].data == word_file
    assert [str(failure) for failure in sources.failures] == [
        "„mail.eml: leer.pdf“ ist unlesbar: Die Datei ist beschädigt oder unvollständig. Bitte noch einmal besorgen."
    ]
    assert read(letter, "mail.eml").text == "Guten Tag,\n\nanbei unsere Antworten.\n"


def test_an_email_in_html_only_is_read_as_a_page():
    assert read(mail(html="<div>Wir <b>bauen</b><br>die Brücke.</div>"), "m").text == "Wir bauen\ndie Brücke."


def test_an_email_without_words_of_its_own_is_its_only_attachment():
    assert read(mail(" ", attachments=[("a.docx", "application/msword", docx(ANSWERS))]), "m").text == "\n\n".join(
        ANSWERS
    )


def test_a_file_that_is_no_email_is_one_document():
    sources = read_all(docx(ANSWERS), "a.docx")
    assert [source.document for source in sources.read] == [read(docx(ANSWERS), "a.docx")]


def test_the_content_decides_and_not_the_name():
    assert read(docx(ANSWERS), "antworten.pdf").text == "\n\n".join(ANSWERS)
    assert read(b"Wir bauen die Bruecke.", "antworten.pdf").media_type == "text/plain"


LETTERS = st.text(
    alphabet=st.one_of(
        st.sampled_from("aäöüß€–&<> \u00a0\u00ad.\U0001f6b2\t"),
        st.characters(codec="utf-8", exclude_categories=["C", "Z"]),
    ),
    min_size=1,
    max_size=40,
)


def spelled_back(found, source):
    """Every stretch of text, taken from its bytes again."""
    for start, end, first, behind, spelled in found["pieces"]:
        raw = source[first:behind].decode(found["encoding"])
        yield found["text"][start:end], raw if spelled else html.unescape(raw)


def _content(texts, before, after, tag):
    inner = "".join(f"{before}{html.escape(t, quote=False)}{after}" for t in texts)
    return inner if tag is None else f"<{tag}>{inner}</{tag}>"


@given(st.lists(LETTERS, min_size=1, max_size=5))
def test_every_character_of_a_word_file_leads_back_to_its_bytes(texts):
    data = docx(texts)
    found = word.parse(data)
    source = _part(data, "word/document.xml")
    assert all(text == raw for text, raw in spelled_back(found, source))
    assert _covered(found) == "".join("".join(texts).replace("\u00ad", "").split())


@given(st.lists(LETTERS, min_size=1, max_size=5))
def test_every_character_of_a_libreoffice_file_leads_back_to_its_bytes(texts):
    data = odt(_content(texts, "<text:p>", "</text:p>", None))
    found = opendocument.parse(data)
    assert all(text == raw for text, raw in spelled_back(found, _part(data, "content.xml")))
    assert _covered(found) == "".join("".join(texts).replace("\u00ad", "").split())


@given(st.lists(LETTERS, min_size=1, max_size=5), st.sampled_from(["utf-8", "utf-16"]))
def test_every_character_of_a_web_page_leads_back_to_its_bytes(texts, encoding):
    data = _content(texts, "<p>", "</p>", "main").encode(encoding)
    found = webpage.parse(data)
    assert all(text == raw for text, raw in spelled_back(found, data))
    assert _covered(found) == "".join("".join(texts).replace("\u00ad", "").split())


def _part(data, name):
    import zipfile  # noqa: PLC0415
    from io import BytesIO  # noqa: PLC0415

    return zipfile.ZipFile(BytesIO(data)).read(name)


def _covered(found):
    """The text without white space, of which every character must come from somewhere."""
    kept = "".join(found["text"][start:end] for start, end, *_ in found["pieces"])
    return "".join(kept.split())


@settings(max_examples=30, deadline=None)
@given(
    st.text(alphabet="aäöüß€ \n.", min_size=1, max_size=60),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]),
    st.data(),
)
def test_any_span_of_a_plain_text_leads_back_to_exactly_its_bytes(text, encoding, data):
    if not text.strip() or (encoding == "cp1252" and "ß€" in text):  # those two bytes are a letter of N'Ko in UTF-8
        return
    stored = text.encode(encoding)
    document = read(stored, "a.txt")
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    (place,) = document.places(Span(start, end))
    assert isinstance(place, ByteRange)
    assert stored[place.start : place.end].decode(place.encoding) == document.text[start:end]


def test_a_span_of_a_word_file_leads_to_the_bytes_of_exactly_that_span():
    document = read(docx(ANSWERS), "a.docx")
    at = document.text.index("Größe")
    (place,) = document.places(Span(at, at + 5))
    assert place.part == "word/document.xml"
    assert _part(docx(ANSWERS), place.part)[place.start : place.end].decode() == "Größe"


def test_importing_the_readers_loads_no_parser_of_foreign_bytes():
    code = "import sys, tracker.documents.read; print(*sorted(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not {"pypdfium2", "PIL", "xml.parsers.expat", "html.parser"} & set(loaded)


def test_files_that_are_not_read_say_what_to_do():
    for data, words in [
        (b"{\\rtf1 Hallo}", "RTF-Datei"),
        (b"GIF89a....", "PNG oder JPEG"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), "alte Word-Datei"),
        (b"PK\x03\x04" + bytes(40) + b"xl/workbook.xml", "Tabelle"),
        (b"PK\x03\x04" + bytes(40) + b"ppt/presentation.xml", "Präsentation"),
        (b"PK\x03\x04" + bytes(40) + b"liesmich.txt", "auspacken"),
        (b"\x1f\x8b\x08" + bytes(40), "auspacken"),
        (b"\x7fELF" + bytes(40), "Programm"),
        (b"<?xml version='1.0'?><rss/>", "XML-Datei"),
        (bytes(4) + b"ftypheic", "PNG oder JPEG"),
    ]:
        with pytest.raises(DocumentError, match=words):
            read(data, "datei")
