import pytest

from tracker.german.lemmas import stem
from tracker.linking.parts import parts


@pytest.mark.parametrize(
    ("compound", "expected"),
    [
        ("Flüchtlingsunterbringung", ["Flüchtling", "Unterbringung"]),
        ("Schulsanierungen", ["Schule", "Sanierung"]),
        ("Gesundheitskartenausgabe", ["Gesundheitskarte", "Ausgabe"]),
        ("Straßenbahnhaltestelle", ["Straßenbahn", "Haltestelle"]),
        ("Sozialwohnungsquote", ["sozial", "Wohnung", "Quote"]),
        ("klimaneutral", ["Klima", "neutral"]),
        ("Radweg", ["Rad", "Weg"]),
        ("Schulhofentsiegelung", ["Schulhof", "Entsiegelung"]),
    ],
)
def test_compounds_come_apart(compound, expected):
    assert [stem(part) for part in parts(compound)] == [stem(part) for part in expected]


@pytest.mark.parametrize(
    "word", ["Verwaltung", "Unterkunft", "Migration", "schaffen", "einführen", "Samstag", "Gesellschaft", "x" * 80]
)
def test_other_words_have_no_parts(word):
    assert parts(word) == ()


def test_particles_are_no_parts():
    assert parts("Innenstadt") == ("Stadt",)
