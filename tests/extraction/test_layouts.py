"""Layouts in which nothing but position, repetition or a table tells answers from questions."""

import pytest

from tests.extraction.reading import answers, promises, read

WE = "Wir werden zehn Bänke aufstellen."
I_WILL = "Ich will das Freibad erhalten."

LAYOUTS = {
    "names that no list knows, each again and again above its answers": f"""Frage 1
Was planen Sie?

Sozialreformer
{WE}

Ökologischer Kreis
{I_WILL}

Frage 2
Was noch?

Sozialreformer
{WE} Das ist alles.

Ökologischer Kreis
{I_WILL} Das genügt.
""",
    "names with their stance in brackets": f"""These: Es soll mehr Bänke geben. Stimmen Sie zu?

• Neue Mitte (stimme zu): {WE}
• Heimatbund (lehne ab): {I_WILL}
• Alte Garde (neutral): Uns ist das gleich.
• Junge Garde (stimme stark zu): Unbedingt.
""",
    "questions that address nobody": f"""Bänke

Wo sollen neue Bänke stehen?

{WE}

Freibad

Bleibt das Freibad erhalten?

{I_WILL}

Wald

Was wird aus dem Stadtwald?

Wir lassen ihn in Ruhe.

Hafen

Wer baut den Hafen aus?

Wir jedenfalls nicht.
""",
    "theses with a position above each answer": f"""Wahl-Radar Musterstadt

Es soll mehr Bänke geben.
Position: ja
{WE}

Das Freibad soll schließen.
Position: nein
{I_WILL}

Der Wald soll wachsen.
Position: neutral
Uns ist das gleich.

Der Hafen soll wachsen.
Position: ja
Unbedingt.
""",
    "rows of a table": f"""Frage\tAntwort
Wie viele Bänke sollen her?\t{WE}
Was wird aus dem Freibad?\t{I_WILL}
Was wird aus dem Wald?\tWir lassen ihn in Ruhe.
Was wird aus dem Hafen?\tUns ist das gleich.
""",
    "lines that say who speaks below them": f"""Wir wollen wissen: Wie geht es mit den Bänken weiter?

Das sagt die Bürgerliste

{WE}

Das sagen die Grünen

{I_WILL}

Die SPD antwortet

Uns ist das gleich.

Position der Freien Wähler

Unbedingt.
""",
    "candidates with their age and party, some before a colon": f"""Fragen an die Kandidatinnen und Kandidaten

Warum treten Sie an? Wir drucken Auszüge.

Berta Fichtelberg, 43, unabhängige Kandidatin:

{WE}

Dr. Anton Lindwurm, 59, SPD:

{I_WILL}

Käthe Morgenrot, CDU

Uns ist das gleich.

Egon Abendrot, 61, FDP

Unbedingt.
""",
    "names alone, in a document that prints no question": f"""Wahlprüfsteine „Bänke für Musterstadt“

Antworten der Kandidierenden

Berta Fichtelberg (SPD)

{WE}

Anton Lindwurm (Grüne)

{I_WILL}

Käthe Morgenrot (FDP)

Wir lassen den Wald bitte ganz in Ruhe.

Egon Abendrot (CDU)

Wir bauen den Hafen jedenfalls nicht weiter aus.
""",
    "rows of a table that begin with a name": f"""Antworten zur Kommunalwahl

1. Was halten Sie von mehr Bänken?
Bänke sind schön.

Wer\tAntwort
SPD\t{WE}
Grüne\t{I_WILL}
Anton Lindwurm\tUns ist das gleich.
CDU\tUnbedingt.
""",
    "numbered theses without a question mark or a speaker": f"""Musterstädter Wahl-O-Mat

1. Es soll mehr Bänke geben.

{WE}

2. Das Freibad soll geschlossen werden.

{I_WILL}

3. Der Wald soll in Ruhe gelassen werden.

Ruhe tut allen gut.

4. Der Hafen soll wachsen.

Schiffe kommen kaum.
""",
    "questions below headings, one of them without a question mark": f"""Wahlprüfsteine

Bänke
Wie viele Bänke wollen Sie aufstellen?

{WE}

Freibad
Das Freibad ist alt und steht vor der Schließung.

{I_WILL}

Wald
Was tun Sie für den Wald?

Wir lassen ihn in Ruhe.

Hafen
Wollen Sie den Hafen ausbauen?

Uns ist das gleich.
""",
    "numbered headings": f"""Wahlprüfsteine: Antworten der SPD

1.1 Bänke
{WE}

1.2 Freibad
{I_WILL}

2.1 Wald
Wir lassen ihn in Ruhe.

2.2 Hafen
Uns ist das gleich.
""",
    "a stance and a colon before the reasons": f"""Thesen zur Wahl: Antworten der SPD Musterstadt

1) Es soll mehr Bänke geben.

STIMME ZU: {WE}

2) Das Freibad soll schließen.

LEHNE AB: {I_WILL}

3) Der Wald soll wachsen.

NEUTRAL: Uns ist das gleich.

4) Der Hafen soll wachsen.

STIMME EHER ZU: Unbedingt.
""",
    "a full name once and the surname from then on": f"""Was tun Sie für die Bänke, Frau Fichtelberg, Herr Lindwurm?

Berta Fichtelberg: {WE}

Anton Lindwurm: {I_WILL}

Und was wird aus dem Wald?

Fichtelberg: Wir lassen ihn in Ruhe.

Lindwurm (lacht): Mir ist das gleich.
""",
    "lists named by what they are for": f"""Was planen Sie?

Bündnis für nachhaltige Bänke Musterstadt
{WE}

SPD
{I_WILL}

Bürger für Musterstadt
Uns ist das gleich.

CDU
Unbedingt.
""",
    "a list whose name looks like none, beside one that does": f"""These 1: Bänke
Es soll mehr Bänke geben.

bunt und grün
{WE}

SPD
{I_WILL}

These 2: Wald
Der Wald soll wachsen.

SPD
Wir lassen ihn jedenfalls ganz in Ruhe.

bunt und grün
Uns ist der Wald vollkommen gleich.
""",
    "numbers alone above a preamble": f"""Wahlprüfsteine

1.

Bänke sind selten geworden. Viele sind morsch.

Wo sollen neue Bänke stehen?

{WE}

2.

Das Freibad ist alt.

Bleibt das Freibad erhalten?

{I_WILL}

3.

Der Wald ist trocken.

Was wird aus dem Stadtwald?

Wir lassen ihn in Ruhe.

4.

Schiffe kommen kaum.

Wer baut den Hafen aus?

Wir jedenfalls nicht.
""",
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_four_answers_are_found_below(layout: str) -> None:
    found = [words for _, words in answers(LAYOUTS[layout])]
    assert (len(found), found[0], found[1]) == (4, WE, I_WILL)


def test_a_heading_that_a_scan_glued_to_an_answer_is_no_word_of_it() -> None:
    text = f"""Wahlprüfsteine

1. Was tun Sie für die Bänke am Kanal?

{WE} Die alten lassen wir noch in diesem Jahr streichen.
Umwelt und Klima

2. Was tun Sie für das Freibad?

{I_WILL}
"""
    assert [words for _, words in answers(text)] == [
        f"{WE} Die alten lassen wir noch in diesem Jahr streichen.",
        I_WILL,
    ]


def test_a_page_number_between_two_paragraphs_is_nobodys_word() -> None:
    (found,) = answers(f"Frage 1: Was planen Sie?\n\nAntwort: {WE}\n\nSportbund Musterstadt     Seite 2\n\n{I_WILL}\n")
    assert found == (None, f"{WE} Sportbund Musterstadt Seite 2 {I_WILL}")
    assert [s.quote for s in read(f"Frage 1: Was planen Sie?\n\nAntwort: {WE}\n\n– 2 –\n\n{I_WILL}\n").commitments] == [
        WE.rstrip("."),
        I_WILL.rstrip("."),
    ]


def test_a_word_that_a_line_divides_is_read_as_one_and_quoted_as_it_stands() -> None:
    (found,) = read("Frage 1: Was planen Sie?\n\nAntwort: Wir wollen ein Konzept erar-\nbeiten.\n").commitments
    assert (found.quote, found.text) == ("Wir wollen ein Konzept erar-\nbeiten", "Wir wollen ein Konzept erarbeiten")


def test_a_shared_part_before_und_is_no_divided_word() -> None:
    assert promises("Wir wollen Rad-\nund Fußwege bauen.") == ["Wir wollen Rad- und Fußwege bauen"]


@pytest.mark.parametrize(
    "name", ["Sozialer Bund Musterstadt", "Gemeinsam für Musterstadt (GfM)", "Tierfreundliche Alternative Musterstadt"]
)
def test_a_respondent_is_known_by_its_name_inflected_or_shortened(name: str) -> None:
    called = {"S": "Der Soziale Bund", "G": "Die GfM", "T": "Die TAM"}[name[0]]
    found = read(f"Antworten: {name}\n\nFrage 1: Was planen Sie?\n\nAntwort: {called} will das Bad erhalten.\n")
    assert ([a.respondent for a in found.answers], len(found.commitments)) == ([name], 1)


@pytest.mark.parametrize("ending", ["\r\n", "\r"])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_line_ends_of_other_systems_change_nothing(layout: str, ending: str) -> None:
    text = LAYOUTS[layout]
    there, here = read(text.replace("\n", ending)), read(text)
    assert [a.respondent for a in there.answers] == [a.respondent for a in here.answers]
    assert [s.quote for s in there.commitments] == [s.quote for s in here.commitments]
