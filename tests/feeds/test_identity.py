"""Addresses, entries and stored items that are the same."""

from dataclasses import replace
from datetime import date
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.council import CouncilItem, ItemKind
from tracker.feeds.changes import Known
from tracker.feeds.identity import EntryKey, MatchedBy, canonical_url, identities, match_known, without_session

RIS = "https://ris.ost.example"


@pytest.mark.parametrize(
    ("delivered", "canonical"),
    [
        ("HTTPS://RIS.Ost.Example:443/A?b=1", f"{RIS}/A?b=1"),
        ("http://ris.ost.example:80", "http://ris.ost.example/"),
        ("http://ris.ost.example:8080/x", "http://ris.ost.example:8080/x"),
        (f"{RIS}/sitzung/detail/7;jsessionid=A1B2.node3?3-1.0-kopf", f"{RIS}/sitzung/detail/7"),
        (f"{RIS}/si0057.asp?smcspf=9&__ksinr=77&__cjahr=2026&refresh=false", f"{RIS}/si0057.asp?__ksinr=77"),
        (f"{RIS}/vo0050?__kvonr=5&PHPSESSID=abc&utm_source=x&CFID=1&CFTOKEN=2", f"{RIS}/vo0050?__kvonr=5"),
        (f"{RIS}/to010?TOLFDNR=3&SILFDNR=1", f"{RIS}/to010?SILFDNR=1&TOLFDNR=3"),
        (
            f"{RIS}/doRat.nsf/X.xsp?SessionID=AF12&action=open&documentId=C0FE",
            f"{RIS}/doRat.nsf/X.xsp?action=open&documentId=C0FE",
        ),
        (f"{RIS}/termin-105#top24", f"{RIS}/termin-105#top24"),
        (f"{RIS}/termin-105#inhalt", f"{RIS}/termin-105"),
        (f"{RIS}/x?", f"{RIS}/x"),
        (f" {RIS}/a b ", f"{RIS}/a%20b"),
        ("http://[2001:DB8::1]:80/x", "http://[2001:db8::1]/x"),
        ("tag:ris.ost.example,2025:7", "tag:ris.ost.example,2025:7"),
        ("http://[kaputt", "http://[kaputt"),
        ("vorgang-7", "vorgang-7"),
        ("", ""),
    ],
)
def test_canonical_urls(delivered: str, canonical: str) -> None:
    assert canonical_url(delivered) == canonical


pieces = st.sampled_from(
    ["id=1", "__ksinr=7", "sid=x", "utm_a=1", "refresh", "3-1.0-x", "b=%41", "ä=ö", "", "&", "=", "a=b c"]
)
urls = st.builds(
    lambda scheme, host, path, query, fragment: f"{scheme}://{host}/{path}?{'&'.join(query)}#{fragment}",
    st.sampled_from(["http", "HTTPS"]),
    st.sampled_from(["ris.ost.example", "RIS.ost.example:443", "ris.ost.example:80", "127.0.0.1:8080"]),
    st.text(st.characters(exclude_characters="#?"), max_size=20),
    st.lists(pieces, max_size=5),
    st.sampled_from(["", "top24", "inhalt", "a b", "7"]),
)


@given(st.one_of(urls, st.text(max_size=80)))
def test_canonical_twice_is_canonical_once(url: str) -> None:
    assert canonical_url(canonical_url(url)) == canonical_url(url)


@given(urls)
def test_a_session_id_never_matters(url: str) -> None:
    target, _, fragment = url.partition("#")
    assert canonical_url(f"{target}&PHPSESSID=1f3#{fragment}") == canonical_url(url)


def test_without_session_leaves_order_and_fragment() -> None:
    delivered = f"{RIS}/b;jsessionid=1A?z=1&sid=9&a=2#kopf"
    assert without_session(delivered) == f"{RIS}/b?z=1&a=2#kopf"
    assert without_session("http://[kaputt") == "http://[kaputt"


def entries(*rows: tuple[str, str, str]) -> list[EntryKey]:
    return [EntryKey(guid, url, title) for guid, url, title in rows]


def test_a_guid_is_the_identity_and_an_address_as_guid_is_made_canonical() -> None:
    feed = entries(("top-1", "u1", "A"), (f"{RIS}/x?sid=9&id=3", "u2", "B"))
    assert identities(feed) == ("top-1", f"{RIS}/x?id=3")


def test_a_repeated_guid_takes_the_address_and_then_the_title() -> None:
    names = identities(entries(("g", "u1", "A"), ("g", "u2", "B"), ("g", "u2", "C"), ("h", "u1", "A")))
    assert len(set(names)) == 4
    assert names[0] == "g u1"
    assert names[3] == "h"


def test_without_guid_the_address_and_without_both_the_title_is_the_identity() -> None:
    names = identities(entries(("", "u1", "A"), ("", "", "B"), ("", "", "C"), ("", "u2", "D"), ("", "u2", "E")))
    assert names[0] == "u1"
    assert all(name.startswith("title:") for name in names[1:3])
    assert len(set(names)) == 5


def test_an_identity_once_stored_is_made_the_same_way_for_ever() -> None:
    (name,) = identities([EntryKey("", "", "Bericht zum Radweg", "2026-05-19")])
    assert name == "title:6dbc17c6feb9905619d1c62238c8de9c"


def test_the_same_entry_twice_is_one() -> None:
    assert len(set(identities(entries(("g", "u", "A"), ("g", "u", "A"))))) == 1


