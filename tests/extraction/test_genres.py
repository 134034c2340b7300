"""What is a questionnaire and what only looks like one: minutes, stories, letters, the pages of an office."""

from tests.extraction.reading import answers, read

WE = "Wir werden zehn Bänke aufstellen."
I_WILL = "Ich will das Freibad erhalten."


def test_minutes_are_no_questionnaire_although_somebody_asks_in_them() -> None:
    text = f"""Niederschrift über die Sitzung des Rates am 4. Juni

TOP 1 Einwohnerfragestunde
Herr Muster fragt nach den Bänken. Kommen sie noch in diesem Jahr?

TOP 2 Haushalt
Liste Ost: {WE}
Liste West: {I_WILL}
"""
    assert answers(text) == []


def test_a_story_in_which_people_ask_each_other_is_no_questionnaire() -> None:
    assert (
        answers(f"„Wohin gehst du?“\n\n{I_WILL}\n\n„Kommst du wieder?“\n\n{WE}\n\n„Wirklich?“\n\nWir werden sehen.\n")
        == []
    )


LETTERS = f"""Wahl in Musterstadt: eine Anfrage und ihre Antwort

Sehr geehrte Frau Fichtelberg,

die Bänke am Kanal sind morsch. Was wollen Sie dagegen tun?

Mit freundlichen Grüßen
Anton Lindwurm

Sehr geehrter Herr Lindwurm,

vielen Dank für Ihren Brief. {WE}

Mit freundlichen Grüßen
Berta Fichtelberg
"""


def test_the_letter_that_answers_is_the_answer_and_the_letter_that_asks_is_none() -> None:
    found = answers(LETTERS)
    assert [words for _, words in found] == [f"Sehr geehrter Herr Lindwurm, vielen Dank für Ihren Brief. {WE}"]


OFFICE = """Bewohnerparken in Musterstadt
Hier finden Sie Antworten auf häufige Fragen.

Was kostet der Ausweis?
Wir werden die Gebühr bis 2027 nicht erhöhen.

Wie beantrage ich ihn?
Wir wollen es Ihnen leicht machen: im Bürgerbüro.

Werden Sie auch Ladesäulen bauen?
Ja. Wir werden zehn Säulen aufstellen.
"""


def test_an_office_that_answers_its_public_promises_nothing_to_voters() -> None:
    assert not read(OFFICE).answers


SITTING = """Ratssitzung vom 22.08.2025

Warum ist die Mensa geschlossen?
Stadtbaurat Lindwurm antwortet: Wir werden sie nach den Ferien öffnen.
Nachfrage von Berta Fichtelberg (SPD): Wer zahlt?
Antwort Anton Lindwurm: Die Versicherung.
"""


def test_a_report_of_a_sitting_is_no_questionnaire() -> None:
    assert not read(SITTING).answers
