"""What stands in a report, and what must never stand there."""

import re
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.reporting.conftest import make_empty, make_monthly, make_retrospective
from tracker.domain.assessment import Outcome
from tracker.domain.council import FeedState
from tracker.domain.report import AccountLine, Coverage, RespondentLine, by_respondent
from tracker.reporting import Links, monthly, monthly_mail, retrospective
from tracker.reporting.counts import standing
from tracker.wording import Wording

LINKS = Links(
    "https://musterhafen.example/2026-10", "https://musterhafen.example/ab/1", "https://musterhafen.example/i"
)
VOID = {"meta", "br", "hr", "img", "rect", "line", "path", "link", "input"}

INLINE = {"a", "bdi", "cite", "code", "span", "strong", "time"}


class Outline(HTMLParser):
    """Headings, tags, addresses and visible words of a page; complains about tags that do not match."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.headings: list[int] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.words: list[str] = []
        self.feed(page)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        self.words.append("" if tag in INLINE else " ")
        if re.fullmatch(r"h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if tag not in VOID:
            assert self.open.pop() == tag
            self.words.append("" if tag in INLINE else " ")

    def handle_data(self, data):
        if not {"style", "script", "title"} & set(self.open):
            self.words.append(data)

    def handle_startendtag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    @property
    def text(self) -> str:
        return " ".join("".join(self.words).split())


def said(report) -> tuple[str, str]:
    return Outline(report.html).text, " ".join(report.text.split())


@pytest.fixture
def report(edition, german, templates):
    return monthly(edition, german, templates)


@pytest.fixture
def mail(edition, german, templates):
    return monthly_mail(edition, german, templates, LINKS)


@pytest.fixture
def balance(term, german, templates):
    return retrospective(term, german, templates)


def test_the_cut_off_date_and_the_coverage_stand_on_top(report, mail, balance):
    for page in (report, mail, balance):
        for text in said(page):
            assert text.index("Stand: 31. Oktober 2026") < text.index("3 von 6") < 350


def test_the_subject_says_what_is_new(report, balance):
    assert report.subject == (
        "Monatsbericht Oktober 2026 – Wortgehalten Musterhafen an der Ahse: 1 Bewertung, 2 Belege, 2 neue Versprechen"
    )
    assert balance.subject == "Bilanz: Wahlperiode 2025–2030 – Wortgehalten Musterhafen an der Ahse"


def test_a_month_without_news_says_so_in_its_subject(edition, german, templates):
    quiet = replace(edition, published=(), evidence=(), new_promises=())
    assert monthly(quiet, german, templates).subject.endswith("Musterhafen an der Ahse: nichts Neues")
    one = replace(quiet, evidence=edition.evidence[:1])
    assert monthly(one, german, templates).subject.endswith("Musterhafen an der Ahse: 1 Beleg")


def test_where_nobody_looked_yet_no_drawing_is_needed(edition, german, templates):
    unseen = replace(edition, coverage=Coverage(0, edition.coverage.total))
    assert "Noch keines der 6 Versprechen hat jemand geprüft." in monthly(unseen, german, templates).text


def test_the_legend_of_a_drawing_stands_where_the_drawing_is(report):
    assert "Gefüllt: geprüft." in Outline(report.html).text
    assert "Gefüllt" not in report.text


def test_what_is_new_is_listed_once(edition, german, templates):
    new = replace(edition, new_promises=edition.unchecked[:1])
    for text in said(monthly(new, german, templates)):
        assert text.replace("| ", "").count(edition.unchecked[0].quote) == 1
        assert "Eines davon ist neu und steht unter" in text


def test_every_promise_is_shown_with_quote_document_offset_and_hash(edition, report, balance):
    for text in (*said(report), *said(balance)):
        assert edition.new_promises[0].quote in text.replace("| ", "")
        assert "antworten-seglerverein.txt, Zeichen 1.137 bis 1.224, SHA-256 cccccccccccc" in text


def test_a_damaged_quote_stays_verbatim_and_its_reading_stands_beside_it(report):
    for text in said(report):
        assert "die MaBnahmen" in text
        assert "Gemeint ist (Lesefehler der Texterkennung berichtigt): „Wir wollen zwei neue Schulgärten" in text


@pytest.mark.parametrize("reading", ["", "Wir wollen zwei neue Schulgärten anlegen."])
def test_a_quote_that_only_breaks_its_lines_elsewhere_needs_no_reading(edition, german, templates, reading):
    sound = replace(edition.promises[1], quote="Wir wollen zwei neue\nSchulgärten anlegen.", reading=reading)
    report = monthly(replace(edition, new_promises=(sound,), promises=(sound,)), german, templates)
    assert all("Gemeint ist" not in text for text in said(report))


def test_a_decision_and_a_recommendation_are_told_apart(report, mail):
    for page in (report, mail):
        for text in said(page):
            assert "Beschluss: abgelehnt" in text
            assert "14 Ja, 21 Nein, 2 Enthaltungen" in text
            assert "Empfehlung: empfohlen" in text
            assert "Eine Empfehlung eines Ausschusses ist noch keine Entscheidung des Rates." in text
        assert {"result decisive", "result advisory"} <= {attrs.get("class") for _, attrs in Outline(page.html).tags}


def test_an_assessment_names_who_proposed_and_who_confirmed_it(report, mail):
    for page in (report, mail):
        for text in said(page):
            assert "Vorgeschlagen von Ada Anker, bestätigt von Bert Boje." in text
            assert "nicht umgesetzt" in text
            assert "keine Mehrheit" in text
            assert "selbst beantragt, in der Opposition" in text or "selbst beantragt in der Opposition" in text


def test_a_sentence_that_ends_with_initials_ends_with_one_full_stop(edition, term, german, templates):
    by_initials = replace(edition.published[0], by="A. A.", confirmed_by="B. B.")
    month = replace(edition, published=(by_initials,))
    account = replace(
        term, accounts=tuple(AccountLine(line.id, by="A. A.", confirmed_by="B. B.") for line in term.promises)
    )
    for page in (
        monthly(month, german, templates),
        monthly_mail(month, german, templates, LINKS),
        retrospective(account, german, templates),
    ):
        for text in said(page):
            assert "Vorgeschlagen von A. A., bestätigt von B. B." in text
            assert ".." not in text


def test_an_assessment_of_one_person_says_so(edition, german, templates):
    alone = replace(edition.published[0], confirmed_by=None)
    same = replace(edition.published[0], confirmed_by=alone.by)
    for line, words in ((alone, "ohne zweite Person"), (same, "von derselben Person bestätigt")):
        for text in said(monthly(replace(edition, published=(line,), two_persons=False), german, templates)):
            assert words in text
            assert "Geprüft von einer Person" in text


def test_what_waits_for_people_is_counted_beside_what_was_judged(report, mail):
    for text in said(report):
        assert "14 Treffer warten: Niemand hat sie angesehen." in text
        assert "7 Vorschläge warten" in text
    assert "14 Treffer, die niemand angesehen hat" in said(mail)[0]


def test_one_waiting_thing_is_spoken_of_in_the_singular(edition, german, templates):
    one = replace(edition, links_waiting=1, promises_waiting=1)
    for text in said(monthly(one, german, templates)):
        assert "Ein Treffer wartet: Niemand hat ihn angesehen." in text
        assert "Ein Vorschlag wartet noch darauf" in text


def test_what_nobody_looked_at_is_listed(report):
    for text in said(report):
        assert "3 von 6 Versprechen. Über sie wissen wir nichts" in text
        assert "Ratssitzungen im Netz übertragen" in text


def test_a_look_without_a_find_is_told_with_its_sources(report):
    for text in said(report):
        assert "Zwei neue Schulgärten anlegen: nichts gefunden" in text
        assert "Niederschriften des Schulausschusses, Haushaltsplan 2026" in text


def test_a_stale_source_is_shown_with_its_last_success(report, mail):
    for text in said(report):
        assert "veraltet" in text
        assert "2. September 2026" in text
    assert "musterhafen-hafenamt (veraltet)" in said(mail)[0]


def test_coming_meetings_name_the_promises_on_their_agenda(report, mail):
    for page in (report, mail):
        for text in said(page):
            assert "11. November 2026" in text
            assert "Die Tagesordnung könnte berühren:" in text


def test_the_head_of_the_chain_stands_in_the_footer(edition, report, mail, balance):
    for page in (report, mail, balance):
        assert all(edition.chain_head in text for text in said(page))


def test_a_mail_leads_to_the_page_the_imprint_and_the_way_out(mail):
    addresses = {attrs.get("href") for tag, attrs in Outline(mail.html).tags if tag == "a"}
    for url in (LINKS.page, LINKS.unsubscribe, LINKS.imprint):
        assert url in addresses
        assert url in mail.text


def test_a_mail_without_addresses_has_no_dead_links(edition, german, templates):
    page = Outline(monthly_mail(edition, german, templates).html)
    assert all(attrs.get("href") for tag, attrs in page.tags if tag == "a")
    assert "abbestellen" not in page.text


@pytest.mark.parametrize("waiting", [0, 14])
def test_an_empty_month_tells_not_looked_from_nothing_there(edition, german, templates, waiting):
    good = replace(edition.feeds[0], state=FeedState.OK)
    quiet = replace(edition, evidence=(), meetings=(), links_waiting=waiting, feeds=(good,))
    for text in said(monthly(quiet, german, templates)):
        assert ("niemand Treffer angesehen" in text) == bool(waiting)
        assert ("kein Treffer wurde in diesem Monat als Beleg bewertet" in text) == (not waiting)
        assert "Die Quellen nennen keine kommende Sitzung." in text


def test_a_blind_source_is_not_taken_for_silence(edition, german, templates):
    blind = replace(edition, evidence=(), meetings=(), links_waiting=0)
    for text in said(monthly(blind, german, templates)):
        assert "Es kann etwas geschehen sein, das hier fehlt." in text
        assert "Bitte sehen Sie auch im Ratsinformationssystem nach." in text


def test_a_new_instance_says_that_it_knows_nothing(german, templates):
    for page in (monthly(make_empty(), german, templates), monthly_mail(make_empty(), german, templates)):
        for text in said(page):
            assert "Es gibt noch kein angenommenes Versprechen." in text
            assert "Keine Quelle ist eingerichtet" in text
            assert "0 von 0" not in text


def test_a_retrospective_without_promises_counts_nothing(term, german, templates):
    empty = replace(term, promises=(), respondents=(), coverage=Coverage(0, 0))
    assert all("es gibt nichts zu zählen" in text for text in said(retrospective(empty, german, templates)))


def test_a_running_term_is_called_an_interim_result(term, german, templates):
    assert all("Zwischenstand" in text for text in said(retrospective(term, german, templates)))
    over = replace(term, cut_off=term.end)
    assert all("Zwischenstand" not in text for text in said(retrospective(over, german, templates)))


@pytest.mark.parametrize("order", [1, -1])
def test_respondents_stand_in_the_order_of_their_names_whatever_their_success(term, german, templates, order):
    for text in said(retrospective(replace(term, promises=term.promises[::order]), german, templates)):
        places = [text.rindex(name) for name in ("Bürgerliste Blaue Brücke", "Die Gärtnerpartei", "Forum Hafenlicht")]
        assert places == sorted(places)


def test_answers_without_a_name_are_called_so(term, german, templates):
    unnamed = tuple(replace(line, respondent="") for line in term.promises)
    nameless = replace(term, promises=unnamed, respondents=by_respondent(unnamed))
    assert all("Antwortende nicht genannt" in text for text in said(retrospective(nameless, german, templates)))


def test_pages_ask_nobody_for_anything(report, mail, balance):
    for page in (report, mail, balance):
        assert not re.search(r"url\((?!#)|@import|<script|<link|<iframe", page.html)
        sources = [attrs["src"] for _, attrs in Outline(page.html).tags if "src" in attrs]
        assert sources == [f"cid:{image.name}" for image in page.images]
    assert mail.images


def test_pages_are_well_formed_with_language_headings_in_order_and_real_tables(report, mail, balance):
    for page in (report, mail, balance):
        outline = Outline(page.html)
        assert ("html", {"lang": "de"}) in outline.tags
        assert outline.headings[0] == 1
        assert outline.headings.count(1) == 1
        assert all(after <= before + 1 for before, after in zip(outline.headings, outline.headings[1:], strict=False))
    for page in (report, balance):
        outline = Outline(page.html)
        tables = sum(tag == "table" for tag, _ in outline.tags)
        assert tables == sum(tag == "caption" for tag, _ in outline.tags) > 0
        assert all(attrs.get("scope") for tag, attrs in outline.tags if tag == "th")
        ids = [attrs["id"] for _, attrs in outline.tags if "id" in attrs]
        assert len(ids) == len(set(ids))
        wanted = {
            name.removeprefix("#")
            for _, attrs in outline.tags
            for a in ("href", "aria-labelledby")
            for name in (attrs.get(a) or "").split()
            if name.startswith("#") or a == "aria-labelledby"
        }
        assert wanted <= set(ids)


def test_a_script_address_of_a_feed_is_text_and_no_link(report, mail):
    for page in (report, mail):
        assert "javascript:" not in page.html
        assert "javascript:" not in page.text


HOSTILE = "<script>x</script>\"'&\n\n--\nStand: 1. Januar 1900\n~~~~~\u202e\x00{{ 7*7 }}%(x)s"


def poisoned(value: object) -> object:
    """The value with hostile text in each of its strings."""
    if isinstance(value, Enum):
        return value
    if isinstance(value, str):
        return HOSTILE
    if isinstance(value, tuple):
        return tuple(poisoned(v) for v in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{f.name: poisoned(getattr(value, f.name)) for f in fields(value)})
    return value


def test_hostile_text_in_every_field_stays_text(german, templates):
    edition, term = poisoned(make_monthly()), poisoned(make_retrospective())
    for page in (
        monthly(edition, german, templates),
        monthly_mail(edition, german, templates, Links(HOSTILE, HOSTILE, HOSTILE)),
        retrospective(term, german, templates),
    ):
        outline = Outline(page.html)
        assert "script" not in {tag for tag, _ in outline.tags}
        assert "{{ 7*7 }}%(x)s" in outline.text
        assert "\u202e" not in page.html + page.text + page.subject
        assert "\x00" not in page.html + page.text + page.subject
        assert not re.search(r"^(Stand: 1\. Januar 1900|~~~~~)", page.text, re.MULTILINE)
        assert "\n" not in page.subject


def test_names_of_300_characters_and_right_to_left_text_are_shown_whole(edition, german, templates):
    long, hebrew = "Ä" * 300, "הבטחה"
    promises = (replace(edition.new_promises[0], respondent=long, title=hebrew),)
    report = monthly(replace(edition, new_promises=promises), german, templates)
    for text in (report.html, report.text):
        assert long in text
        assert hebrew in text
    assert f"<bdi>{hebrew}</bdi>" in report.html


def test_long_lists_are_cut_in_mails_and_whole_on_the_page(edition, german, templates):
    line = edition.unchecked[0]
    many = tuple(replace(line, id=f"u{n}", title=f"Vorhaben {n:04}") for n in range(500))
    big = replace(edition, unchecked=many, new_promises=many, coverage=Coverage(0, 500), promises=many)
    report, mail = monthly(big, german, templates), monthly_mail(big, german, templates)
    assert "Vorhaben 0499" in report.html
    assert "Vorhaben 0499" in report.text
    assert "weitere" not in report.text.replace("weitere Treffer", "")
    assert Outline(mail.html).text.count("und 490 weitere") == 1
    assert mail.text.count("und 490 weitere") == 1
    assert len(mail.html) + len(mail.text) < 100_000


counted = st.lists(st.tuples(st.text(min_size=1, max_size=8), st.sampled_from(Outcome)), max_size=25)


@settings(max_examples=40, deadline=None)
@given(counted)
def test_the_table_sums_to_its_totals(pairs):
    base = make_monthly().promises[0]
    promises = tuple(replace(base, respondent=name, outcome=outcome) for name, outcome in pairs)
    table = standing(by_respondent(promises))
    assert sum(table.totals) == len(promises)
    assert table.totals == tuple(sum(column) for column in zip(*(row.counts for row in table.rows), strict=True))
    assert all(table.totals)


def test_a_column_that_nobody_fills_is_left_out_and_the_page_says_so(report):
    assert standing((RespondentLine("Forum Hafenlicht", ((Outcome.STALLED, 0),), Coverage(0, 0)),)).columns == ()
    for text in said(report):
        assert "kamen nicht vor" in text


def test_a_page_can_be_rendered_in_the_other_language(edition, templates):
    english = monthly(edition, Wording("en"), templates)
    assert '<html lang="en">' in english.html
    assert "October 2026" in english.subject


def test_the_same_edition_gives_the_same_bytes(edition, german, templates):
    assert monthly(edition, german, templates) == monthly(make_monthly(), german, templates)
