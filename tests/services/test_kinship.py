from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from tests.factories import BRIDGE, CRITERION, GARDENERS, NOW, make_promises, make_town
from tracker.db import models
from tracker.domain.promise import Kinship, PromiseState
from tracker.errors import RuleError
from tracker.services.kinship import merge_promise, relatives, relatives_of
from tracker.services.review import accept_promise, reject_promise

LATER = NOW + timedelta(hours=1)
ROAD = "Wir werden die Radwege an der Lindenallee ausbauen."
AGAIN = "Wir wollen den Ausbau der Radwege an der Lindenallee."


@pytest.fixture
def town(session: Session) -> Session:
    make_town(session)
    return session


def promise(session: Session, text: str, respondent: str = BRIDGE) -> models.Promise:
    """The one promise of a document of its own."""
    (row,) = make_promises(session, text, respondent=respondent)
    return row


def test_the_same_promise_in_two_documents_of_a_party_is_offered_for_merging(town: Session):
    first, second = promise(town, ROAD), promise(town, AGAIN)
    (found,) = relatives_of(town, first)
    assert (found.promise, found.kinship) == (second, Kinship.SAME)
    assert "radweg" in found.shared
    assert first.state is second.state is PromiseState.PROPOSED


def test_the_same_promise_of_two_parties_is_also_promised_by(town: Session):
    first, second = promise(town, ROAD), promise(town, AGAIN, GARDENERS)
    assert [r.kinship for r in relatives_of(town, first)] == [Kinship.ALSO_PROMISED]
    with pytest.raises(RuleError, match="Verschiedene"):
        merge_promise(town, second.public_id, first.public_id, by="Ada", now=LATER)


def test_a_person_merges_and_the_source_stays(town: Session):
    first, second = promise(town, ROAD), promise(town, AGAIN)
    accept_promise(town, first.public_id, CRITERION, by="Ada", now=NOW)
    for by in ("Ada", "Ben"):
        merge_promise(town, second.public_id, first.public_id, by=by, now=LATER)
    assert (second.state, second.merged_into_id) == (PromiseState.MERGED, first.id)
    assert (second.decided_by.name, second.quote) == ("Ada", AGAIN)
    assert town.query(models.Event).filter_by(kind="promise.merged").count() == 1
    assert relatives(town, first.body_id) == {}


def test_what_is_settled_takes_part_in_no_merging(town: Session):
    first, second = promise(town, ROAD), promise(town, AGAIN)
    reject_promise(town, first.public_id, "nur eine Meinung", by="Ada", now=NOW)
    assert relatives_of(town, second) == []
    with pytest.raises(RuleError, match="schon erledigt"):
        merge_promise(town, second.public_id, first.public_id, by="Ada", now=LATER)
    with pytest.raises(RuleError, match="sich selbst"):
        merge_promise(town, second.public_id, second.public_id, by="Ada", now=LATER)
