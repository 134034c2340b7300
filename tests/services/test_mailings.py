"""The report on its way to everybody: who gets what, once, with a way out."""

import re
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from tests.factories import BODY, NOW, make_item
from tests.services.conftest import make_items, make_link
from tests.services.test_editions import BERLIN, at
from tests.services.test_subscriptions import (  # noqa: F401  # fixtures
    CITY,
    MIA,
    body,
    confirmed,
    instance,
    mails,
    settings,
    token_in,
    town,
)
from tracker.db import models
from tracker.db.session import reading, writing
from tracker.domain.council import ItemKind
from tracker.domain.link import Judgement
from tracker.domain.subscription import Occasion, Scope, Wish
from tracker.domain.topic import Topic
from tracker.services import editions, outbox
from tracker.services.bounces import Returned, take_back
from tracker.services.instance import Instance
from tracker.services.mailings import queue_report
from tracker.services.notices import queue_notices
from tracker.services.outbox import parsed
from tracker.services.review import judge_link
from tracker.services.subscriptions import end
from tracker.settings import ImpressumSettings

MARCH = date(2026, 3, 1)
APRIL = datetime(2026, 4, 1, 7, tzinfo=BERLIN)


def queued(instance: Instance, *, now=APRIL) -> int:  # noqa: F811
    edition = editions.monthly(instance.engine, MARCH, instance.frame, now=now)
    return queue_report(instance, edition, now=now)


def promise(engine, number: int = 0) -> models.Promise:
    with reading(engine) as session:
        return session.query(models.Promise).order_by(models.Promise.id).all()[number]


def reports(engine, address=MIA):
    return [mail for mail in mails(engine, address) if mail.kind == "report"]


def test_members_and_subscribers_get_the_report_once(town, settings, instance):  # noqa: F811
    confirmed(town, settings)
    assert queued(instance) == 3
    assert queued(instance) == 3
    assert [len(reports(town, who)) for who in (MIA, "ada@verein.example", "ben@verein.example")] == [1, 1, 1]


def test_who_works_here_and_subscribes_gets_one_mail(town, settings, instance):  # noqa: F811
    confirmed(town, settings, address="ada@verein.example")
    assert queued(instance) == 2
    assert len(reports(town, "ada@verein.example")) == 1


def test_each_mail_has_its_own_way_out_by_link_and_by_header(town, settings, instance):  # noqa: F811
    confirmed(town, settings)
    confirmed(town, settings, address="ole@leserin.example")
    queued(instance)
    ways = set()
    for who in (MIA, "ole@leserin.example"):
        (mail,) = reports(town, who)
        message = parsed(mail.message)
        way = token_in(mail, "abbestellen")
        ways.add(way)
        assert message["List-Unsubscribe"] == f"<https://wort.example/abbestellen/{way}>"
        assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert way in message.get_body(("html",)).get_content()
    assert len(ways) == 2
    end(town, token_in(reports(town)[0], "abbestellen"), now=APRIL)
    with writing(town) as session:
        session.query(models.OutboxMail).filter_by(kind="report").delete()
    queued(instance)
    assert (len(reports(town)), len(reports(town, "ole@leserin.example"))) == (0, 1)


def test_who_follows_one_promise_reads_of_this_one(town, settings, instance):  # noqa: F811
    first, second = promise(town), promise(town, 1)
    confirmed(town, settings, Wish(Occasion.REPORT, Scope.PROMISE, first.public_id))
    queued(instance)
    text = body(reports(town)[0])
    assert first.title in text
    assert second.title not in text
    assert "Diese Mail zeigt nur, was Sie abonniert haben:" in text
    assert "0 von 1" in text


def test_a_month_without_news_of_what_one_follows_brings_no_mail(town, settings, instance):  # noqa: F811
    with writing(town) as session:
        session.query(models.Promise).first().topic = Topic.SPORT
    confirmed(town, settings, Wish(Occasion.REPORT, Scope.TOPIC, "sport"))
    confirmed(town, settings, Wish(Occasion.REPORT, Scope.TOPIC, "health"), address="ole@leserin.example")
    queued(instance)
    assert (len(reports(town)), len(reports(town, "ole@leserin.example"))) == (1, 0)


def test_every_mail_says_who_answers_for_it(town, settings, instance):  # noqa: F811
    imprint = ImpressumSettings("Verein Offenes Musterstadt", "Am Markt 1", "post@verein.example", "Ada Anker")
    confirmed(town, settings)
    queued(replace(instance, settings=replace(settings, impressum=imprint)))
    text = " ".join(body(reports(town)[0]).split())
    assert "Verein Offenes Musterstadt · Am Markt 1 · post@verein.example · Ada Anker" in text
    assert "https://wort.example/impressum" in text


# before a meeting


@pytest.fixture
def agenda(town):  # noqa: F811
    """A meeting on Tuesday, 17 March, whose item 7 somebody found to touch the first promise."""
    meeting = make_item(
        kind=ItemKind.MEETING, identity="sitzung", url="https://rat.example/s", item_date=date(2026, 3, 17)
    )
    item = make_item(kind=ItemKind.AGENDA_ITEM, identity="top", title="Radweg: Bau", meeting="sitzung", number="7")
    other = make_item(kind=ItemKind.AGENDA_ITEM, identity="top8", title="Bücherei", meeting="sitzung", number="8")
    with writing(town) as session:
        rows = make_items(session, meeting, item, other)
        promises = session.query(models.Promise).order_by(models.Promise.id).all()
        link = make_link(session, promises[0], rows[1])
        judge_link(session, link.public_id, Judgement.RELEVANT, by="Ada", now=NOW)
        make_link(session, promises[1], rows[2])
    return town


