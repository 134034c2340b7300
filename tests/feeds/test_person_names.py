"""Names of persons go, everything around them stays."""

import pytest

from tracker.feeds.person_names import names_of_those_present, without_names


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ("Rm Dr. Karla Mustermeier-Ost und Herr McTest reden.", "Rm [Name] und Herr [Name] reden."),
        ("StR'in Zöllner-Fiktiv und Frau O'Beispiel", "StR'in [Name] und Frau [Name]"),
        ("12 EnthaltungenHerr Muster verlässt den Saal.", "12 EnthaltungenHerr [Name] verlässt den Saal."),
        ("FDP2Hr. Preußling1Gesamt1512", "FDP2Hr. [Name]1Gesamt1512"),
        ("Hr. MusterDamit ist der Antrag abgelehnt.", "Hr. [Name]Damit ist der Antrag abgelehnt."),
        ("Die Damen Muster und Vorbild, die Herren Test", "Die Damen [Name] und [Name], die Herren [Name]"),
        ("die Ratsmitglieder Muster, Vorbild und Test", "die Ratsmitglieder [Name] und [Name]"),
        ("Antrag der Fraktion Grüne Gärten, Frau und Beruf", "Antrag der Fraktion Grüne Gärten, Frau und Beruf"),
        ("Dank an die Damen und Herren der Verwaltung", "Dank an die Damen und Herren der Verwaltung"),
    ],
)
def test_an_address_announces_a_name_and_nothing_else_is_taken(told, kept):
    assert without_names(told) == kept


def test_a_party_or_faction_that_heads_the_list_of_those_present_is_no_person():
    lines = ["Die Linke", "Rote Rosen", "Rm Olaf Testfeld"]
    assert names_of_those_present(lines, "Antrag der Fraktion ROTE ROSEN") == {"Olaf Testfeld", "Testfeld"}