@given(st.lists(st.builds(EntryKey, *[st.sampled_from(["", "a", "b"])] * 3), max_size=8), st.randoms())
def test_identities_do_not_depend_on_the_order(feed: list[EntryKey], random: Random) -> None:
    shuffled = list(feed)
    random.shuffle(shuffled)
    assert sorted(identities(feed)) == sorted(identities(shuffled))
    assert len(set(identities(feed))) == len({(e.guid or e.url, e.url, e.title) for e in feed})


ITEM = CouncilItem(
    kind=ItemKind.AGENDA_ITEM,
    identity="top-1",
    title="Radweg an der Beispielallee",
    url=f"{RIS}/vorgang?__ktonr=1",
    organization="Rat der Stadt",
    item_date=date(2026, 5, 19),
)


def known(item: CouncilItem, **changes: object) -> Known:
    return replace(Known.of(item, url=canonical_url(item.url)), **changes)  # type: ignore[arg-type]


def recognised(item: CouncilItem, *stored: Known) -> tuple[str | None, MatchedBy | None]:
    (only,) = match_known([item], stored)
    return only.known.identity if only.known else None, only.by


def test_an_item_is_recognised_by_identity_before_anything_else() -> None:
    elsewhere = replace(ITEM, identity="top-2", title="Etwas anderes")
    assert recognised(ITEM, known(elsewhere), known(ITEM)) == ("top-1", MatchedBy.IDENTITY)


def test_a_known_alias_is_an_identity() -> None:
    assert recognised(replace(ITEM, identity="neu"), known(ITEM, aliases=("neu",))) == ("top-1", MatchedBy.IDENTITY)


def test_a_changed_guid_is_recognised_by_its_address() -> None:
    renamed = replace(ITEM, identity="neu", url=f"{RIS}/vorgang?sid=4&__ktonr=1", title="Radweg Beispielallee")
    assert recognised(renamed, known(ITEM)) == ("top-1", MatchedBy.URL)


def test_an_agenda_position_alone_recognises_nothing() -> None:
    fifth = replace(ITEM, url=f"{RIS}/termin-7#top5")
    newcomer = replace(fifth, identity="top-9", title="Neue Bänke am Mustersee")
    assert recognised(newcomer, known(fifth)) == (None, None)
    assert recognised(replace(fifth, identity="neu"), known(fifth)) == ("top-1", MatchedBy.URL)


def test_committee_date_and_title_are_the_last_resort() -> None:
    moved = replace(ITEM, identity="neu", url=f"{RIS}/neu/1", title="  RADWEG an der Beispielallee ")
    assert recognised(moved, known(ITEM)) == ("top-1", MatchedBy.CONTENT)
    assert recognised(replace(moved, item_date=date(2026, 6, 1)), known(ITEM)) == (None, None)
    assert recognised(replace(moved, organization=""), known(replace(ITEM, organization=""))) == (None, None)
    assert recognised(replace(moved, kind=ItemKind.PAPER), known(ITEM)) == (None, None)


def test_a_paper_number_tells_more_than_a_title() -> None:
    stored = replace(ITEM, reference="18828-20-E5")
    renamed = replace(stored, identity="neu", url="", title="Radweg, geänderte Fassung")
    assert recognised(renamed, known(stored)) == ("top-1", MatchedBy.CONTENT)
    assert recognised(replace(renamed, reference="18828-20"), known(stored)) == (None, None)


def test_a_page_that_all_entries_link_to_joins_nothing() -> None:
    stored = [known(replace(ITEM, identity=f"alt-{n}", url=RIS, title=f"Titel {n}")) for n in range(3)]
    newcomer = replace(ITEM, identity="neu", url=RIS, title="Ganz neu")
    assert recognised(newcomer, *stored) == (None, None)


def test_two_withdrawn_items_of_one_sitting_are_not_the_same() -> None:
    stored = replace(ITEM, title="- abgesetzt -", url="")
    assert recognised(replace(stored, identity="neu"), known(stored)) == (None, None)


def test_an_item_that_is_still_there_lends_its_address_to_no_other() -> None:
    first, second = ITEM, replace(ITEM, identity="top-2")
    found = match_known([first, second], [known(ITEM)])
    assert [(f.item.identity, f.known is None) for f in found] == [("top-1", False), ("top-2", True)]


def test_old_and_new_guid_in_one_feed_are_read_once() -> None:
    both = [replace(ITEM, identity="neu"), ITEM]
    found = match_known(both, [known(ITEM, aliases=("neu",))])
    assert [f.item.identity for f in found] == ["top-1"]


items = st.builds(
    CouncilItem,
    kind=st.just(ItemKind.PAPER),
    identity=st.sampled_from("abcdef"),
    title=st.sampled_from(["Radweg", "Bänke", "- abgesetzt -", ""]),
    url=st.sampled_from(["", f"{RIS}/1", f"{RIS}/2#top2"]),
    organization=st.sampled_from(["", "Rat"]),
    item_date=st.sampled_from([None, date(2026, 5, 19)]),
)


@given(
    st.lists(items, max_size=6, unique_by=lambda i: i.identity),
    st.lists(items, max_size=6, unique_by=lambda i: i.identity),
)
def test_no_stored_item_is_claimed_twice_and_no_reading_is_lost(
    read: list[CouncilItem], stored: list[CouncilItem]
) -> None:
    found = match_known(read, [known(item) for item in stored])
    claimed = [f.known.identity for f in found if f.known]
    assert len(claimed) == len(set(claimed))
    assert [f.item for f in found] == read
    assert all(f.by is MatchedBy.IDENTITY for f in found if f.item.identity in {s.identity for s in stored})
