import json
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.domain.link import ItemText, Match, PromiseText
from tracker.linking import as_json, match
from tracker.linking.synonyms import Synonyms

PROMISES = [
    PromiseText("bank", "Mehr Sitzbänke am Marktplatz aufstellen"),
    PromiseText("kita", "Kita-Gebühren abschaffen"),
    PromiseText("bus", "Kostenloser ÖPNV am Samstag"),
    PromiseText("asyl", "Unterkünfte für Geflüchtete dezentral gestalten"),
]
ITEMS = [
    ItemText("haushalt", "Haushaltsplan der Gemeinde Musterstadt-Ost", "Alle Ämter, alle Mittel, alle Stellen."),
    ItemText("beitrag", "Beitragsfreie Kindertagesstätten ab dem dritten Jahr", date="2026-02-01"),
    ItemText("bank", "Sitzgelegenheiten in der Ortsmitte", "Auf dem Marktplatz sollen zehn Sitzbänke stehen."),
    ItemText("nahverkehr", "Öffentlicher Personennahverkehr: freie Fahrt an Samstagen"),
    ItemText("flucht", "Flüchtlingsunterbringung in der Südstadt", "Asylbewerber*innen wohnen in Wohngruppen."),
    ItemText("zoo", "Neues Gehege für die Erdmännchen", "Der Tierpark baut um."),
    ItemText("gebuehr", "Straßenreinigungsgebühren 2026"),
]


@pytest.fixture(scope="module")
def matches():
    return match(PROMISES, ITEMS)


def best(matches, promise):
    return next(found.item for found in matches if found.promise == promise)


@pytest.mark.parametrize(
    ("promise", "item"), [("bank", "bank"), ("kita", "beitrag"), ("bus", "nahverkehr"), ("asyl", "flucht")]
)
def test_the_right_paper_comes_first_though_it_is_worded_differently(matches, promise, item):
    assert best(matches, promise) == item


def test_fees_of_another_kind_stay_below(matches):
    scores = {found.item: found.score for found in matches if found.promise == "kita"}
    assert scores["beitrag"] > scores.get("gebuehr", 0.0)


def test_what_has_nothing_in_common_is_no_match(matches):
    assert "zoo" not in {found.item for found in matches}


def test_matches_come_promise_by_promise_best_first(matches):
    order = [promise.id for promise in PROMISES]
    assert [order.index(found.promise) for found in matches] == sorted(order.index(found.promise) for found in matches)
    for promise in order:
        scores = [found.score for found in matches if found.promise == promise]
        assert scores == sorted(scores, reverse=True)


def test_passages_lie_in_the_item_and_reasons_name_the_promises_words(matches):
    fields = {item.id: {"title": item.title, "text": item.text} for item in ITEMS}
    for found in matches:
        assert found.reasons
        assert 0 <= found.passage.start < found.passage.end <= len(fields[found.item][found.passage.field])
    kita = next(found for found in matches if found.promise == "kita" and found.item == "beitrag")
    assert any(reason.term.startswith("Kita (Kindertagesst") for reason in kita.reasons)


def test_top_limits_each_promise():
    found = match(PROMISES, ITEMS * 30, top=3)
    assert all(sum(one.promise == promise.id for one in found) <= 3 for promise in PROMISES)


def test_duplicates_score_alike_and_keep_their_order():
    twins = [ItemText(name, "Sitzbänke am Marktplatz") for name in ("erste", "zweite", "dritte")]
    found = match(PROMISES[:1], twins)
    assert [one.item for one in found] == ["erste", "zweite", "dritte"]
    assert len({one.score for one in found}) == 1


def test_the_order_of_promises_changes_nothing_but_the_order():
    forward, backward = match(PROMISES, ITEMS), match(PROMISES[::-1], ITEMS)
    assert sorted(forward, key=repr) == sorted(backward, key=repr)


def test_one_item_alone_is_ranked_like_among_others():
    alone = {found.promise: found.score for found in match(PROMISES, [ITEMS[3]])}
    assert max(alone, key=alone.__getitem__) == "bus"


@pytest.mark.parametrize(
    ("promises", "items"),
    [
        ([], ITEMS),
        (PROMISES, []),
        ([PromiseText("leer", "")], ITEMS),
        ([PromiseText("stopp", "und oder aber")], ITEMS),
        (PROMISES, [ItemText("leer", "", "")]),
        (
            PROMISES,
            [ItemText("fremd", "Les écoles de la ville", "Il faut réparer les toits."), ItemText("zeichen", "???")],
        ),
    ],
    ids=["no promise", "no item", "empty promise", "only stop words", "empty item", "another language"],
)
def test_nothing_in_common_gives_nothing_and_no_error(promises, items):
    assert match(promises, items) == []


def test_one_word_is_enough_to_match():
    assert [found.item for found in match([PromiseText("w", "Sitzbänke")], ITEMS)] == ["bank"]


def test_ten_megabytes_of_minutes_are_read():
    minutes = "Der Rat spricht über Sitzbänke am Marktplatz und über vieles andere mehr. " * 140_000
    (found,) = match(PROMISES[:1], [ItemText("protokoll", "", minutes)])
    assert found.passage.field == "text"


def test_a_body_brings_its_own_words():
    promise, item = [PromiseText("steg", "Blaue Brücke sanieren")], [ItemText("i", "Ertüchtigung des Fußgängerstegs")]
    own = Synonyms(same=(("Blaue Brücke", "Fußgängersteg"),))
    assert match(promise, item, synonyms=own)[0].score > 0.2
    assert match(promise, item, synonyms=Synonyms()) == []


