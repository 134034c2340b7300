"""Rows that were changed beside the chain, removed, or whose events were cut off, are named."""

from datetime import date

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from tests.factories import NOW, make_accepted, make_item, make_promises, make_town
from tests.services.conftest import make_items, make_link
from tracker.db import models
from tracker.domain import questionnaire as asked
from tracker.domain.assessment import CheckFinding, EvidenceRank, Outcome
from tracker.domain.council import ItemKind
from tracker.domain.link import Judgement
from tracker.domain.promise import Criterion
from tracker.services.assess import Proposal, confirm, propose
from tracker.services.attribution import attribute
from tracker.services.coding import Verdict, code
from tracker.services.corrections import correct, retract
from tracker.services.editing import Seen, change_criterion, split_promise
from tracker.services.ledger import row_flaws
from tracker.services.queue import Turn, judge, undo
from tracker.services.review import Look, NewSource, bring_source, check_promise, reject_promise

TODAY = NOW.date()


@pytest.fixture
def lived(session: Session, store) -> Session:
    """A town in which everything that people can do was done once."""
    make_town(session)
    first, second = make_accepted(session, "Wir bauen den Radweg.", "Wir öffnen die Bücherei.")
    (rejected,) = make_promises(session, "Wir lieben diese Stadt.", question="Was mögen Sie?")
    (whole,) = make_promises(session, "Wir pflanzen Bäume und bauen Bänke.", question="Was noch?")
    reject_promise(session, rejected.public_id, "Haltung", by="Ada", now=NOW)
    split_promise(session, whole.public_id, ["Wir pflanzen Bäume", "bauen Bänke"], by="Ada", now=NOW)
    change_criterion(
        session, first.public_id, Criterion("Er ist befahrbar."), by="Ben", now=NOW, seen=Seen(note="genauer")
    )
    check_promise(session, first.public_id, Look(CheckFinding.NOTHING, TODAY, "Haushalt"), by="Ada", now=NOW)
    press = NewSource(EvidenceRank.PRESS, "Bericht", TODAY, b"press")
    bring_source(session, store, first.public_id, press, by="Ada", now=NOW)
    minutes, paper = make_items(session, make_item(kind=ItemKind.MINUTES), make_item(identity="i2", title="Vorlage 2"))
    judge(session, make_link(session, first, minutes).public_id, Judgement.RELEVANT, Turn("Ada", NOW))
    judge(session, make_link(session, second, paper).public_id, Judgement.IRRELEVANT, Turn("Ben", NOW))
    undo(session, Turn("Ben", NOW))
    for day, outcome in ((1, Outcome.IN_PROGRESS), (2, Outcome.FULFILLED), (3, Outcome.FULFILLED)):
        at = NOW.replace(minute=day)
        row = propose(session, first.public_id, Proposal(outcome, date(2026, 3, day)), by="Ada", now=at)
        confirm(session, row.public_id, by="Ben", now=at)
    retract(session, row.public_id, "Falsches Datum.", by="Ada", now=NOW)
    correct(session, second.public_id, "Der Name war falsch.", by="Ada", now=NOW)
    code(
        session,
        first.public_id,
        Verdict(asked.Act.COMMITMENT, asked.Testability.CLEAR, Outcome.FULFILLED),
        by="Ben",
        now=NOW,
    )
    session.flush()
    return session


def named(session: Session) -> list[str]:
    session.flush()
    session.expire_all()
    return [str(flaw) for flaw in row_flaws(session)]


def test_where_nobody_meddled_rows_and_chain_agree(lived: Session):
    assert named(lived) == []


@pytest.mark.parametrize(
    ("statement", "word"),
    [
        ("UPDATE promise SET title = 'anders' WHERE id = (SELECT min(id) FROM promise)", "title"),
        ("UPDATE promise SET state = 'withdrawn' WHERE state = 'rejected'", "state"),
        ("UPDATE criterion SET fulfilled_if = 'immer'", "criterion"),
        ("UPDATE link SET judgement = 'unsure' WHERE judgement = 'relevant'", "judgement"),
        ("UPDATE promise_check SET sources = 'überall'", "sources"),
        ("UPDATE source SET title = 'anders'", "title"),
        ("UPDATE assessment SET reason = 'weil'", "reason"),
        ("UPDATE assessment SET state = 'published' WHERE state = 'returned'", "state"),
        ("UPDATE correction SET text = 'alles gut'", "text"),
        ("UPDATE coding SET testability = 'vague'", "testability"),
        ("DELETE FROM promise_check", "fehlt aber"),
        ("DELETE FROM coding", "fehlt aber"),
    ],
)
def test_what_was_changed_beside_the_chain_is_named(lived: Session, statement, word):
    lived.execute(sa.text(statement))
    assert any(word in flaw for flaw in named(lived))


def test_a_chain_whose_end_was_cut_off_leaves_rows_without_events(lived: Session):
    last = lived.query(models.Event).order_by(models.Event.seq.desc()).first()
    if lived.get_bind().dialect.name == "sqlite":
        lived.execute(sa.text("DROP TRIGGER event_refuses_delete"))
    else:
        lived.execute(sa.text("SET LOCAL session_replication_role = replica"))
    assert last.kind == "coding.given"
    lived.execute(sa.text("DELETE FROM event WHERE seq = :seq"), {"seq": last.seq})
    assert any(flaw.startswith("coding:") and "nichts" in flaw for flaw in named(lived))


def test_answers_that_were_given_to_another_respondent_are_no_flaw(lived: Session):
    (document, *_) = lived.query(models.Document).order_by(models.Document.id)
    attribute(lived, document.sha256, "Die Gärtnerpartei", by="Ada", now=NOW)
    assert named(lived) == []
