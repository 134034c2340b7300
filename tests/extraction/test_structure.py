"""Questionnaires of every layout: whose words are an answer, and where it stops."""

import pytest

from tests.extraction.reading import answers, document, read
from tracker.extraction import extract

ANSWER_MARKS = """Viele Städte fördern ihre Vereine. Sie tun das mit Geld und Räumen.

Wie stehen Sie zur Förderung der Vereine?

Antwort: Wir wollen die Vereine stärken. Das Ehrenamt ist uns wichtig.

Spielplätze sind Orte der Begegnung. Kommunen legen fest, wie oft sie geprüft
werden.

Wie lautet Ihre Position zu
den

Spielplätzen?

Antwort:

Wir setzen uns ein für:

• neue Schaukeln

• mehr Schatten

Im letzten Jahr haben wir zwei Plätze gerettet.

3) Die Kommunen tragen Verantwortung für das Klima.

Was planen Sie für das Klima?

Antwort: Wir planen ein Dach aus Sonnenzellen.
"""


def test_an_answer_ends_where_the_next_preamble_begins_although_nothing_marks_it() -> None:
    assert answers(ANSWER_MARKS) == [
        (None, "Wir wollen die Vereine stärken. Das Ehrenamt ist uns wichtig."),
        (
            None,
            "Wir setzen uns ein für: • neue Schaukeln • mehr Schatten Im letzten Jahr haben wir zwei Plätze gerettet.",
        ),
        (None, "Wir planen ein Dach aus Sonnenzellen."),
    ]


def test_an_answer_whose_end_was_inferred_is_less_sure_than_one_between_marks() -> None:
    first, _, last = read(ANSWER_MARKS).answers
    assert first.confidence < last.confidence


def test_a_question_broken_by_a_blank_line_is_one_question() -> None:
    question = read(ANSWER_MARKS).answers[1].question
    assert question is not None
    assert " ".join(question.of(ANSWER_MARKS).split()) == "Wie lautet Ihre Position zu den Spielplätzen?"


PARTIES_AS_LINE_HEADS = """Wahlprüfsteine des Radvereins Musterstadt-Ost

1. Wollen Sie mehr Radwege?

CDU: Wir wollen Radwege bauen.
Bürgerliste Blaue Brücke: Nein. Wir brauchen Parkplätze.
Die Linke: Ja.

2. Wollen Sie Tempo 30?

CDU: Nein, das lehnen wir ab.
Bürgerliste Blaue Brücke: –
Die Linke: Wir fordern Tempo 30.
"""

PARTIES_ALONE_ON_A_LINE = """Fragen an die Parteien

1. Wollen Sie mehr Radwege?

CDU

Wir wollen Radwege bauen.

Bürgerliste Blaue Brücke

Wir brauchen Parkplätze.

2. Wollen Sie Tempo 30?

CDU

Nein, das lehnen wir ab.
"""

BULLETS_WITH_STANCE = """Kommunalwahl: die Antworten

These: Es soll mehr Radwege geben. Stimmen Sie zu?

• CDU (stimme zu): Wir wollen Radwege bauen.
• GRÜNE (lehne ab): Wir fordern noch mehr.
"""

ANSWER_OF_PARTY = """Begründungen der Parteien

Stimmen Sie zu? Der Park soll größer werden.

Antwort der Partei SPD: Wir werden den Park vergrößern.

Antwort der Partei DIE LINKE.: Wir fordern einen Teich.
"""

DASHES = """Das Info-Heft zur OB-Wahl

Erika Beispiel, Amtierende Oberbürgermeisterin (parteilos)

Es soll mehr Feste geben. Was sagen Sie dazu?
– Ich will jedes Jahr ein Stadtfest.

Die Bäder sind zu teuer.
– Ich setze mich für günstige Karten ein.

Der Markt ist zu klein.
– Das sehe ich anders.
"""

STANCES_ALONE = """Kommunalwahl in Musterstadt
Antworten: SPD

1. Die Stadt soll mehr Wohnungen bauen.
stimme zu
Wir werden 300 Wohnungen bauen. Das hilft.

2. Die Stadt soll Schulden machen.
lehne stark ab
Wir machen keine Schulden.
"""

INTERVIEW = """Zur Bürgermeisterwahl in Musterstadt-Ost

Bote: Frau Ulmer, was haben Sie vor?
Ulmer: Ich will das Rathaus öffnen. Dafür werde ich Sprechstunden einführen.
Bote: Und die Schulden?
Ulmer: Wir müssen sparen.
"""

WITHOUT_MARKS = """Fragebogen zur Kommunalwahl

1. Was wollen Sie für die Jugend tun?

Wir wollen einen Jugendtreff bauen.

2. Was planen Sie für das Alter?

Wir planen ein Begegnungshaus.
"""

CANDIDATES = """Schnelltest zur Bürgermeisterwahl

Junge Leute

Was sind Ihre Ideen, um junge Leute zu halten?

Dr. Erika Beispiel

Ich will ein Jugendparlament.

Max Muster

Wir brauchen Ausbildungsplätze.
"""

