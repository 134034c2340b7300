"""The report on paper: tagged, equal for equal editions, and never at the mercy of what stands in it."""

import re
from dataclasses import replace

import pypdfium2
import pytest

from tests.reporting.conftest import make_empty, make_monthly, make_promises, make_retrospective
from tests.reporting.test_pages import HOSTILE, poisoned
from tracker.domain.report import Coverage, by_respondent
from tracker.reporting import month, pdf
from tracker.reporting.foreign import visible
from tracker.reporting.press import PaperError, typeset
from tracker.wording import Wording

TYPST = '#panic("x") $x$ @ref <label> *bold* `raw` [#sys.inputs] \\ // /* ] } " \' --- ~ #{1+1} #include "/etc/passwd"'


def words(made: bytes) -> str:
    """The words of a PDF; words that a line's end divided are whole again."""
    document = pypdfium2.PdfDocument(made)
    text = "\n".join(page.get_textpage().get_text_range() for page in document)
    return " ".join(re.sub(r"[\ufffe\xad]\s*", "", text).replace("\u200b", "").split())


@pytest.fixture(scope="session")
def paper(german, templates) -> bytes:
    return pdf(make_monthly(), german, templates)


def test_the_report_says_on_paper_what_the_page_says(paper, edition):
    text = words(paper)
    for said in (
        "Monatsbericht Oktober 2026",
        "Stand: 31. Oktober 2026",
        "3 von 6 Versprechen hat schon jemand geprüft.",
        "Beschluss: abgelehnt",
        "14 Ja, 21 Nein, 2 Enthaltungen",
        "Eine Empfehlung eines Ausschusses ist noch keine Entscheidung des Rates.",
        edition.new_promises[0].quote,
        edition.chain_head,
    ):
        assert said in text


def test_it_is_tagged_says_its_language_and_title_and_claims_the_standard_for_access(paper):
    assert b"/StructTreeRoot" in paper
    assert b"/Lang(de" in paper
    assert b"pdfuaid:part>1<" in paper or b"<pdfuaid:part>1" in paper
    assert pypdfium2.PdfDocument(paper).get_metadata_dict()["Title"].startswith("Monatsbericht Oktober 2026")


def test_pages_are_a4(paper):
    for page in pypdfium2.PdfDocument(paper):
        assert page.get_size() == pytest.approx((595.28, 841.89), abs=0.1)


def test_the_same_edition_gives_the_same_bytes_and_no_day_but_its_own(paper, german, templates):
    assert pdf(make_monthly(), german, templates) == paper
    dates = pypdfium2.PdfDocument(paper).get_metadata_dict()
    assert dates["CreationDate"].startswith("D:20261031")
    assert dates["ModDate"].startswith("D:20261031")


@pytest.mark.parametrize("make", [make_monthly, make_retrospective])
def test_hostile_text_is_printed_and_never_obeyed(german, templates, make):
    text = words(pdf(poisoned(make()), german, templates))
    assert "{{ 7*7 }}%(x)s" in text
    assert " ".join(visible(HOSTILE).split()) in text


def test_commands_of_the_typesetter_are_text(edition, german, templates):
    line = replace(edition.new_promises[0], title=TYPST, quote=TYPST, respondent=TYPST)
    text = words(pdf(replace(edition, new_promises=(line,), promises=(line,)), german, templates))
    assert text.count(" ".join(TYPST.split())) >= 3


def test_long_names_foreign_directions_and_signs_without_a_glyph_are_no_trouble(edition, german, templates):
    line = replace(edition.new_promises[0], respondent="Ä" * 300, title="הבטחה 12", quote="漢字😀 " + "x" * 2000)
    text = words(pdf(replace(edition, new_promises=(line,), promises=(line,)), german, templates))
    assert "Ä" * 300 in text.replace(" ", "")
    assert "��� x" in text
    assert "Zeichen, die unsere Druckschrift nicht kennt, stehen hier als �." in text
    assert "kennt, stehen hier als" not in words(pdf(edition, german, templates))


def test_a_word_of_any_length_stays_on_its_page(edition, german, templates):
    line = replace(edition.new_promises[0], title="x" * 300, respondent="9" * 300)
    made = pypdfium2.PdfDocument(pdf(replace(edition, new_promises=(line,)), german, templates))
    for page in made:
        right = max(
            (page.get_textpage().get_charbox(i)[2] for i in range(page.get_textpage().count_chars())), default=0
        )
        assert right <= page.get_size()[0] - 60


def test_an_empty_instance_has_a_paper_that_says_so(german, templates):
    text = words(pdf(make_empty(), german, templates))
    assert "Es gibt noch kein angenommenes Versprechen." in text
    assert "Keine Quelle ist eingerichtet" in text


def test_one_promise_is_a_whole_report(german, templates):
    (one, *_) = make_promises()
    edition = make_empty(
        promises=(one,), new_promises=(one,), coverage=Coverage(1, 1), respondents=by_respondent((one,))
    )
    assert "1 von 1 Versprechen hat schon jemand geprüft." in words(pdf(edition, german, templates))


def test_the_other_language_is_declared(edition, templates):
    made = pdf(edition, Wording("en"), templates)
    assert b"/Lang(en" in made
    assert "Monthly report" in words(made)


def test_an_account_has_contents_with_pages_and_a_line_to_cite(term, german, templates):
    text = words(pdf(term, german, templates))
    assert re.search(r"Ergebnisse nach Antwortenden (\. ?)+ ?\d", text)
    assert f"Ausgabe {term.key}, Stand 31. Oktober 2026.".replace(" ", "") in text.replace(" ", "")


def test_a_template_that_fails_is_told_as_our_fault(edition, german, tmp_path):
    (tmp_path / "_base").mkdir()
    (tmp_path / "_base" / "paper.typ").write_text("#panic()")
    with pytest.raises(PaperError, match="Bitte melden Sie uns das als Fehler"):
        typeset(replace(month.composed(edition, german), sections=()), german, tmp_path)
