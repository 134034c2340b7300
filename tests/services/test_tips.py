from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from tests.factories import NOW, make_accepted, make_promises, make_town
from tracker.db import models
from tracker.domain.tip import TipKind, TipState
from tracker.errors import RuleError, TooOftenError
from tracker.services.tips import LONGEST, PER_DAY, Hint, answer_tip, forget_contact, give_tip

HINT = Hint(TipKind.SOURCE, "Der Ausschuss hat es beschlossen.", "https://rat.example/7", "leserin@mail.example", "s1")


@pytest.fixture
def promise(session: Session) -> models.Promise:
    make_town(session)
    return make_accepted(session)[0]


def test_a_tip_waits_for_a_person_and_its_words_are_not_chained(session: Session, promise):
    row = give_tip(session, promise.public_id, HINT, now=NOW)
    assert (row.state, row.promise) == (TipState.OPEN, promise)
    (event,) = session.query(models.Event).filter_by(kind="tip.received")
    assert "Ausschuss" not in event.payload
    assert "leserin" not in event.payload


def test_sending_twice_is_sending_once(session: Session, promise):
    first = give_tip(session, promise.public_id, HINT, now=NOW)
    assert give_tip(session, promise.public_id, HINT, now=NOW + timedelta(minutes=1)) is first


def test_one_sender_sends_a_few_a_day(session: Session, promise):
    for number in range(PER_DAY):
        give_tip(session, promise.public_id, replace(HINT, text=f"Hinweis {number}"), now=NOW)
    with pytest.raises(TooOftenError):
        give_tip(session, promise.public_id, replace(HINT, text="noch einer"), now=NOW)
    give_tip(session, promise.public_id, replace(HINT, text="noch einer", sender="s2"), now=NOW)
    give_tip(session, promise.public_id, replace(HINT, text="am nächsten Tag"), now=NOW + timedelta(days=1, minutes=1))


@pytest.mark.parametrize("text", [" ", "x" * (LONGEST + 1)])
def test_a_tip_says_something_in_few_words(session: Session, promise, text):
    with pytest.raises(RuleError):
        give_tip(session, promise.public_id, replace(HINT, text=text), now=NOW)


def test_for_mere_proposals_nobody_sends_tips(session: Session, promise):
    (proposed,) = make_promises(session, "Wir öffnen die Bücherei.")
    with pytest.raises(RuleError, match="keine Hinweise"):
        give_tip(session, proposed.public_id, HINT, now=NOW)


def test_every_tip_is_answered_with_words_and_the_address_is_forgotten(session: Session, promise):
    row = give_tip(session, promise.public_id, HINT, now=NOW)
    with pytest.raises(RuleError, match="Satz"):
        answer_tip(session, row.public_id, TipState.USED, " ", by="Ada", now=NOW)
    for _ in range(2):
        answer_tip(session, row.public_id, TipState.USED, "Danke, steht jetzt da.", by="Ada", now=NOW)
    with pytest.raises(RuleError, match="schon geantwortet"):
        answer_tip(session, row.public_id, TipState.DECLINED, "Nein.", by="Ben", now=NOW)
    assert forget_contact(row) == "leserin@mail.example"
    assert (row.contact, row.sender) == ("", "")
