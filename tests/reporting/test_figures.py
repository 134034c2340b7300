"""The same figures stand on the page, in the mail, in the plain text and on paper, and they sum up."""

import re
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path

import html5lib
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.reporting.conftest import make_monthly, make_promise, make_retrospective
from tests.reporting.test_press import words
from tracker.domain.assessment import Effort, Knowledge, KnowledgeState, Outcome, Role
from tracker.domain.report import CourseLine, PromiseLine, by_respondent, coverage
from tracker.domain.topic import Topic
from tracker.reporting import monthly, monthly_mail, pdf, retrospective
from tracker.wording import Wording

GERMAN = Wording("de")
REPORTS = Path(__file__).parents[2] / "reports"
GROUPS = ("Blaue Brücke", "Gärtnerpartei", "Hafenlicht")
KNOWN = {
    KnowledgeState.NEVER_CHECKED: Knowledge(KnowledgeState.NEVER_CHECKED),
    KnowledgeState.NOTHING_FOUND: Knowledge(KnowledgeState.NOTHING_FOUND, 0, date(2026, 10, 3)),
    KnowledgeState.EVIDENCE: Knowledge(KnowledgeState.EVIDENCE, 2, date(2026, 10, 4)),
}

histories = st.lists(
    st.tuples(
        st.sampled_from(GROUPS),
        st.sampled_from(Outcome),
        st.sampled_from(Effort),
        st.sampled_from(Role),
        st.sampled_from(KnowledgeState),
        st.sampled_from([None, *list(Topic)[:3]]),
    ),
    max_size=24,
)


def lines(history) -> tuple[PromiseLine, ...]:
    return tuple(
        make_promise(
            number,
            who,
            f"Vorhaben {number}",
            f"Wir werden Vorhaben {number} umsetzen.",
            outcome=outcome,
            effort=effort,
            role=role,
            knowledge=KNOWN[known],
            topic=topic,
        )
        for number, (who, outcome, effort, role, known, topic) in enumerate(history)
    )


def page_words(html: str) -> str:
    """The words of a page without its drawings, cells apart from each other."""
    tree = html5lib.parse(html, namespaceHTMLElements=False)
    for parent in list(tree.iter()):
        for child in list(parent):
            if child.tag in {"svg", "style", "{http://www.w3.org/2000/svg}svg"}:
                parent.remove(child)
    return " ".join(" ".join(tree.itertext()).split())


def expected(promises, rows: Counter) -> list[str]:
    """Every row of the table of outcomes, as its cells follow one another."""
    columns = [o for o in Outcome if rows[None, o]]
    found = []
    for name in (*sorted({line.respondent for line in promises}), None):
        own = [line for line in promises if name in {None, line.respondent}]
        seen = coverage(tuple(own))
        cells = [name or "Alle", f"{seen.checked} von {seen.total}", *(str(rows[name, o]) for o in columns)]
        found.append(" ".join(cells))
    return found


def counted(promises) -> Counter:
    rows = Counter((line.respondent, line.outcome) for line in promises)
    return rows + Counter((None, line.outcome) for line in promises)


@settings(max_examples=25)
@given(histories)
def test_page_mail_text_and_paper_show_the_same_table_and_it_sums_up(history):
    promises = lines(history)
    unseen = tuple(line for line in promises if line.knowledge.state is KnowledgeState.NEVER_CHECKED)
    edition = replace(
        make_monthly(),
        promises=promises,
        new_promises=promises[:3],
        unchecked=unseen,
        respondents=by_respondent(promises),
        coverage=coverage(promises),
        published=(),
        evidence=(),
    )
    page, mail = monthly(edition, GERMAN, REPORTS), monthly_mail(edition, GERMAN, REPORTS)
    shown = [page_words(page.html), page_words(mail.html), words(pdf(edition, GERMAN, REPORTS))]
    rows = counted(promises)
    for row in expected(promises, rows) if promises else ():
        assert all(row in text for text in shown), row
    for text in (page.text, mail.text):
        for name in sorted({line.respondent for line in promises}):
            said = re.search(rf"^\* {name}\n((?:  .*\n)+)", text, re.MULTILINE)
            told = dict(re.findall(r"([^:;]+): (\d+)(?:;|$)", " ".join(said[1].split())))
            figures = {GERMAN.label(o): str(rows[name, o]) for o in Outcome if rows[name, o]}
            assert {key.strip(): n for key, n in told.items()} == figures
    for n, total in ((len(unseen), len(promises)),) if unseen else ():
        assert all(f"{n} von {total} Versprechen. Über sie wissen wir nichts" in text for text in (shown[0], shown[2]))


@settings(max_examples=15)
@given(histories)
def test_the_account_of_a_term_counts_every_promise_once_in_every_table(history):
    promises = lines(history)
    course = (CourseLine(date(2026, 10, 1), tuple((o, n) for o in Outcome if (n := counted(promises)[None, o]))),)
    edition = replace(
        make_retrospective(),
        promises=promises,
        respondents=by_respondent(promises),
        coverage=coverage(promises),
        course=course if promises else (),
    )
    page, paper = retrospective(edition, GERMAN, REPORTS).html, words(pdf(edition, GERMAN, REPORTS))
    for row in expected(promises, counted(promises)) if promises else ():
        assert row in page_words(page)
        assert row in paper
    tree = html5lib.parse(page, namespaceHTMLElements=False)
    sums = [
        int("".join(row[-1].itertext()))
        for table in tree.iter("table")
        if "tabelle-einsatz" in (table.find("caption").get("id") or "")
        for row in table.find("tfoot")
    ]
    assert sum(sums) == len(promises)
    for table in tree.iter("table"):
        if table.find("tfoot") is not None and "dauer" not in table.find("caption").get("id"):
            check_sums(table)


def check_sums(table) -> None:
    """The last row is the sum of the rows above it, column by column, wherever the cells are plain counts."""

    def numbers(row):
        return ["".join(cell.itertext()).strip() for cell in row][1:]

    body = [numbers(row) for row in table.find("tbody")]
    (foot,) = [numbers(row) for row in table.find("tfoot")]
    for column, total in enumerate(foot):
        if total.isdigit():
            assert sum(int(row[column]) for row in body) == int(total)
