"""A stored promise leads back to the page, the rectangle or the bytes that it was read from."""

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine

from tests.documents.papers import column, docx, pdf
from tests.factories import NOW, make_extraction, make_promises, make_town
from tracker.db import models
from tracker.db.session import reading, writing
from tracker.documents.read import read
from tracker.domain.questionnaire import ByteRange, Fragment, Origin, Page, Region, Span
from tracker.services.ingest import Intake, Upload, ingest
from tracker.services.origins import as_read, fragment_rows, joined, page_rows, pages_of, places_of

ASKED = ["Frage 1: Was planen Sie am Hafen?", ""]
ANSWERED = ["Antwort: Der Hafen ist uns wichtig. Wir werden die Brücke am", "Südhafen bis 2028 erneuern."]


def test_a_promise_from_a_pdf_leads_to_its_page_and_lines(town: Engine, store):
    data = pdf([column(["Vorwort", "", "Guten Tag."]), column(ASKED + ANSWERED)])
    ingest(town, store, Upload("a.pdf", data), Intake(), now=NOW)
    with reading(town) as session:
        promise = session.query(models.Promise).one()
        assert [(page.number, page.origin) for page in pages_of(promise)] == [(2, Origin.TEXT_LAYER)]
        first, second = places_of(promise)
        assert (first.page, second.page) == (2, 2)
        assert first.left > second.left
        assert first.bottom <= second.top + 50


def test_a_promise_from_plain_text_leads_to_its_exact_bytes(town: Engine, store):
    data = "\n".join(ASKED + ANSWERED).encode("utf-16")
    ingest(town, store, Upload("a.txt", data), Intake(), now=NOW)
    with reading(town) as session:
        promise = session.query(models.Promise).one()
        (place,) = places_of(promise)
        assert data[place.start : place.end].decode(place.encoding) == promise.quote
        assert pages_of(promise) == ()


def test_a_document_comes_back_as_it_was_read(town: Engine, store):
    damaged = " ".join(ASKED + ANSWERED).translate(str.maketrans("üöä", "uoa")) + " Das ist fiir die StraBen gut." * 20
    for data in (docx(ASKED + ANSWERED), damaged.encode()):
        source = read(data, "a")
        ingest(town, store, Upload("a", data), Intake(), now=NOW)
        with reading(town) as session:
            row = session.query(models.Document).filter_by(sha256=source.sha256).one()
            found = as_read(row)
            assert (found.text, found.edits, found.pages) == (source.text, source.edits, source.pages)
            assert found.fragments == source.fragments


def test_places_are_filled_in_when_an_older_document_is_read_again(town: Engine, store):
    upload = Upload("a.txt", "\n".join(ASKED + ANSWERED).encode())
    ingest(town, store, upload, Intake(), now=NOW)
    with writing(town) as session:
        session.query(models.Document).one().fragments = []
    ingest(town, store, upload, Intake(), now=NOW)
    with reading(town) as session:
        assert places_of(session.query(models.Promise).one())


def test_a_document_without_places_has_none(session):
    make_town(session)
    (promise,) = make_promises(session)
    assert places_of(promise) == pages_of(promise) == ()
    assert make_extraction().document.fragments == ()


def test_words_of_a_line_are_one_rectangle_and_bytes_in_a_row_one_range() -> None:
    line = [Region(1, 100, 500, 200, 540), Region(1, 210, 495, 300, 540)]
    below, next_page = Region(1, 100, 560, 200, 600), Region(2, 100, 560, 200, 600)
    assert joined([*line, below, next_page]) == (Region(1, 100, 495, 300, 540), below, next_page)
    ranges = [ByteRange("a", 0, 4, "utf-8"), ByteRange("a", 4, 9, "utf-8"), ByteRange("b", 9, 12, "utf-8")]
    assert joined(ranges) == (ByteRange("a", 0, 9, "utf-8"), ranges[2])


numbers = st.integers(0, 10_000)
places = st.builds(Region, numbers, numbers, numbers, numbers, numbers) | st.builds(
    ByteRange, st.text(max_size=9), numbers, numbers, st.sampled_from(["", "utf-8"])
)


@given(st.lists(places, max_size=5))
def test_what_is_stored_comes_back(found) -> None:
    fragments = tuple(Fragment(Span(n, n + 1), place) for n, place in enumerate(found))
    pages = (Page(1, Span(0, len(found)), Origin.OCR),)
    row = models.Document(
        sha256="", name="", media_type="", text="", damaged=False, umlaut_share=0.0, letters=0, edits=[],
        pages=page_rows(pages), fragments=fragment_rows(fragments),
    )  # fmt: skip
    assert (as_read(row).fragments, as_read(row).pages) == (fragments, pages)
