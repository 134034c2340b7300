"""What a reading means beside what is stored."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.council import CouncilItem, ItemKind
from tracker.feeds.changes import ChangeKind, Known, compare, is_withdrawn_title

ITEM = CouncilItem(
    kind=ItemKind.AGENDA_ITEM,
    identity="top-1",
    title="Radweg an der Beispielallee",
    organization="Rat der Stadt",
    item_date=date(2026, 5, 19),
    number="7",
    text="Eine Zusammenfassung",
    attachments=("https://ris.example/a.pdf",),
)
STORED = Known.of(ITEM)


def meant(**fields: object) -> ChangeKind:
    return compare(STORED, replace(ITEM, **fields)).kind  # type: ignore[arg-type]  # fields of the item


def test_an_item_never_seen_is_new() -> None:
    assert compare(None, ITEM).kind is ChangeKind.NEW


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"number": "8"},
        {"text": "Eine andere, maschinell geschriebene Zusammenfassung"},
        {"title": "Radweg  an der\n Beispielallee"},
        {"url": "https://ris.example/neu"},
    ],
)
def test_order_summary_and_blanks_are_no_news(fields: dict[str, object]) -> None:
    assert meant(**fields) is ChangeKind.UNCHANGED


def test_double_escaping_after_an_upgrade_is_no_news() -> None:
    stored = Known.of(replace(ITEM, title="Bus & Bahn „Mitte“"))
    assert compare(stored, replace(ITEM, title="Bus &amp;amp; Bahn „Mitte“")).kind is ChangeKind.UNCHANGED


@pytest.mark.parametrize(
    "fields",
    [
        {"result": "einstimmig beschlossen"},
        {"title": "Radweg an der Musterallee"},
        {"reference": "0815-26"},
        {"organization": "Bauausschuss"},
        {"item_date": date(2026, 6, 9)},
        {"attachments": ()},
    ],
)
def test_what_people_would_call_news_is_a_change(fields: dict[str, object]) -> None:
    assert meant(**fields) is ChangeKind.CHANGED


def test_another_result_is_a_change() -> None:
    stored = Known.of(replace(ITEM, result="verwiesen"))
    assert compare(stored, replace(ITEM, result="mehrheitlich abgelehnt")).kind is ChangeKind.CHANGED


def test_a_return_is_silent_and_a_return_with_news_is_a_change() -> None:
    gone = replace(STORED, gone=True)
    back = compare(gone, ITEM)
    assert (back.kind, back.returned) == (ChangeKind.RETURNED, True)
    news = compare(gone, replace(ITEM, result="beschlossen"))
    assert (news.kind, news.returned) == (ChangeKind.CHANGED, True)


def test_a_tombstone_blanks_nothing() -> None:
    change = compare(STORED, CouncilItem(kind=ItemKind.DELETION, identity="top-1", title=""))
    assert change.kind is ChangeKind.DELETED
    assert (change.item.title, change.item.item_date) == (ITEM.title, ITEM.item_date)


def test_a_tombstone_seen_again_says_nothing_new_and_a_deleted_item_can_return() -> None:
    deleted = replace(STORED, deleted=True)
    assert compare(deleted, CouncilItem(ItemKind.DELETION, "top-1", "")).kind is ChangeKind.UNCHANGED
    assert compare(deleted, ITEM).returned


def test_an_empty_title_keeps_the_old_one() -> None:
    change = compare(STORED, replace(ITEM, title=" "))
    assert (change.kind, change.item.title) == (ChangeKind.UNCHANGED, ITEM.title)


@pytest.mark.parametrize("title", ["- abgesetzt -", "Abgesetzt", "(von der Tagesordnung abgesetzt)", "– entfällt –"])
def test_a_withdrawn_item_keeps_its_title_and_the_withdrawal_becomes_its_result(title: str) -> None:
    change = compare(STORED, replace(ITEM, title=title))
    assert change.kind is ChangeKind.CHANGED
    assert (change.item.title, change.item.result) == (ITEM.title, "abgesetzt")
    again = compare(Known.of(change.item), replace(ITEM, title=title))
    assert again.kind is ChangeKind.UNCHANGED


def test_titles_about_withdrawing_are_titles() -> None:
    assert not is_withdrawn_title("Antrag: abgesetzte Bordsteine erneuern")
    assert not is_withdrawn_title("Abgesetzt wird nichts")


titles = st.sampled_from(["Radweg", "Radweg neu", "- abgesetzt -", "", "Bus &amp; Bahn"])
items = st.builds(
    CouncilItem,
    kind=st.sampled_from([ItemKind.PAPER, ItemKind.DELETION]),
    identity=st.just("top-1"),
    title=titles,
    result=st.sampled_from(["", "vertagt", "beschlossen"]),
    item_date=st.sampled_from([None, date(2026, 5, 19)]),
    attachments=st.sampled_from([(), ("https://ris.example/a.pdf",)]),
)


@given(st.one_of(st.none(), items), items)
def test_storing_a_decision_and_reading_the_same_again_changes_nothing(
    old: CouncilItem | None, new: CouncilItem
) -> None:
    change = compare(Known.of(old) if old else None, new)
    assert compare(Known.of(change.item), new).kind is ChangeKind.UNCHANGED


@given(items, items)
def test_a_title_is_never_lost(old: CouncilItem, new: CouncilItem) -> None:
    if old.title:
        assert compare(Known.of(old), new).item.title


def test_a_number_or_body_that_is_not_told_any_more_is_no_news() -> None:
    known = replace(ITEM, reference="1/2026")
    change = compare(Known.of(known), replace(known, reference="", organization=""))
    assert change.kind is ChangeKind.UNCHANGED
    assert (change.item.reference, change.item.organization) == ("1/2026", "Rat der Stadt")
