import pytest

from tests.factories import BODY, BRIDGE, NOW
from tracker.db import models
from tracker.db.session import reading
from tracker.errors import UsageError
from tracker.services.ingest import Intake, Upload
from tracker.services.open_data.given_promises import take_in

TABLE = f"""respondent;title;quote;source;date
{BRIDGE};Radweg bauen;Wir werden bis 2028 den Radweg an der Lindenallee bauen.;Flugblatt 3;14.03.2026
Fraktion Blaue Brücke;Bäume pflanzen;Wir wollen tausend Bäume pflanzen.;Flugblatt 3;14.03.2026
Neue Liste;Irgendetwas;Blau.;Rede;2026-03-15
"""


def took(town, store, text=TABLE, **over):
    return take_in(town, store, Upload("promises.csv", text.encode()), Intake(body=BODY), **({"now": NOW} | over))


def stored(town):
    with reading(town) as session:
        return [
            (p.title, p.respondent.name, p.state.value, p.uncertain, p.quote == p.document.text[p.start : p.end])
            for p in session.query(models.Promise).order_by(models.Promise.id)
        ]


def test_rows_become_proposals_that_lead_back_to_stored_words(town, store):
    taken = took(town, store)
    assert (len(taken.new), taken.known, taken.bad) == (3, [], ())
    assert stored(town) == [
        ("Radweg bauen", BRIDGE, "proposed", False, True),
        ("Bäume pflanzen", BRIDGE, "proposed", False, True),
        ("Irgendetwas", "Neue Liste", "proposed", True, True),
    ]
    with reading(town) as session:
        for document in session.query(models.Document):
            assert store.get(document.sha256).decode() == document.text


def test_the_machine_reads_what_the_wording_says(town, store):
    took(town, store)
    with reading(town) as session:
        path, trees, _ = session.query(models.Promise).order_by(models.Promise.id)
        assert (path.strength.value, trees.strength.value) == ("firm", "intent")
        assert "2028" in path.deadline_text


def test_taking_in_twice_or_with_more_rows_adds_only_what_is_new(town, store):
    first = took(town, store)
    again = took(town, store, TABLE + f"{BRIDGE};Noch eins;Wir bauen ein Schwimmbad.;Rede;15.03.2026\n")
    assert (again.known, len(again.new)) == (first.new, 1)
    assert len(stored(town)) == 4


def test_the_same_row_twice_is_one_promise(town, store):
    assert len(took(town, store, TABLE + TABLE.split("\n", 1)[1]).new) == 3


def test_a_rehearsal_stores_nothing(town, store):
    assert len(took(town, store, rehearse=True).new) == 3
    assert stored(town) == []
    assert not store.root.exists()


def test_an_unknown_body_is_told_before_anything_is_stored(town, store):
    with pytest.raises(UsageError):
        take_in(town, store, Upload("x.csv", TABLE.encode()), Intake(body="nirgends"), now=NOW)
    assert stored(town) == []
