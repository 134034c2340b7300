import pytest

from tracker.domain.link import ItemText
from tracker.linking.families import LARGEST, families, motion


@pytest.mark.parametrize(
    ("reference", "stem"),
    [
        ("25021-22", "25021-22"),
        ("25021-22-E1", "25021-22"),
        ("0815/2026/2", "0815/2026"),
        ("0815/2026-1", "0815/2026"),
        ("0815/2026 1. Ergänzung", "0815/2026"),
        ("VO/0815/26", "VO/0815/26"),
        ("V/123/26", "V/123/26"),
        ("20-26 / V 12345", "20-26 / V 12345"),
        ("2026/0123", "2026/0123"),
        ("Ö 5", "Ö 5"),
        ("", ""),
    ],
)
def test_a_papers_number_leads_to_its_motions(reference, stem):
    assert motion(reference) == stem


def test_kin_share_a_motion_or_name_its_number():
    items = [
        ItemText("antrag", "Sitzbänke", reference="0815/2026"),
        ItemText("ergänzung", "Ergänzung", reference="0815/2026-E1"),
        ItemText("antwort", "Stellungnahme zur Drucksache 0815/2026", reference="0900/2026"),
        ItemText("fremd", "Spielplatz, Beschluss vom 10/2025", reference="0901/2026"),
        ItemText("ohne", "Mitteilungen"),
    ]
    kin = families(items)
    assert kin[0] == (1, 2)
    assert kin[2] == (0, 1)
    assert 3 not in kin
    assert 4 not in kin


def test_a_number_that_everything_carries_makes_no_family():
    assert families([ItemText(str(n), "", reference="01/2026") for n in range(LARGEST + 1)]) == {}


def test_items_without_numbers_have_no_kin():
    assert families([ItemText("a", "0815/2026"), ItemText("b", "0815/2026")]) == {}
