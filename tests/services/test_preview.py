from datetime import date

import pytest

from tests.factories import NOW, make_accepted, make_item, make_town
from tests.services.conftest import make_items
from tracker.db import models
from tracker.db.session import reading, writing
from tracker.errors import NotFoundError, UsageError
from tracker.services.matching import Means
from tracker.services.preview import preview


@pytest.fixture
def promise_id(engine):
    """One promise about a cycle path; a paper about it, one about a bridge, and both again from long ago."""
    with writing(engine) as session:
        make_town(session)
        (promise,) = make_accepted(session, "Wir bauen Radwege.")
        make_items(
            session,
            *(
                make_item(identity=f"{name} {day}", title=name, text="", reference="", item_date=day)
                for name in ("Radweg Lindenallee", "Blaue Spur, Erneuerung", "Brücke am Mühlbach sanieren")
                for day in (date(2026, 2, 1), date(2024, 2, 1))
            ),
        )
        return promise.public_id


def titles(hits):
    return [hit.title for hit in hits]


def test_hits_of_the_last_twelve_months_are_counted(engine, promise_id):
    with reading(engine) as session:
        found = preview(session, promise_id, means=Means(), now=NOW)
    assert found.months == 12
    assert titles(found.after) == ["Radweg Lindenallee"]
    assert (found.gained, found.lost) == ((), ())


def test_another_wording_says_what_it_gains_and_loses(engine, promise_id):
    with reading(engine) as session:
        found = preview(session, promise_id, text="Brücke am Mühlbach sanieren", means=Means(), now=NOW)
    assert titles(found.gained) == ["Brücke am Mühlbach sanieren"]
    assert titles(found.lost) == ["Radweg Lindenallee"]


def test_other_synonyms_say_what_they_gain(engine, promise_id):
    with reading(engine) as session:
        found = preview(session, promise_id, synonyms="same: [[Radweg, Blaue Spur]]", means=Means(), now=NOW)
    assert titles(found.gained) == ["Blaue Spur, Erneuerung"]
    assert found.lost == ()


def test_a_preview_stores_nothing(engine, promise_id):
    with reading(engine) as session:
        preview(session, promise_id, text="Brücke", means=Means(), now=NOW)
        assert session.query(models.Link).count() == 0


def test_wrong_questions_are_answered_with_the_reason(engine, promise_id):
    with reading(engine) as session:
        with pytest.raises(NotFoundError):
            preview(session, "p-nothing", means=Means(), now=NOW)
        with pytest.raises(UsageError, match=r"synonyms\.yaml"):
            preview(session, promise_id, synonyms="same: [[allein]]", means=Means(), now=NOW)
