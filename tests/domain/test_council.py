import dataclasses
from datetime import date

import pytest

from tracker.domain.council import CouncilItem, ItemKind, LegislativeTerm, dated

ITEM = CouncilItem(
    kind=ItemKind.AGENDA_ITEM,
    identity="top-7",
    title="Radweg an der Hafenstraße & am Kai",
    result="mehrheitlich beschlossen",
    reference="0815-26-E1",
    organization="Rat",
    item_date=date(2026, 9, 1),
    attachments=("a.pdf", "b.pdf"),
)


@pytest.mark.parametrize(
    "news",
    [
        {"title": "Radweg an der Hafenstraße"},
        {"result": ""},
        {"reference": "0815-26"},
        {"organization": "Bauausschuss"},
        {"item_date": date(2026, 9, 2)},
        {"attachments": ("a.pdf",)},
    ],
    ids=lambda news: next(iter(news)),
)
def test_what_makes_an_item_changes_its_hash(news):
    assert dataclasses.replace(ITEM, **news).content_hash != ITEM.content_hash


@pytest.mark.parametrize(
    "noise",
    [
        {"title": "Radweg an der Hafenstraße &amp;amp; am  Kai"},
        {"text": "eine maschinell geschriebene Zusammenfassung"},
        {"number": "Ö 9"},
        {"attachments": ("b.pdf", "a.pdf")},
        {"url": "https://rat.example/neu"},
    ],
    ids=["double escaping", "summary", "agenda number", "order of attachments", "address"],
)
def test_noise_of_a_feed_does_not(noise):
    assert dataclasses.replace(ITEM, **noise).content_hash == ITEM.content_hash


def test_a_term_includes_its_last_day():
    term = LegislativeTerm("2025-2030", "Wahlperiode", date(2025, 11, 1), date(2030, 10, 31))
    assert term.covers(date(2030, 10, 31))
    assert not term.covers(date(2030, 11, 1))


@pytest.mark.parametrize(
    ("kind", "own", "shown"),
    [
        (ItemKind.PAPER, None, date(2026, 3, 2)),
        (ItemKind.MINUTES, None, date(2026, 3, 2)),
        (ItemKind.PAPER, date(2026, 3, 1), date(2026, 3, 1)),
        (ItemKind.MEETING, None, None),
        (ItemKind.AGENDA_ITEM, None, None),
    ],
)
def test_a_paper_without_a_day_is_of_the_day_on_which_it_was_published(kind, own, shown):
    assert dated(kind, own, date(2026, 3, 2)) == shown
