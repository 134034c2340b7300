import json
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.domain.report import MonthlyEdition, RetrospectiveEdition
from tracker.reporting import EditionError, edition_from_json, edition_json

days = st.dates(min_value=date(1990, 1, 1), max_value=date(2100, 12, 31))
small = {int: st.integers(0, 10**9), date: days, str: st.text(max_size=12)}


def editions(kind):
    for plain, strategy in small.items():
        st.register_type_strategy(plain, strategy)
    return st.builds(kind)


@settings(max_examples=60, deadline=None)
@given(st.one_of(editions(MonthlyEdition), editions(RetrospectiveEdition)))
def test_an_edition_comes_back_exactly_and_its_json_is_canonical(edition):
    text = edition_json(edition)
    assert edition_from_json(text) == edition
    assert edition_json(edition_from_json(text)) == text


def test_a_real_looking_edition_survives_whole(edition, term):
    assert edition_from_json(edition_json(edition)) == edition
    assert edition_from_json(edition_json(term)) == term


def test_the_json_has_sorted_keys_no_blanks_and_keeps_umlauts(term):
    text = edition_json(term)
    assert text == json.dumps(json.loads(text), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    assert "Bürgerliste Blaue Brücke" in text


def test_a_decomposed_umlaut_of_a_quote_stays_decomposed(edition):
    quote = "Wir wollen Bru\u0308cken bauen."
    text = edition_json(edition).replace(edition.new_promises[0].quote, quote)
    assert edition_from_json(text).new_promises[0].quote == quote


def test_fields_that_an_older_version_did_not_write_take_their_defaults(edition):
    raw = json.loads(edition_json(edition))
    del raw["edition"]["checks"], raw["edition"]["new_promises"][0]["deadline"]
    restored = edition_from_json(json.dumps(raw))
    assert restored.checks == ()
    assert restored.new_promises[0].deadline == ""


@pytest.mark.parametrize(
    ("path", "value", "where"),
    [
        (("cut_off",), "gestern", "edition.cut_off"),
        (("links_waiting",), "14", "edition.links_waiting"),
        (("links_waiting",), True, "edition.links_waiting"),
        (("evidence", 0, "stage"), "vielleicht", "edition.evidence[0].stage"),
        (("unchecked",), {}, "edition.unchecked"),
        (("coverage",), [3, 6], "edition.coverage"),
        (("respondents", 0, "outcomes", 0), ["stalled"], "edition.respondents[0].outcomes[0]"),
        (("surprise",), 1, "edition.surprise"),
    ],
)
def test_a_wrong_value_is_refused_with_its_place(edition, path, value, where):
    raw = json.loads(edition_json(edition))
    target = raw["edition"]
    for step in path[:-1]:
        target = target[step]
    target[path[-1]] = value
    with pytest.raises(EditionError) as caught:
        edition_from_json(json.dumps(raw))
    assert caught.value.subject == where


def test_a_missing_field_is_named(edition):
    raw = json.loads(edition_json(edition))
    del raw["edition"]["chain_head"]
    with pytest.raises(EditionError, match=r"edition\.chain_head"):
        edition_from_json(json.dumps(raw))


@pytest.mark.parametrize("text", ["", "{", "[]", '{"edition": {}}', "[" * 100_000])
def test_what_is_no_edition_is_refused(text):
    with pytest.raises(EditionError):
        edition_from_json(text)


def test_a_format_of_the_future_asks_for_an_update(edition):
    text = edition_json(edition).replace('"format":1', '"format":2')
    with pytest.raises(EditionError, match="aktualisieren"):
        edition_from_json(text)
