"""From a proposed finding to a published one, by two people and with the respondent's word."""

from datetime import timedelta

from tests.factories import NOW
from tests.web.workshop.conftest import SECRET, Town
from tracker.db import models
from tracker.db.queries import assessments
from tracker.db.session import reading
from tracker.domain.assessment import AssessmentState
from tracker.domain.person import Rank

LIST = "/werkstatt/bewertungen"


def state(instance, assessment):
    with reading(instance.engine) as session:
        return assessments.one(session, assessment).state


def test_the_proposer_cannot_confirm_by_page_or_by_hand(operator, instance, town: Town):
    assert "Bestätigen muss jemand anderes" in operator.text(LIST)
    answer = operator.post(LIST, {"tat": "bestaetigen", "bewertung": town.assessment})
    assert answer.status_code == 400
    assert state(instance, town.assessment) is AssessmentState.PROPOSED


def test_a_second_person_confirms_and_it_is_published(volunteer, instance, town: Town):
    volunteer.post(LIST, {"tat": "bestaetigen", "bewertung": town.assessment})
    assert state(instance, town.assessment) is AssessmentState.PUBLISHED


def test_returning_needs_a_reason_and_keeps_what_was_typed(volunteer, instance, town: Town):
    assert volunteer.post(LIST, {"tat": "zurueckgeben", "bewertung": town.assessment}).status_code == 400
    volunteer.post(LIST, {"tat": "zurueckgeben", "bewertung": town.assessment, "warum": "Falscher Tag."})
    assert state(instance, town.assessment) is AssessmentState.RETURNED


def test_publishing_too_early_names_the_day(volunteer, town: Town):
    answer = volunteer.post(LIST, {"tat": "veroeffentlichen", "bewertung": town.verdict})
    assert answer.status_code == 400
    assert "04.04.2026" in answer.text


def test_after_the_days_it_may_appear(signed_in, instance, town: Town, clock):
    clock.now = NOW + timedelta(days=22)
    signed_in(Rank.VOLUNTEER).post(LIST, {"tat": "veroeffentlichen", "bewertung": town.verdict})
    assert state(instance, town.verdict) is AssessmentState.PUBLISHED


def test_the_link_is_shown_once_and_mailed(volunteer, instance, town: Town):
    given = {"tat": "anfragen", "bewertung": town.verdict, "adresse": "fraktion@bruecke.example"}
    page = volunteer.post(LIST, given)
    assert page.status_code == 200
    link = page.text.split('<code id="link">')[1].split("<")[0]
    assert volunteer.get("/" + link.split("/", 3)[3]).status_code == 200
    assert link not in volunteer.get(LIST).text
    with reading(instance.engine) as session:
        (mail,) = session.query(models.OutboxMail).filter_by(kind="reply")
        assert mail.recipient == "fraktion@bruecke.example"
        assert b"Stellungnahme" in mail.message


def test_opening_the_link_says_nothing_the_form_does(visitor, instance, town: Town, happened):
    path, before = f"/stellungnahme/{SECRET}", happened()
    page = visitor.get(path)
    assert page.headers["referrer-policy"] == "no-referrer"
    assert happened() == before
    assert visitor.post(path, {"text": "", "wer": "Fraktion"}).status_code == 400
    visitor.post(path, {"text": "Der Partner war dagegen.", "wer": "Fraktion Blaue Brücke"})
    assert happened()[-1] == "reply.received"
    assert "Der Partner war dagegen." in visitor.text(path)


def test_an_endless_reply_comes_back_to_be_shortened(visitor, town: Town):
    answer = visitor.post(f"/stellungnahme/{SECRET}", {"text": "y" * 5001, "wer": "Fraktion"})
    assert answer.status_code == 400
    assert "y" * 5001 in answer.text


def test_an_editor_takes_a_published_finding_back(volunteer, editor, instance, town: Town):
    volunteer.post(LIST, {"tat": "bestaetigen", "bewertung": town.assessment})
    editor.post(LIST, {"tat": "zuruecknehmen", "bewertung": town.assessment, "warum": "Andere Straße."})
    assert state(instance, town.assessment) is AssessmentState.RETURNED