STANCE_THEN_REASON = """Thesen zur Kommunalwahl

1. Die Stadt soll mehr Bäume pflanzen.

SPD: stimme zu
Begründung: Wir wollen 500 Bäume pflanzen.

CDU: lehne ab
Begründung: Das ist zu teuer.
"""

ONE_BLOCK_PER_PARTY = """Antworten auf die Wahlprüfsteine

SPD

Frage 1: Was tun Sie für die Bäder?
Antwort: Wir werden das Hallenbad sanieren.

FDP

Frage 1: Was tun Sie für die Bäder?
Antwort: Wir prüfen das.
"""

LETTER = """Antworten der SPD Musterstadt:

Zu Frage 1: Wir wollen das Bad erhalten.

Zu Frage 2: Wir planen einen Steg.
"""

DASH_BEHIND_THE_PARTY = """1. Soll der Markt autofrei werden?

CDU – Nein, wir wollen Parkplätze erhalten.
Erika Muster (SPD): Ja, wir werden das beantragen.
"""

LAYOUTS = {
    "a stance, then the reason": (
        STANCE_THEN_REASON,
        [("SPD", "Wir wollen 500 Bäume pflanzen."), ("CDU", "Das ist zu teuer.")],
    ),
    "one block per party": (
        ONE_BLOCK_PER_PARTY,
        [("SPD", "Wir werden das Hallenbad sanieren."), ("FDP", "Wir prüfen das.")],
    ),
    "a letter that only counts the questions": (
        LETTER,
        [("SPD Musterstadt", "Wir wollen das Bad erhalten."), ("SPD Musterstadt", "Wir planen einen Steg.")],
    ),
    "a dash behind the party, the party behind the person": (
        DASH_BEHIND_THE_PARTY,
        [
            ("CDU", "Nein, wir wollen Parkplätze erhalten."),
            ("Erika Muster (SPD)", "Ja, wir werden das beantragen."),
        ],
    ),
    "party names before a colon": (
        PARTIES_AS_LINE_HEADS,
        [
            ("CDU", "Wir wollen Radwege bauen."),
            ("Bürgerliste Blaue Brücke", "Nein. Wir brauchen Parkplätze."),
            ("Die Linke", "Ja."),
            ("CDU", "Nein, das lehnen wir ab."),
            ("Die Linke", "Wir fordern Tempo 30."),
        ],
    ),
    "party names alone on a line": (
        PARTIES_ALONE_ON_A_LINE,
        [
            ("CDU", "Wir wollen Radwege bauen."),
            ("Bürgerliste Blaue Brücke", "Wir brauchen Parkplätze."),
            ("CDU", "Nein, das lehnen wir ab."),
        ],
    ),
    "bullets with the stance in brackets": (
        BULLETS_WITH_STANCE,
        [("CDU", "Wir wollen Radwege bauen."), ("GRÜNE", "Wir fordern noch mehr.")],
    ),
    "answer of the party": (
        ANSWER_OF_PARTY,
        [("SPD", "Wir werden den Park vergrößern."), ("DIE LINKE.", "Wir fordern einen Teich.")],
    ),
    "a dash before each answer": (
        DASHES,
        [
            ("Erika Beispiel, Amtierende Oberbürgermeisterin (parteilos)", "Ich will jedes Jahr ein Stadtfest."),
            ("Erika Beispiel, Amtierende Oberbürgermeisterin (parteilos)", "Ich setze mich für günstige Karten ein."),
            ("Erika Beispiel, Amtierende Oberbürgermeisterin (parteilos)", "Das sehe ich anders."),
        ],
    ),
    "the stance alone on a line": (
        STANCES_ALONE,
        [("SPD", "Wir werden 300 Wohnungen bauen. Das hilft."), ("SPD", "Wir machen keine Schulden.")],
    ),
    "an interview": (
        INTERVIEW,
        [
            ("Ulmer", "Ich will das Rathaus öffnen. Dafür werde ich Sprechstunden einführen."),
            ("Ulmer", "Wir müssen sparen."),
        ],
    ),
    "no marks at all": (
        WITHOUT_MARKS,
        [(None, "Wir wollen einen Jugendtreff bauen."), (None, "Wir planen ein Begegnungshaus.")],
    ),
    "candidates alone on a line": (
        CANDIDATES,
        [
            ("Dr. Erika Beispiel", "Ich will ein Jugendparlament."),
            ("Max Muster", "Wir brauchen Ausbildungsplätze."),
        ],
    ),
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_answers_are_found_in(layout: str) -> None:
    text, expected = LAYOUTS[layout]
    assert answers(text) == expected


def test_every_party_answers_the_same_question_until_the_next_one() -> None:
    found = read(PARTIES_AS_LINE_HEADS).answers
    asked = [a.question.of(PARTIES_AS_LINE_HEADS) for a in found if a.question]
    assert asked == ["Wollen Sie mehr Radwege?"] * 3 + ["Wollen Sie Tempo 30?"] * 2
    assert [a.number for a in found] == ["1", "1", "1", "2", "2"]


NO_QUESTIONNAIRE = {
    "minutes": """Niederschrift über die Sitzung des Rates

TOP 1 Begrüßung
Der Bürgermeister begrüßt die Anwesenden. Wir werden um 18 Uhr beginnen, sagt er.

TOP 2 Haushalt
Ratsmitglied Muster fragt, wann der Plan vorliegt. Die Verwaltung antwortet, sie werde ihn im Mai vorlegen.
Beschluss: Der Rat nimmt Kenntnis.
Abstimmungsergebnis: einstimmig
""",
    "answers of the administration": """Anfrage

Wie viele Bäume gibt es?

Antwort der Verwaltung: Es gibt 300 Bäume. Wir werden weitere pflanzen.
""",
    "a novel": """Er sah aus dem Fenster. Kommst du morgen?

Sie schwieg lange. Dann ging sie zur Tür.

Wohin willst du?

Draußen begann es zu regnen.
""",
    "a table": "Straße\tKosten\tJahr\nAm Markt\t300\t2026\nIm Tal\t200\t2027\n",
    "English": "We will build more houses.\n\nDo you agree?\n\nYes, of course.\n",
    "empty answers": "1. Was planen Sie?\n\nCDU: –\nSPD: k. A.\nFDP: keine Angabe\n",
    "nothing": "",
    "blanks": " \n\t\n ",
}


@pytest.mark.parametrize("kind", NO_QUESTIONNAIRE)
def test_what_is_no_questionnaire_has_no_answers_and_no_promises(kind: str) -> None:
    found = read(NO_QUESTIONNAIRE[kind])
    assert found.answers == ()
    assert found.statements == ()


def test_the_words_of_the_asking_association_are_never_a_statement() -> None:
    found = read(ANSWER_MARKS)
    asked = ANSWER_MARKS.index("Spielplätze sind Orte")
    assert not [s for s in found.statements if s.span.start <= asked < s.span.end]
    assert not [s for s in found.statements if "Kommunen" in s.quote]


def test_a_name_given_by_the_caller_names_unnamed_answers() -> None:
    assert {a.respondent for a in extract(document(ANSWER_MARKS), respondent="SPD").answers} == {"SPD"}


def test_answers_may_name_their_question_with_its_topic() -> None:
    text = (
        "Liebe Leute,\n\nZu Frage 1 (Sport):\nWir wollen das.\n\n"
        "Zu 2. (Kultur)\nWir planen nichts.\n\nMit besten Grüßen\nA.\n"
    )
    assert [said for _, said in answers(text)] == ["Wir wollen das.", "Wir planen nichts."]


def test_answers_may_stand_below_a_name_that_comes_again() -> None:
    text = (
        "Frage 1\nWas planen Sie?\n\nAntwort Neue Mitte\nWir planen viel.\n\nAntwort Alte Mitte\nWir planen wenig.\n\n"
        "Frage 2\nUnd dann?\n\nAntwort Neue Mitte\nMehr.\n\nAntwort Alte Mitte\nWeniger.\n"
    )
    assert answers(text) == [
        ("Neue Mitte", "Wir planen viel."),
        ("Alte Mitte", "Wir planen wenig."),
        ("Neue Mitte", "Mehr."),
        ("Alte Mitte", "Weniger."),
    ]


def test_answers_may_stand_in_the_rows_of_a_table() -> None:
    text = (
        "1 Radverkehr\nWas planen Sie?\n\nNeue Mitte | Wir planen viel.\nAlte Mitte | Wir planen wenig.\n\n"
        "2 Busse\nWas noch?\n\nNeue Mitte | Mehr Busse.\nAlte Mitte | Nichts.\n"
    )
    assert [name for name, _ in answers(text)] == ["Neue Mitte", "Alte Mitte"] * 2


def test_a_numbered_list_inside_of_an_answer_asks_nothing() -> None:
    text = "1. Was planen Sie?\n\nSPD: Wir planen:\n1. einen Steg\n2. ein Bad\n\nCDU: Wir planen nichts.\n"
    assert [name for name, _ in answers(text)] == ["SPD", "CDU"]


def test_the_closing_words_of_the_asking_organisation_are_no_answer() -> None:
    text = "1. Was planen Sie?\n\nSPD: Wir planen viel.\n\nDer Beirat dankt allen Listen. Wir werden nachfragen.\n"
    assert answers(text) == [("SPD", "Wir planen viel.")]


def test_the_head_of_a_document_may_say_who_answers_all_of_it() -> None:
    text = "Fragen an die Listen\nAntworten der Neuen Mitte (NM)\n\n1. Was planen Sie?\n\nAntwort: Die NM wird bauen.\n"
    assert answers(text) == [("Neuen Mitte (NM)", "Die NM wird bauen.")]
    assert [s.quote for s in read(text).commitments] == ["Die NM wird bauen"]


def test_a_heading_of_german_words_is_nobody() -> None:
    text = (
        "Inklusive Schule\n\nWas planen Sie für unsere Schulen?\n\nWir wollen Aufzüge einbauen.\n\n"
        "Gute Arbeit\n\nWas planen Sie für die Betriebe?\n\nWir wollen helfen.\n"
    )
    assert {name for name, _ in answers(text)} == {None}
