"""Where one promise ends and the next begins: lists of measures, several verbs on one thing, filled-in words."""

import pytest

from tests.extraction.reading import promises, read


def test_points_right_below_a_question_for_plans_are_promises() -> None:
    text = "Frage 1: Was planen Sie?\n\nAntwort:\n\n• ein festes Budget von 500 Euro\n• einmal im Jahr ein Fest\n"
    assert [s.rule for s in read(text).commitments] == ["Punkte als Antwort"] * 2


MEASURES = """Wahlprüfsteine

Frage: Was tun Sie gegen die Hitze?
Antwort: Hitze ist eine Gefahr.
Maßnahmen der vergangenen Wahlperiode
1. Trinkbrunnen am Markt
2. Pflanzung von zehn Linden
Maßnahmen der kommenden Wahlperiode
1. Ausbau der Baumpflege und Einrichtung eines Hitzetelefons
2. Schattige Bänke am Kanal aufstellen
3. Die Verwaltung muss einen Plan vorlegen.
"""


def test_a_list_of_measures_to_come_promises_and_a_list_of_past_ones_does_not() -> None:
    found = read(MEASURES)
    assert [s.quote for s in found.commitments] == [
        "Ausbau der Baumpflege",
        "Einrichtung eines Hitzetelefons",
        "Schattige Bänke am Kanal aufstellen",
    ]
    assert [s.act.value for s in found.statements if "Brunnen" in s.quote or "Linden" in s.quote] == ["accomplishment"]


def test_numbers_inside_of_a_line_count_a_list_behind_a_colon() -> None:
    found = read(
        "Frage: Was planen Sie?\nAntwort: Der Markt ist leer. "
        "Maßnahmen der kommenden Wahlperiode: 1. Eine zweite Markthalle 2. Ein Fest im Herbst 3. Neue Bänke\n"
    )
    assert [s.quote for s in found.commitments] == ["Eine zweite Markthalle", "Ein Fest im Herbst", "Neue Bänke"]


def test_what_an_editor_filled_in_belongs_to_the_sentence() -> None:
    assert promises("Wir [werden] das Freibad sanieren.") == ["Wir [werden] das Freibad sanieren"]
    assert promises("[ich will] mich für den Wald einsetzen.") == ["[ich will] mich für den Wald einsetzen"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Wir werden das Haus umbauen und es leise machen.", ["Wir werden das Haus umbauen und es leise machen"]),
        (
            "Wir werden den Dienst verbessern, die Zeiten verkürzen und es zu einem Treff umbauen.",
            ["Wir werden den Dienst verbessern", "die Zeiten verkürzen", "es zu einem Treff umbauen"],
        ),
        (
            "Ich werde die Firmen einladen und mit ihnen darüber sprechen.",
            ["Ich werde die Firmen einladen und mit ihnen darüber sprechen"],
        ),
        (
            "Wir möchten eine Teilrente ab 60 Jahren und bessere Regeln einführen.",
            ["Wir möchten eine Teilrente ab 60 Jahren", "bessere Regeln einführen"],
        ),
        (
            "Sobald neue, wirklich sichere Verfahren geprüft werden, werden wir sie beantragen.",
            ["Sobald neue, wirklich sichere Verfahren geprüft werden, werden wir sie beantragen"],
        ),
        (
            "Ich strebe nach einem Busnetz, das Menschen aller Ortsteile unterstützt.",
            ["Ich strebe nach einem Busnetz, das Menschen aller Ortsteile unterstützt"],
        ),
        (
            "Die SPD unterstützt die Gründung eines Vereins und macht sich dafür stark, dass er Dächer pachtet.",
            [
                "Die SPD unterstützt die Gründung eines Vereins",
                "macht sich dafür stark, dass er Dächer pachtet",
            ],
        ),
        (
            "Unser Ziel ist ein Bündnis aus Landwirtschaft, Wasserverbänden und Naturschutz.",
            ["Unser Ziel ist ein Bündnis aus Landwirtschaft, Wasserverbänden und Naturschutz"],
        ),
        ("So das Land zustimmt, werden wir die Halle bauen.", ["So das Land zustimmt, werden wir die Halle bauen"]),
        (
            "Um überall fahren zu können werden wir ein Netz von Wegen schaffen.",
            ["Um überall fahren zu können werden wir ein Netz von Wegen schaffen"],
        ),
    ],
)
def test_one_thing_is_one_promise_however_many_verbs_it_has(text: str, expected: list[str]) -> None:
    assert promises(text) == expected