def test_context_helps_and_never_hurts():
    items = [ItemText("a", "Neue Angebote für Senioren"), ItemText("b", "Neue Angebote für Hunde")]
    plain = {m.item: m.score for m in match([PromiseText("p", "Angebote ausbauen")], items)}
    helped = {m.item: m.score for m in match([PromiseText("p", "Angebote ausbauen", context="Senioren")], items)}
    assert helped["a"] > plain["a"]
    assert helped["b"] == pytest.approx(plain["b"])


def test_older_papers_sink():
    items = [
        ItemText("alt", "Sitzbänke am Marktplatz", date="2019-01-01"),
        ItemText("neu", "Sitzbänke", date="2026-01-01"),
    ]
    found = match([PromiseText("p", "Sitzbänke am Marktplatz", date="2025-09-14")], items)
    assert [one.item for one in found] == ["neu", "alt"]


def test_a_match_prints_as_the_contract_says(matches):
    printed = json.loads(json.dumps(as_json(matches[0])))
    assert set(printed) == {"promise", "item", "score", "reasons", "passage"}
    assert set(printed["reasons"][0]) == {"term", "weight"}
    assert set(printed["passage"]) == {"field", "start", "end"}
    assert as_json(Match("p", "i", 0.5))["passage"] is None


def test_settled_pairs_make_room_for_others():
    promises, items = PROMISES[:1], [ItemText(str(n), "Sitzbänke am Marktplatz") for n in range(5)]
    found = match(promises, items, top=2, settled={("bank", "0"), ("bank", "2")})
    assert [one.item for one in found] == ["1", "3"]


def test_a_reply_belongs_to_its_motion_whatever_it_says():
    items = [
        ItemText("antrag", "Sitzbänke am Marktplatz", reference="0815/2026"),
        ItemText("antwort", "Stellungnahme der Verwaltung", reference="0815/2026-E1"),
        ItemText("fremd", "Stellungnahme der Verwaltung", reference="0900/2026"),
    ]
    motion, reply = match(PROMISES[:1], items)
    assert (motion.item, reply.item, reply.passage) == ("antrag", "antwort", None)
    assert [reason.term for reason in reply.reasons] == ["gehört zu 0815/2026"]
    assert reply.score < motion.score


def test_a_judged_motion_still_brings_its_reply():
    items = [
        ItemText("antrag", "Sitzbänke am Marktplatz", reference="0815/2026"),
        ItemText("antwort", "Antwort", reference="0815/2026/1"),
    ]
    assert [one.item for one in match(PROMISES[:1], items, settled={("bank", "antrag")})] == ["antwort"]


def test_the_respondents_own_motion_says_so_and_comes_first():
    promise = PromiseText("p", "Sitzbänke aufstellen", respondent="Bürgerliste Blaue Brücke")
    items = [ItemText("fremd", "Sitzbänke"), ItemText("eigen", "Sitzbänke", submitters=("Bürgerliste",))]
    own, other = match([promise], items)
    assert (own.item, other.item) == ("eigen", "fremd")
    assert own.reasons[-1].term == "nennt Bürgerliste Blaue Brücke"
    assert abs(sum(reason.weight for reason in own.reasons) - own.score) < 0.001


@pytest.mark.parametrize(
    "item",
    [
        ItemText("keine Blanks", "x" * 2_000_000, "ä" * 2_000_000),
        ItemText("alles", "Sitzbank Marktplatz Kita ÖPNV " * 50_000),
        ItemText("Zahlen", "", "1.234,5 " * 200_000),
        ItemText("Nummern", "12/34-56/78 " * 20_000, reference="1/2" * 50_000),
        ItemText("Zeichen", "\x00\ud7ff\U0001f600" * 100_000, "„“–…" * 100_000),
    ],
    ids=lambda item: item.id,
)
def test_no_item_takes_long(item):
    assert len(match(PROMISES, [item, ITEMS[2]])) >= 1


def test_importing_the_room_loads_neither_numbers_nor_dictionaries():
    code = (
        "import sys, tracker.linking; print([m for m in ('numpy', 'scipy', 'simplemma', 'yaml') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


words = st.sampled_from(["Sitzbank", "Marktplatz", "Kita", "Gebühr", "ÖPNV", "Samstag", "bauen", "der", "30", "é"])
phrases = st.lists(words, max_size=8).map(" ".join)


@settings(deadline=None, max_examples=40)
@given(st.lists(phrases, max_size=4), st.lists(st.tuples(phrases, phrases), max_size=6))
def test_scores_lie_between_nought_and_one_and_repeat(promised, written):
    promises = [PromiseText(str(n), text) for n, text in enumerate(promised)]
    items = [ItemText(str(n), title, text) for n, (title, text) in enumerate(written)]
    found = match(promises, items, synonyms=Synonyms())
    assert all(0 < one.score <= 1 for one in found)
    assert found == match(promises, items, synonyms=Synonyms())


def test_a_compound_that_no_paper_uses_is_met_by_its_telling_part():
    promise = [PromiseText("p", "Ein Hitzeschutzkonzept für ältere Menschen erstellen")]
    items = [
        ItemText("konzept", "Konzept für die Blumenbeete"),
        ItemText("alt", "Ältere Bäume am Mühlbach"),
        ItemText("hitze", "Hitzeaktionsplan"),
    ]
    assert match(promise, items)[0].item == "hitze"
