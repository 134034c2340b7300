"""What respondents say of a finding stands beside it in the reports, in the month in which it came."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.factories import BODY, make_accepted, make_town
from tests.services.conftest import make_items, make_link
from tests.services.test_editions import DECIDED, FRAME, at
from tracker.db.session import writing
from tracker.domain.assessment import Outcome, ReasonCode
from tracker.domain.link import Judgement
from tracker.domain.report import MonthlyEdition, ReplyLine
from tracker.reporting import Links, monthly_mail
from tracker.reporting import monthly as page_of
from tracker.services.assess import Proposal, confirm, propose
from tracker.services.editions import monthly, retrospective
from tracker.services.replies import Request, ask_reply, publish, receive_reply
from tracker.services.review import judge_link
from tracker.wording import Wording

SAID = "Der Koalitionspartner war <b>dagegen</b>."
ASKED = ReplyLine(date(2026, 3, 2))
REPLY = ReplyLine(date(2026, 3, 2), date(2026, 4, 9), SAID, "Fraktion Blaue Brücke")
TEMPLATES = Path(__file__).parents[2] / "reports"
LINKS = Links("https://musterstadt.example/m", "https://musterstadt.example/ab", "https://musterstadt.example/i")


@pytest.fixture
def town(engine: Engine) -> Engine:
    """A finding of March: the respondent was asked in time, and answers in April, after it appeared."""
    with writing(engine) as session:
        make_town(session)
        (promise,) = make_accepted(session, now=at("2026-02-20"))
        (item,) = make_items(session, DECIDED)
        link = make_link(session, promise, item, created_at=at("2026-02-21"))
        judge_link(session, link.public_id, Judgement.RELEVANT, by="Ada", now=at("2026-02-22"))
        wanted = Proposal(Outcome.NOT_FULFILLED, date(2026, 3, 1), reason_code=ReasonCode.NO_MAJORITY)
        row = propose(session, promise.public_id, wanted, by="Ada", now=at("2026-03-01"))
        confirm(session, row.public_id, by="Ben", now=at("2026-03-01T12:00"))
        ask_reply(
            session, row.public_id, Request("geheim-1", 21, "fraktion@bruecke.example"), by="Ada", now=at("2026-03-02")
        )
        publish(session, row.public_id, by="Ada", now=at("2026-03-28"))
        receive_reply(session, "geheim-1", SAID, "Fraktion Blaue Brücke", now=at("2026-04-09"))
    return engine


def month_of(engine: Engine, number: int) -> MonthlyEdition:
    return monthly(engine, date(2026, number, 1), FRAME, now=at(f"2026-0{number + 1}-02"))


def test_the_month_of_the_finding_says_that_no_answer_had_come(town: Engine):
    (line,) = month_of(town, 3).published
    assert line.reply == ASKED
    assert month_of(town, 3).replied == ()


def test_the_month_of_the_answer_brings_it_word_for_word(town: Engine):
    april = month_of(town, 4)
    assert april.published == ()
    (line,) = april.replied
    assert line.reply == REPLY


@pytest.mark.parametrize("language", ["de", "en"])
def test_page_and_mail_show_the_answer_and_let_none_of_its_markup_through(town: Engine, language: str):
    wording = Wording(language)
    page = page_of(month_of(town, 4), wording, TEMPLATES).html
    assert "Der Koalitionspartner war &lt;b&gt;dagegen&lt;/b&gt;." in page
    assert "Fraktion Blaue Brücke" in page
    mail = monthly_mail(month_of(town, 4), wording, TEMPLATES, LINKS)
    assert SAID in mail.text


def test_the_page_of_the_finding_says_that_somebody_was_asked(town: Engine):
    page = page_of(month_of(town, 3), Wording("de"), TEMPLATES)
    assert "Um Stellungnahme gebeten am 2. März 2026. Eine Antwort lag nicht vor." in page.text.replace("\u00a0", " ")


def test_the_account_of_the_term_has_the_answer_and_names_people_by_initials(town: Engine):
    (account,) = retrospective(town, BODY, "2025-2030", FRAME, now=at("2026-05-01")).accounts
    assert account.reply == REPLY
    assert (account.by, account.confirmed_by) == ("A.", "B.")
