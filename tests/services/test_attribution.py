"""A respondent that was forgotten or mistyped is put right by a person, once for the whole document."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine

from tests.factories import BRIDGE, GARDENERS, NOW
from tracker.db import models
from tracker.db.session import reading, writing
from tracker.errors import NotFoundError, RuleError
from tracker.services.attribution import attribute
from tracker.services.ingest import Intake, Upload, ingest

LATER = NOW + timedelta(hours=1)
ONE = "Frage 1: Was planen Sie?\n\nAntwort: Wir werden zehn Bänke aufstellen.\n"
TWO = f"1. Was planen Sie?\n\n{BRIDGE}: Wir werden Bänke aufstellen.\n\n{GARDENERS}: Wir wollen Beete anlegen.\n"


def taken_in(engine: Engine, store, text: str = ONE, **intake):
    upload = Upload("antworten.txt", text.encode())
    return ingest(engine, store, upload, Intake(**intake), now=NOW).documents[0]


def respondents(engine: Engine) -> list[str]:
    with reading(engine) as session:
        rows = session.query(models.Promise).order_by(models.Promise.start).all()
        return [row.respondent.name if row.respondent else "" for row in rows]


def events_of(engine: Engine, kind: str) -> int:
    with reading(engine) as session:
        return session.query(models.Event).filter_by(kind=kind).count()


@pytest.mark.parametrize("given", [None, "Bürgerliste Blaue Brüke"])
def test_a_forgotten_or_mistyped_name_is_put_right_for_answers_and_promises(town: Engine, store, given: str | None):
    digest = taken_in(town, store, respondent=given).sha256
    for name in ("antworten.txt", digest[:10]):  # the second time changes nothing
        with writing(town) as session:
            attribute(session, name, BRIDGE, by="Ada", now=LATER)
    assert respondents(town) == [BRIDGE]
    with reading(town) as session:
        assert {row.respondent.name for row in session.query(models.Answer)} == {BRIDGE}
    assert events_of(town, "document.attributed") == 1


def test_taking_it_in_again_under_another_name_changes_nothing_and_says_so(town: Engine, store):
    assert taken_in(town, store, respondent=BRIDGE).kept == ()
    assert taken_in(town, store, respondent=GARDENERS).kept == (BRIDGE,)
    assert taken_in(town, store, respondent=BRIDGE).kept == ()
    assert taken_in(town, store).kept == ()
    assert respondents(town) == [BRIDGE]


def test_a_name_added_later_to_a_nameless_document_is_told_to_be_kept_out(town: Engine, store):
    taken_in(town, store)
    assert taken_in(town, store, respondent=BRIDGE).kept == ("",)


def test_where_several_answered_it_must_be_said_whose_answers_are_meant(town: Engine, store):
    taken_in(town, store, TWO)
    with writing(town) as session, pytest.raises(RuleError, match="antworten mehrere"):
        attribute(session, "antworten.txt", "Neue Liste", by="Ada", now=LATER)
    with writing(town) as session, pytest.raises(NotFoundError, match="niemand namens"):
        attribute(session, "antworten.txt", "Neue Liste", former="Niemand", by="Ada", now=LATER)
    with writing(town) as session:
        done = attribute(session, "antworten.txt", "Neue Liste", former=GARDENERS, by="Ada", now=LATER)
        assert (len(done.answers), len(done.promises)) == (1, 1)
    assert respondents(town) == [BRIDGE, "Neue Liste"]


def test_an_unknown_document_and_a_name_of_two_are_explained(town: Engine, store):
    with writing(town) as session, pytest.raises(NotFoundError, match="gibt es hier nicht"):
        attribute(session, "fehlt.txt", BRIDGE, by="Ada", now=LATER)
    taken_in(town, store)
    taken_in(town, store, TWO)
    with writing(town) as session, pytest.raises(RuleError, match="mehrere Dokumente"):
        attribute(session, "antworten.txt", BRIDGE, by="Ada", now=LATER)


def test_the_id_of_a_promise_names_its_document(town: Engine, store):
    taken_in(town, store)
    with reading(town) as session:
        promise = session.query(models.Promise).one().public_id
    with writing(town) as session:
        assert attribute(session, promise, BRIDGE, by="Ada", now=LATER).document.name == "antworten.txt"
