from datetime import UTC, datetime

import pytest

from tracker.cli import desk

BOOKS = ("t2", "Bücherei am Fischmarkt: Öffnung an Sonntagen", "mehrheitlich beschlossen")


@pytest.fixture
def link(tracker, workspace, council, promises):
    """An unreviewed link of the second promise, which is accepted."""
    tracker("promise", "accept", promises[1], "--by", "Ada", "--fulfilled-if", "sie ist sonntags offen")
    council.feed("rat", BOOKS)
    tracker("poll")
    tracker("link")
    (found,) = [w for w in tracker("promise", "show", promises[1]).out.split() if w.startswith("l-")]
    return found


def test_a_promise_leads_back_to_its_document(tracker, promises, questionnaire):
    shown = tracker("promise", "show", promises[0]).out
    assert "Hafenstraße" in shown
    assert "frage.txt, Zeichen" in shown
    assert "sha256" in shown


def test_nobody_unknown_decides(tracker, promises):
    ran = tracker("promise", "accept", promises[0], "--by", "Niemand", "--fulfilled-if", "x")
    assert ran.code == 1
    assert "tracker user add" in ran.err


def test_a_rejected_promise_stays_rejected(tracker, promises):
    assert tracker("promise", "reject", promises[0], "--by", "Ada", "--reason", "nur eine Meinung").code == 0
    ran = tracker("promise", "accept", promises[0], "--by", "Bo", "--fulfilled-if", "x")
    assert ran.code == 1
    assert "schon entschieden" in ran.err


@pytest.mark.parametrize("word", ["relevant", "passt", "passt nicht", "unsicher"])
def test_a_judgement_is_typed_in_the_words_of_the_screen(tracker, link, word):
    assert tracker("judge", link, word, "--by", "Bo").code == 0


def test_not_looked_at_is_no_judgement(tracker, link):
    assert tracker("judge", link, "unreviewed", "--by", "Bo").code == 2


def test_a_final_outcome_needs_evidence_and_a_second_person(tracker, link, promises):
    propose = ("assess", "propose", promises[1], "fulfilled", "--by", "Ada", "--effort", "supported")
    assert "fehlt ein Beleg" in tracker(*propose).err
    tracker("judge", link, "relevant", "--by", "Bo")
    (assessment,) = [w for w in tracker(*propose).out.split() if w.startswith("b-")]
    alone = tracker("assess", "confirm", assessment, "--by", "Ada")
    assert alone.code == 1
    assert "zweite Person" in alone.err
    assert tracker("assess", "confirm", assessment, "--by", "Bo").code == 0


def test_a_finding_can_be_returned_with_a_reason(tracker, link, promises):
    said = tracker("assess", "propose", promises[1], "in_progress", "--by", "Ada").out
    (assessment,) = [w for w in said.split() if w.startswith("b-")]
    assert tracker("assess", "return", assessment, "--by", "Bo", "--reason", "zu früh").code == 0
    assert tracker("assess", "confirm", assessment, "--by", "Bo").code == 1


def test_looking_and_finding_nothing_is_recorded(tracker, link, promises):
    ran = tracker("check", promises[1], "--by", "Ada", "--sources", "Haushalt", "--on", "01.11.2026")
    assert ran.code == 0
    assert "1. November 2026" in ran.out


def test_a_look_that_was_nowhere_is_none(tracker, link, promises):
    ran = tracker("check", promises[1], "--by", "Ada")
    assert ran.code == 1
    assert "wo Sie" in ran.err


@pytest.mark.parametrize("day", ["gestern", "31.02.2026", "2026-13-01"])
def test_a_day_that_is_none_is_named(tracker, promises, day):
    ran = tracker("check", promises[1], "--by", "Ada", "--on", day)
    assert ran.code == 2
    assert day in ran.err


def test_a_criterion_is_only_replaced_where_that_is_meant(tracker, link, promises):
    again = ("promise", "accept", promises[1], "--by", "Bo", "--fulfilled-if", "etwas anderes")
    refused = tracker(*again)
    assert refused.code == 1
    assert "sie ist sonntags offen" in refused.err
    assert tracker(*again, "--replace").code == 0
    assert "etwas anderes" in tracker("promise", "show", promises[1]).out


def test_the_second_person_sees_what_to_confirm(tracker, link, promises):
    tracker("assess", "propose", promises[1], "in_progress", "--by", "Ada", "--reason", "Der Rat berät darüber.")
    shown = tracker("promise", "show", promises[1]).out
    assert "Der Rat berät darüber." in shown
    assert "Ada" in shown


def test_the_day_is_the_one_of_the_place(tracker, link, promises, monkeypatch):
    monkeypatch.setattr(desk, "now", lambda: datetime(2026, 12, 1, 23, 30, tzinfo=UTC))
    ran = tracker("check", promises[1], "--by", "Ada", "--sources", "Haushalt", "--on", "2026-12-02")
    assert ran.code == 0
    assert "2. Dezember 2026" in tracker("check", promises[1], "--by", "Bo", "--sources", "Haushalt").out


def test_not_fulfilled_waits_for_the_respondents_word(tracker, link, promises):
    tracker("judge", link, "relevant", "--by", "Bo")
    said = tracker("assess", "propose", promises[1], "not_fulfilled", "--by", "Ada", "--because", "no_majority").out
    (assessment,) = [w for w in said.split() if w.startswith("b-")]
    assert "tracker assess ask" in tracker("assess", "confirm", assessment, "--by", "Bo").out
    assert "zu Wort" in tracker("assess", "publish", assessment, "--by", "Bo").err
    assert "/stellungnahme/" in tracker("assess", "ask", assessment, "--by", "Bo").out
    assert "Zeit" in tracker("assess", "publish", assessment, "--by", "Bo").err


def test_accepting_can_name_the_topic(tracker, promises):
    accepted = tracker("promise", "accept", promises[0], "--by", "Ada", "--fulfilled-if", "x", "--topic", "Kultur")
    assert accepted.code == 0
