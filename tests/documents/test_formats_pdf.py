"""PDF with a text layer: the order of reading, what is left out, and where every word stands."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.documents.papers import Put, column, pdf, pdf_of
from tracker.documents.columns import paragraphs
from tracker.documents.composition import compose
from tracker.documents.paper import Line, Sheet, Word
from tracker.documents.read import read
from tracker.domain.edits import OffsetMap, apply_edits
from tracker.domain.questionnaire import Edit, Origin, Region, Span

LEFT = [
    "Wir wollen die Verkehrs-",
    "planung neu ordnen und",
    "mehr Rad- und Fußwege in",
    "allen Stadtteilen bauen.",
    "Dazu gehört der Ausbau",
    "der Buslinien 3 und 7.",
]
RIGHT = [
    "Im Haushalt stellen wir",
    "dafür zwei Millionen Euro",
    "bereit. Die Mittel kommen",
    "aus der Rücklage und aus",
    "Zuschüssen, die wir be-",
    "antragen werden.",
]


def text_of(*pages, **how):
    return read(pdf(pages, **how), "antworten.pdf").text


@pytest.mark.parametrize("offset", [0, 7], ids=["same lines", "lines between"])
def test_two_columns_are_read_one_after_the_other_below_their_heading(offset):
    heading = [Put("Antworten der Bürgerliste Blaue Brücke", 70, 60, 18)]
    # The right column is drawn first: the order in the file says nothing.
    page = column(RIGHT, 330, 110 + offset) + column(LEFT, 70, 110) + heading
    assert text_of(page) == (
        "Antworten der Bürgerliste Blaue Brücke\n\n"
        "Wir wollen die Verkehrsplanung\nneu ordnen und\nmehr Rad- und Fußwege in\nallen Stadtteilen bauen.\n"
        "Dazu gehört der Ausbau\nder Buslinien 3 und 7.\n\n"
        "Im Haushalt stellen wir\ndafür zwei Millionen Euro\nbereit. Die Mittel kommen\naus der Rücklage und aus\n"
        "Zuschüssen, die wir beantragen\nwerden."
    )


def test_questions_with_answers_beside_them_are_read_row_by_row():
    rows = [
        ("Frage 1", "wir werden die Radwege"),
        ("Frage 2", "wir sichern die Bücherei"),
        ("Frage 3", "wir bauen die Kita"),
    ]
    page = []
    for place, (question, answer) in enumerate(rows):
        top = 100 + 80 * place
        page += column([f"{question}: Was haben Sie", "in den nächsten Jahren", "damit genau vor?"], 70, top)
        page += column([f"Hier steht: {answer}", "am Ring und am Hafen bis", "zum Jahr 2027 ganz sicher."], 330, top)
    text = text_of(page)
    found = [text.index(words) for row in rows for words in row]
    assert found == sorted(found)


def test_rows_of_a_table_stay_lines():
    table = [
        ("Jahr", "Summe", "Zweck"),
        ("2025", "1.000", "Spielplatz"),
        ("2026", "2.000", "Radweg"),
        ("2027", "5", "Bücherei"),
    ]
    page = [Put(cell, 70 + 130 * c, 110 + 16 * r) for r, row in enumerate(table) for c, cell in enumerate(row)]
    assert text_of(page) == "Jahr\tSumme\tZweck\n2025\t1.000\tSpielplatz\n2026\t2.000\tRadweg\n2027\t5\tBücherei"


def with_head(number, *lines):
    head = [Put("Bürgerliste Blaue Brücke – Wahlprüfsteine", 70, 30, 9), Put(f"Seite {number} von 3", 480, 815, 9)]
    return head + column(lines)


def test_running_heads_and_page_numbers_go_and_a_word_is_joined_across_pages():
    text = text_of(
        with_head(1, "Frage 1", "Wir bauen eine Brücke und sanieren die Grund-"),
        with_head(2, "schule am Markt.", "", "Frage 2", "Ja."),
        with_head(3, "Frage 3", "Nein."),
    )
    assert text == (
        "Frage 1\nWir bauen eine Brücke und sanieren die Grundschule\nam Markt.\n\nFrage 2\nJa.\n\nFrage 3\nNein."
    )


def test_a_question_on_top_of_every_page_is_no_running_head():
    pages = [[Put(f"Frage {n}", 70, 40, 11), *column([f"Antwort {'abc'[n]}."])] for n in range(3)]
    assert [line for line in text_of(*pages).split("\n") if line] == [
        "Frage 0", "Antwort a.", "Frage 1", "Antwort b.", "Frage 2", "Antwort c.",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("end", "begin", "text"),
    [
        ("Verkehrs-", "planung geht", "Verkehrsplanung\ngeht"),
        ("Rad-", "und Fußwege", "Rad-\nund Fußwege"),
        ("CO2-", "Ziele bis", "CO2-Ziele\nbis"),
        ("Nord-", "Süd-Achse", "Nord-Süd-Achse"),
        ("Wahl 2025-", "2030 gilt", "Wahl 2025-2030\ngilt"),
        ("Wort -", "und so", "Wort -\nund so"),
    ],
)
def test_a_hyphen_at_a_line_end_is_undone_as_a_reader_does(end, begin, text):
    assert text_of(column([end, begin])) == text


def test_a_page_that_is_turned_is_read_upright():
    assert text_of(column(["Wir bauen die", "Brücke am Hafen."]), rotate=90) == "Wir bauen die\nBrücke am Hafen."


def test_what_was_filled_into_a_form_is_read():
    look = b"BT /F 11 Tf 2 4 Td (Ja, bis 2027.) Tj ET"
    used = b"/Resources<</Font<</F 4 0 R>>>>"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[5 0 R]/DR<</Font<</F 4 0 R>>>>>>>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Annots[5 0 R]/Contents 7 0 R" + used + b">>",
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        b"<</Type/Annot/Subtype/Widget/FT/Tx/T(a)/V(Ja, bis 2027.)/F 4/Rect[70 700 300 720]/AP<</N 6 0 R>>>>",
        b"<</Type/XObject/Subtype/Form/BBox[0 0 230 20]/Resources<</Font<</F 4 0 R>>>>/Length %d>>stream\n%s\nendstream"
        % (len(look), look),
        b"<</Length 47>>stream\nBT /F 11 Tf 70 730 Td (Bauen Sie Radwege?) Tj ET\nendstream",
    ]
    assert read(pdf_of(objects), "formular.pdf").text.split() == ["Bauen", "Sie", "Radwege?", "Ja,", "bis", "2027."]


def test_every_word_leads_back_to_its_page_and_place():
    pages = [with_head(1, *LEFT), with_head(2, *RIGHT)]
    document = read(pdf(pages), "a.pdf")
    assert [(page.number, page.origin) for page in document.pages] == [(1, Origin.TEXT_LAYER), (2, Origin.TEXT_LAYER)]
    assert document.pages[1].span.of(document.text).startswith("Im Haushalt")
    at = document.text.index("Verkehrsplanung")
    first, second = document.places(Span(at, at + len("Verkehrsplanung")))
    assert (first.page, second.page) == (1, 1)
    assert first.bottom <= second.top + 100  # the word's second half stands one line below
    assert second.left < first.left
    at = document.text.index("Haushalt")
    (place,) = document.places(Span(at, at + 1))
    assert place.page == 2
    assert abs(place.top / 10_000 * 842 - 80) < 14


WORDS = st.text(alphabet="abcdeßü-AB2.", min_size=1, max_size=8)
LINES = st.lists(st.lists(WORDS, min_size=1, max_size=5), min_size=1, max_size=6)


def laid_out(lines, page):
    """Lines as words with a box of its own for each: left edge by place in the line, top by line."""
    return [
        tuple(
            Word(text, 100 + 900 * x, 300 + 200 * y, 100 + 900 * x + 80 * len(text), 450 + 200 * y)
            for x, text in enumerate(line)
        )
        for y, line in enumerate(lines)
    ]


@given(st.lists(LINES, min_size=1, max_size=4))
def test_every_character_of_a_composed_text_comes_from_one_word_on_one_page(pages):
    sheets = [
        Sheet(n, Origin.TEXT_LAYER, (tuple(Line.of(words) for words in laid_out(lines, n)),))
        for n, lines in enumerate(pages, start=1)
    ]
    composed = compose(sheets)
    words = {
        (n, w.left, w.top): w.text
        for n, lines in enumerate(pages, start=1)
        for line in laid_out(lines, n)
        for w in line
    }
    ends = [0]
    for fragment in composed.fragments:
        assert fragment.span.start >= ends[-1]
        assert composed.text[ends[-1] : fragment.span.start].strip() == ""
        ends.append(fragment.span.end)
        place = fragment.place
        assert isinstance(place, Region)
        stretch = fragment.span.of(composed.text)
        word = words[place.page, place.left, place.top]
        assert stretch == word or stretch == word[:-1]
    assert ends[-1] == len(composed.text)
    for page in composed.pages:
        assert all(f.place.page == page.number or f.span.start == page.span.end or f.span.end <= page.span.end
                   for f in composed.fragments if page.span.start <= f.span.start < page.span.end)  # fmt: skip


@given(LINES, st.data())
def test_a_span_of_the_repaired_text_leads_back_to_the_regions_of_its_words(lines, data):
    composed = compose([Sheet(1, Origin.OCR, (tuple(Line.of(words) for words in laid_out(lines, 1)),))])
    text, fragments = composed.text, composed.fragments
    edits = tuple(
        Edit(f.span, f.span.of(text), data.draw(st.text(alphabet="xyz ", max_size=9)), "invented", 1.0)
        for f in fragments[::2]
    )
    repaired = apply_edits(text, edits)
    if not repaired:
        return
    start = data.draw(st.integers(0, len(repaired) - 1))
    raw = OffsetMap.of(edits).to_raw(Span(start, data.draw(st.integers(start + 1, len(repaired)))))
    touched = [f for f in fragments if f.span.overlap(raw)]
    from tracker.documents.damage import gauge  # noqa: PLC0415
    from tracker.domain.questionnaire import Document  # noqa: PLC0415

    document = Document("a", "", "", text, gauge(text), edits, composed.pages, fragments)
    assert list(document.places(raw)) == [f.place for f in touched]


BOXES = st.builds(
    lambda text, x, y, w, h: Word(text, x, y, x + w, y + h),
    WORDS, st.integers(0, 9_000), st.integers(0, 9_800), st.integers(1, 900), st.integers(1, 200),
)  # fmt: skip


def test_short_lines_far_below_a_column_are_no_column_beside_it():
    column = [Word(f"oben{n}", 5000, 100 * n, 6000, 100 * n + 50) for n in range(3)]
    below = [Word(f"unten{n}", 0, 1000 * n, 100, 1000 * n + 50) for n in range(1, 4)]
    read_words = [word.text for p in paragraphs([*column, *below], 1.0) for line in p for word in line.words]
    assert read_words == ["oben0", "oben1", "oben2", "unten1", "unten2", "unten3"]


@settings(max_examples=200)
@given(st.lists(BOXES, max_size=60), st.floats(0.3, 3))
def test_no_word_is_lost_or_doubled_however_the_page_looks(words, aspect):
    read_words = [word for p in paragraphs(words, aspect) for line in p for word in line.words]
    assert sorted(read_words, key=repr) == sorted(words, key=repr)
