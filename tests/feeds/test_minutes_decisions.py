"""Decisions in sentences of minutes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.council import Direction, Stage
from tracker.feeds.minutes_decisions import Occasion, decisions_in, papers_in

COUNCIL = Occasion("Rat der Stadt Musterstadt-Ost", "20100-21")
COMMITTEE = Occasion("Ausschuss für Sport und Bäder", "20100-21")


def told(passage: str, occasion: Occasion = COUNCIL):
    return [(d.body, d.paper, d.decision.direction, d.decision.stage) for d in decisions_in(passage, occasion)]


def test_a_committees_recommendation_is_advice():
    assert told(
        "Der Ausschuss für Sport und Bäder empfiehlt dem Rat der Stadt einstimmig, wie folgt zu beschließen:", COMMITTEE
    ) == [("Ausschuss für Sport und Bäder", "20100-21", Direction.ADOPTED, Stage.ADVISORY)]


def test_a_committee_that_recommends_also_only_advises_on_amendments():
    passage = (
        "Der Ausschuss für Sport und Bäder lehnt den Antrag der Gruppe Mitte (Drucksache Nr.: 20100-21-E1) "
        "mehrheitlich ab.\n"
        "Der Ausschuss für Sport und Bäder empfiehlt dem Rat einstimmig, die Vorlage zu beschließen."
    )
    assert [(paper, direction, stage) for _, paper, direction, stage in told(passage, COMMITTEE)] == [
        ("20100-21-E1", Direction.REJECTED, Stage.ADVISORY),
        ("20100-21", Direction.ADOPTED, Stage.ADVISORY),
    ]


def test_the_council_decides_and_a_quoted_committee_keeps_its_own_name():
    passage = (
        "Dem Rat liegt folgende Empfehlung vor:\n"
        "„Der Sportausschuss empfiehlt dem Rat mehrheitlich, die Vorlage abzulehnen.“\n"
        "Der Rat der Stadt Musterstadt-Ost beschließt einstimmig die Vorlage."
    )
    assert told(passage) == [
        ("Sportausschuss", "20100-21", Direction.REJECTED, Stage.ADVISORY),
        ("Rat der Stadt Musterstadt-Ost", "20100-21", Direction.ADOPTED, Stage.DECISIVE),
    ]


def test_the_text_of_a_motion_is_no_decision():
    assert told("Die Fraktion Grüne Gärten legt folgenden Antrag vor:\nDer Rat beschließt den Bau einer Halle.") == []


def test_the_adopted_text_is_not_counted_again():
    passage = (
        "Der Rat fasst einstimmig folgenden Beschluss:\nDer Rat beschließt den Bau. Der Rat nimmt ihn zur Kenntnis."
    )
    assert [direction for *_, direction, _ in told(passage)] == [Direction.ADOPTED]


@pytest.mark.parametrize(
    "sentence",
    [
        "Der Rat möge einstimmig beschließen.",
        "Die Verwaltung hofft, dass der Rat der Stadt einstimmig beschließt.",
        "Der Rat habe die Vorlage einstimmig abgelehnt.",
        "Ob der Rat den Antrag mehrheitlich ablehnt?",
        "Der Rat der Stadt hatte den Antrag mehrheitlich abgelehnt.",
    ],
)
def test_wishes_reports_and_questions_are_no_decisions(sentence):
    assert told(sentence) == []


def test_a_motion_without_number_is_found_by_its_faction():
    passage = (
        "Es liegen ein Antrag der Fraktion Grüne Gärten (Drucksache Nr.: 20100-21-E1) und\n"
        "weitere Papiere vor.\nZudem liegt ein Antrag der Gruppe Mitte (Drucksache Nr.: 20100-21-E2) vor.\n"
        "Der Rat lehnt den Antrag der Fraktion Grüne Gärten mehrheitlich ab.\n"
        "Der Rat stimmt dem Antrag der Gruppe Mitte einstimmig zu."
    )
    assert [(paper, direction) for _, paper, direction, _ in told(passage)] == [
        ("20100-21-E1", Direction.REJECTED),
        ("20100-21-E2", Direction.ADOPTED),
    ]


def test_two_decisions_in_one_sentence_come_apart():
    passage = "Der Rat lehnt den Antrag der Gruppe Mitte mehrheitlich ab und beschließt einstimmig die Vorlage."
    assert [direction for *_, direction, _ in told(passage)] == [Direction.REJECTED, Direction.ADOPTED]


def test_a_referral_and_a_postponement_need_no_majority():
    assert [d for *_, d, _ in told("Der Rat überweist die Vorlage an den Bauausschuss.")] == [Direction.REFERRED]
    assert [d for *_, d, _ in told("Der Rat vertagt die Angelegenheit.")] == [Direction.POSTPONED]


def test_what_is_taken_note_of_does_not_colour_the_note():
    sentence = "Der Rat nimmt zur Kenntnis, dass das Land den Antrag abgelehnt hat."
    assert [d for *_, d, _ in told(sentence)] == [Direction.NOTED]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Drucksache Nr.: 25021-22", ("25021-22",)),
        ("(Drucksache Nr.: 25021-22-E5)", ("25021-22-E5",)),
        ("25021-22BA", ("25021-22BA",)),
        ("25021-22-E2-ATC, 25022-22-AT", ("25021-22-E2-ATC", "25022-22-AT")),
        ("25021 - 22 - E1", ("25021-22-E1",)),
        ("am 12.05.2022 um 15:00 Uhr, Telefon 123-45", ()),
    ],
)
def test_a_papers_number_keeps_its_suffix(text, numbers):
    assert papers_in(text) == numbers


@given(st.text(max_size=300))
def test_any_passage_is_read(passage):
    assert all(one.decision.wording for one in decisions_in(passage, COUNCIL))


def test_a_labelled_result_below_its_label_is_the_meetings_decision():
    passage = "Abstimmungsergebnis: \nBei 2 Ja- und 35 Nein-Stimmen \nmehrheitlich abgelehnt \n \nEs folgt TOP 3."
    assert told(passage) == [("Rat der Stadt Musterstadt-Ost", "20100-21", Direction.REJECTED, Stage.DECISIVE)]


def test_a_sentence_that_notes_a_reply_and_rejects_the_petition_holds_two_decisions():
    sentence = (
        "Der Rat der Stadt Musterstadt-Ost nimmt die Stellungnahme der Verwaltung (Drucksache Nr.: 20100-21-E1) zur "
        "Kenntnis und lehnt die Eingabe mit 8 Nein-Stimmen gegen 5 Ja-Stimmen ab."
    )
    assert [(paper, direction) for _, paper, direction, _ in told(sentence)] == [
        ("20100-21-E1", Direction.NOTED),
        ("20100-21", Direction.REJECTED),
    ]