MEETINGS = Wish(Occasion.MEETING, Scope.BODY, BODY)


def notices(engine, address=MIA):
    return [mail for mail in mails(engine, address) if mail.kind == "meeting"]


def test_before_a_meeting_a_mail_says_day_committee_and_point_once(agenda, settings, instance):  # noqa: F811
    confirmed(agenda, settings, MEETINGS)
    assert queue_notices(instance, now=NOW) == 1
    assert queue_notices(instance, now=NOW + timedelta(days=1)) == 0
    (mail,) = notices(agenda)
    assert mail.subject == "Dienstag, 17. März 2026: Verkehrsausschuss, TOP 7"
    text = " ".join(body(mail).split())
    assert "TOP 7: Radweg: Bau" in text
    assert "Wir bauen den Radweg" in text
    assert f"https://wort.example/versprechen/{promise(agenda).public_id}" in text
    assert "List-Unsubscribe" in parsed(mail.message)


def test_what_nobody_judged_is_told_to_nobody(agenda, settings, instance):  # noqa: F811
    confirmed(agenda, settings, Wish(Occasion.MEETING, Scope.PROMISE, promise(agenda, 1).public_id))
    assert queue_notices(instance, now=NOW) == 0


def test_a_point_that_is_judged_later_is_told_of_then(agenda, settings, instance):  # noqa: F811
    confirmed(agenda, settings, MEETINGS)
    queue_notices(instance, now=NOW)
    with writing(agenda) as session:
        link = session.query(models.Link).filter_by(judgement=Judgement.UNREVIEWED).one()
        judge_link(session, link.public_id, Judgement.RELEVANT, by="Ben", now=NOW)
    assert queue_notices(instance, now=NOW) == 1
    assert [mail.subject.rpartition(" ")[2] for mail in notices(agenda)] == ["7", "8"]


@pytest.mark.parametrize(("day", "told"), [("2026-03-09", 0), ("2026-03-10", 1), ("2026-03-17", 1), ("2026-03-18", 0)])
def test_a_notice_comes_in_the_week_before_the_meeting(agenda, settings, instance, day, told):  # noqa: F811
    confirmed(agenda, settings, MEETINGS)
    assert queue_notices(instance, now=at(f"{day}T07")) == told


# mails that come back


def notice_of(message_id: str, recipient: str, status: str = "5.1.1", action: str = "failed") -> bytes:
    return (
        "From: MAILER-DAEMON@mail.example\r\nTo: wortgehalten@localhost\r\nSubject: Undelivered\r\n"
        'MIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/plain\r\n\r\nSorry.\r\n"
        "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mail.example\r\n\r\n"
        f"Final-Recipient: rfc822; {recipient}\r\nAction: {action}\r\nStatus: {status}\r\n"
        "Diagnostic-Code: smtp; 550 no such user\r\n\r\n"
        f"--b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: {message_id}\r\nSubject: x\r\n\r\n--b--\r\n"
    ).encode()


@pytest.fixture
def sent(town, settings, instance):  # noqa: F811
    confirmed(town, settings)
    queued(instance)
    with writing(town) as session:
        for row in session.query(models.OutboxMail):
            row.state, row.claimed_at, row.sent_at = "sent", APRIL, APRIL
    return reports(town)[0].message_id


def test_a_mail_that_came_back_for_good_ends_the_writing_once(town, instance, sent):  # noqa: F811
    raw = notice_of(sent, MIA)
    assert take_back(town, [raw, b"Subject: Urlaub\r\n\r\nBin weg."], now=APRIL) == Returned(1, 1, 1)
    assert take_back(town, [raw], now=APRIL) == Returned(1, 0, 0)
    (row,) = reports(town)
    assert (row.state, row.error) == ("failed", "Die Mail kam zurück: smtp; 550 no such user")
    with writing(town) as session:
        session.query(models.OutboxMail).filter_by(kind="report").delete()
    queued(instance)
    assert reports(town) == []


def test_a_full_mailbox_is_noted_and_written_to_again(town, sent):  # noqa: F811
    assert take_back(town, [notice_of(sent, MIA, "4.2.2")], now=APRIL) == Returned(1, 0, 0)


def test_asking_again_makes_an_address_reachable_again(town, settings, sent):  # noqa: F811
    take_back(town, [notice_of(sent, MIA)], now=APRIL)
    confirmed(town, settings)
    with reading(town) as session:
        assert session.query(models.Subscriber).one().unreachable_since is None


@pytest.mark.parametrize(
    "raw",
    [
        notice_of("<forged@localhost>", MIA),
        notice_of("", MIA),
        b"",
        b"\xff" * 4000,
        re.sub(rb"multipart/report", b"multipart/mixed", notice_of("<x@localhost>", MIA)),
    ],
)
def test_who_does_not_know_the_mail_cannot_end_an_abo(town, sent, raw):  # noqa: F811
    assert take_back(town, [raw], now=APRIL) == Returned(0, 0, 1)


def test_a_notice_for_another_recipient_or_of_success_ends_nothing(town, sent):  # noqa: F811
    notices_ = [notice_of(sent, "ole@leserin.example"), notice_of(sent, MIA, "2.0.0", "delivered")]
    assert take_back(town, notices_, now=APRIL) == Returned(0, 0, 2)


def test_a_known_mail_is_known(town, sent):  # noqa: F811
    with reading(town) as session:
        assert outbox.known(session, "report", "report:2026-03", MIA)
